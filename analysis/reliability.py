"""How well the items of a scale hold together, from item moments."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from scipy import special

from analysis.omega import omega
from instruments.messages import N_, Message
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.moments import ItemMoments

DIFFERENCE = N_("a difference of two means has no internal consistency")
ONE_ITEM = N_("a scale of one item has no internal consistency")
TOO_FEW = N_("fewer than two people answered all items of the scale")
NO_TOTAL_SPREAD = N_("all people have the same score")
NO_ITEM_SPREAD = N_("everybody gave this item the same answer")
NO_REST_SPREAD = N_("all people have the same total over the other items")
PERFECT = N_("the items agree perfectly, which leaves nothing to estimate")
TWO_ITEMS = N_("without this item one item is left")
REVERSED_KEY = N_("negative item-rest correlation: the key may be the wrong way round")


@dataclass(frozen=True, kw_only=True)
class ItemReliability:
    """One item against the rest of its scale.

    Attributes
    ----------
    r_rest
        Pearson correlation of the item with the sum of the others.
    alpha_dropped
        Alpha of the scale without the item.
    """

    item: str
    r_rest: float | None
    alpha_dropped: float | None


@dataclass(frozen=True, kw_only=True)
class Reliability:
    """Internal consistency of a scale at one wave.

    Attributes
    ----------
    n
        People who answered all items of the scale at this wave, matched or not.
    alpha, alpha_ci95
        Cronbach's alpha from raw covariances, and Feldt's (1965) interval.
    omega
        McDonald's omega (`analysis.omega`).
    sem
        Standard error of measurement of the scale score, in raw-score units.
    notes
        From the dotted path of a figure that is None, or doubtful, to the reason.
    """

    n: int
    alpha: float | None
    alpha_ci95: tuple[float, float] | None
    omega: float | None
    sem: float | None
    items: tuple[ItemReliability, ...]
    notes: Mapping[str, Message] = field(default_factory=dict)


def reliability(moments: ItemMoments, *, method: Method = Method.SUM) -> Reliability:
    """Return how well the items of a scale hold together.

    Parameters
    ----------
    moments
        The keyed item scores of one wave.
    method
        How the scale score comes from them, which gives `sem` its unit; a difference of two
        means has no internal consistency.

    Returns
    -------
    Reliability
        What cannot be computed is None, with its reason in `notes`. Checked against psych 2.2.9
        (tests/golden/reliability.json).
    """
    k = len(moments.items)
    reason = _why_none(moments, method)
    if reason is not None:
        notes = dict.fromkeys(("alpha", "alpha_ci95", "omega", "sem", "items"), reason)
        return Reliability(
            n=moments.n, alpha=None, alpha_ci95=None, omega=None, sem=None, items=(), notes=notes
        )
    spread = _Spread(moments.covariances)
    alpha = spread.alpha
    loaded = omega(spread.covariances)
    items = tuple(
        ItemReliability(
            item=code, r_rest=spread.item_rest(place), alpha_dropped=spread.alpha_dropped(place)
        )
        for place, code in enumerate(moments.items)
    )
    score_variance = spread.total / (k * k if method is Method.MEAN else 1)
    return Reliability(
        n=moments.n,
        alpha=float(alpha),
        alpha_ci95=feldt(alpha, n=moments.n, k=k),
        omega=None if isinstance(loaded, Message) else loaded,
        sem=math.sqrt(score_variance * (1 - alpha)),
        items=items,
        notes=({"alpha_ci95": PERFECT} if alpha == 1 else {})
        | ({"omega": loaded} if isinstance(loaded, Message) else {})
        | _item_notes(items, spread),
    )


def _why_none(moments: ItemMoments, method: Method) -> Message | None:
    if method is Method.DIFFERENCE:
        return DIFFERENCE
    if len(moments.items) < 2:
        return ONE_ITEM
    if moments.n < 2:
        return TOO_FEW
    return None if _Spread(moments.covariances).total else NO_TOTAL_SPREAD


def feldt(alpha: Fraction, *, n: int, k: int) -> tuple[float, float] | None:
    """Return the 95 % interval of an alpha from n people and k items; None of an alpha of 1.

    From quantiles of F with n - 1 and (n - 1)(k - 1) degrees of freedom (Feldt, 1965).
    """
    if alpha == 1:
        return None
    low, high = special.fdtri(n - 1, (n - 1) * (k - 1), [0.025, 0.975])
    return 1 - float(1 - alpha) * float(high), 1 - float(1 - alpha) * float(low)


class _Spread:
    """The variances of k items and of their total, which all figures are made of."""

    def __init__(self, covariances: Sequence[Sequence[Fraction]]) -> None:
        self.covariances = covariances
        self.own = [row[place] for place, row in enumerate(covariances)]
        self.with_total = [sum(row, Fraction(0)) for row in covariances]
        self.total = sum(self.with_total, Fraction(0))

    @property
    def alpha(self) -> Fraction:
        """Alpha of all items; their total varies."""
        return _alpha(len(self.own), sum(self.own, Fraction(0)), self.total)

    def rest(self, place: int) -> Fraction:
        """Return the variance of the total of the other items."""
        return self.total - 2 * self.with_total[place] + self.own[place]

    def item_rest(self, place: int) -> float | None:
        """Return the correlation of an item with the total of the others."""
        own, rest = self.own[place], self.rest(place)
        if not own or not rest:
            return None
        shared = self.with_total[place] - own
        return math.copysign(math.sqrt(shared**2 / (own * rest)), shared)

    def alpha_dropped(self, place: int) -> float | None:
        """Return alpha of the other items."""
        rest = self.rest(place)
        if len(self.own) < 3 or not rest:
            return None
        return float(_alpha(len(self.own) - 1, sum(self.own, -self.own[place]), rest))


def _alpha(k: int, own: Fraction, total: Fraction) -> Fraction:
    return Fraction(k, k - 1) * (1 - own / total)


def _item_notes(items: Sequence[ItemReliability], spread: _Spread) -> dict[str, Message]:
    notes: dict[str, Message] = {}
    for place, item in enumerate(items):
        if item.r_rest is None:
            notes[f"items.{place}.r_rest"] = NO_REST_SPREAD if spread.own[place] else NO_ITEM_SPREAD
        elif item.r_rest < 0:
            notes[f"items.{place}.r_rest"] = REVERSED_KEY
        if item.alpha_dropped is None:
            notes[f"items.{place}.alpha_dropped"] = TWO_ITEMS if len(items) == 2 else NO_REST_SPREAD
    return notes
