"""How pairs were formed, and how the exit scores of each way compare at the same entry score."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import combinations
from typing import TYPE_CHECKING

from analysis.comparison import holm
from analysis.level_models import TOO_MANY, members_of, tables_of
from analysis.regression import Combination, parallel_lines
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.inputs import PersonScores
    from analysis.paired import PairedScores
    from analysis.regression import ParallelLines

#: From this many matched people on a strategy is compared with others.
ENOUGH = 10

NO_STRATEGIES = N_("of nobody with a score at both waves it is known how the pair was formed")
FEW_OF_STRATEGY = N_("fewer than %(enough)s people with a score at both waves", enough=ENOUGH)
ONE_STRATEGY = N_(
    "fewer than two strategies have %(enough)s people with a score at both waves", enough=ENOUGH
)


@dataclass(frozen=True, kw_only=True)
class Strategy:
    """The matched people whose pairs were formed in one way.

    Attributes
    ----------
    strategy
        As the school calls it; None for several together that hold too few people each.
    n
        Matched people.
    entry, exit
        Means in raw-score units.
    adjusted, ci95
        Mean exit score at the mean entry score of everybody compared, with its interval.
    """

    strategy: str | None
    n: int
    entry: float | None
    exit: float | None
    adjusted: float | None = None
    ci95: tuple[float, float] | None = None


@dataclass(frozen=True, kw_only=True)
class StrategyPair:
    """Adjusted mean of one strategy - that of another.

    Attributes
    ----------
    ci95
        Of this pair alone, by Student's t with the residual df of the model of all strategies.
    p_holm
        Corrected for all pairs of strategies of the scale.
    """

    one: str
    other: str
    estimate: float
    se: float
    ci95: tuple[float, float]
    p: float
    p_holm: float


@dataclass(frozen=True, kw_only=True)
class Strategies:
    """The strategies of one scale and role.

    Attributes
    ----------
    strategies
        Those with matched people, by name.
    pairs
        Every two of the strategies with `ENOUGH` people.
    notes
        From the dotted path of a figure that is None, or of `pairs` where there are none, to the
        reason.
    """

    strategies: tuple[Strategy, ...]
    pairs: tuple[StrategyPair, ...]
    notes: Mapping[str, Message] = field(default_factory=dict)


def strategies_of(rows: Sequence[PersonScores] | None) -> Strategies | Message:
    """Compare the strategies by which pairs were formed.

    Parameters
    ----------
    rows
        One per person; None above `MOST_ROWS` people. Without both scores, or without a strategy,
        a person is left out.

    Returns
    -------
    Strategies or Message
        Why there is nothing to compare. The model is exit ~ strategy + entry of the strategies
        with `ENOUGH` matched people. Checked against emmeans 1.8.4 (tests/golden/groups.json).
    """
    if rows is None:
        return TOO_MANY
    tables = _tables(rows)
    if not tables:
        return NO_STRATEGIES
    compared = {name: table for name, table in tables.items() if table.n_matched >= ENOUGH}
    lines = parallel_lines(compared) if len(compared) > 1 else ONE_STRATEGY
    notes: dict[str, Message] = {}
    for place, name in enumerate(tables):
        reason = lines if name in compared else FEW_OF_STRATEGY
        if isinstance(reason, Message):
            notes |= dict.fromkeys(_adjusted_paths(place), reason)
    return Strategies(
        strategies=tuple(_strategy(name, table, lines) for name, table in tables.items()),
        pairs=() if isinstance(lines, Message) else _pairs(lines),
        notes=notes | ({"pairs": lines} if isinstance(lines, Message) else {}),
    )


def _tables(rows: Sequence[PersonScores]) -> dict[str, PairedScores]:
    """Return the matched pairs of every strategy, by name."""
    tables = tables_of(members_of((row, row.strategy) for row in rows))
    return {name: tables[name] for name in sorted(tables)}


def _strategy(name: str, table: PairedScores, lines: ParallelLines | Message) -> Strategy:
    """Return a strategy, adjusted where it is in the model."""
    found = Strategy(
        strategy=name,
        n=table.n_matched,
        entry=float(table.entry.mean),
        exit=float(table.exit.mean),
    )
    if isinstance(lines, Message) or name not in lines.tables:
        return found
    adjusted = lines.estimate(Combination({name: 1}, at=lines.mean_entry))
    return replace(found, adjusted=adjusted.estimate, ci95=adjusted.ci95)


def _pairs(lines: ParallelLines) -> tuple[StrategyPair, ...]:
    pairs = list(combinations(lines.tables, 2))
    found = [lines.estimate(Combination({one: 1, other: -1})) for one, other in pairs]
    return tuple(
        StrategyPair(
            one=one,
            other=other,
            estimate=pair.estimate,
            se=pair.se,
            ci95=pair.ci95,
            p=pair.p,
            p_holm=p,
        )
        for (one, other), pair, p in zip(
            pairs, found, holm([pair.p for pair in found]), strict=True
        )
    )


def _adjusted_paths(place: int) -> tuple[str, str]:
    return f"strategies.{place}.adjusted", f"strategies.{place}.ci95"
