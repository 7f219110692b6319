"""People of one mentoring group are not independent: errors that allow for it, and by how much."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from analysis.comparison import SAME_CHANGE
from analysis.regression import interval
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from analysis.regression import Combination, ParallelLines

#: From this many mentoring groups on errors that allow for them may be trusted.
ENOUGH_CLUSTERS = 30

FEW_CLUSTERS = N_(
    "under %(enough)s mentoring groups it cannot be reckoned how alike the people of one group are",
    enough=ENOUGH_CLUSTERS,
)
NO_ERROR_BY_CLUSTER = N_("the mentoring groups leave no differences to judge by")
SINGLETONS = N_("no mentoring group has two people with a score at both waves")

#: A group and two scores, each a numerator and a denominator.
Place: TypeAlias = tuple[str, tuple[int, int], tuple[int, int]]


@dataclass(frozen=True)
class Member:
    """A matched person of a model.

    Attributes
    ----------
    group
        Whose line the person is on.
    cluster
        The mentoring group; None of none.
    """

    group: str
    cluster: str | None
    entry: Fraction
    exit: Fraction

    @property
    def place(self) -> Place:
        """Group and both scores; numbers are hashed ten times as fast as fractions."""
        return self.group, self.entry.as_integer_ratio(), self.exit.as_integer_ratio()


@dataclass(frozen=True, kw_only=True)
class Clusters:
    """What mentoring groups, as they were at entry, do to the certainty of an estimate.

    Attributes
    ----------
    n
        Mentoring groups of the people the estimate is of.
    n_alone
        People of no mentoring group; each is a cluster alone.
    of
        "ancova", the difference from the control level, or "difference", the mean change.
    se, ci95, df
        Cluster-robust (CR1), by Student's t with one degree less than there are clusters.
    icc
        ICC(1) of the differences among mentoring groups: how alike the changes of one group are.
    notes
        From the name of a figure that is None to the reason.
    """

    n: int
    n_alone: int
    of: str
    se: float | None
    ci95: tuple[float, float] | None
    df: int | None
    icc: float | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True)
class _Robust:
    """A cluster-robust error."""

    se: float
    ci95: tuple[float, float]
    df: int


def clusters_of(
    members: Sequence[Member],
    model: ParallelLines | Message,
    wanted: Combination | Message,
    *,
    of: str,
) -> Clusters | None:
    """Return how sure an estimate is when people of one mentoring group may be alike.

    Parameters
    ----------
    members
        Everybody the model is of.
    model, wanted
        What is estimated; or why it is not.
    of
        What the estimate is called.

    Returns
    -------
    Clusters or None
        None where nobody is of a mentoring group. Checked against sandwich 3.0-2, vcovCL(type =
        "HC1", cadjust = TRUE) (tests/golden/groups.json).
    """
    sizes = Counter(member.cluster for member in members if member.cluster is not None)
    if not sizes:
        return None
    n_alone = len(members) - sizes.total()
    reason = _why_none(sizes)
    robust = reason or _robust(members, model, wanted)
    icc = reason or _icc(members)
    notes = dict.fromkeys(("se", "ci95", "df"), robust) | {"icc": icc}
    known = None if isinstance(robust, Message) else robust
    return Clusters(
        n=len(sizes),
        n_alone=n_alone,
        of=of,
        se=None if known is None else known.se,
        ci95=None if known is None else known.ci95,
        df=None if known is None else known.df,
        icc=None if isinstance(icc, Message) else icc,
        notes={name: note for name, note in notes.items() if isinstance(note, Message)},
    )


def _why_none(sizes: Counter[str]) -> Message | None:
    if len(sizes) >= ENOUGH_CLUSTERS:
        return None
    return SINGLETONS if max(sizes.values()) == 1 else FEW_CLUSTERS


def _robust(
    members: Sequence[Member], model: ParallelLines | Message, wanted: Combination | Message
) -> _Robust | Message:
    """Return the error by the sums of the clusters: CR1 of Cameron and Miller (2015)."""
    if isinstance(model, Message):
        return model
    if isinstance(wanted, Message):
        return wanted
    squares, n_clusters = _squares(members, model.scores(wanted))
    if not squares:
        return NO_ERROR_BY_CLUSTER
    df = n_clusters - 1
    small = Fraction(n_clusters, df) * Fraction(len(members) - 1, model.df)
    se = math.sqrt(small * squares)
    return _Robust(se=se, ci95=interval(float(model.value(wanted)), se, df), df=df)


def _squares(
    members: Sequence[Member], score: Callable[[str, Fraction, Fraction], Fraction]
) -> tuple[Fraction, int]:
    """Return the sum over clusters of their squared sums of scores, and how many they are."""
    unit, whole = _whole(members, lambda one: score(one.group, one.entry, one.exit))
    sums: Counter[str | int] = Counter()
    for number, (member, value) in enumerate(zip(members, whole, strict=True)):
        sums[number if member.cluster is None else member.cluster] += value
    return Fraction(sum(value * value for value in sums.values()), unit * unit), len(sums)


def _whole(
    members: Sequence[Member], figure: Callable[[Member], Fraction]
) -> tuple[int, list[int]]:
    """Return a figure of every person in whole numbers of a unit of 1 / so much.

    People with the same scores have the same figure, so few exact fractions are computed, and
    twenty thousand whole numbers are added fast.
    """
    places = [member.place for member in members]
    known = {place: figure(one) for place, one in dict(zip(places, members, strict=True)).items()}
    unit = math.lcm(*{value.denominator for value in known.values()})
    whole = {place: value.numerator * (unit // value.denominator) for place, value in known.items()}
    return unit, [whole[place] for place in places]


def _icc(members: Sequence[Member]) -> float | Message:
    """Return ICC(1) of the differences among mentoring groups, sizes unequal or not.

    Notes
    -----
    (MSB - MSW) / (MSB + (n0 - 1) MSW) of a one-way analysis of variance, where n0 = (N - sum of
    squared sizes / N) / (groups - 1); Donner and Koval (1980), Biometrics 36, 19-25.
    """
    known = [member for member in members if member.cluster is not None]
    _unit, differences = _whole(known, lambda one: one.exit - one.entry)
    sizes = Counter(member.cluster for member in known)
    df, df_groups = len(known) - len(sizes), len(sizes) - 1
    if not df:
        return SINGLETONS
    sums: Counter[str | None] = Counter()
    for member, difference in zip(known, differences, strict=True):
        sums[member.cluster] += difference
    of_groups = sum((Fraction(sums[one] ** 2, n) for one, n in sizes.items()), Fraction(0))
    of_all = Fraction(sum(differences) ** 2, len(known))
    between = (of_groups - of_all) / df_groups
    within = (sum(difference**2 for difference in differences) - of_groups) / df
    size = (len(known) - Fraction(sum(n * n for n in sizes.values()), len(known))) / df_groups
    whole = between + (size - 1) * within
    return float((between - within) / whole) if whole else SAME_CHANGE
