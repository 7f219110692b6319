"""The table of pairs: joined by person, merged by addition, refused when in doubt."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import DuplicatePersonError, ScoreError
from analysis.paired import PairedScores
from tests.strategies import pairs, rows, scores


def test_people_are_joined_by_key_not_by_position():
    """The order of the two waves is their own."""
    joined = PairedScores.from_pairs({"a": 1, "b": 2, "c": 3}, {"c": 30, "a": 10, "d": 40})
    assert joined.matched == ((1, 10, 1), (3, 30, 1))
    assert (joined.n_entry, joined.n_exit, joined.n_matched) == (3, 3, 2)


def test_a_missing_score_is_no_valid_score():
    """None at a wave counts nowhere at that wave."""
    joined = PairedScores.from_pairs({"a": None, "b": 2, "c": None}, {"a": 1, "b": None, "c": None})
    assert (joined.n_entry, joined.n_exit, joined.n_matched) == (1, 1, 0)
    assert joined.rows == ((2, None, 1), (None, 1, 1))


@pytest.mark.parametrize("wave", ["entry", "exit"])
def test_a_person_who_stands_twice_is_refused(wave):
    """Nobody knows which score is meant."""
    twice, once = [("a", 1), ("b", 2), ("a", 1)], [("a", 1)]
    with pytest.raises(DuplicatePersonError, match=f"'a' stands twice at {wave}") as refused:
        PairedScores.from_pairs(*((twice, once) if wave == "entry" else (once, twice)))
    assert (refused.value.person, refused.value.wave) == ("a", wave)


@pytest.mark.parametrize(
    "score",
    [1.0, float("inf"), float("nan"), "1", True, Decimal("Infinity"), Decimal("NaN")],
    ids=repr,
)
def test_what_is_no_exact_score_is_refused(score):
    """A float may have lost what was answered; an infinity is nobody's score."""
    with pytest.raises(ScoreError, match="a score is a whole number, a finite Decimal, a Fraction"):
        PairedScores.from_rows([(score, 1, 1)])


@pytest.mark.parametrize(
    "score", [10**36, -(10**36), Fraction(1, 10**36), Decimal("1e36"), Decimal("1e-36")], ids=str
)
def test_a_score_that_would_leave_the_range_of_floats_is_refused(score):
    """Up to 36 digits above and below the line, whatever is squared and divided stays finite."""
    with pytest.raises(ScoreError, match="a fraction of numbers of up to 36 digits") as refused:
        PairedScores.from_rows([(1, score, 1)])
    assert refused.value.value == score


@pytest.mark.parametrize("score", [Decimal("1e37"), Decimal("1e-999999999")], ids=str)
def test_a_decimal_is_refused_before_anybody_writes_it_out(score):
    """A billion digits would take the memory of the computer."""
    with pytest.raises(ScoreError, match="a score is a whole number, a finite Decimal"):
        PairedScores.from_rows([(score, 1, 1)])


def test_the_largest_and_the_smallest_score_are_taken():
    """One digit less than what is refused."""
    ends = (10**36 - 1, Fraction(1, 10**36 - 1), 10**36 - 1)
    assert PairedScores.from_rows([ends]).matched == (ends,)


@pytest.mark.parametrize("n", [-1, 1.0, True, "1", None, 10**36], ids=repr)
def test_what_is_no_count_is_refused(n):
    """People are counted in whole numbers from 0."""
    with pytest.raises(ScoreError, match="a count of people is a whole number from 0") as refused:
        PairedScores.from_rows([(1, 1, n)])
    assert refused.value.value is n


def test_rows_stand_in_the_order_of_scores():
    """Of entry and then of exit; whoever has none comes last."""
    rows = ((0, 0, 1), (0, 1, 1), (0, None, 1), (1, 0, 1), (None, 0, 1), (None, 1, 1))
    assert PairedScores.from_rows(reversed(rows)).rows == rows


@given(rows, rows)
def test_merging_is_concatenation(one, other):
    """Two schools added are the table of all their people."""
    merged = PairedScores.from_rows(one) + PairedScores.from_rows(other)
    assert merged == PairedScores.from_rows([*one, *other])


@given(rows, st.randoms(use_true_random=False))
def test_the_order_of_rows_is_irrelevant(some, random):
    """The same people in another order are the same table."""
    shuffled = list(some)
    random.shuffle(shuffled)
    assert PairedScores.from_rows(shuffled) == PairedScores.from_rows(some)


@given(st.dictionaries(st.integers(), scores), st.dictionaries(st.integers(), scores))
def test_who_the_people_are_is_irrelevant(entry, exit_):
    """Any other names for the same people give the same table."""
    renamed = PairedScores.from_pairs(
        {f"p{key}": score for key, score in entry.items()},
        {f"p{key}": score for key, score in reversed(list(exit_.items()))},
    )
    assert renamed == PairedScores.from_pairs(entry, exit_)


@given(pairs)
def test_a_table_read_back_from_csv_is_the_same(tmp_path_factory, some):
    """Scores as whole numbers or fractions, an empty cell for none."""
    path = tmp_path_factory.mktemp("pairs") / "pairs.csv"
    lines = [
        f"{'' if entry is None else entry},{'' if exit_ is None else exit_},{n}"
        for entry, exit_, n in some.rows
    ]
    path.write_text("\n".join(["entry,exit,n", *lines, ""]), "utf-8")
    assert PairedScores.from_csv(path) == some


@pytest.mark.parametrize(
    ("content", "match"),
    [
        ("before,after,n\n1,2,1\n", "the columns are entry, exit and n"),
        ("", "the columns are entry, exit and n"),
        ("entry,exit,n\n1,2,1\n1,two,1\n", "line 3 holds no two scores and count"),
        ("entry,exit,n\n1,1/0,1\n", "line 2 holds no two scores and count"),
        ("entry,exit,n\n1,nan,1\n", "line 2 holds no two scores and count"),
        ("entry,exit,n\n1\n", "line 2 holds no two scores and count"),
        ("entry,exit,n\n1,2,1,5\n", "line 2 holds no two scores and count"),
        ("entry,exit,n\n1,2,-1\n", "line 2 holds no two scores and count"),
        ("entry,entry,exit,n\n1,1,2,1\n", "the columns are entry, exit and n"),
    ],
)
def test_a_csv_that_is_no_table_of_pairs_is_refused(tmp_path, content, match):
    """The message names the line."""
    path = tmp_path / "pairs.csv"
    path.write_text(content, "utf-8")
    with pytest.raises(ScoreError, match=match):
        PairedScores.from_csv(path)


def test_nobody_with_a_pair_of_scores_is_no_row():
    """A count of 0 leaves nothing behind."""
    assert PairedScores.from_rows([(1, 1, 0), (None, 2, 0)]) == PairedScores.from_rows([])


def test_scores_stay_exact():
    """A third is a third."""
    some = PairedScores.from_rows([(Fraction(41, 3), Decimal("0.1"), 3)])
    assert some.entry.total == 41
    assert some.exit.total == Fraction(3, 10)
