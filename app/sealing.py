"""Seals bytes: AES-GCM with a nonce of their own, under keys that HKDF makes for one use each."""

from __future__ import annotations

import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import current_app

#: Bytes of a key, and of a nonce.
KEY, NONCE = 32, 12


class SealBrokenError(ValueError):
    """The key is another, or what was sealed has been changed or belongs elsewhere."""


def new_key() -> bytes:
    """Return a random key."""
    return secrets.token_bytes(KEY)


def installation_secret() -> str:
    """Return what only this installation knows; it is kept beside the database, not in it."""
    secret: str = current_app.config["SECRET_KEY"]
    return secret


def keyed_digest(text: str) -> str:
    """Return what tells a text from another and, without the installation's secret, no more."""
    return hmac.digest(installation_secret().encode(), text.encode(), "sha256").hex()


def derived_key(secret: str, *parts: str) -> bytes:
    """Return the key of one use, from a secret and what the use is called.

    Parameters
    ----------
    parts
        The use first, then what belongs to it, such as a code; other parts give another key.
    """
    info = "\x00".join(parts).encode()
    return HKDF(algorithm=SHA256(), length=KEY, salt=None, info=info).derive(secret.encode())


def sealed(key: bytes, content: bytes, *, place: str) -> bytes:
    """Return the content under a key, with its nonce before it.

    Parameters
    ----------
    place
        Where it is kept: put anywhere else it does not open.
    """
    nonce = secrets.token_bytes(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def opened(key: bytes, content: bytes, *, place: str) -> bytes:
    """Return what was sealed.

    Raises
    ------
    SealBrokenError
        It was sealed with another key or for another place, or has been changed.
    """
    try:
        return AESGCM(key).decrypt(content[:NONCE], content[NONCE:], place.encode())
    except (InvalidTag, ValueError) as error:  # ValueError: not even a nonce is there
        raise SealBrokenError from error
