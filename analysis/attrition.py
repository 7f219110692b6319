"""Who was lost: entry scores of leavers against stayers, and the change with everybody in it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scipy import optimize, special

from analysis.comparison import ONE_PERSON
from analysis.distribution import Distribution
from analysis.effect import hedges_j
from analysis.mixed_model import mixed_model
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.mixed_model import MixedModel
    from analysis.paired import PairedScores

NOBODY_AT_ENTRY = N_("nobody has a valid score at entry")
NOBODY_AT_EXIT = N_("nobody has a valid score at exit")
NOBODY_LOST = N_("everybody with a valid score at entry has one at exit")
NOBODY_STAYED = N_("nobody with a valid score at entry has one at exit")
UNLIKE = N_(
    "the two scores of one person are no more alike than those of different people, so people do "
    "not count in the model"
)
NO_SPREAD_AT_ENTRY = N_("those who left all had the same entry score, and so had those who stayed")
TOO_FAR_APART = N_("the two groups are too far apart for an interval to be computed")

#: Beyond this t the noncentral distribution is not reliable in double precision.
LARGEST_T = 10_000.0


@dataclass(frozen=True, kw_only=True)
class Attrition:
    """How those who were lost differed at entry, and the change that counts them in.

    Attributes
    ----------
    n_lost, n_stayed
        People with a valid score at entry, without one and with one at exit.
    g, g_ci95
        Hedges' g of entry scores, leavers - stayers.
    mixed_model
        The change on all available scores; a check of how much the matched people alone tell.
    notes
        From the dotted path of a figure that is None, or of a doubt, to the reason.
    """

    n_lost: int
    n_stayed: int
    g: float | None
    g_ci95: tuple[float, float] | None
    mixed_model: MixedModel | None
    notes: Mapping[str, Message] = field(default_factory=dict)


def attrition(scores: PairedScores) -> Attrition | Message:
    """Compare leavers with stayers.

    Parameters
    ----------
    scores
        The people of one role, those with one score only among them.

    Returns
    -------
    Attrition or Message
        Why there is nothing: nobody has a score at entry, or nobody at exit. g has the pooled SD
        and Hedges' exact correction at n1 + n2 - 2 degrees of freedom. Checked against effectsize
        0.8.3 (tests/golden/groups.json).
    """
    if not scores.n_entry:
        return NOBODY_AT_ENTRY
    if not scores.n_exit:
        return NOBODY_AT_EXIT
    lost = Distribution.of(
        (entry, n) for entry, exit_, n in scores.rows if entry is not None and exit_ is None
    )
    d = _standardised(lost, scores.entry)
    df = scores.n_entry - 2
    g = d if isinstance(d, Message) else d * hedges_j(df)
    limits = d if isinstance(d, Message) else _interval(d, lost.n, scores.n_matched)
    model = mixed_model(scores)
    notes = {"g": g, "g_ci95": limits, "mixed_model": model}
    if not isinstance(model, Message) and model.on_boundary:
        notes["mixed_model.on_boundary"] = UNLIKE
    return Attrition(
        n_lost=lost.n,
        n_stayed=scores.n_matched,
        g=None if isinstance(g, Message) else g,
        g_ci95=None if isinstance(limits, Message) else limits,
        mixed_model=None if isinstance(model, Message) else model,
        notes={name: why for name, why in notes.items() if isinstance(why, Message)},
    )


def _standardised(lost: Distribution, stayed: Distribution) -> float | Message:
    """Return the difference of two means in pooled SDs."""
    if not lost.n or not stayed.n:
        return NOBODY_LOST if stayed.n else NOBODY_STAYED
    if lost.n == 1 or stayed.n == 1:
        return ONE_PERSON
    df = lost.n + stayed.n - 2
    pooled = ((lost.n - 1) * lost.variance + (stayed.n - 1) * stayed.variance) / df
    return float(lost.mean - stayed.mean) / math.sqrt(pooled) if pooled else NO_SPREAD_AT_ENTRY


def _interval(d: float, n_lost: int, n_stayed: int) -> tuple[float, float] | Message:
    """Return the 95 % interval of g: by the noncentral t, corrected as g is."""
    df = n_lost + n_stayed - 2
    unit = math.sqrt(1 / n_lost + 1 / n_stayed)
    if abs(d / unit) > LARGEST_T:
        return TOO_FAR_APART
    low, high = noncentrality(d / unit, df)
    return low * unit * hedges_j(df), high * unit * hedges_j(df)


def noncentrality(t: float, df: int) -> tuple[float, float]:
    """Return the 95 % interval of the noncentrality of a t.

    Notes
    -----
    It is sought for |t| and turned: with a t and a noncentrality of unlike signs, both large, the
    library gives NaN. With S = sqrt(chi² / df), P(T ≤ t) is the mean of Φ(tS - δ). So at t ≥ 0 it
    is at least Φ(-δ), which puts the lower limit above -1.96; and at most P(S > s) + Φ(ts - δ),
    which with 1 % each puts the upper limit under ts + 2.33.
    """
    size = abs(t)
    most = size * math.sqrt(float(special.chdtri(df, 0.01)) / df) + 2.33

    def limit(share: float, low: float, high: float) -> float:
        return float(
            optimize.brentq(
                lambda delta: float(special.nctdtr(df, delta, size)) - share,
                low,
                high,
                xtol=1e-13,
                rtol=1e-14,
            )
        )

    low, high = limit(0.975, -1.96, size), limit(0.025, size, most)
    return (low, high) if t >= 0 else (-high, -low)
