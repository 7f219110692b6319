"""Item moments are exact, whoever was counted with whom and however the scores are written."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.errors import MomentsError
from analysis.moments import ItemMoments, KeyedAnswers
from instruments.errors import AnswerError
from instruments.loader import parse
from instruments.scoring import item_score, keyed_scores
from tests.conftest import SMALL, make_scale

ITEMS = ("it01", "it02", "it03")

#: Whole numbers small and large, and decimals: what is summed in different ways.
scores = st.one_of(
    st.integers(-4, 9),
    st.integers(-(10**12), 10**12),
    st.fractions(-5, 5, max_denominator=12),
)
rows_of_three = st.lists(st.lists(st.none() | scores, min_size=3, max_size=3), max_size=12)


def by_hand(rows):
    """Return the moments of three items, by definition."""
    complete = [row for row in rows if None not in row]
    return ItemMoments(
        items=ITEMS,
        n=len(complete),
        sums=tuple(sum(row[i] for row in complete) for i in range(3)),
        products=tuple(
            tuple(sum(row[i] * row[j] for row in complete) for j in range(3)) for i in range(3)
        ),
    )


@given(rows_of_three)
def test_sums_and_products_are_exact(rows):
    """Whole numbers and fractions alike, of those who answered everything."""
    assert ItemMoments.from_rows(ITEMS, rows) == by_hand(rows)


@pytest.mark.parametrize("large", [2**26, 2**26 + 1, 10**9 + 7, 10**12 - 1])
def test_large_scores_lose_nothing(large):
    """Sums of their products are more than floating point holds exactly."""
    rows = [[large, large - 1, 1], [large - 2, large, 3], [1 - large, 0, 5]]
    assert ItemMoments.from_rows(ITEMS, rows) == by_hand(rows)


@given(rows_of_three, rows_of_three)
def test_merging_is_counting_together(one, other):
    """Two schools, or two chunks, added are all their people."""
    together = ItemMoments.from_rows(ITEMS, [*one, *other])
    assert ItemMoments.from_rows(ITEMS, one) + ItemMoments.from_rows(ITEMS, other) == together


@given(rows_of_three.flatmap(lambda rows: st.tuples(st.just(rows), st.permutations(rows))))
def test_the_order_of_people_is_irrelevant(both):
    """They are a set of people, not a list."""
    rows, shuffled = both
    assert ItemMoments.from_rows(ITEMS, rows) == ItemMoments.from_rows(ITEMS, shuffled)


@given(rows_of_three.filter(lambda rows: sum(None not in row for row in rows) > 1))
def test_covariances_are_those_of_the_definition(rows):
    """With n - 1, and exact."""
    complete = [row for row in rows if None not in row]
    n = len(complete)
    means = [Fraction(sum(row[i] for row in complete)) / n for i in range(3)]
    assert ItemMoments.from_rows(ITEMS, rows).covariances == [
        [
            sum((row[i] - means[i]) * (row[j] - means[j]) for row in complete) / Fraction(n - 1)
            for j in range(3)
        ]
        for i in range(3)
    ]


@pytest.mark.parametrize("rows", [[], [[1, 2, None]], [[None, None, None]] * 2])
def test_without_a_complete_row_everything_is_zero(rows):
    """Nobody is somebody to add others to."""
    nobody = ItemMoments.from_rows(ITEMS, rows)
    assert nobody == ItemMoments(ITEMS, 0, (0, 0, 0), ((0, 0, 0),) * 3)
    assert nobody + by_hand([[1, 2, 3]]) == by_hand([[1, 2, 3]])


def test_a_pair_of_items_never_seen_together_leaves_nobody():
    """Listwise: such a pair is never taken for a covariance of zero."""
    rows = [[1, 2, None], [2, 3, None], [None, 3, 4], [None, 1, 2]]
    assert ItemMoments.from_rows(ITEMS, rows).n == 0


def test_rows_and_columns_have_as_many_scores_as_there_are_items():
    """One score per item, one item per score, and one person at a place of all columns."""
    with pytest.raises(MomentsError, match="a row of 2 scores for 3 items"):
        ItemMoments.from_rows(ITEMS, [[1, 2, 3], [1, 2]])
    with pytest.raises(MomentsError, match=r"columns of \[1, 1\] scores for 3 items"):
        ItemMoments.from_columns(ITEMS, [[1], [2]])
    with pytest.raises(MomentsError, match=r"columns of \[1, 2, 1\] scores for 3 items"):
        ItemMoments.from_columns(ITEMS, [[1], [2, 3], [4]])


def test_moments_of_other_items_are_refused():
    """They are of another scale."""
    with pytest.raises(MomentsError, match="different items"):
        by_hand([[1, 2, 3]]) + ItemMoments.from_rows(["it01", "it02", "it04"], [[1, 2, 3]])


answered = st.lists(
    st.dictionaries(st.sampled_from(ITEMS), st.none() | st.integers(1, 4)), max_size=12
)


@given(answered, st.lists(st.sampled_from(["", "-"]), min_size=3, max_size=3))
def test_answers_count_as_scoring_counts_them(forms, signs):
    """Reversed, missing and never shown: as from rows of keyed item scores."""
    instrument = make_scale(*(sign + code for sign, code in zip(signs, ITEMS, strict=True)))
    [scale] = instrument.scales
    rows = [
        keyed_scores(
            scale.keys,
            instrument,
            {code: item_score(instrument.by_code[code], form.get(code)) for code in ITEMS},
        )
        for form in forms
    ]
    assert KeyedAnswers(instrument, [scale]).moments(forms) == [by_hand(rows)]


def test_every_scale_has_its_own_people(small):
    """In the order asked for; who skipped an item of one is counted in the other."""
    total, gap = small.scales
    forms = [{"sm01": 1, "sm02": 4, "sm03": 7}, {"sm01": 2, "sm02": None, "sm03": 5}]
    of_gap, of_total = KeyedAnswers(small, [gap, total]).moments(forms)
    assert (of_gap.items, of_gap.n, of_gap.sums) == (("sm03", "sm01"), 2, (12, 3))
    assert (of_total.items, of_total.n, of_total.sums) == (("sm01", "sm02"), 1, (1, 1))
    assert [nobody.n for nobody in KeyedAnswers(small, [gap, total]).moments([])] == [0, 0]


@pytest.mark.parametrize("answer", [0, 5, True, 1.0, "often"])
def test_an_answer_that_is_none_is_refused_however_often_it_was_seen(answer):
    """What is remembered of 1 says nothing of true or 1.0."""
    instrument = make_scale("it01", "it02")
    keyed = KeyedAnswers(instrument, instrument.scales)
    assert keyed.moments([{"it01": 1, "it02": 1}])[0].n == 1
    with pytest.raises(AnswerError):
        keyed.moments([{"it01": answer, "it02": 1}])


def test_decimals_are_read_from_text():
    """As they are stored, so that no answer passes through binary floating point."""
    definition = SMALL.replace('kind = "rating"', 'kind = "number"').encode()
    instrument = parse(definition, file="small.toml")
    _, gap = instrument.scales
    forms = [{"sm03": "2.1", "sm01": 1}, {"sm03": "2.2", "sm01": 1}, {"sm03": 3, "sm01": 2}]
    [moments] = KeyedAnswers(instrument, [gap]).moments(forms)
    assert moments.sums == (Fraction(73, 10), 4)
    assert moments.products[0] == (Fraction(1825, 100), Fraction(103, 10))
