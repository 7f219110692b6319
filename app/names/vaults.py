"""How a vault seals: one random key for all names, and that key under two others.

A name is sealed in a length that tells nothing of its own, and for one place: no other person's
name, nor another programme's, opens there.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.models import Vault
from app.names.passphrases import new_salt, passphrase_key
from app.sealing import derived_key, new_key, opened, sealed

if TYPE_CHECKING:
    from app.models import SealedName

#: Names are filled up to a multiple of so many bytes; the longest in Russian letters fits into one.
BLOCK = 256


@dataclass(frozen=True, kw_only=True)
class OpenVault:
    """What opens a programme's names.

    Attributes
    ----------
    mark
        Of the vault as it was when it was opened: another by now, it has to be opened again.
    """

    key: bytes = field(repr=False)
    mark: bytes


def new_vault(programme_id: int, passphrase: str, recovery_key: str) -> tuple[Vault, OpenVault]:
    """Return a vault with a random key, and what opens it."""
    key = new_key()
    salt, by_passphrase = under_passphrase(programme_id, key, passphrase)
    vault = Vault(
        programme_id=programme_id,
        salt=salt,
        by_passphrase=by_passphrase,
        by_recovery=under_recovery(programme_id, key, recovery_key),
    )
    return vault, OpenVault(key=key, mark=mark_of(vault))


def mark_of(vault: Vault) -> bytes:
    """Return what tells a vault from every other, itself at another time among them."""
    return hashlib.sha256(vault.salt + vault.by_passphrase + vault.by_recovery).digest()


def under_passphrase(programme_id: int, key: bytes, passphrase: str) -> tuple[bytes, bytes]:
    """Return a new salt, and the key sealed under a passphrase with it."""
    salt = new_salt()
    place = _place(programme_id, "passphrase")
    return salt, sealed(passphrase_key(passphrase, salt), key, place=place)


def under_recovery(programme_id: int, key: bytes, recovery_key: str) -> bytes:
    """Return the key sealed under a recovery key."""
    return sealed(_recovery(recovery_key), key, place=_place(programme_id, "recovery"))


def key_by_passphrase(vault: Vault, passphrase: str) -> bytes:
    """Return the key of the names.

    Raises
    ------
    SealBrokenError
        The passphrase is another, or the vault has been changed.
    """
    place = _place(vault.programme_id, "passphrase")
    return opened(passphrase_key(passphrase, vault.salt), vault.by_passphrase, place=place)


def key_by_recovery(vault: Vault, recovery_key: str) -> bytes:
    """Return the key of the names.

    Raises
    ------
    SealBrokenError
        The recovery key is another, or the vault has been changed.
    """
    place = _place(vault.programme_id, "recovery")
    return opened(_recovery(recovery_key), vault.by_recovery, place=place)


def sealed_name(key: bytes, programme_id: int, person: int, name: str) -> bytes:
    """Return a name as it is kept."""
    content = name.encode()
    filled = content.ljust(-(-len(content) // BLOCK) * BLOCK, b"\0")
    return sealed(key, filled, place=_name_place(programme_id, person))


def opened_name(key: bytes, kept: SealedName) -> str:
    """Return a name.

    Raises
    ------
    SealBrokenError
        It was sealed by another vault, or has been changed.
    """
    place = _name_place(kept.programme_id, kept.person)
    return opened(key, kept.sealed, place=place).rstrip(b"\0").decode()


def _recovery(recovery_key: str) -> bytes:
    return derived_key(recovery_key, "vault-recovery")


def _place(programme_id: int, under: str) -> str:
    return f"vault/{programme_id}/{under}"


def _name_place(programme_id: int, person: int) -> str:
    return f"name/{programme_id}/{person}"
