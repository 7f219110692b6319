"""Answers become scores exactly, and only answers do."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from instruments.errors import AnswerError
from instruments.exact import exact
from instruments.loader import parse
from instruments.model import Kind, Method
from instruments.scoring import (
    check_answer,
    item_score,
    keyed_score,
    keyed_scores,
    level_of,
    scale_range,
    score,
)
from tests.conftest import SMALL, broken, make_scale
from tests.strategies import answered_scales


def total(instrument, **answers):
    """Return the score of the scale `total`."""
    return score(instrument, answers)["total"]


def test_a_reverse_keyed_item_counts_as_lo_plus_hi_minus_score():
    """Range 1 to 4: 4 counts as 1."""
    instrument = make_scale("it01", "-it02")
    assert total(instrument, it01=3, it02=4).value == 3 + (1 + 4 - 4)


@pytest.mark.parametrize(
    ("answer", "direct", "reversed_"), [(4, 4, 1), ("2", 2, 3), (None, None, None)]
)
def test_one_answer_counts_as_it_does_in_its_scale(answer, direct, reversed_):
    """Range 1 to 4, with a key and with a reversed one; a skipped item stays missing."""
    instrument = make_scale("it01", "-it02")
    [scale] = instrument.scales
    counted = [keyed_score(key, instrument, answer) for key in scale.keys]
    assert counted == [direct, reversed_]


def test_an_answer_of_no_item_counts_as_nothing_in_no_scale():
    """It is refused, whichever way the item is keyed."""
    instrument = make_scale("it01", "-it02")
    for key in instrument.scales[0].keys:
        with pytest.raises(AnswerError):
            keyed_score(key, instrument, 5)


def test_manual_constants_do_not_exist():
    """STAI-like: sum of direct - sum of reverse + 50 is minus keys over 20 items 1 to 4."""
    reverse = {1, 2, 5, 8, 10, 11, 15, 16, 19, 20}
    keys = [f"{'-' if place in reverse else ''}it{place:02}" for place in range(1, 21)]
    answers = {f"it{place:02}": (place * 7) % 4 + 1 for place in range(1, 21)}
    by_hand = 50 + sum(
        -answers[f"it{place:02}"] if place in reverse else answers[f"it{place:02}"]
        for place in range(1, 21)
    )
    assert total(make_scale(*keys), **answers).value == by_hand


def test_a_missing_item_of_a_sum_is_prorated_exactly():
    """Three of four answered: their mean times four, a rational, not a float."""
    instrument = make_scale("it01", "it02", "it03", "it04", max_missing="0.25")
    scored = total(instrument, it01=1, it02=2, it03=4)
    assert scored.value == Fraction(28, 3)
    assert isinstance(scored.value, Fraction)
    assert (scored.n_items, scored.n_missing) == (4, 1)


@pytest.mark.parametrize(
    ("share", "missing", "has_score"),
    [("0", 0, True), ("0", 1, False), ("0.2", 1, True), ("0.2", 2, False), ("0.39", 1, True),
     ("0.4", 2, True), ("0.99", 4, True), ("0.99", 5, False)],
)  # fmt: skip
def test_a_share_of_items_may_be_missing(share, missing, has_score):
    """Of five items at most the share; with all missing there is never a score."""
    codes = [f"it{place:02}" for place in range(1, 6)]
    instrument = make_scale(*codes, max_missing=share)
    answers = dict.fromkeys(codes[missing:], 2)
    assert (total(instrument, **answers).value is not None) is has_score


def test_a_mean_is_the_mean_of_the_answered():
    """Two of three."""
    mean = SMALL.replace('method = "sum"', 'method = "mean"').replace(
        "range = [2, 8]", "range = [1, 4]"
    )
    mean = mean.replace("upto = 4", "upto = 2").replace("below = 7", "below = 3")
    instrument = parse(mean.encode(), file="small.toml")
    assert total(instrument, sm01=3, sm02=None, sm03=None).value == 3
    assert total(instrument, sm01=3, sm02=1, sm03=None).value == Fraction(7, 2)


def test_a_difference_is_the_first_mean_minus_the_second(small):
    """Each list by itself may miss at most its share."""
    assert score(small, {"sm03": 10, "sm01": 4})["gap"].value == 6
    assert score(small, {"sm03": 10})["gap"].value is None
    assert score(small, {"sm01": 4})["gap"].value is None


def test_levels_say_which_side_a_boundary_belongs_to(small):
    """`upto` takes its boundary in, `below` leaves it to the next level."""
    scale = small.scales[0]
    at = {
        value: level_of(scale, value).code
        for value in (2, 4, Fraction(13, 3), Fraction(20, 3), 7, 8)
    }
    assert list(at.values()) == ["low", "low", "middle", "middle", "high", "high"]
    assert level_of(small.scales[1], Fraction(0)) is None
    assert total(small, sm01=1, sm02=4, sm03=None).level.code == "low"
    assert total(small, sm01=None, sm02=None, sm03=None).level is None


@pytest.mark.parametrize(
    "answer", [3, "3", " 3 ", "3.0", "3,0", "+3", Decimal("3.0"), Fraction(3)], ids=repr
)
def test_a_number_is_read_as_it_is_typed(small, answer):
    """Whole numbers, decimals with point or comma, exact numbers."""
    assert item_score(small.by_code["sm01"], answer) == 3


@pytest.mark.parametrize(
    "answer",
    [0, 5, "5", 2.0, 2.5, "2.5", True, "никогда", "", "1e0", "٣", "1/2", "--1", [2], b"2", float("nan"),
     Decimal("NaN"), Decimal("Infinity"), "1" * 40],
    ids=repr,
)  # fmt: skip
def test_anything_else_is_refused_with_the_item_and_its_rule(small, answer):
    """A float is refused even where it is whole: it may have lost what was answered."""
    with pytest.raises(AnswerError) as refused:
        item_score(small.by_code["sm01"], answer)
    assert refused.value.item == "sm01"
    assert refused.value.value is answer
    (problem,) = refused.value.problems
    assert (str(problem.place), str(problem.what)) == ("item sm01", f"“{answer}”")
    assert str(problem.rule) == "the answer is one of: 1, 2, 3, 4"
    assert str(problem.remedy) == "correct the answer, or leave it empty"


@pytest.mark.parametrize("answer", [0, 11, "5.5"])
def test_a_rating_is_a_whole_number_in_its_range(small, answer):
    """From 1 to 10."""
    with pytest.raises(AnswerError, match="a whole number from 1 to 10"):
        item_score(small.by_code["sm03"], answer)


def test_a_decimal_answer_stays_exact():
    """0.1 is a tenth, not the nearest binary fraction."""
    number = broken('kind = "rating"', 'kind = "number"')
    item = parse(number, file="small.toml").by_code["sm03"]
    assert item_score(item, "1,1") == Fraction(11, 10)
    assert item_score(item, Decimal("1.1")) == Fraction(11, 10)
    with pytest.raises(AnswerError, match="a number from 1 to 10"):
        item_score(item, "10.01")


def test_open_and_multiple_answers_are_checked_at_the_door(small):
    """An open answer has a length; several answers are a list of different scores."""
    check_answer(small.by_code["sm05"], "Потому что.")
    check_answer(small.by_code["sm05"], "а" * 1000)
    check_answer(small.by_code["sm05"], None)
    check_answer(small.by_code["sm04"], 1)
    with pytest.raises(AnswerError, match="at most 1000 characters"):
        check_answer(small.by_code["sm05"], "а" * 1001)
    with pytest.raises(AnswerError, match="at most 1000 characters"):
        check_answer(small.by_code["sm05"], 7)
    several = broken('kind = "yes_no"\n', 'kind = "multiple"\noptions = "freq4"\n')
    item = parse(several.replace(b'show_if = {item = "sm04", equals = 1}', b""), file="s").by_code[
        "sm04"
    ]
    assert (item.kind, item.range) == (Kind.MULTIPLE, None)
    check_answer(item, [1, 3])
    for wrong, named in (([1, 1], [1, 1]), ([5], 5), (1, 1), ("1", "1")):
        with pytest.raises(AnswerError, match="a list of different scores from: 1, 2") as refused:
            check_answer(item, wrong)
        assert refused.value.value == named


@pytest.mark.parametrize("text", ["1.", ".5", "1 000", "1e3", "½", "0x1", "nan", "1,2,3", ""])
def test_what_is_no_number_is_none(text):
    """Nothing is repaired."""
    assert exact(text) is None


@given(answered_scales())
def test_a_score_lies_in_the_declared_range_and_is_exact(drawn):
    """Whatever was answered, prorated or not, and never by way of a float."""
    instrument, answers = drawn
    scored = score(instrument, answers)["total"]
    assert scored.n_missing == sum(answer is None for answer in answers.values())
    if scored.value is not None:
        low, high = instrument.scales[0].range
        assert low <= scored.value <= high
        assert isinstance(scored.value, Fraction)


@given(answered_scales())
def test_reversing_twice_changes_nothing(drawn):
    """An item turned and turned again counts as it was answered."""
    instrument, answers = drawn
    keys = instrument.scales[0].keys
    once = keyed_scores(keys, instrument, answers)
    twice = keyed_scores(keys, instrument, dict(zip(answers, once, strict=True)))
    assert twice == list(answers.values())


@given(answered_scales())
def test_answers_turned_round_mirror_the_score(drawn):
    """Every answer as lo + hi - answer gives low + high - score."""
    instrument, answers = drawn
    value = score(instrument, answers)["total"].value
    mirrored_answers = {
        code: None if answer is None else sum(instrument.by_code[code].range) - answer
        for code, answer in answers.items()
    }
    mirrored = score(instrument, mirrored_answers)["total"].value
    if value is None:
        assert mirrored is None
    else:
        assert mirrored == sum(instrument.scales[0].range) - value


@given(answered_scales())
def test_the_best_answers_give_the_extreme(drawn):
    """Each item answered at the end its key counts up gives the highest score, else the lowest."""
    instrument, _ = drawn
    scale = instrument.scales[0]
    best = {
        key.item: instrument.by_code[key.item].range[0 if key.reverse else 1] for key in scale.keys
    }
    worst = {code: sum(instrument.by_code[code].range) - value for code, value in best.items()}
    assert score(instrument, best)["total"].value == scale.range[1]
    assert score(instrument, worst)["total"].value == scale.range[0]


@given(answered_scales(), st.randoms(use_true_random=False))
def test_the_order_of_answers_is_irrelevant(drawn, random):
    """Answers are found by item code."""
    instrument, answers = drawn
    shuffled = list(answers.items())
    random.shuffle(shuffled)
    assert score(instrument, dict(shuffled)) == score(instrument, answers)


def test_the_range_of_a_mean_and_a_difference(small):
    """Computed from keys and item ranges, by method."""
    assert scale_range(small.scales[1], small) == (1 - 4, 10 - 1)
    assert small.scales[1].method is Method.DIFFERENCE
