"""What stands for an open answer in a page: opaque, so that two answers of one form do not meet."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from app.sealing import SealBrokenError, derived_key, installation_secret, opened, sealed

PLACE = "screening"


def token_of(submission_id: int, item: str) -> str:
    """Return a token of an answer; each time another one."""
    return urlsafe_b64encode(
        sealed(_key(), f"{submission_id}/{item}".encode(), place=PLACE)
    ).decode()


def answer_of(token: str) -> tuple[int, str]:
    """Return which answer a token stands for.

    Raises
    ------
    SealBrokenError
        It is none of ours.
    """
    try:
        content = urlsafe_b64decode(token.encode())
    except ValueError as error:
        raise SealBrokenError from error
    submission_id, _slash, item = opened(_key(), content, place=PLACE).decode().partition("/")
    return int(submission_id), item


def _key() -> bytes:
    return derived_key(installation_secret(), PLACE)
