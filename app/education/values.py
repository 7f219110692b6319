"""One cell of a journal: an exact number, nothing, or what is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from app.models import Measure
from app.programmes.labels import folded
from instruments.messages import N_

if TYPE_CHECKING:
    from instruments.messages import Message

#: What stands in place of a value that there is none of.
NONE = frozenset(
    {"", "-", "–", "—", "−", ".", "*", "x", "х", "н", "на", "н/а", "н.а.", "н/о", "н/д", "нд"}
    | {"б/о", "бо", "осв", "осв.", "освобожден", "освобождена", "нет", "нет оценки"}
    | {"зач", "зач.", "зачет", "зачтено", "незач", "незач.", "незачет", "n/a", "none"}
)

NUMBER = re.compile(r"[-−+]?\d{1,6}(?:[.,]\d{1,20})?")

#: What a spreadsheet makes of “4.5” when it takes it for a day or for an hour.
DATE = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}[./]\d{1,2}[./]\d{2,4}|\d{1,2}:\d\d(?::\d\d)?"
    r"|\d{1,2}[.\- ]?(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?"
)

#: The lowest and the highest value of each measure.
RANGES = {Measure.MEAN_MARK: (1, 5), Measure.QUALITY: (0, 100), Measure.MISSED: (0, 2000)}

RULES = {
    Measure.MEAN_MARK: N_("a mean mark is a number from 1 to 5, such as 4.25"),
    Measure.QUALITY: N_("quality of knowledge is a number from 0 to 100, in per cent"),
    Measure.MISSED: N_("lessons missed are a number from 0 to 2000"),
}

#: From so many decimals on a number is what a formula left of a fraction, …
LONG = 6

#: … of which nobody has more marks in a term than this.
MOST_MARKS = 200

#: Decimals that are kept of anything else.
KEPT = 12

#: Signs of a cell that are quoted.
QUOTED = 30


@dataclass(frozen=True, kw_only=True)
class BadValue:
    """What is wrong with a cell, and what to do about it."""

    what: Message
    rule: Message
    remedy: Message


def is_value(cell: str) -> bool:
    """Say whether a cell could hold a value, or says that there is none: it names nobody."""
    text = _plain(cell)
    return text in NONE or bool(NUMBER.fullmatch(text) or DATE.fullmatch(text))


def is_number(cell: str) -> bool:
    """Say whether a cell holds a number."""
    return NUMBER.fullmatch(_plain(cell)) is not None


def value_of(cell: str, measure: Measure) -> Fraction | BadValue | None:
    """Return what a cell says; None where it says that there is no value."""
    text = _plain(cell)
    if text in NONE:
        return None
    if not NUMBER.fullmatch(text):
        return _no_number(cell, text, measure)
    value = _exact(text.replace(",", ".").replace("−", "-"))
    low, high = RANGES[measure]
    if low <= value <= high:
        return value
    return BadValue(
        what=N_("“%(cell)s” is out of range", cell=cell[:QUOTED]),
        rule=RULES[measure],
        remedy=N_("correct the cell, or choose another column"),
    )


def _plain(cell: str) -> str:
    text = folded(cell).replace("\N{NO-BREAK SPACE}", "").replace("\N{NARROW NO-BREAK SPACE}", "")
    return text.removesuffix("%").strip()


def _exact(text: str) -> Fraction:
    """Return the number; of 4.33333333333333, which a formula left, the fraction 13/3."""
    value = Fraction(text)
    decimals = len(text.partition(".")[2])
    if decimals < LONG:
        return value
    near = value.limit_denominator(MOST_MARKS)
    # A spreadsheet gives 15 digits, so the last decimal may be off by one.
    return near if abs(value - near) <= Fraction(1, 10**decimals) else round(value, KEPT)


def _no_number(cell: str, text: str, measure: Measure) -> BadValue:
    if DATE.fullmatch(text):
        return BadValue(
            what=N_("here stands a date or a time: the spreadsheet has taken a number for it"),
            rule=RULES[measure],
            remedy=N_("give the cell the format “Text” and type the number again"),
        )
    if re.fullmatch(r"[1-5]\s*[-+−]+", text):
        return BadValue(
            what=N_("“%(cell)s” is a mark with a sign", cell=cell[:QUOTED]),
            rule=RULES[measure],
            remedy=N_("write the number without “+” and “-”"),
        )
    return BadValue(
        what=N_("“%(cell)s” is no number", cell=cell[:QUOTED]),
        rule=RULES[measure],
        remedy=N_("correct the cell, or clear it where there is no value"),
    )
