"""The passphrase of a vault, and the key that Argon2id makes of it."""

from __future__ import annotations

import secrets
import unicodedata

from argon2.low_level import Type, hash_secret_raw

from app.sealing import KEY

#: The shortest passphrase, and the fewest different characters in it.
SHORTEST, FEWEST_DIFFERENT = 12, 6

#: RFC 9106, section 4, the second recommended parameters: 64 MiB, three passes, four lanes, and a
#: salt of 128 bits. Another choice would need a place to be kept in, vault by vault.
MEMORY_KIB, PASSES, LANES, SALT = 64 * 1024, 3, 4, 16


def same_everywhere(passphrase: str) -> str:
    """Return a passphrase in one form.

    Keyboards compose «й» and «ё» in two ways, and a space more or less nobody sees.
    """
    return " ".join(unicodedata.normalize("NFKC", passphrase).split())


def is_strong_enough(passphrase: str) -> bool:
    """Say whether a passphrase is as long and as varied as it must be."""
    text = same_everywhere(passphrase)
    return len(text) >= SHORTEST and len(set(text)) >= FEWEST_DIFFERENT


def new_salt() -> bytes:
    """Return a salt for a passphrase."""
    return secrets.token_bytes(SALT)


def passphrase_key(passphrase: str, salt: bytes) -> bytes:
    """Return the key of a passphrase; it takes its time and memory, so that guessing does."""
    return hash_secret_raw(
        same_everywhere(passphrase).encode(),
        salt,
        time_cost=PASSES,
        memory_cost=MEMORY_KIB,
        parallelism=LANES,
        hash_len=KEY,
        type=Type.ID,
    )
