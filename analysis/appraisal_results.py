"""What the curator entered and what follows from it: not drawn from answers, never suppressed.

Field names are the keys of the JSON report (docs/report.md); reasons for what is None stand in the
`notes` of the whole report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping

#: A number as somebody typed it: whole where it is.
Number: TypeAlias = int | float

Verdict: TypeAlias = Literal["better", "worse", "unchanged"]


@dataclass(frozen=True, kw_only=True)
class Involvement:
    """How many of the school's pupils take part in any mentoring.

    Attributes
    ----------
    target
        Per cent.
    share
        Involved / pupils.
    reached
        Whether the exact share is the target or more.
    """

    involved: int
    pupils: int
    target: int
    share: float
    reached: bool


@dataclass(frozen=True, kw_only=True)
class CuratorRatings:
    """What the curator thinks of the programme.

    Attributes
    ----------
    instrument, version
        The questionnaire, in exactly the version that was filled in.
    answers
        Item code to rating; None was left out.
    mean
        None where more ratings are missing than the questionnaire allows.
    """

    instrument: str
    version: int
    answers: Mapping[str, int | None]
    mean: float | None


@dataclass(frozen=True, kw_only=True)
class SumBand:
    """The sums, from `low` to `high`, that make a level."""

    level: str
    low: int
    high: int


@dataclass(frozen=True, kw_only=True)
class CriteriaSum:
    """Points given to criteria, and the level of their sum.

    Attributes
    ----------
    answers
        Item code to points; None is not rated yet.
    sum, level
        None until everything is rated.
    bands
        From the lowest level to the highest.
    """

    instrument: str
    version: int
    answers: Mapping[str, int | None]
    sum: int | None
    maximum: int
    level: str | None
    bands: tuple[SumBand, ...]


@dataclass(frozen=True, kw_only=True)
class Criteria(CriteriaSum):
    """The nine criteria; `own` counts the school's own lines as well, None where it has none."""

    own: CriteriaSum | None


@dataclass(frozen=True, kw_only=True)
class IndicatorRow:
    """One indicator before and after.

    Attributes
    ----------
    unit
        "count", or "percent" of a share.
    direction
        Which way it gets better; "none" where neither is better.
    start, end
        X and Y.
    change
        Z = Y - X; of a share in percentage points.
    relative
        Z/X as a share of 1; None of a share, and where X is 0.
    verdict
        None of a change that is neither better nor worse.
    """

    title: str
    unit: Literal["count", "percent"]
    direction: Literal["more", "less", "none"]
    start: Number | None
    end: Number | None
    change: Number | None
    relative: float | None
    verdict: Verdict | None


@dataclass(frozen=True, kw_only=True)
class Appraisal:
    """Everything that the curator enters; None was not entered."""

    involvement: Involvement | None
    curator: CuratorRatings | None
    criteria: Criteria | None
    indicators: tuple[IndicatorRow, ...] | None
