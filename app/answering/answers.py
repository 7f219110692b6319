"""Answers as they are kept: whole numbers, exact decimals as text, clean texts, lists of scores."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, TypeAlias

from instruments.errors import AnswerError
from instruments.exact import DECIMALS, exact
from instruments.messages import N_, Problem
from instruments.model import Kind
from instruments.scoring import check_answer

if TYPE_CHECKING:
    from instruments.exact import Exact
    from instruments.model import Item

#: The decimals that an answer may have: enough to measure with, few enough for exact scores.
MOST_DECIMALS = 3

#: One answer as JSON keeps it; None is «не хочу отвечать».
Stored: TypeAlias = int | str | list[int | str] | None


def stored_answer(item: Item, answer: object) -> Stored:
    """Return an answer as it is kept.

    Raises
    ------
    AnswerError
        The answer is not one of the item's, or has more than `MOST_DECIMALS` decimals.
    """
    if item.kind is Kind.TEXT and isinstance(answer, str):
        answer = clean_text(answer)
    check_answer(item, answer)
    if item.kind is Kind.TEXT:
        return str(answer) if answer else None
    if isinstance(answer, list):
        return [stored_number(exact(part)) for part in answer]
    if answer is None:
        return None
    number = exact(answer)
    if number is not None and (number * 10**MOST_DECIMALS).denominator != 1:
        raise _too_fine(item, answer)
    return stored_number(number)


def _too_fine(item: Item, answer: object) -> AnswerError:
    problem = Problem(
        place=N_("item %(code)s", code=item.code),
        what=N_("“%(answer)s”", answer=answer),
        rule=N_("an answer has at most %(decimals)s decimals", decimals=MOST_DECIMALS),
        remedy=N_("round it"),
    )
    return AnswerError(problem, item=item.code, value=answer)


def clean_text(text: str) -> str:
    """Return a text without spaces around it and without signs that no database keeps."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n")
    kept = (sign for sign in lines if sign in "\n\t" or unicodedata.category(sign) not in _LOST)
    return "".join(kept).strip()


#: Control signs, and halves of signs.
_LOST = ("Cc", "Cs")


def stored_number(value: Exact | None) -> int | str:
    """Return a whole number as one, any other as its decimals."""
    if isinstance(value, int):
        return value
    scaled = None if value is None else value * 10**DECIMALS
    if scaled is None or scaled.denominator != 1:
        raise ValueError("an answer that has been checked is a decimal number")
    digits = str(abs(scaled.numerator)).zfill(DECIMALS + 1)
    written = f"{digits[:-DECIMALS]}.{digits[-DECIMALS:]}".rstrip("0")
    return f"-{written}" if scaled < 0 else written
