"""The base rule on strategies of pairing: those of few people are put together, or not shown."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from analysis.disclosure_groups import hidden_places
from analysis.disclosure_reasons import too_few
from analysis.strategies import Strategy
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.disclosure import BaseRule
    from analysis.strategies import Strategies

#: Under this many matched people of the role strategies are described and not compared.
ENOUGH_TO_COMPARE = 20

NOT_COMPARED = N_(
    "with fewer than %(enough)s people in all strategies are not compared", enough=ENOUGH_TO_COMPARE
)
TOGETHER = N_("several strategies together are not compared")
DRAWS_ON_HIDDEN = N_("it draws on a strategy that is not shown")

#: What is drawn from the answers of a strategy's people; the last two from those of all compared.
FIGURES = ("entry", "exit", "adjusted", "ci95")
ADJUSTED = FIGURES[2:]


def protected_strategies(
    found: Strategies, rule: BaseRule, *, n_matched: int
) -> Strategies | Message:
    """Return the strategies with nothing drawn from the answers of fewer than k people.

    Parameters
    ----------
    found
        As computed.
    rule
        The programme's k.
    n_matched
        The matched people whose figures stand above, those of no known strategy too; not those of
        a comparison group.

    Returns
    -------
    Strategies or Message
        Strategies under k are put together in one row without a name, the last, where they are k
        together, else they keep their size only; so does the smallest strategy shown where all
        less those shown would be fewer than k. Nothing is compared under twenty matched people or
        where a strategy that is compared is hidden. The reason where no strategy is left.
    """
    rows = _pooled(found, rule)
    sizes = [row.n for row, _ in rows]
    hidden = hidden_places(sizes, n_matched - sum(sizes), rule)
    if len(hidden) == len(rows):
        return too_few(rule)
    why_no_model = found.notes.get("pairs")
    if any(rows[place][0].adjusted is not None for place in hidden):
        why_no_model = DRAWS_ON_HIDDEN
    if n_matched < ENOUGH_TO_COMPARE:
        why_no_model = NOT_COMPARED
    notes: dict[str, Message] = {} if why_no_model is None else {"pairs": why_no_model}
    for place, (_, own) in enumerate(rows):
        reason = own or why_no_model
        if place in hidden:
            notes |= dict.fromkeys(_paths(place, *FIGURES), hidden[place])
        elif reason is not None:
            notes |= dict.fromkeys(_paths(place, *ADJUSTED), reason)
    return replace(
        found,
        strategies=tuple(
            _without(row, f"strategies.{place}", notes) for place, (row, _) in enumerate(rows)
        ),
        pairs=found.pairs if why_no_model is None else (),
        notes=notes,
    )


def _without(row: Strategy, where: str, notes: Mapping[str, Message]) -> Strategy:
    """Return the row without the figures that have a reason to be None."""
    changes: dict[str, Any] = {name: None for name in FIGURES if f"{where}.{name}" in notes}
    return replace(row, **changes)


def _paths(place: int, *names: str) -> tuple[str, ...]:
    return tuple(f"strategies.{place}.{name}" for name in names)


def _pooled(found: Strategies, rule: BaseRule) -> list[tuple[Strategy, Message | None]]:
    """Return the rows with why each is not adjusted; those under k in one where that is k."""
    rows = [
        (row, found.notes.get(f"strategies.{place}.adjusted"))
        for place, row in enumerate(found.strategies)
    ]
    few = [row for row, _ in rows if rule.is_small(row.n)]
    n = sum(row.n for row in few)
    if not rule.shows(n):
        return rows
    together = Strategy(strategy=None, n=n, entry=_mean(few, "entry"), exit=_mean(few, "exit"))
    return [(row, note) for row, note in rows if not rule.is_small(row.n)] + [(together, TOGETHER)]


def _mean(rows: Sequence[Strategy], wave: str) -> float:
    """Return the mean of everybody in the rows, which are as computed."""
    total: float = sum(row.n * getattr(row, wave) for row in rows)
    return total / sum(row.n for row in rows)
