"""How well the items of a scale hold together, from item moments."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy import special

from analysis.errors import MomentsError
from instruments.messages import N_, Message
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instruments.exact import Exact

DIFFERENCE = N_("a difference of two means has no internal consistency")
ONE_ITEM = N_("a scale of one item has no internal consistency")
TOO_FEW = N_("fewer than two people answered all items of the scale")
NO_TOTAL_SPREAD = N_("all people have the same score")
NO_ITEM_SPREAD = N_("everybody gave this item the same answer, or all others the same total")
PERFECT = N_("the items agree perfectly, which leaves nothing to estimate")
TWO_ITEMS = N_("without this item one item is left")
REVERSED_KEY = N_("negative item-rest correlation: the key may be the wrong way round")


@dataclass(frozen=True)
class ItemMoments:
    """What the reliability of one scale, wave, version and role needs to know of the answers.

    Attributes
    ----------
    items
        Codes of the k items, in the order of the key.
    n
        People who answered all k items; the others are left out (listwise).
    sums
        Sums of the k keyed item scores (reverse-keyed items already turned).
    products
        k rows of k sums of products of two keyed item scores.
    """

    items: tuple[str, ...]
    n: int
    sums: tuple[Fraction, ...]
    products: tuple[tuple[Fraction, ...], ...]

    @classmethod
    def from_rows(cls, items: Sequence[str], rows: Iterable[Sequence[Exact | None]]) -> ItemMoments:
        """Gather the moments of complete rows.

        Parameters
        ----------
        items
            Codes of the k items.
        rows
            One row of k keyed item scores per person; None is missing and leaves the person out.

        Raises
        ------
        MomentsError
            A row has more or fewer than k scores.
        """
        complete = []
        for row in rows:
            if len(row) != len(items):
                raise MomentsError(f"a row of {len(row)} scores for {len(items)} items")
            known = [score for score in row if score is not None]
            if len(known) == len(row):
                complete.append(known)
        # Whole numbers of the smallest common unit keep the sums exact.
        unit = math.lcm(*{score.denominator for row in complete for score in row})
        whole = _whole_matrix([[int(score * unit) for score in row] for row in complete], items)
        products = whole.T @ whole
        return cls(
            tuple(items),
            len(complete),
            tuple(Fraction(int(total), unit) for total in whole.sum(axis=0)),
            tuple(tuple(Fraction(int(value), unit * unit) for value in row) for row in products),
        )

    def __add__(self, other: ItemMoments) -> ItemMoments:
        """Merge the moments of different people.

        Raises
        ------
        MomentsError
            They are of different items.
        """
        if self.items != other.items:
            raise MomentsError(f"{self.items} and {other.items} are different items")
        return ItemMoments(
            self.items,
            self.n + other.n,
            tuple(one + two for one, two in zip(self.sums, other.sums, strict=True)),
            tuple(
                tuple(one + two for one, two in zip(row, row_two, strict=True))
                for row, row_two in zip(self.products, other.products, strict=True)
            ),
        )

    @property
    def covariances(self) -> list[list[Fraction]]:
        """The k rows of k covariances with n - 1; needs two people."""
        return [
            [
                (product - self.sums[row] * self.sums[column] / self.n) / (self.n - 1)
                for column, product in enumerate(products)
            ]
            for row, products in enumerate(self.products)
        ]


def _whole_matrix(rows: list[list[int]], items: Sequence[str]) -> np.ndarray[Any, np.dtype[Any]]:
    """Return the rows as a matrix, of machine integers where sums of products fit into them."""
    largest = max((abs(score) for row in rows for score in row), default=0)
    fits = largest * largest * len(rows) < 2**63
    matrix = np.array(rows, dtype=np.int64 if fits else object)
    return matrix.reshape(len(rows), len(items))


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
        McDonald's omega; not computed yet.
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
        notes = dict.fromkeys(("alpha", "alpha_ci95", "sem", "items"), reason)
        return Reliability(
            n=moments.n, alpha=None, alpha_ci95=None, omega=None, sem=None, items=(), notes=notes
        )
    covariances = moments.covariances
    alpha = cronbach_alpha(covariances)
    score_variance = _total_variance(covariances) / (k * k if method is Method.MEAN else 1)
    items = tuple(
        ItemReliability(
            item=code,
            r_rest=_item_rest(covariances, place),
            alpha_dropped=_alpha_dropped(covariances, place),
        )
        for place, code in enumerate(moments.items)
    )
    return Reliability(
        n=moments.n,
        alpha=float(alpha),
        alpha_ci95=_feldt(alpha, moments.n, k),
        omega=None,
        sem=math.sqrt(score_variance * (1 - alpha)),
        items=items,
        notes=({"alpha_ci95": PERFECT} if alpha == 1 else {}) | _item_notes(items),
    )


def _why_none(moments: ItemMoments, method: Method) -> Message | None:
    if method is Method.DIFFERENCE:
        return DIFFERENCE
    if len(moments.items) < 2:
        return ONE_ITEM
    if moments.n < 2:
        return TOO_FEW
    return None if _total_variance(moments.covariances) else NO_TOTAL_SPREAD


def cronbach_alpha(covariances: Sequence[Sequence[Fraction]]) -> Fraction:
    """Return Cronbach's alpha of at least two items whose total varies."""
    k = len(covariances)
    own = sum((covariances[place][place] for place in range(k)), Fraction(0))
    return Fraction(k, k - 1) * (1 - own / _total_variance(covariances))


def _total_variance(covariances: Sequence[Sequence[Fraction]]) -> Fraction:
    return sum((value for row in covariances for value in row), Fraction(0))


def _feldt(alpha: Fraction, n: int, k: int) -> tuple[float, float] | None:
    """Return the 95 % interval of alpha from quantiles of F with n - 1 and (n - 1)(k - 1) df."""
    if alpha == 1:
        return None
    low, high = special.fdtri(n - 1, (n - 1) * (k - 1), [0.025, 0.975])
    return 1 - float(1 - alpha) * float(high), 1 - float(1 - alpha) * float(low)


def _item_rest(covariances: Sequence[Sequence[Fraction]], place: int) -> float | None:
    own = covariances[place][place]
    shared = sum(covariances[place], Fraction(0)) - own
    rest = _total_variance(covariances) - 2 * shared - own
    if not own or not rest:
        return None
    return math.copysign(math.sqrt(shared**2 / (own * rest)), shared)


def _alpha_dropped(covariances: Sequence[Sequence[Fraction]], place: int) -> float | None:
    left = [
        [value for column, value in enumerate(row) if column != place]
        for number, row in enumerate(covariances)
        if number != place
    ]
    if len(left) < 2 or not _total_variance(left):
        return None
    return float(cronbach_alpha(left))


def _item_notes(items: Sequence[ItemReliability]) -> dict[str, Message]:
    notes: dict[str, Message] = {}
    for place, item in enumerate(items):
        if item.r_rest is None:
            notes[f"items.{place}.r_rest"] = NO_ITEM_SPREAD
        elif item.r_rest < 0:
            notes[f"items.{place}.r_rest"] = REVERSED_KEY
        if item.alpha_dropped is None:
            notes[f"items.{place}.alpha_dropped"] = (
                TWO_ITEMS if len(items) == 2 else NO_TOTAL_SPREAD
            )
    return notes
