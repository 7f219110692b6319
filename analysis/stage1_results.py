"""What a stage-1 report found: the frozen results that JSON serialises and documents point into.

Field names are the keys of the JSON report (docs/report.md). Here the base rule has been applied:
what must not be shown is None, with its reason in `notes`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from analysis.stage1_inputs import Participation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.appraisal_results import Criteria, CuratorRatings, IndicatorRow, Involvement
    from analysis.comparison import Difference
    from analysis.conclusions import Conclusion
    from analysis.report_facts import ProgrammeFacts, Provenance
    from analysis.stage1_inputs import Wave
    from analysis.swot import Cell, SwotTable
    from instruments.messages import Message

#: The version of the JSON report's shape.
SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class ParticipationRow(Participation):
    """How many were asked and answered, and the share of those asked who answered."""

    return_rate: float | None


@dataclass(frozen=True, kw_only=True)
class Expectation:
    """What was expected on a topic and how it was, of the people who gave a mark both times.

    Attributes
    ----------
    scale
        The code of the topic in the exit questionnaire.
    item_entry, item_exit
        `CODE@n/item`.
    range
        Lowest and highest mark.
    entry, exit
        Means.
    gap
        Exit - entry; positive means it was better than expected. Exploratory.
    notes
        From the dotted path of a figure to the reason why it is None or doubtful.
    """

    role: str
    scale: str
    item_entry: str
    item_exit: str
    range: tuple[int, int]
    n_matched: int
    entry: float | None
    exit: float | None
    gap: Difference | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Band:
    """How many people gave a mark from `low` to `high`."""

    low: int
    high: int
    n: int
    share: float


@dataclass(frozen=True, kw_only=True)
class Rating:
    """The marks given on one topic at exit.

    Attributes
    ----------
    satisfaction
        Whether the topic belongs to the questionnaire's satisfaction scale.
    base
        "exit": everybody who gave a mark; "matched": those of them who did at entry too, since the
        others are too few to stand apart.
    range
        Lowest and highest mark.
    bands
        Of marks from 1 to 10, from low to high; neighbours are joined until each holds nobody or
        enough people.
    share_high
        Share of the marks 8–10.
    """

    item: str
    scale: str
    satisfaction: bool
    range: tuple[int, int]
    base: Literal["exit", "matched"]
    n: int
    mean: float | None
    bands: tuple[Band, ...] | None
    share_high: float | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """How many answered yes and no to one item of the exit questionnaire."""

    item: str
    n: int
    yes: int | None
    no: int | None
    share_yes: float | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Satisfaction:
    """What one role said at exit, or half-way."""

    role: str
    ratings: tuple[Rating, ...]
    outcomes: tuple[Outcome, ...]


@dataclass(frozen=True, kw_only=True)
class ThemeFound:
    """How many people spoke of a theme.

    Attributes
    ----------
    share
        Of the people who answered the question.
    cell
        The cell of the SWOT table that more than half of them, and enough people, are in; None
        where there is no such cell.
    """

    title: str
    n: int | None
    share: float | None
    cell: Cell | None


@dataclass(frozen=True, kw_only=True)
class OpenAnswers:
    """What a role wrote in answer to one open question at one wave.

    Attributes
    ----------
    item
        `CODE@n/item`.
    n
        People who wrote anything.
    n_coded
        Those whose answer was sorted.
    themes
        The most frequent first; an answer may have several.
    quotations
        Answers that the curator has released, in the order of the alphabet.
    """

    role: str
    wave: Wave
    item: str
    n: int
    n_coded: int | None
    themes: tuple[ThemeFound, ...]
    quotations: tuple[str, ...]
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Stage1Results:
    """Everything a stage-1 report found.

    Attributes
    ----------
    involvement, curator, criteria, indicators
        What the curator entered; None where nothing was.
    """

    schema: int
    stage: int
    programme: ProgrammeFacts
    provenance: Provenance
    participation: tuple[ParticipationRow, ...]
    expectations: tuple[Expectation, ...]
    satisfaction: tuple[Satisfaction, ...]
    mid: tuple[Satisfaction, ...] = ()
    open_answers: tuple[OpenAnswers, ...] = ()
    involvement: Involvement | None = None
    swot: SwotTable | None = None
    curator: CuratorRatings | None = None
    criteria: Criteria | None = None
    indicators: tuple[IndicatorRow, ...] | None = None
    conclusions: tuple[Conclusion, ...] = ()
    notes: Mapping[str, Message] = field(default_factory=dict)
