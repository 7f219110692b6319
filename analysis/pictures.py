"""What the pictures of a report are drawn from: numbers that stand in its results, and titles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, kw_only=True)
class BeforeAfter:
    """The data of a before/after picture of one scale: matched people only.

    Attributes
    ----------
    entry, exit
        (score, people) in rising order.
    means
        Mean at entry and at exit.
    range
        Lowest and highest score the scale allows.
    step
        The distance between two neighbouring scores of a complete form.
    digits
        Decimals of the means.
    """

    entry: tuple[tuple[float, int], ...]
    exit: tuple[tuple[float, int], ...]
    means: tuple[float, float]
    range: tuple[float, float]
    step: float
    digits: int


@dataclass(frozen=True, kw_only=True)
class Box:
    """The middle half of people at one wave, with their median and mean."""

    q1: float
    median: float
    q3: float
    mean: float


@dataclass(frozen=True, kw_only=True)
class Quartiles:
    """The data of a before/after picture that shows no single person: what the results show.

    Attributes
    ----------
    range
        Lowest and highest score the scale allows.
    digits
        Decimals of the medians and means.
    counted
        What the axis counts; the score where it is empty.
    """

    entry: Box
    exit: Box
    range: tuple[float, float]
    digits: int
    counted: str = ""


@dataclass(frozen=True, kw_only=True)
class Dumbbell:
    """The data of a picture of two means for each of several topics.

    Attributes
    ----------
    rows
        (topic, mean at entry, mean at exit), from the top.
    range
        Lowest and highest mark.
    digits
        Decimals of the means.
    """

    rows: tuple[tuple[str, float, float], ...]
    range: tuple[int, int]
    digits: int


@dataclass(frozen=True, kw_only=True)
class Bands:
    """The data of a picture of how people's marks fall into bands, for each of several topics.

    Attributes
    ----------
    rows
        (topic, bands), from the top; a band is its lowest mark, its highest mark and its people.
    range
        Lowest and highest mark.
    """

    rows: tuple[tuple[str, tuple[tuple[int, int, int], ...]], ...]
    range: tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Return:
    """How many of those invited answered at one wave.

    Attributes
    ----------
    who, wave
        Whom the row counts, and at which wave, in the reader's words.
    """

    who: str
    wave: str
    invited: int
    answered: int


@dataclass(frozen=True, kw_only=True)
class Returns:
    """The data of a picture of who answered: rows of one group stand together, from the top."""

    rows: tuple[Return, ...]


@dataclass(frozen=True, kw_only=True)
class LevelPeople:
    """The people at one level of a scale, or at neighbouring ones that are counted together.

    Attributes
    ----------
    place
        Where it lies among the levels of the scale: from 0, the lowest scores, to 1.
    """

    title: str
    place: float
    entry: int
    exit: int


@dataclass(frozen=True, kw_only=True)
class LevelStacks:
    """The data of a picture of levels at both waves.

    Attributes
    ----------
    rows
        (scale, its levels from the lowest scores), from the top.
    """

    rows: tuple[tuple[str, tuple[LevelPeople, ...]], ...]


@dataclass(frozen=True, kw_only=True)
class Flows:
    """The data of a picture of who moved from which level of a scale to which.

    Attributes
    ----------
    levels
        Their titles, from the lowest scores.
    counts
        People by level at entry (rows) and at exit (columns).
    """

    levels: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class EffectRow:
    """A standardised difference with its interval.

    Attributes
    ----------
    better
        "higher", "lower" or "none": which way is better on the scale.
    primary
        Whether the plan promised a test of it.
    """

    title: str
    size: float
    interval: tuple[float, float]
    better: str
    primary: bool


@dataclass(frozen=True, kw_only=True)
class Forest:
    """The data of a picture of how large the changes of all scales are, from the top."""

    rows: tuple[EffectRow, ...]


Picture: TypeAlias = (
    BeforeAfter | Quartiles | Dumbbell | Bands | Returns | LevelStacks | Flows | Forest
)
