"""How many people changed by more than the error of measurement (Jacobson & Truax 1991)."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from analysis.comparison import NO_DIRECTION, NOBODY
from analysis.reliability import PERFECT
from instruments.messages import N_, Message
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.distribution import Distribution
    from analysis.paired import PairedScores
    from analysis.reliability import Reliability
    from instruments.model import Published, Scale

#: Under this many complete answers a school's own SD and alpha judge nobody.
FEWEST_LOCAL = 30

#: The normal quantile that Jacobson and Truax took, as they wrote it: 1.96 is exact here.
Z = Fraction(196, 100)

#: By how much of itself the square of a float `sem` may be off: it was a rational number, then a
#: float, then a square root, each correct to the last place.
FLOAT_DUST = Fraction(1, 2**50)

STATE = N_("the scale is of a momentary state, whose change is no change of the person")
NO_ITEMS = N_("there are no answers to its items at entry")
FEW_LOCAL = N_(
    "fewer than %(few)s complete answers at entry are too few to judge anybody by",
    few=FEWEST_LOCAL,
)
UNRELIABLE = N_("here its items do not hold together, alpha is not above 0")

#: What a coefficient is called within a sentence.
COEFFICIENTS = {
    "retest": N_("retest correlation"),
    "alpha": N_("Cronbach's alpha"),
}


@dataclass(frozen=True, kw_only=True)
class ReliableChange:
    """How many matched people changed by more than the error of measurement.

    Attributes
    ----------
    n
        Matched people.
    improved, unchanged, deteriorated
        By the scale's direction; where there is none, `unchanged` alone.
    rose, fell
        Whose raw score reliably rose or fell.
    threshold
        1.96 √2 · sd · √(1 - r), in raw-score units; a change counts when it exceeds it.
    source
        Where `sd` and `r` come from.
    sd, r
        SD of the score and reliability it was computed from, both from that one source.
    coefficient
        What `r` is: "retest" or "alpha".
    local
        Whether the source is the school's own complete answers at entry.
    notes
        From the name of a figure that is None to the reason.
    """

    n: int
    improved: int | None
    unchanged: int | None
    deteriorated: int | None
    rose: int | None
    fell: int | None
    threshold: float
    source: Message
    sd: float | None
    r: float
    coefficient: str
    local: bool
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class _Precision:
    """What a threshold is computed from; `limit` is its square."""

    sd: float
    r: float
    coefficient: str
    limit: Fraction
    source: Message
    local: bool = False


def reliable_change(
    scores: PairedScores, scale: Scale, entry: Reliability | None
) -> ReliableChange | Message:
    """Return how many people changed reliably, or why that is not known.

    Parameters
    ----------
    scores
        The people of one role; those without a valid score at both waves are left out.
    scale
        Its first published table that has an SD gives SD and reliability: the retest correlation
        where the table has one, else alpha.
    entry
        Reliability at entry of this role, on all complete answers; used where nothing is published,
        from 30 people.

    Returns
    -------
    ReliableChange or Message
        The reason where the scale is of a state, nobody is matched, or there is no usable SD and
        reliability. Checked against psych 2.2.9 (tests/golden/change.json).

    Notes
    -----
    The square of each difference, a rational number, is compared with the square of the threshold.
    Of published figures that is 2 · 1.96² · sd² · (1 - r) exactly, so a difference equal to the
    threshold does not count. Of local ones it is 2 · 1.96² · sem² with a float `sem`: a difference
    must exceed it by more than the rounding of a float, so that dust counts nobody.
    Jacobson & Truax (1991), Journal of Consulting and Clinical Psychology, 59(1), 12-19.
    """
    if scale.state:
        return STATE
    if not scores.n_matched:
        return NOBODY
    found = _precision(scale, entry)
    return found if isinstance(found, Message) else _counted(scores.differences, scale, found)


def _counted(differences: Distribution, scale: Scale, precision: _Precision) -> ReliableChange:
    limit = precision.limit * (1 + FLOAT_DUST) if precision.local else precision.limit
    beyond = [(value, n) for value, n in differences.counts if value * value > limit]
    rose = sum(n for value, n in beyond if value > 0)
    fell = sum(n for value, n in beyond if value < 0)
    improved, deteriorated = by_direction(scale.better, rose, fell)
    no_direction = {"improved": NO_DIRECTION, "deteriorated": NO_DIRECTION}
    return ReliableChange(
        n=differences.n,
        improved=improved,
        unchanged=differences.n - rose - fell,
        deteriorated=deteriorated,
        rose=rose,
        fell=fell,
        threshold=math.sqrt(precision.limit),
        source=precision.source,
        sd=precision.sd,
        r=precision.r,
        coefficient=precision.coefficient,
        local=precision.local,
        notes=no_direction if scale.better is Better.NONE else {},
    )


def by_direction(
    better: Better, rose: int | None, fell: int | None
) -> tuple[int | None, int | None]:
    """Return those who improved and those who deteriorated; None where neither way is better."""
    if better is Better.NONE:
        return None, None
    return (rose, fell) if better is Better.HIGHER else (fell, rose)


def _precision(scale: Scale, entry: Reliability | None) -> _Precision | Message:
    published = (_published(table) for table in scale.published)
    found = next((one for one in published if one is not None), None) or _local(entry)
    if isinstance(found, Message):
        return N_("no SD with a reliability is published for the scale; %(reason)s", reason=found)
    return found


def _published(table: Published) -> _Precision | None:
    """Return what a publication allows; None without an SD, or with an impossible coefficient."""
    coefficient, r = ("alpha", table.alpha) if table.retest is None else ("retest", table.retest)
    if not table.sd or r is None or not 0 < r < 1:
        return None
    return _Precision(
        sd=float(table.sd),
        r=float(r),
        coefficient=coefficient,
        limit=2 * Z * Z * table.sd**2 * (1 - r),
        source=N_(
            "%(source)s; SD and %(coefficient)s",
            source=table.source.source,
            coefficient=COEFFICIENTS[coefficient],
        ),
    )


def _local(entry: Reliability | None) -> _Precision | Message:
    if entry is None:
        return NO_ITEMS
    if entry.alpha is None or entry.sem is None:
        return entry.notes["alpha"]
    if entry.n < FEWEST_LOCAL:
        return FEW_LOCAL
    if entry.alpha <= 0:
        return UNRELIABLE
    if entry.alpha >= 1:
        return PERFECT
    return _Precision(
        sd=entry.sem / math.sqrt(1 - entry.alpha),
        r=entry.alpha,
        coefficient="alpha",
        limit=2 * Z * Z * Fraction(entry.sem) ** 2,
        source=N_(
            "local data, n = %(n)s; SD and %(coefficient)s",
            n=entry.n,
            coefficient=COEFFICIENTS["alpha"],
        ),
        local=True,
    )
