"""Moves between levels agree with R, and nothing is tested where nobody moved."""

from __future__ import annotations

import json
from dataclasses import asdict
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from analysis.paired import PairedScores
from analysis.transitions import joined, of_counts, transitions
from tests.conftest import GOLDEN, make_scale

R = json.loads((GOLDEN / "change.json").read_text("utf-8"))

THREE = (
    '[{code = "low", upto = 3, title = {ru = "ниже"}}, '
    '{code = "middle", below = 7, title = {ru = "средний"}}, {code = "high", title = {ru = "выше"}}]'
)
TWO = '[{code = "low", upto = 4, title = {ru = "ниже"}}, {code = "high", title = {ru = "выше"}}]'
ONE = '[{code = "only", title = {ru = "один"}}]'


def scale(levels=THREE):
    """Return a scale from 2 to 8."""
    return make_scale("it01", "it02", **({"levels": levels} if levels else {})).scales[0]


def table(*rows):
    """Return the pairs of (entry, exit, people)."""
    return PairedScores.from_rows(rows)


def of(counts):
    """Return the transitions of a table whose levels have letters."""
    return of_counts(tuple("abcdefgh"[: len(counts)]), tuple(map(tuple, counts)))


def by_name(found):
    """Return the tests by name."""
    return {one.name: one for one in found.tests}


@st.composite
def tables(draw, size=None, most=6):
    """Return a square table of people."""
    size = size or draw(st.integers(2, 4))
    row = st.lists(st.integers(0, most), min_size=size, max_size=size)
    return tuple(map(tuple, draw(st.lists(row, min_size=size, max_size=size))))


@pytest.mark.parametrize("case", R["moves"], ids=lambda case: case["name"])
def test_every_test_agrees_with_r(case):
    """binom.test, mcnemar.test or the sum it stands for, coin::mh_test."""
    found, expected = of(case["counts"]), case["expected"]
    assert found.n == expected["n"]
    assert asdict(found.moved) == expected["moved"]
    made = by_name(found)
    assert list(made) == list(dict(expected["tests"]))
    for name, in_r in dict(expected["tests"]).items():
        assert made[name].df == in_r.get("df"), name
        figures = [made[name].statistic, made[name].p]
        assert_allclose(figures, [in_r["statistic"], in_r["p"]], rtol=1e-8, atol=1e-300)


def test_bowker_counts_only_pairs_of_cells_with_people():
    """(11-4)²/15 + (9-5)²/14; the third pair is empty, and nothing is added to it."""
    bowker = by_name(of([[30, 11, 0], [4, 40, 9], [0, 5, 21]]))["bowker"]
    assert bowker.df == 2
    assert_allclose(bowker.statistic, 49 / 15 + 16 / 14, rtol=1e-12)


@pytest.mark.parametrize("n", [1, 7, 60, 5000])
def test_as_many_up_as_down_gives_p_of_1(n):
    """Where the χ² form with a correction is wrong."""
    for one in of([[20, n], [n, 80]]).tests:
        assert one.p == 1.0
    three = by_name(of([[20, n, 0], [n, 80, n], [0, n, 3]]))
    assert [one.p for one in three.values()] == [1.0, 1.0, 1.0]


@pytest.mark.parametrize(
    ("rose", "fell", "p"), [(0, 1, 1.0), (2, 0, 0.5), (0, 6, 2 / 2**6), (1, 7, 18 / 2**8)]
)
def test_the_exact_test_counts_coins(rose, fell, p):
    """Two-sided: twice the smaller tail of so many fair coins, at most 1."""
    found = of([[9, rose], [fell, 9]])
    assert by_name(found)["binomial"].p == pytest.approx(p, rel=1e-12)
    assert by_name(found)["binomial"].statistic == rose


def test_levels_nobody_enters_or_leaves_change_no_test():
    """Stuart and Maxwell's matrix is singular there; the others go on."""
    plain = of([[30, 11, 2], [4, 40, 9], [1, 5, 21]])
    empty = of([[30, 0, 11, 2], [0, 0, 0, 0], [4, 0, 40, 9], [1, 0, 5, 21]])
    stayed = of([[30, 0, 11, 2], [0, 7, 0, 0], [4, 0, 40, 9], [1, 0, 5, 21]])
    for other in (empty, stayed):
        for name, one in by_name(plain).items():
            same = by_name(other)[name]
            assert same.df == one.df
            assert_allclose([same.statistic, same.p], [one.statistic, one.p], rtol=1e-9)


@pytest.mark.parametrize(
    ("counts", "printed"),
    [
        ([[40, 25], [9, 25]], "binomial"),
        ([[40, 25], [9, 26]], "mcnemar"),
        ([[20, 12, 3], [6, 25, 9], [1, 4, 19]], "binomial"),
        ([[20, 12, 3], [6, 25, 9], [1, 4, 20]], "bowker"),
    ],
    ids=["99 on two", "100 on two", "99 on three", "100 on three"],
)
def test_the_printed_test_depends_on_people_and_levels(counts, printed):
    """All that can be computed stand beside it."""
    found = of(counts)
    assert found.printed == printed
    rest = ["mcnemar"] if len(counts) == 2 else ["bowker", "stuart_maxwell"]
    assert list(by_name(found)) == ["binomial", *rest]


def test_exact_tests_have_no_degrees_of_freedom():
    """Each None has its reason, and nothing else has."""
    three, two = of([[9, 3, 0], [0, 9, 2], [0, 0, 4]]), of([[9, 3], [1, 9]])
    assert set(three.notes) == {"tests.0.df"}
    assert set(two.notes) == {"tests.0.df", "tests.1.df"}
    assert str(two.notes["tests.1.df"]) == "an exact test has no degrees of freedom"


@pytest.mark.parametrize("n", [1, 15, 400])
def test_where_nobody_moved_there_is_no_test(n):
    """Never p = 1 by accident."""
    found = of([[n, 0, 0], [0, n, 0], [0, 0, 0]])
    assert (found.tests, found.printed) == ((), None)
    assert {path: str(note) for path, note in found.notes.items()} == {
        "printed": "nobody moved to another level"
    }
    assert asdict(found.moved) == {"rose": 0, "same": 2 * n, "fell": 0}


def test_rows_are_entry_and_columns_exit():
    """From the lowest scores; a rise is above the diagonal."""
    found = transitions(scale(), table((2, 5, 4), (5, 8, 3), (8, 2, 2), (2, 3, 1), (4, None, 50)))
    assert found.levels == ("low", "middle", "high")
    assert found.counts == ((1, 4, 0), (0, 0, 3), (2, 0, 0))
    assert asdict(found.moved) == {"rose": 7, "same": 1, "fell": 2}
    assert found.n == 10


def test_a_limit_belongs_to_the_level_its_definition_says():
    """`upto` holds its limit, `below` does not; prorated scores stand between whole ones."""
    scores = table(
        (3, 7, 1), (Fraction(10, 3), Fraction(20, 3), 2), (Fraction(13, 2), Fraction(15, 2), 4)
    )
    assert transitions(scale(), scores).counts == ((0, 0, 1), (0, 2, 4), (0, 0, 0))


@pytest.mark.parametrize(
    ("levels", "rows", "reason"),
    [
        (None, [(2, 8, 9)], "the scale has no levels"),
        (ONE, [(2, 8, 9)], "the scale has one level, so nobody can move to another"),
        (THREE, [], "nobody has a valid score at both waves"),
        (THREE, [(2, None, 9), (None, 2, 9)], "nobody has a valid score at both waves"),
    ],
    ids=["no levels", "one level", "nobody", "nobody matched"],
)
def test_where_there_are_no_moves_to_count_it_says_why(levels, rows, reason):
    """A reason in the place of the table."""
    assert str(transitions(scale(levels), table(*rows))) == reason


@pytest.mark.parametrize("n", [1, 2])
def test_one_or_two_people_are_counted(n):
    """With the p that so few can give."""
    found = transitions(scale(TWO), table((2, 8, n)))
    assert found.counts == ((0, n), (0, 0))
    assert by_name(found)["binomial"].p == 1 / 2 ** (n - 1)


@given(tables())
def test_swapped_waves_turn_rises_into_falls(counts):
    """The tests are of two sides: they stay."""
    found, turned = of(counts), of(tuple(zip(*counts, strict=True)))
    assert (found.moved.rose, found.moved.same, found.moved.fell) == (
        turned.moved.fell, turned.moved.same, turned.moved.rose,
    )  # fmt: skip
    for one, other in zip(found.tests, turned.tests, strict=True):
        assert (one.name, one.df) == (other.name, other.df)
        assert_allclose(one.p, other.p, rtol=1e-9)


@given(tables(), st.randoms(use_true_random=False))
def test_by_name_the_whole_table_know_no_order_of_levels(counts, random):
    """Relabelled levels give the same statistics."""
    order = list(range(len(counts)))
    random.shuffle(order)
    shuffled = tuple(tuple(counts[row][column] for column in order) for row in order)
    found, other = by_name(of(counts)), by_name(of(shuffled))
    assert list(found) == list(other)
    for name in found.keys() & {"bowker", "stuart_maxwell"}:
        assert found[name].df == other[name].df
        assert_allclose(found[name].statistic, other[name].statistic, rtol=1e-8, atol=1e-9)


@given(tables(most=3))
def test_every_p_is_a_probability(counts):
    """However small or empty the table."""
    found = of(counts)
    assert all(0 < one.p <= 1 and one.statistic >= 0 for one in found.tests)
    assert (found.printed is None) == (found.moved.rose == found.moved.fell == 0)


@given(tables(size=4), st.sampled_from([((0, 1), (2, 3)), ((0,), (1, 2), (3,)), ((0, 1, 2), (3,))]))
def test_joined_levels_hold_the_same_people(counts, groups):
    """A move within a group is none."""
    assume(any(map(any, counts)))
    found = joined("abcd", counts, groups)
    assert found.levels == tuple("+".join("abcd"[place] for place in group) for group in groups)
    assert found.n == sum(map(sum, counts))
    for row, rows in enumerate(groups):
        for column, columns in enumerate(groups):
            people = sum(counts[one][other] for one in rows for other in columns)
            assert found.counts[row][column] == people
