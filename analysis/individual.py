"""Few adults who agreed to be shown one by one: their own scores, and no statistics of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import MOST_DECIMALS, capital, decimals_of, role_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from analysis.words import Words
    from instruments.model import Instrument, Scale

#: How many people a role may have whose answers are shown one by one.
FEWEST, MOST = 2, 6


@dataclass(frozen=True, kw_only=True)
class IndividualInput:
    """The scores of one person on one scale; None where there is no valid one."""

    number: int
    role: str
    instrument: Instrument
    scale: Scale
    entry: Fraction | None
    exit: Fraction | None


@dataclass(frozen=True, kw_only=True)
class IndividualScores:
    """One person's scores on one scale, in raw-score units.

    Attributes
    ----------
    number
        What the school calls the person by.
    difference
        Exit - entry; None where one of them is.
    """

    number: int
    role: str
    instrument: str
    scale: str
    entry: float | None
    exit: float | None
    difference: float | None


def individual_scores(one: IndividualInput) -> IndividualScores:
    """Return what is shown of a person on a scale."""
    difference = None
    if one.entry is not None and one.exit is not None:
        difference = float(one.exit - one.entry)
    return IndividualScores(
        number=one.number,
        role=one.role,
        instrument=one.instrument.code,
        scale=one.scale.code,
        entry=None if one.entry is None else float(one.entry),
        exit=None if one.exit is None else float(one.exit),
        difference=difference,
    )


def individual_sections(
    found: Sequence[IndividualScores], inputs: Sequence[IndividualInput], words: Words
) -> Iterator[Section]:
    """Yield the section of those who agreed; none where nobody did."""
    if not found:
        return
    rows = tuple(
        (
            text_cell(words.say("No. %(number)s", number=one.number)),
            text_cell(capital(role_title(one.role, words))),
            text_cell(one.scale.title.get(words.lang)),
            *(_cell(shown, place, name, one) for name in ("entry", "exit", "difference")),
        )
        for place, (shown, one) in enumerate(zip(found, inputs, strict=True))
    )
    header = (
        words.say("Participant"),
        words.say("Role"),
        words.say("Scale"),
        words.say("Entry"),
        words.say("Exit"),
        words.say("Difference"),
    )
    said = words.say(
        "These people agreed in writing to be shown one by one. They are too few for statistics: "
        "the scores are feedback to each of them, and a difference may be no more than the error "
        "of measurement."
    )
    table = Table(caption=words.say("Scores one by one"), header=header, rows=rows)
    yield Section(words.say("Individual feedback"), (Paragraph(said), table), inner=True)


def _cell(shown: IndividualScores, place: int, name: str, one: IndividualInput) -> Cell:
    scores = [score for score in (one.entry, one.exit) if score is not None]
    return Cell(
        value=getattr(shown, name),
        kind=Kind.NUMBER,
        digits=min(decimals_of(scores), MOST_DECIMALS),
        path=f"individuals.{place}.{name}",
    )
