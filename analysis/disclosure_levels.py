"""The base rule on levels: who is counted together, and what is shown of the moves between them.

What is shown betrays nobody beside what is shown elsewhere: how many people are at which level at
either wave, and how many people's scores rose, stayed and fell.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations, pairwise
from typing import TYPE_CHECKING, TypeAlias

from analysis.disclosure_tables import told_by_directions, told_by_margins
from analysis.effect import directions
from analysis.transitions import FEW_TO_TEST, gathered, joined, transitions
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.results import Levels
    from analysis.transitions import Counts, Transitions

TOO_FEW_TO_TEST = N_("fewer than %(few)s people are too few for a test of moves", few=FEW_TO_TEST)
WHOLE_TABLE = N_("a test of the whole table would tell how many people are in its cells")

#: How many people's raw scores rose, stayed and fell.
Steps: TypeAlias = tuple[int, int, int]

#: Places of levels that are counted together.
LevelGroups: TypeAlias = tuple[tuple[int, ...], ...]


def level_groups(counts: Counts, rule: BaseRule, *, steps: Steps) -> LevelGroups:
    """Return which levels are counted together so that their counts at both waves may be shown.

    Parameters
    ----------
    counts
        Matched people by level, rows entry, columns exit.
    rule
        The programme's k.
    steps
        How many of them rose, stayed and fell by their raw scores.

    Returns
    -------
    tuple of tuples of int
        No group holds 1 … k-1 people at either wave; and no 1 … k-1 people between two groups, or
        within one, follow from those counts and from the steps where they may be shown. (If
        nobody fell, the counts below a limit differ by those who crossed it.)
    """
    waves = [sum(row) for row in counts], [sum(column) for column in zip(*counts, strict=True)]
    groups: LevelGroups = tuple((place,) for place in range(len(counts)))
    while len(groups) > 1 and any(rule.is_small(n) for wave in waves for n in _sizes(wave, groups)):
        for wave in waves:
            groups = _composed(groups, rule.merged(_sizes(wave, groups)))
    told = None if any(map(rule.is_small, steps)) else steps
    return next(
        coarser
        for coarser in _coarser(groups)
        if not told_by_margins(gathered(counts, coarser), rule, told) or len(coarser) == 1
    )


def _sizes(wave: Sequence[int], groups: LevelGroups) -> list[int]:
    return [sum(wave[place] for place in group) for group in groups]


def _composed(groups: LevelGroups, together: LevelGroups) -> LevelGroups:
    return tuple(tuple(place for part in parts for place in groups[part]) for parts in together)


def _coarser(groups: LevelGroups) -> Iterator[LevelGroups]:
    """Yield the groups, then all that come of joining neighbours, in the end all in one."""
    size = len(groups)
    for kept in range(size - 1, -1, -1):
        for limits in combinations(range(1, size), kept):
            ends = [0, *limits, size]
            yield _composed(groups, tuple(tuple(range(*span)) for span in pairwise(ends)))


def protected_levels(levels: Levels, rule: BaseRule, *, scale: ScaleInput) -> Levels | Message:
    """Return how many people are at each of the groups of `level_groups`, or why that is hidden."""
    found = transitions(scale.scale, scale.pairs)
    if isinstance(found, Message) or found.counts is None:
        return _all_in_one(rule)
    groups = level_groups(found.counts, rule, steps=directions(scale.pairs.differences))
    if len(groups) == 1:
        return _all_in_one(rule)
    return replace(
        levels,
        groups=tuple(tuple(found.levels[place] for place in group) for group in groups),
        entry=tuple(_sizes(levels.entry, groups)),
        exit=tuple(_sizes(levels.exit, groups)),
    )


def _all_in_one(rule: BaseRule) -> Message:
    return N_("fewer than %(k)s people at a level, and joined all levels are one", k=rule.k)


def merged(found: Transitions, rule: BaseRule, *, scale: ScaleInput) -> Transitions | Message:
    """Return as much of the moves between levels as betrays no few people.

    Parameters
    ----------
    found
        The transitions of the scale's matched people, as computed.
    rule
        The programme's k.
    scale
        What they were computed from.

    Returns
    -------
    Transitions or Message
        Between the groups of `level_groups`: the whole table, where every cell holds nobody or k
        people; else only how many rose, stayed and fell, where each holds nobody or k people and
        with the levels at both waves no small part of the table can be worked out; else the
        reason. Nothing where a few people rose, or fell, within their level and the number of all
        whose score did is shown. No tests under 20 people, and none of a table that is not shown.
    """
    if found.counts is None:
        return found
    steps = directions(scale.pairs.differences)
    groups = level_groups(found.counts, rule, steps=steps)
    if len(groups) == 1:
        return _all_in_one(rule)
    shown = _without_small_cells(joined(found.levels, found.counts, groups), rule, steps)
    if isinstance(shown, Message) or shown.n >= FEW_TO_TEST:
        return shown
    notes = {path: note for path, note in shown.notes.items() if not path.startswith("tests")}
    return replace(shown, tests=(), printed=None, notes={**notes, "printed": TOO_FEW_TO_TEST})


def _without_small_cells(table: Transitions, rule: BaseRule, steps: Steps) -> Transitions | Message:
    """Return the table, or its directions, or why neither may be shown."""
    counts, moved = table.counts or (), table.moved
    reason = N_("by their moves fewer than %(k)s people would stand apart", k=rule.k)
    # Between those who rose by score and by level are those who rose within a level.
    within = (steps[0] - moved.rose, steps[2] - moved.fell)
    if not any(map(rule.is_small, steps)) and any(map(rule.is_small, within)):
        return reason
    if not any(rule.is_small(n) for row in counts for n in row):
        return table
    few_moved = any(map(rule.is_small, (moved.rose, moved.same, moved.fell)))
    if few_moved or told_by_directions(counts, rule):
        return reason
    tests = tuple(one for one in table.tests if one.df is None)
    notes = {path: note for path, note in table.notes.items() if path.startswith("tests.")}
    return replace(
        table,
        counts=None,
        tests=tests,
        printed=tests[0].name,
        notes={**notes, "counts": reason, "tests": WHOLE_TABLE},
    )
