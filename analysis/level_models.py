"""The levels of a grouping factor against its control level: one model of all for each way."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from analysis.clusters import Member, clusters_of
from analysis.comparison import NOBODY, ONE_PERSON
from analysis.inputs import MOST_ROWS
from analysis.paired import PairedScores
from analysis.regression import Combination, parallel_lines
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from analysis.clusters import Clusters
    from analysis.distribution import Distribution
    from analysis.inputs import PersonScores
    from analysis.regression import Estimate

TOO_MANY = N_("not computed above %(most)s people", most=MOST_ROWS)
IS_CONTROL = N_("the other levels are compared with this one")
NO_CONTROL = N_("nobody of the control level has a valid score at both waves")
ONE_CONTROL = N_("one person of the control level has no spread")
SEVERAL_LEVELS = N_("mentoring groups are reckoned with only where one level is compared")
SAME_ENTRY_SCORES = N_("on each of the two levels everybody has the same entry score")

#: What is compared with the control level.
COMPARED = ("ancova", "change", "balance")

#: Of fewer people a level has no spread, and stays out of every model.
LEAST = 2

#: The slope of exit over entry in a model of change scores.
CHANGE = Fraction(1)

#: A figure, or why there is none.
Found: TypeAlias = "Estimate | float | Message"


class LevelModels:
    """What compares the levels: one model of all levels for each way of comparing.

    Parameters
    ----------
    members
        The matched people of all levels.
    """

    def __init__(self, members: Sequence[Member], control: str) -> None:
        self._counts = Counter(member.group for member in members)
        self._members = [one for one in members if self._counts[one.group] >= LEAST]
        self._control = control
        self.tables = tables_of(self._members)
        self._ancova = parallel_lines(self.tables)
        self._change = parallel_lines(self.tables, slope=CHANGE)

    def against_control(self, level: str) -> dict[str, Found]:
        """Return what compares a level with the control level, or why nothing does."""
        wanted = self._wanted(level)
        if isinstance(wanted, Message):
            return dict.fromkeys(COMPARED, wanted)
        ancova, change = (
            lines if isinstance(lines, Message) else lines.estimate(wanted)
            for lines in (self._ancova, self._change)
        )
        balance = _balance(self.tables[level].entry, self.tables[self._control].entry)
        return {"ancova": ancova, "change": change, "balance": balance}

    def clusters(self, level: str | None) -> Clusters | None:
        """Return what mentoring groups do to the ANCOVA of the only level beside the control."""
        wanted = SEVERAL_LEVELS if level is None else self._wanted(level)
        return clusters_of(self._members, self._ancova, wanted, of="ancova")

    def _wanted(self, level: str) -> Combination | Message:
        if level == self._control:
            return IS_CONTROL
        if self._counts[self._control] < LEAST:
            return ONE_CONTROL if self._counts[self._control] else NO_CONTROL
        if self._counts[level] < LEAST:
            return ONE_PERSON if self._counts[level] else NOBODY
        return Combination({level: 1, self._control: -1})


def members_of(rows: Iterable[tuple[PersonScores, str | None]]) -> list[Member]:
    """Return the matched people with the level they are to be compared on."""
    return [
        Member(group=level, cluster=row.cluster, entry=row.entry, exit=row.exit)
        for row, level in rows
        if level is not None and row.entry is not None and row.exit is not None
    ]


def tables_of(members: Sequence[Member]) -> dict[str, PairedScores]:
    """Return the table of pairs of every level that has members."""
    pairs: dict[str, list[tuple[Fraction, Fraction, int]]] = {}
    for member in members:
        pairs.setdefault(member.group, []).append((member.entry, member.exit, 1))
    return {level: PairedScores.from_rows(rows) for level, rows in pairs.items()}


def _balance(named: Distribution, control: Distribution) -> float | Message:
    """Return how far apart the entry scores of two levels are, in their mean SD."""
    variance = (named.variance + control.variance) / 2
    if not variance:
        return SAME_ENTRY_SCORES
    return float(named.mean - control.mean) / math.sqrt(variance)
