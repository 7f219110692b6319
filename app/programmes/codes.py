"""Codes on slips: twelve digits that name nobody and catch a slip of the pen.

Eleven digits are random; the last is Damm's check digit (H. M. Damm, 2004), which catches every
wrong digit and every swap of neighbours.
"""

from __future__ import annotations

import secrets

#: Digits of a code, the check digit among them.
LENGTH = 12

#: Damm's quasigroup of order ten, totally anti-symmetric, zeros on its diagonal.
_TABLE = (
    (0, 3, 1, 7, 5, 9, 8, 6, 4, 2),
    (7, 0, 9, 2, 1, 5, 4, 8, 6, 3),
    (4, 2, 0, 6, 8, 7, 1, 3, 5, 9),
    (1, 7, 5, 0, 9, 8, 3, 4, 2, 6),
    (6, 1, 2, 3, 0, 4, 5, 9, 7, 8),
    (3, 6, 7, 4, 2, 0, 9, 5, 8, 1),
    (5, 8, 6, 9, 7, 2, 0, 1, 3, 4),
    (8, 9, 4, 5, 3, 6, 2, 0, 1, 7),
    (9, 4, 3, 8, 6, 1, 7, 2, 0, 5),
    (2, 5, 8, 1, 4, 3, 6, 7, 9, 0),
)


def new_code() -> str:
    """Return a random code."""
    digits = f"{secrets.randbelow(10 ** (LENGTH - 1)):0{LENGTH - 1}}"
    return f"{digits}{_check(digits)}"


def typed_code(text: str) -> str:
    """Return what was typed without the spaces and dashes people put between digits."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in "-–—.")


def is_code(code: str) -> bool:
    """Say whether this can be a code: twelve digits, the last of which fits the others."""
    return len(code) == LENGTH and code.isascii() and code.isdigit() and _check(code) == 0


def shown_code(code: str) -> str:
    """Return a code as it stands on a slip: 1234 5678 9012."""
    return " ".join(code[place : place + 4] for place in range(0, LENGTH, 4))


def _check(digits: str) -> int:
    """Return the digit that would make the check come out as 0."""
    state = 0
    for digit in digits:
        state = _TABLE[state][int(digit)]
    return state
