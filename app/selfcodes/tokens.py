"""What an address ends with: letters that nobody mistakes, read off a blackboard."""

from __future__ import annotations

import secrets

#: Neither vowels, which would make words, nor letters that others look like: m, n, w beside rn, vv.
LETTERS = "bcdfghjkprstvxz"

LENGTH = 10


def new_token() -> str:
    """Return a random token."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def typed_token(text: str) -> str:
    """Return what was typed without the dash that stands in the middle, in small letters."""
    return text.casefold().replace("-", "")


def shown_token(token: str) -> str:
    """Return a token as it is written on a blackboard: bcdfg-hjkpr."""
    return f"{token[: LENGTH // 2]}-{token[LENGTH // 2 :]}"
