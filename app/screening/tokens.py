"""What stands for an open answer in a page: opaque, so that two answers of one form do not meet."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode

from app.sealing import SealBrokenError, derived_key, installation_secret, opened, sealed

#: The pages of screening; a token of one place stands for nothing in another.
PLACE = "screening"


def token_of(submission_id: int, item: str, *, place: str = PLACE) -> str:
    """Return a token of an answer; each time another one."""
    content = f"{submission_id}/{item}".encode()
    return urlsafe_b64encode(sealed(_key(place), content, place=place)).decode()


def answer_of(token: str, *, place: str = PLACE) -> tuple[int, str]:
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
    submission_id, _slash, item = opened(_key(place), content, place=place).decode().partition("/")
    return int(submission_id), item


def _key(place: str) -> bytes:
    return derived_key(installation_secret(), place)
