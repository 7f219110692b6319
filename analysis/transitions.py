"""Who went from which level of a scale to which, and whether the moves go one way."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, product
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
from scipy import special

from analysis.comparison import NOBODY
from analysis.levels import NO_LEVELS, level_places
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.paired import PairedScores
    from instruments.messages import Message
    from instruments.model import Scale

#: From this many people the report prints the test of the whole table.
WHOLE_TABLE_FROM = 100

#: Under this many people moves are counted and nothing is concluded from them.
FEW_TO_TEST = 20

#: Stands between the codes of levels that are counted together; no code holds it.
JOINT = "+"

ONE_LEVEL = N_("the scale has one level, so nobody can move to another")
NOBODY_MOVED = N_("nobody moved to another level")
EXACT_TEST = N_("an exact test has no degrees of freedom")

#: People from level (row, at entry) to level (column, at exit), the lowest scores first.
Counts: TypeAlias = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, kw_only=True)
class ShiftTest:
    """A two-sided test of moves between levels.

    Attributes
    ----------
    name
        "binomial": exact, people who rose against those who fell. "mcnemar": the same of two
        levels. "bowker": symmetry of the table. "stuart_maxwell": the same shares of levels at
        both waves.
    statistic
        Of the exact tests how many rose; else χ².
    df
        None of an exact test.
    """

    name: str
    statistic: float
    df: int | None
    p: float


@dataclass(frozen=True, kw_only=True)
class Moved:
    """How many people rose to a higher level (of higher scores), stayed, fell to a lower one."""

    rose: int
    same: int
    fell: int


@dataclass(frozen=True, kw_only=True)
class Transitions:
    """The matched people by their levels at entry and at exit.

    Attributes
    ----------
    n
        Matched people.
    levels
        Codes of the levels from the lowest scores; levels counted together stand in one, with a
        plus between their codes.
    counts
        Rows entry, columns exit; None where it may not be shown.
    moved
        The same people by direction.
    tests
        Every test that can be computed.
    printed
        The name of the test that the report prints; None where there is none.
    notes
        From the dotted path of a figure that is None to the reason.
    """

    n: int
    levels: tuple[str, ...]
    counts: Counts | None
    moved: Moved
    tests: tuple[ShiftTest, ...]
    printed: str | None
    notes: Mapping[str, Message] = field(default_factory=dict)


def transitions(scale: Scale, scores: PairedScores) -> Transitions | Message:
    """Return who went from which level to which, with the tests of it.

    Parameters
    ----------
    scale
        Its levels stand in rising order of scores.
    scores
        The people of one role; those without a valid score at both waves are left out.

    Returns
    -------
    Transitions or Message
        The reason where the scale has fewer than two levels or nobody is matched. Checked against
        R 4.2.2 and coin 1.4.2 (tests/golden/change.json).
    """
    if not scale.levels:
        return NO_LEVELS
    if not scores.n_matched:
        return NOBODY
    if len(scale.levels) == 1:
        return ONE_LEVEL
    entry, exit_ = level_places(scale, scores.entry), level_places(scale, scores.exit)
    counts = [[0] * len(scale.levels) for _ in scale.levels]
    for before, after, n in scores.matched:
        counts[entry[before]][exit_[after]] += n
    return of_counts(tuple(level.code for level in scale.levels), tuple(map(tuple, counts)))


def of_counts(levels: tuple[str, ...], counts: Counts) -> Transitions:
    """Return the transitions of a square table of people between two levels or more.

    The printed test is the exact binomial of fewer than 100 people; from there McNemar's exact
    one of two levels, Bowker's of more. Where nobody moved there is no test.
    """
    n = sum(map(sum, counts))
    moved = _moved(counts)
    tests = tuple(_tests(counts, moved))
    whole = "mcnemar" if len(levels) == 2 else "bowker"
    notes = {f"tests.{place}.df": EXACT_TEST for place, one in enumerate(tests) if one.df is None}
    return Transitions(
        n=n,
        levels=levels,
        counts=counts,
        moved=moved,
        tests=tests,
        printed=(whole if n >= WHOLE_TABLE_FROM else "binomial") if tests else None,
        notes=notes if tests else {"printed": NOBODY_MOVED},
    )


def joined(levels: Sequence[str], counts: Counts, groups: Sequence[Sequence[int]]) -> Transitions:
    """Return the transitions between groups of levels, given by the places of their levels."""
    names = tuple(JOINT.join(levels[place] for place in group) for group in groups)
    return of_counts(names, gathered(counts, groups))


def gathered(counts: Counts, groups: Sequence[Sequence[int]]) -> Counts:
    """Return the people between groups of levels, given by the places of their levels."""
    return tuple(
        tuple(
            sum(counts[row][column] for row, column in product(rows, columns)) for columns in groups
        )
        for rows in groups
    )


def _moved(counts: Counts) -> Moved:
    pairs = list(combinations(range(len(counts)), 2))
    return Moved(
        rose=sum(counts[low][high] for low, high in pairs),
        same=sum(row[place] for place, row in enumerate(counts)),
        fell=sum(counts[high][low] for low, high in pairs),
    )


def _tests(counts: Counts, moved: Moved) -> Iterator[ShiftTest]:
    if not moved.rose + moved.fell:
        return
    yield _binomial("binomial", moved)
    if len(counts) == 2:
        yield _binomial("mcnemar", moved)
    else:
        yield _bowker(counts)
        yield _stuart_maxwell(counts)


def _binomial(name: str, moved: Moved) -> ShiftTest:
    """Test whether each of those who moved was as likely to rise as to fall (R's binom.test)."""
    tail = special.bdtr(min(moved.rose, moved.fell), moved.rose + moved.fell, 0.5)
    return ShiftTest(name=name, statistic=moved.rose, df=None, p=min(1.0, 2 * float(tail)))


def _bowker(counts: Counts) -> ShiftTest:
    """Test the symmetry of the table; a pair of cells without people is no degree of freedom."""
    pairs = [
        (counts[low][high], counts[high][low]) for low, high in combinations(range(len(counts)), 2)
    ]
    used = [(rose, fell) for rose, fell in pairs if rose + fell]
    statistic = sum((Fraction((rose - fell) ** 2, rose + fell) for rose, fell in used), Fraction(0))
    return _chi_square("bowker", float(statistic), len(used))


def _stuart_maxwell(counts: Counts) -> ShiftTest:
    """Test whether both waves have the same shares of levels.

    d' V⁻ d of the differences of the margins and their covariances if nothing shifted. V has the
    rank of its levels less one for every set of levels that people move within, so levels that
    nobody enters or leaves add nothing; the generalised inverse is that of coin::mh_test.
    """
    table = np.array(counts, dtype=float)
    shift = table.sum(axis=1) - table.sum(axis=0)
    covariance = np.diag(table.sum(axis=1) + table.sum(axis=0)) - table - table.T
    weights, _, rank, _ = np.linalg.lstsq(covariance, shift, rcond=None)
    return _chi_square("stuart_maxwell", float(shift @ weights), int(rank))


def _chi_square(name: str, statistic: float, df: int) -> ShiftTest:
    return ShiftTest(name=name, statistic=statistic, df=df, p=float(special.chdtrc(df, statistic)))
