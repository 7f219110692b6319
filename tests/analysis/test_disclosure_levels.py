"""What is shown of levels and the moves between them betrays no few people."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import BaseRule
from analysis.disclosure_levels import level_groups, merged, protected_levels
from analysis.effect import directions
from analysis.levels import levels_of
from analysis.transitions import Moved, Transitions, gathered, transitions
from instruments.messages import Message
from tests.analysis.made import scale_input
from tests.analysis.tables import parts, tables, ways

#: Scores of the three levels of the made-up scale, two or three each.
LOW, MIDDLE, HIGH = (2, 3), (4, 5, 6), (7, 8)

FIVE = BaseRule(5)

#: A property is of every table there is: none is timed.
untimed = settings(deadline=None, max_examples=100)

scores = st.integers(2, 8)
row = st.tuples(scores, scores, st.integers(1, 4))
some_rows = st.lists(row, min_size=1, max_size=7)
one_way_rows = some_rows.map(
    lambda rows: [(min(entry, exit_), max(entry, exit_), n) for entry, exit_, n in rows]
)


def shown(rows, rule=FIVE):
    """Return what is shown of the moves of such people."""
    scale = scale_input(list(rows))
    found = transitions(scale.scale, scale.pairs)
    return merged(found, rule, scale=scale)


def steady(low=9, middle=9, high=9):
    """Return people who stay at their level while their scores rise and fall."""
    return [(2, 3, low), (6, 5, middle), (7, 8, high), (3, 2, 9), (5, 5, 9)]


def test_a_table_without_small_cells_is_shown_whole():
    """With every test of it."""
    found = shown([*steady(), (3, 5, 6), (5, 8, 7), (8, 5, 5)])
    assert found.levels == ("low", "middle", "high")
    assert found.counts == ((18, 6, 0), (0, 18, 7), (0, 5, 9))
    assert [one.name for one in found.tests] == ["binomial", "bowker", "stuart_maxwell"]
    assert found.printed == "binomial"
    assert set(found.notes) == {"tests.0.df"}


def test_of_a_table_with_a_small_cell_the_directions_are_shown():
    """Rose, stayed, fell; and only the test that follows from them."""
    found = shown([*steady(), (3, 5, 6), (5, 8, 7), (8, 5, 5), (8, 2, 2), (2, 8, 3), (5, 2, 6)])
    assert found.counts is None
    assert (found.moved.rose, found.moved.same, found.moved.fell) == (16, 45, 13)
    assert [one.name for one in found.tests] == [found.printed] == ["binomial"]
    assert set(found.notes) == {"counts", "tests", "tests.0.df"}
    assert str(found.notes["counts"]) == "by their moves fewer than 5 people would stand apart"
    assert str(found.notes["tests"]).startswith("a test of the whole table would tell")


@pytest.mark.parametrize(
    "rows",
    [
        [*steady(), (3, 5, 20), (8, 5, 4)],
        [*steady(), (3, 5, 4), (5, 3, 20)],
        [(2, 8, 20), (8, 2, 20), (5, 8, 5), (8, 5, 6), (5, 5, 2)],
    ],
    ids=["few fell", "few rose", "few stayed"],
)
def test_a_few_who_moved_one_way_hide_the_moves(rows):
    """Neither table nor directions."""
    assert str(shown(rows)) == "by their moves fewer than 5 people would stand apart"


@pytest.mark.parametrize(("within", "is_shown"), [(4, False), (5, True), (0, True)])
def test_a_few_who_rose_within_their_level_hide_the_moves(within, is_shown):
    """All whose score rose, less those who rose to another level, are they."""
    rows = [(3, 5, 10), (6, 3, 8), (3, 3, 9), (5, 5, 9), (8, 8, 9), (2, 3, within)]
    assert isinstance(shown(rows), Transitions) is is_shown
    fallen = [(exit_, entry, n) for entry, exit_, n in rows]
    assert isinstance(shown(fallen), Transitions) is is_shown


def test_where_directions_are_hidden_nothing_is_subtracted_from_them():
    """Two people's scores stayed, so nobody is told how many rose: not that 4 did within a level."""
    rows = [(3, 5, 10), (6, 3, 8), (2, 3, 4), (3, 2, 5), (6, 5, 5), (8, 7, 9), (7, 7, 2)]
    assert shown(rows).counts == ((9, 10, 0), (8, 5, 0), (0, 0, 11))


@pytest.mark.parametrize(("n", "printed"), [(19, None), (20, "binomial")])
def test_under_twenty_people_moves_are_counted_and_not_tested(n, printed):
    """Whether the table or its directions are shown."""
    found = shown([(3, 5, 5), (5, 5, n - 10), (5, 3, 5)])
    assert found.counts == ((0, 5, 0), (5, n - 10, 0), (0, 0, 0))
    assert found.printed == printed
    assert bool(found.tests) is (printed is not None)
    if printed is None:
        assert {path: str(note) for path, note in found.notes.items()} == {
            "printed": "fewer than 20 people are too few for a test of moves"
        }


def test_joined_to_one_level_nothing_is_left():
    """Three people at entry, and none at exit, are above the lowest level."""
    reason = "fewer than 5 people at a level, and joined all levels are one"
    assert str(shown([(2, 3, 20), (8, 2, 3)])) == reason


@pytest.mark.parametrize(
    ("rows", "groups", "entry", "exit_"),
    [
        (
            [(2, 5, 9), (5, 2, 9), (5, 5, 9), (8, 8, 3)],
            (("low",), ("middle", "high")),
            (9, 21),
            (9, 21),
        ),
        (
            [(2, 5, 9), (5, 2, 9), (8, 7, 9)],
            (("low",), ("middle",), ("high",)),
            (9, 9, 9),
            (9, 9, 9),
        ),
    ],
    ids=["few high", "nobody few"],
)
def test_people_at_levels_are_counted_in_the_same_groups(rows, groups, entry, exit_):
    """Those of the moves between them."""
    scale = scale_input(rows)
    found = protected_levels(levels_of(scale.scale, scale.pairs), FIVE, scale=scale)
    assert (found.groups, found.entry, found.exit) == (groups, entry, exit_)
    assert shown(rows).levels == tuple("+".join(group) for group in groups)


def test_joined_to_one_level_people_are_not_counted():
    """Of a scale with one level, too."""
    scale = scale_input([(2, 3, 20), (8, 2, 3)])
    levels = levels_of(scale.scale, scale.pairs)
    reason = "fewer than 5 people at a level, and joined all levels are one"
    assert str(protected_levels(levels, FIVE, scale=scale)) == reason
    one = replace(scale, scale=replace(scale.scale, levels=scale.scale.levels[-1:]))
    levels = levels_of(one.scale, one.pairs)
    assert (levels.entry, levels.exit) == ((23,), (23,))
    assert str(protected_levels(levels, FIVE, scale=one)) == reason


def test_what_is_merged_stays():
    """Protecting twice is protecting once."""
    rows = [*steady(), (3, 5, 6), (5, 8, 7), (8, 5, 5), (8, 2, 2), (2, 8, 3), (5, 2, 6)]
    once = shown(rows)
    assert merged(once, FIVE, scale=scale_input(rows)) == once


@pytest.mark.parametrize(
    ("counts", "steps", "groups"),
    [
        ([[5, 4, 0], [4, 1, 4], [0, 4, 5]], (9, 9, 9), ((0,), (1,), (2,))),
        ([[7, 2, 0], [0, 3, 0], [0, 2, 7]], (9, 9, 9), ((0, 1), (2,))),
        ([[8, 1, 0], [1, 1, 7], [0, 0, 9]], (9, 9, 9), ((0, 1), (2,))),
        ([[6, 3, 0], [0, 9, 0], [0, 0, 9]], (9, 18, 0), ((0, 1), (2,))),
        ([[9, 0, 0], [0, 6, 3], [0, 0, 9]], (9, 18, 0), ((0,), (1, 2))),
        ([[9, 0, 0], [3, 6, 0], [0, 3, 6]], (0, 18, 9), ((0, 1, 2),)),
        ([[6, 3, 0], [0, 9, 0], [0, 0, 9]], (24, 3, 0), ((0,), (1,), (2,))),
        ([[9, 0, 0], [0, 9, 0], [0, 0, 9]], (0, 27, 0), ((0,), (1,), (2,))),
        ([[10, 0, 0], [0, 0, 0], [0, 0, 10]], (0, 20, 0), ((0,), (1,), (2,))),
        ([[7, 3, 0], [0, 0, 0], [0, 0, 0]], (7, 0, 5), ((0, 1), (2,))),
        ([[2, 0], [1, 1]], (1, 1, 2), ((0, 1),)),
        ([[9, 0, 0], [0, 7, 2], [0, 0, 9]], (20, 7, 0), ((0,), (1, 2))),
        (
            [[7, 2, 0, 0], [0, 9, 0, 0], [0, 0, 9, 0], [0, 0, 0, 9]],
            (20, 16, 0),
            ((0, 1), (2,), (3,)),
        ),
        ([[9, 0, 0, 0], [0, 7, 2, 0], [0, 0, 7, 2], [0, 0, 0, 9]], (20, 16, 0), ((0,), (1, 2, 3))),
        ([[7, 5], [0, 9]], (9, 12, 0), ((0, 1),)),
        ([[7, 5], [0, 9]], (10, 11, 0), ((0,), (1,))),
        ([[7, 0], [5, 9]], (0, 12, 9), ((0, 1),)),
        ([[7, 0], [5, 9]], (0, 11, 10), ((0,), (1,))),
    ],
)
def test_levels_are_joined_until_no_few_are_told(counts, steps, groups):
    """If it is shown that nobody fell, the counts below a limit differ by those who crossed it."""
    assert level_groups(tuple(map(tuple, counts)), FIVE, steps=steps) == groups


def known_few(rows, rule):
    """Return the numbers of few people that are the same in every table that fits what is shown."""
    scale = scale_input(rows)
    whole = transitions(scale.scale, scale.pairs)
    steps = directions(scale.pairs.differences)
    told = None if any(map(rule.is_small, steps)) else steps
    groups = level_groups(whole.counts, rule, steps=steps)
    if len(groups) == 1:
        return []  # nothing of levels is shown
    found = merged(whole, rule, scale=scale)
    real = gathered(whole.counts, groups)
    few = {at: n for at, n in enumerate(parts(real, told)) if rule.is_small(n)}
    if isinstance(found, Transitions) and found.counts is not None:
        return list(few.values())
    for other in tables([*map(sum, real)], [*map(sum, zip(*real, strict=True))]):
        rose, same, fell = ways(other)
        fits = told is None or (rose <= told[0] and fell <= told[2])
        if isinstance(found, Transitions):
            fits = fits and found.moved == Moved(rose=rose, same=same, fell=fell)
        if not few:
            break
        if fits:
            values = list(parts(other, told))
            few = {at: n for at, n in few.items() if values[at] == n}
    return list(few.values())


@untimed
@given(st.one_of(some_rows, one_way_rows), st.sampled_from([3, 4]))
def test_no_few_people_can_be_worked_out(rows, k):
    """Of all tables that fit what is shown no part has one number only, and that of a few."""
    assert known_few(rows, BaseRule(k)) == []


@untimed
@given(some_rows, st.sampled_from([3, 4]))
def test_no_number_that_is_shown_is_of_a_few(rows, k):
    """Neither a cell nor a direction; and a test is shown only with what it is of."""
    rule = BaseRule(k)
    found = shown(rows, rule)
    if isinstance(found, Message):
        return
    moved = (found.moved.rose, found.moved.same, found.moved.fell)
    cells = [n for line in found.counts or () for n in line]
    assert not any(map(rule.is_small, [*cells, *moved]))
    assert sum(moved) == found.n
    names = {one.name for one in found.tests}
    assert found.counts is not None or names <= {"binomial", "mcnemar"}
    assert found.printed in {*names, None}


@untimed
@given(some_rows)
def test_a_table_is_hidden_only_for_a_reason(rows):
    """With a k of 3, of what has no number from 1 to 2 anywhere nothing is hidden."""
    scale = scale_input([(entry, exit_, 3 * n) for entry, exit_, n in rows])
    whole = transitions(scale.scale, scale.pairs)
    found = merged(whole, BaseRule(3), scale=scale)
    assert isinstance(found, Transitions) or "joined all levels are one" in str(found)
    if isinstance(found, Transitions):
        assert found.counts is not None
