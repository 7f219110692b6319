"""How large a change is, in units that compare across scales."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scipy import special

if TYPE_CHECKING:
    from analysis.distribution import Distribution
    from analysis.paired import PairedScores
    from analysis.signed_rank import Wilcoxon


@dataclass(frozen=True, kw_only=True)
class Effect:
    """Effect sizes; positive means the raw score rose.

    Attributes
    ----------
    d_z
        Mean difference over the SD of differences.
    d_av
        Mean difference over the root mean square of the two waves' SDs.
    g_av, g_av_ci95
        d_av with Hedges' exact correction at n - 1, and Bonett's (2008) interval, of which there
        is none where everybody changed by the same amount.
    rank_biserial
        (W+ - W-) / (W+ + W-).
    cl
        P(exit > entry) + P(equal) / 2 for the same person.
    """

    d_z: float | None
    d_av: float | None
    g_av: float | None
    g_av_ci95: tuple[float, float] | None
    rank_biserial: float | None
    cl: float | None


def effect_sizes(scores: PairedScores, test: Wilcoxon | None) -> Effect:
    """Return the effect sizes of the matched people.

    Parameters
    ----------
    scores
        The people of one role.
    test
        Their signed-rank test.

    Returns
    -------
    Effect
        None where there is nobody, or no spread to measure by; g_av from three people on.
    """
    n = scores.n_matched
    differences = scores.differences
    d_z = d_av = g_av = g_av_ci95 = rank_biserial = cl = None
    if n > 1 and differences.variance:
        d_z = float(differences.mean) / differences.sd
    if n > 1 and scores.entry.variance + scores.exit.variance:
        d_av = float(differences.mean) / _sd_av(scores)
    if n > 2 and d_av is not None:
        g_av = d_av * hedges_j(n - 1)
        g_av_ci95 = _bonett(scores, d_av) if differences.variance else None
    if test is not None:
        rank_biserial = (test.w_plus - test.w_minus) / (test.w_plus + test.w_minus)
    if n:
        rose, same, _ = directions(differences)
        cl = (rose + same / 2) / n
    return Effect(
        d_z=d_z, d_av=d_av, g_av=g_av, g_av_ci95=g_av_ci95, rank_biserial=rank_biserial, cl=cl
    )


def _sd_av(scores: PairedScores) -> float:
    return math.sqrt((scores.entry.variance + scores.exit.variance) / 2)


def hedges_j(df: int) -> float:
    """Return the exact small-sample correction of a standardised mean (Hedges 1981), df > 1."""
    return float(special.poch((df - 1) / 2, 0.5)) / math.sqrt(df / 2)


def _bonett(scores: PairedScores, d_av: float) -> tuple[float, float]:
    """Return the interval of g_av from the variance of Bonett (2008) for paired samples."""
    df = scores.n_matched - 1
    before, after = scores.entry.variance, scores.exit.variance
    average = (before + after) / 2
    spread = (before**2 + after**2 + 2 * scores.covariance**2) / (8 * df * average**2)
    variance = d_av**2 * float(spread) + float(scores.differences.variance / (df * average))
    half = float(special.ndtri(0.975)) * math.sqrt(variance)
    return (d_av - half) * hedges_j(df), (d_av + half) * hedges_j(df)


def directions(differences: Distribution) -> tuple[int, int, int]:
    """Return how many people rose, stayed and fell."""
    rose = sum(n for value, n in differences.counts if value > 0)
    fell = sum(n for value, n in differences.counts if value < 0)
    return rose, differences.n - rose - fell, fell
