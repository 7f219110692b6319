"""Exact numbers from what was typed or parsed; nothing passes through a float."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction
from typing import TypeAlias

#: A rational number: whole where it can be, for most answers are and whole numbers are fast.
Exact: TypeAlias = int | Fraction

#: Numbers with more digits than this before or after the point are typing errors.
DIGITS, DECIMALS = 12, 17

#: A number as a person types it: digits with at most one decimal point or comma.
NUMBER = re.compile(rf"[+-]?[0-9]{{1,{DIGITS}}}([.,][0-9]{{1,{DECIMALS}}})?")


def exact(value: object) -> Exact | None:
    """Return a whole number, `Decimal`, `Fraction` or typed number exactly.

    Parameters
    ----------
    value
        As text, a decimal comma and a decimal point mean the same, and spaces around it nothing.

    Returns
    -------
    int, Fraction or None
        A whole number as int. None for anything else: a float, which may already have lost what
        was meant, a boolean, an infinity, a text that is no number, a typed or parsed number of
        more than `DIGITS` digits or `DECIMALS` decimals.
    """
    match value:
        case bool():
            return None
        case str():
            typed = value.strip()
            return _whole(Fraction(typed.replace(",", "."))) if NUMBER.fullmatch(typed) else None
        case Decimal():
            fits = (
                NUMBER.fullmatch(f"{value:f}") if value.is_finite() and _is_short(value) else None
            )
            return _whole(Fraction(value)) if fits else None
        case int() | Fraction():
            return _whole(Fraction(value)) if abs(value) < 10**DIGITS else None
    return None


def _is_short(value: Decimal) -> bool:
    """Say whether the number can be written out in few digits, before anybody does so."""
    return -DECIMALS - 1 <= value.adjusted() < DIGITS and len(value.as_tuple().digits) < 99


def _whole(value: Fraction) -> Exact:
    return value.numerator if value.denominator == 1 else value
