"""What stage 1 is computed from: counts of participation, tables of ratings, counts of answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from analysis.paired import PairedScores
    from analysis.swot import Cell
    from instruments.model import Instrument, Item, Scale

Wave: TypeAlias = Literal["entry", "mid", "exit"]


@dataclass(frozen=True, kw_only=True)
class Participation:
    """How many people of a role were asked at a wave, and how many answered.

    Not drawn from answers, therefore never suppressed.

    Attributes
    ----------
    arm
        None where the programme has no arms.
    class_name
        None in the row of the whole role and arm.
    consented
        None where consents are not recorded.
    withdrawn
        How many of those invited have withdrawn since; what they had answered is erased.
    """

    wave: Wave
    role: str
    arm: str | None
    class_name: str | None
    invited: int
    consented: int | None
    answered: int
    withdrawn: int = 0


@dataclass(frozen=True, kw_only=True)
class RatingInput:
    """The marks that a role gave on one topic, as a rule from 1 to 10.

    Attributes
    ----------
    entry, exit
        The questionnaire of the wave, and its scale of this one item; both of a pair of twins, an
        expectation and its reality. None where the topic was not asked at that wave.
    pairs
        Everybody with a mark at either wave.
    satisfaction
        Whether the item belongs to the `satisfaction` scale of the exit questionnaire, or all of
        the questionnaire asks of it.
    """

    role: str
    entry: tuple[Instrument, Scale] | None
    exit: tuple[Instrument, Scale] | None
    pairs: PairedScores
    satisfaction: bool


@dataclass(frozen=True, kw_only=True)
class OutcomeInput:
    """How many of a role answered yes and no to one item of the exit questionnaire."""

    role: str
    instrument: Instrument
    item: Item
    yes: int
    no: int


@dataclass(frozen=True, kw_only=True)
class InvolvementInput:
    """How many of the school's pupils take part in any mentoring, of how many; a target per cent.

    Attributes
    ----------
    pupils
        At least one.
    """

    involved: int
    pupils: int
    target: int


@dataclass(frozen=True, kw_only=True)
class FilledForm:
    """A questionnaire that the curator filled in: the exact version, and answers by item code."""

    instrument: Instrument
    answers: Mapping[str, int | None]


@dataclass(frozen=True, kw_only=True)
class IndicatorInput:
    """An indicator as it was typed at the start and at the end; None is not known."""

    title: str
    unit: Literal["count", "percent"]
    direction: Literal["more", "less", "none"]
    start: Decimal | None
    end: Decimal | None


@dataclass(frozen=True, kw_only=True)
class ThemeInput:
    """How many people spoke of a theme in answer to one question.

    Attributes
    ----------
    cells
        Cell of the SWOT table to people; under None those whose answer is in no cell.
    """

    title: str
    cells: Mapping[Cell | None, int]

    @property
    def n(self) -> int:
        """All of them."""
        return sum(self.cells.values())


@dataclass(frozen=True, kw_only=True)
class OpenAnswersInput:
    """What a role wrote in answer to one open question at one wave.

    Attributes
    ----------
    n
        People who wrote anything.
    n_coded
        Those whose answer the curator has sorted.
    quotations
        Answers that may be quoted word for word.
    """

    role: str
    wave: Wave
    instrument: Instrument
    item: Item
    n: int
    n_coded: int
    themes: tuple[ThemeInput, ...]
    quotations: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Stage1Input:
    """Everything stage 1 is computed from.

    Attributes
    ----------
    participation
        The rows of whole roles and of their classes.
    ratings, outcomes, open_answers
        In the order of the questionnaires.
    mid, mid_outcomes
        The same of the short questionnaire half-way, which stands in the place of `exit`.
    involvement, curator, criteria
        What the curator entered; None where nothing was.
    own_criteria
        The nine criteria and the school's own lines, where it has any.
    indicators
        In the order of the school's list; empty where no number was entered.
    """

    participation: tuple[Participation, ...]
    ratings: tuple[RatingInput, ...]
    outcomes: tuple[OutcomeInput, ...]
    mid: tuple[RatingInput, ...] = ()
    mid_outcomes: tuple[OutcomeInput, ...] = ()
    involvement: InvolvementInput | None = None
    curator: FilledForm | None = None
    criteria: FilledForm | None = None
    own_criteria: FilledForm | None = None
    indicators: tuple[IndicatorInput, ...] = ()
    open_answers: tuple[OpenAnswersInput, ...] = ()

    @property
    def counted(self) -> tuple[OutcomeInput | OpenAnswersInput, ...]:
        """What is counted question by question."""
        return (*self.outcomes, *self.mid_outcomes, *self.open_answers)

    @property
    def asked(self) -> tuple[Instrument, ...]:
        """Every questionnaire that something is computed from, each once; the curator's last."""
        known = [
            asked[0]
            for rating in (*self.ratings, *self.mid)
            for asked in (rating.entry, rating.exit)
            if asked
        ] + [one.instrument for one in self.counted]
        entered = (self.curator, self.criteria, self.own_criteria)
        known += [form.instrument for form in entered if form is not None]
        return tuple({one.reference: one for one in known}.values())


def item_reference(instrument: Instrument, code: str) -> str:
    """Return the name of an item of exactly this version: `CODE@n/item`."""
    return f"{instrument.reference}/{code}"


def rated_item(asked: tuple[Instrument, Scale]) -> str:
    """Return the name of the one item of a rating's scale."""
    instrument, scale = asked
    return item_reference(instrument, scale.item_codes[0])


def mark_range(asked: tuple[Instrument, Scale]) -> tuple[int, int]:
    """Return the lowest and the highest mark of a rating, which are whole numbers."""
    low, high = asked[1].range
    return int(low), int(high)
