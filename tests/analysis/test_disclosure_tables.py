"""What may be worked out of a table's sums is what is the same in every table with these sums."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.disclosure import BaseRule
from analysis.disclosure_tables import told_by_directions, told_by_margins
from tests.analysis.tables import parts, tables, ways

FOUR = BaseRule(4)

#: A property is of every table there is: none is timed.
untimed = settings(deadline=None, max_examples=150)

line = st.lists(st.integers(0, 4), min_size=3, max_size=3)
of_three = st.lists(line, min_size=3, max_size=3).map(lambda rows: tuple(map(tuple, rows)))


def known_few(counts, *, fits, steps=None):
    """Say whether a number of few people is the same in all tables that fit."""
    few = {at: n for at, n in enumerate(parts(counts, steps)) if FOUR.is_small(n)}
    for other in tables([*map(sum, counts)], [*map(sum, zip(*counts, strict=True))]):
        if few and fits(ways(other)):
            values = list(parts(other, steps))
            few = {at: n for at, n in few.items() if values[at] == n}
    return bool(few)


@untimed
@given(of_three)
def test_of_three_levels_directions_tell_what_they_determine(counts):
    """Neither more nor less."""
    told = known_few(counts, fits=lambda moved: moved == ways(counts))
    assert told_by_directions(counts, FOUR) is told


@untimed
@given(of_three)
def test_margins_alone_tell_at_least_what_they_determine(counts):
    """Three levels, and nothing known of directions."""
    if known_few(counts, fits=lambda _: True):
        assert told_by_margins(counts, FOUR, None)


@untimed
@given(of_three, st.integers(0, 5), st.integers(0, 5))
def test_margins_and_steps_tell_at_least_what_they_determine(counts, up, down):
    """No more people rise to a level than their scores did; the others rose within one."""
    rose, same, fell = ways(counts)
    steps = (rose + up, max(same - up - down, 0), fell + down)
    if known_few(counts, fits=lambda to: to[0] <= steps[0] and to[2] <= steps[2], steps=steps):
        assert told_by_margins(counts, FOUR, steps)


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (((9, 2), (9, 9)), False),
        (((9, 2), (0, 0)), True),
        (((9, 0), (0, 2)), False),
        (((9, 0), (0, 0)), False),
        (((2, 0), (0, 0)), True),
    ],
)
def test_margins_of_two_levels(counts, told):
    """A cell is known where a level is empty; nobody is no few."""
    assert told_by_margins(counts, FOUR, None) is told


@pytest.mark.parametrize(
    ("rose", "steps", "told"),
    [
        (2, (20, 9, 0), True),
        (2, (20, 9, 1), False),
        (2, (2, 9, 5), True),
        (2, (3, 9, 5), False),
        (4, (6, 9, 0), True),
        (4, (8, 9, 0), False),
        (4, (4, 9, 0), False),
    ],
)
def test_steps_are_a_limit(rose, steps, told):
    """Where nobody more may fall, or rise, those who rose are known, and who did within a level."""
    assert told_by_margins(((9, rose), (0, 9)), FOUR, steps) is told
    assert told_by_margins(((9, 0), (rose, 9)), FOUR, steps[::-1]) is told


@pytest.mark.parametrize(
    ("counts", "told"),
    [
        (((9, 2), (9, 9)), True),
        (((9, 9), (9, 9)), False),
        (((9, 5, 2), (5, 9, 5), (2, 5, 9)), False),
        (((9, 5, 2), (0, 9, 5), (0, 0, 9)), True),
        (((0, 9, 0, 2), (0, 0, 9, 9), (9, 9, 9, 0), (9, 9, 9, 9)), False),
    ],
)
def test_directions_of_tables(counts, told):
    """Two levels leave nothing open; three and four do where people go both ways."""
    assert told_by_directions(counts, FOUR) is told
