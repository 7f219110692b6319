"""The change estimated on all available scores: a linear mixed model from the table of pairs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from scipy import optimize, special

from analysis.comparison import NOBODY, ONE_PERSON, SAME_CHANGE
from analysis.distribution import Distribution
from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.paired import PairedScores
    from instruments.messages import Message

TOO_ALIKE = N_("nearly everybody changed by the same amount, and the model does not settle")

#: Correlations at which the likelihood is looked at before its greatest is found.
_GRID = np.linspace(0.0, 1.0, 50, endpoint=False)

#: As near to a correlation of 1 as floats allow.
_HIGHEST = 1 - 1e-12


@dataclass(frozen=True, kw_only=True)
class MixedModel:
    """The mean change, exit - entry in raw-score units, with people as random intercepts.

    Attributes
    ----------
    ci95, p
        By the normal distribution (Wald), two-sided.
    n_people, n_scores
        Everybody with a score at either wave, and their scores.
    on_boundary
        Whether the variance of people is estimated at 0: then the scores of the two waves are
        compared as if no two were of one person.
    """

    estimate: float
    se: float
    ci95: tuple[float, float]
    p: float
    n_people: int
    n_scores: int
    on_boundary: bool = False


def mixed_model(scores: PairedScores) -> MixedModel | Message:
    """Fit score ~ wave + (1 | person) by restricted likelihood.

    Parameters
    ----------
    scores
        Everybody, those with one score only among them.

    Returns
    -------
    MixedModel or Message
        Why there is none: under two people with both scores, or no spread of their changes.
        Without likeness of a person's two scores the fit is on the boundary. Checked against lme4
        1.1-31 and nlme 3.1-162 (tests/golden/groups.json).

    Notes
    -----
    All that the likelihood needs are sums over three kinds of people: with both scores, with the
    entry score only, with the exit score only. Of the parameters one has to be sought, the
    correlation of a person's two scores; the others follow from it.
    """
    if scores.n_matched < 2:
        return ONE_PERSON if scores.n_matched else NOBODY
    if not scores.differences.variance:
        return SAME_CHANGE
    likelihood = _Likelihood(scores)
    nearest = int(np.argmin([likelihood.deviance(float(r)) for r in _GRID]))
    low = float(_GRID[max(nearest - 1, 0)])
    high = float(_GRID[nearest + 1]) if nearest + 1 < len(_GRID) else _HIGHEST
    if likelihood.slope(low) >= 0:
        return replace(likelihood.model(0.0), on_boundary=True)
    if likelihood.slope(high) <= 0:
        return TOO_ALIKE
    return likelihood.model(
        float(optimize.brentq(likelihood.slope, low, high, xtol=1e-15, rtol=1e-14))
    )


class _Likelihood:
    """The restricted likelihood as a function of the correlation r of a person's two scores.

    A score has the variance v, so the two scores of one person have the covariance matrix
    v [[1, r], [r, 1]], whose inverse is [[1, -r], [-r, 1]] / (v (1 - r²)). Means are measured
    from those of the people with both scores.
    """

    def __init__(self, scores: PairedScores) -> None:
        only_entry = Distribution.of(
            (entry, n) for entry, exit_, n in scores.rows if entry is not None and exit_ is None
        )
        only_exit = Distribution.of(
            (exit_, n) for entry, exit_, n in scores.rows if exit_ is not None and entry is None
        )
        self._change = scores.differences.mean
        self._both, self._entry, self._exit = scores.n_matched, only_entry.n, only_exit.n
        self._df = 2 * self._both + self._entry + self._exit - 2
        within = self._both - 1
        self._squares = (
            float(scores.entry.variance * within),
            float(scores.exit.variance * within),
            float(scores.covariance * within),
        )
        # The means of those with one score, and their sums of squares about these.
        self._off = _off(only_entry, scores.entry), _off(only_exit, scores.exit)
        self._rest = _squares(only_entry) + _squares(only_exit)

    def deviance(self, r: float) -> float:
        """Return minus twice the logarithm of the likelihood, up to a constant."""
        return (
            self._df * math.log(self._residual(r))
            + self._both * math.log1p(-r * r)
            + math.log(self._determinant(r))
        )

    def slope(self, r: float) -> float:
        """Return the derivative of the deviance."""
        q = 1 / (1 - r * r)
        entry, exit_, both = self._about(r)
        residual = 2 * q * (r * q * (entry + exit_ - 2 * r * both) - both)
        everybody = self._both + self._entry + self._exit
        return (
            self._df * residual / self._residual(r)
            - 2 * r * q * self._both
            + 2 * r * q * q * self._both * everybody / self._determinant(r)
        )

    def model(self, r: float) -> MixedModel:
        """Return the model at this correlation."""
        entry, exit_ = self._means(r)
        estimate = float(self._change) + exit_ - entry
        q = 1 / (1 - r * r)
        # Of the inverse of the information: both variances less twice the covariance.
        unit = (2 * self._both * q * (1 - r) + self._entry + self._exit) / self._determinant(r)
        se = math.sqrt(unit * self._residual(r) / self._df)
        half = float(special.ndtri(0.975)) * se
        return MixedModel(
            estimate=estimate,
            se=se,
            ci95=(estimate - half, estimate + half),
            p=2 * float(special.ndtr(-abs(estimate) / se)),
            n_people=self._both + self._entry + self._exit,
            n_scores=self._df + 2,
        )

    def _determinant(self, r: float) -> float:
        """Return the determinant of the information on the two means, in units of v."""
        q = 1 / (1 - r * r)
        alone = self._entry + self._exit
        return q * self._both * (self._both + alone) + self._entry * self._exit

    def _means(self, r: float) -> tuple[float, float]:
        """Return the best means of both waves."""
        q = 1 / (1 - r * r)
        entry, exit_ = self._entry * self._off[0], self._exit * self._off[1]
        determinant = self._determinant(r)
        return (
            ((self._both * q + self._exit) * entry + self._both * q * r * exit_) / determinant,
            ((self._both * q + self._entry) * exit_ + self._both * q * r * entry) / determinant,
        )

    def _about(self, r: float) -> tuple[float, float, float]:
        """Return the sums of squares and products of the pairs about the best means."""
        entry, exit_ = self._means(r)
        return (
            self._squares[0] + self._both * entry * entry,
            self._squares[1] + self._both * exit_ * exit_,
            self._squares[2] + self._both * entry * exit_,
        )

    def _residual(self, r: float) -> float:
        """Return the weighted residual sum of squares, in units of v."""
        entry, exit_, both = self._about(r)
        mean_entry, mean_exit = self._means(r)
        alone = (
            self._entry * (self._off[0] - mean_entry) ** 2
            + self._exit * (self._off[1] - mean_exit) ** 2
        )
        return (entry + exit_ - 2 * r * both) / (1 - r * r) + alone + self._rest


def _off(alone: Distribution, both: Distribution) -> float:
    """Return how far the mean of those with one score is from that of those with both."""
    return float(alone.mean - both.mean) if alone.n else 0.0


def _squares(scores: Distribution) -> float:
    return float((scores.n - 1) * scores.variance) if scores.n > 1 else 0.0
