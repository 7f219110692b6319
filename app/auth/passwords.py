"""Passwords: kept only as Argon2id hashes, and never checked faster for a login nobody has."""

from __future__ import annotations

import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

#: The shortest password, in characters.
SHORTEST = 10

#: Letters and digits that are not mistaken for each other on paper.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"

_HASHER = PasswordHasher()

#: A hash of today's cost that belongs to no password: a salt and a digest of zeros.
_NOBODYS_HASH = (
    f"$argon2id$v=19$m={_HASHER.memory_cost},t={_HASHER.time_cost},p={_HASHER.parallelism}"
    f"${'A' * 22}${'A' * 43}"
)


def hash_password(password: str) -> str:
    """Return what is kept of a password."""
    return _HASHER.hash(_same_everywhere(password))


def is_password(password: str, password_hash: str | None) -> bool:
    """Say whether this is the password; None stands for somebody who is not there."""
    try:
        return _HASHER.verify(password_hash or _NOBODYS_HASH, _same_everywhere(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Say whether it was made with other parameters than today's."""
    return _HASHER.check_needs_rehash(password_hash)


def random_password() -> str:
    """Return a password that nobody thought up: 59 bits, easy to write down."""
    return "".join(secrets.choice(_LETTERS) for _ in range(12))


def _same_everywhere(password: str) -> str:
    """Return the letters in one form: keyboards compose «й» and «ё» in two ways."""
    return unicodedata.normalize("NFKC", password)
