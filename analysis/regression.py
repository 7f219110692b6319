"""Exit scores of groups side by side: parallel lines over entry scores, in closed form."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from scipy import special

from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from analysis.paired import PairedScores
    from instruments.messages import Message

TOO_FEW_PEOPLE = N_("there are too few people for so many groups")
SAME_ENTRY = N_(
    "within the groups everybody has the same entry score, so nothing can be adjusted for it"
)
NO_ERROR = N_("the groups leave no differences between people to judge by")


@dataclass(frozen=True, kw_only=True)
class Estimate:
    """A mean, or a difference of means, in raw-score units, with Student's t.

    Attributes
    ----------
    p
        Two-sided, of no difference.
    df
        Of the residuals.
    """

    estimate: float
    se: float
    ci95: tuple[float, float]
    p: float
    df: int


@dataclass(frozen=True)
class Combination:
    """A weighted sum of the groups' mean exit scores, each moved along its line.

    Attributes
    ----------
    weights
        Group to weight; 1 and -1 for a difference, 1 alone for a mean.
    at
        The weighted sum of entry scores that the means are moved to; 0 for a difference.
    """

    weights: Mapping[str, int]
    at: Fraction = Fraction(0)


@dataclass(frozen=True, kw_only=True)
class ParallelLines:
    """The least-squares lines of exit over entry, a line per group, all with one slope.

    Attributes
    ----------
    tables
        The pairs of each group; somebody matched in every one.
    slope
        Estimated, or given.
    spread
        Sum of squares of entry scores within groups; None where the slope was given.
    variance
        Of the residuals, over `df`; above 0.
    df
        Matched people less one per group, and less one for an estimated slope.
    """

    tables: Mapping[str, PairedScores]
    slope: Fraction
    spread: Fraction | None
    variance: Fraction
    df: int

    @property
    def mean_entry(self) -> Fraction:
        """The mean entry score of everybody in the model."""
        tables = self.tables.values()
        total = sum((table.entry.total for table in tables), Fraction(0))
        return total / sum(table.n_matched for table in tables)

    def value(self, wanted: Combination) -> Fraction:
        """Return the combination, in raw-score units."""
        means = sum(
            (weight * self.tables[group].exit.mean for group, weight in wanted.weights.items()),
            Fraction(0),
        )
        return means - self.slope * self._moved(wanted)

    def estimate(self, wanted: Combination) -> Estimate:
        """Return the combination with its standard error, interval and test."""
        unit = sum(
            (
                Fraction(weight * weight, self.tables[group].n_matched)
                for group, weight in wanted.weights.items()
            ),
            Fraction(0),
        )
        if self.spread is not None:
            unit += self._moved(wanted) ** 2 / self.spread
        return student(self.value(wanted), self.variance * unit, self.df)

    def scores(self, wanted: Combination) -> Callable[[str, Fraction, Fraction], Fraction]:
        """Return what one person adds to the error of a combination.

        The combination is linear in the exit scores; a person adds his weight in it times his
        residual. The sums of these over clusters give the cluster-robust variance.
        """
        moved = self._moved(wanted)
        # Weight and residual are linear in a person's scores; gathered constants save operations.
        pull = Fraction(0) if self.spread is None else moved / self.spread
        lines = {
            group: (
                Fraction(wanted.weights.get(group, 0), table.n_matched) + pull * table.entry.mean,
                table.exit.mean - self.slope * table.entry.mean,
            )
            for group, table in self.tables.items()
        }

        def score(group: str, entry: Fraction, exit_: Fraction) -> Fraction:
            weight, height = lines[group]
            return (weight - pull * entry) * (exit_ - height - self.slope * entry)

        return score

    def _moved(self, wanted: Combination) -> Fraction:
        """Return how far along the lines the means are moved."""
        means = (weight * self.tables[group].entry.mean for group, weight in wanted.weights.items())
        return sum(means, Fraction(0)) - wanted.at


def parallel_lines(
    tables: Mapping[str, PairedScores], *, slope: Fraction | None = None
) -> ParallelLines | Message:
    """Fit exit ~ group + entry over matched people.

    Parameters
    ----------
    tables
        The pairs of each group; somebody matched in every one.
    slope
        None to estimate it (ANCOVA); 1 compares change scores, since exit - entry ~ group is the
        same model with this slope.

    Returns
    -------
    ParallelLines or Message
        Why there is no model: no residual degrees of freedom, no spread of entry scores within
        groups, or residuals that are all zero. Checked against R's lm (tests/golden/groups.json).
    """
    df = sum(table.n_matched for table in tables.values()) - len(tables) - (slope is None)
    if df < 1:
        return TOO_FEW_PEOPLE
    entry = _within(tables.values(), lambda table: table.entry.variance)
    exit_ = _within(tables.values(), lambda table: table.exit.variance)
    shared = _within(tables.values(), lambda table: table.covariance)
    if slope is None and not entry:
        return SAME_ENTRY
    steepness = shared / entry if slope is None else slope
    residual = exit_ - 2 * steepness * shared + steepness**2 * entry
    if not residual:
        return NO_ERROR
    return ParallelLines(
        tables=tables,
        slope=steepness,
        spread=entry if slope is None else None,
        variance=residual / df,
        df=df,
    )


def _within(tables: Iterable[PairedScores], moment: Callable[[PairedScores], Fraction]) -> Fraction:
    """Return the sum of squares or products about the means of the groups."""
    return sum(
        ((table.n_matched - 1) * moment(table) for table in tables if table.n_matched > 1),
        Fraction(0),
    )


def student(estimate: Fraction, variance: Fraction, df: int) -> Estimate:
    """Return an estimate with the interval and two-sided test of Student's t.

    Parameters
    ----------
    variance
        Of the estimate; above 0.
    """
    se = math.sqrt(variance)
    p = 2 * float(special.stdtr(df, -math.sqrt(estimate**2 / variance)))
    return Estimate(
        estimate=float(estimate), se=se, ci95=interval(float(estimate), se, df), p=p, df=df
    )


def interval(estimate: float, se: float, df: int) -> tuple[float, float]:
    """Return the 95 % interval of an estimate by Student's t."""
    half = float(special.stdtrit(df, 0.975)) * se
    return estimate - half, estimate + half
