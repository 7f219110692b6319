"""How a form was filled in: what is missing, runs of one answer, and when a form is flagged."""

from __future__ import annotations

from fractions import Fraction
from statistics import variance

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.quality import form_quality
from instruments.errors import AnswerError
from instruments.loader import parse
from tests.conftest import SMALL, make_scale

N = 16
CODES = [f"qq{number:02}" for number in range(1, N + 1)]
RATINGS = make_scale(*CODES)


def judged(answers, instrument=RATINGS):
    """Return the quality of a form of sixteen ratings from 1 to 4, the first of them given."""
    return form_quality(instrument, dict(zip(instrument.by_code, answers, strict=False)))


def with_items(*items):
    """Return an instrument of the small one's head and options, with these items."""
    head = SMALL.split("[[items]]", 1)[0].replace("comparable_with = [1]", "comparable_with = []")
    texts = (f'[[items]]\ntext = {{ru = "?"}}\nunscored = true\n{item}\n' for item in items)
    scored = (
        '[[items]]\ncode = "zz01"\nkind = "number"\nrange = [0, 9]\ntext = {ru = "?"}\n'
        '[[scales]]\ncode = "total"\ntitle = {ru = "Итог"}\nkeys = ["zz01"]\nmethod = "sum"\n'
        'max_missing = 0\nbetter = "none"\nrange = [0, 9]\n'
    )
    body = "".join(texts) + scored
    text = f"{head.replace('version = 2', 'version = 1')}{AGREE}{body}"
    return parse(text.encode(), file="made.toml")


def rating(code, high=4):
    """Return a rating item from 1."""
    return f'code = "{code}"\nkind = "rating"\nrange = [1, {high}]'


def line(code):
    """Return an item answered on a line."""
    return f'code = "{code}"\nkind = "vas"\nrange = [0, 1]\nends = {{ru = ["a", "b"]}}'


def yes_no(code):
    """Return a question to say yes or no to."""
    return f'code = "{code}"\nkind = "yes_no"'


def choice(code, options="freq4"):
    """Return an item with the options of the small instrument, or others."""
    return f'code = "{code}"\nkind = "choice"\noptions = "{options}"'


#: Others with the same scores.
AGREE = """
[[options]]
code = "agree4"
choices = [{score = 1, ru = "нет"}, {score = 2, ru = "скорее нет"}, {score = 3, ru = "скорее да"},
           {score = 4, ru = "да"}]
"""


def test_every_figure_of_a_form():
    """1 2 2 2 and twelve skipped, by hand: 0.75 of squares over three degrees of freedom."""
    found = judged([1, 2, 2, 2, *[None] * 12])
    assert found.missing == Fraction(12, 16)
    assert found.longest_run == 3
    assert found.variance == Fraction(1, 4)


def test_an_item_that_was_not_shown_does_not_count():
    """Absent is not shown, None is skipped."""
    assert form_quality(RATINGS, {"qq01": 1, "qq02": None}).missing == Fraction(1, 2)


@pytest.mark.parametrize(("n_missing", "flagged"), [(8, False), (9, True), (16, True)])
def test_more_than_half_missing_is_flagged(n_missing, flagged):
    """Half is not yet."""
    answers = [1 + place % 4 for place in range(N - n_missing)] + [None] * n_missing
    assert judged(answers).flagged is flagged


@pytest.mark.parametrize(("run", "flagged"), [(7, False), (8, True), (16, True)])
def test_a_long_run_is_flagged(run, flagged):
    """Eight of sixteen are half of them."""
    found = judged([3] * run + [1 + place % 2 for place in range(N - run)])
    assert found.longest_run == run
    assert found.flagged is flagged


def test_a_long_run_on_a_much_longer_form_is_not_flagged():
    """Eight of seventeen are less than half."""
    longer = make_scale(*CODES, "qq17")
    assert not judged([3] * 8 + [1, 2] * 4 + [1], longer).flagged
    assert judged([3] * 9 + [1, 2] * 4, longer).flagged


def test_on_fewer_than_eight_items_sameness_is_no_sign():
    """Whoever gives one answer to all seven may well mean it."""
    assert not judged([4] * 7, make_scale(*CODES[:7])).flagged
    assert judged([4] * 8, make_scale(*CODES[:8])).flagged


def test_a_skipped_item_ends_a_run():
    """Somebody looked at it."""
    assert judged([3] * 7 + [None] + [3] * 7 + [1]).longest_run == 7


def test_a_run_ends_with_its_response_set():
    """The same number on another range, or of other options, is another answer."""
    items = [rating(f"aa{n:02}") for n in range(6)] + [rating(f"ab{n:02}", 5) for n in range(6)]
    mixed = with_items(*items, *(choice(f"ac{n:02}") for n in range(6)))
    found = form_quality(mixed, dict.fromkeys([*mixed.by_code][:-1], 2))
    assert found.longest_run == 6
    assert not found.flagged


@pytest.mark.parametrize(
    ("one", "other"),
    [(choice, lambda code: choice(code, "agree4")), (yes_no, line)],
    ids=["other words", "another kind"],
)
def test_the_same_scores_may_be_other_answers(one, other):
    """Five times “often” and five times “rather yes” are no run of ten."""
    mixed = with_items(
        *(one(f"aa{n:02}") for n in range(5)), *(other(f"ab{n:02}") for n in range(5))
    )
    assert form_quality(mixed, dict.fromkeys([*mixed.by_code][:-1], 1)).longest_run == 5


@pytest.mark.parametrize("item", [rating, choice, yes_no, line])
def test_whatever_is_picked_can_be_picked_without_reading(item):
    """Eight times the same of eight."""
    alike = with_items(*(item(f"aa{n:02}") for n in range(8)))
    found = form_quality(alike, dict.fromkeys([*alike.by_code][:-1], 1))
    assert (found.missing, found.longest_run, found.flagged) == (0, 8, True)


def test_the_share_of_a_run_is_that_of_its_response_set():
    """Eight of the nine ratings, though the form has twenty more items of other kinds."""
    items = [rating(f"aa{n:02}") for n in range(9)] + [choice(f"ab{n:02}") for n in range(20)]
    mixed = with_items(*items)
    answers = {item.code: 1 + place % 2 for place, item in enumerate(mixed.items)}
    assert not form_quality(mixed, answers).flagged
    assert form_quality(mixed, answers | {f"aa{n:02}": 3 for n in range(8)}).flagged


def test_items_of_one_response_set_that_stand_apart_count_together():
    """A run of eight is not half of eighteen ratings, wherever the others stand."""
    parts = [[rating(f"{part}{n:02}") for n in range(9)] for part in ("aa", "ab")]
    mixed = with_items(*parts[0], choice("ac01"), *parts[1])
    answers = {item.code: 1 + place % 2 for place, item in enumerate(mixed.items)}
    assert not form_quality(mixed, answers | {f"aa{n:02}": 3 for n in range(8)}).flagged
    assert form_quality(mixed, answers | {f"aa{n:02}": 3 for n in range(9)}).flagged


def test_open_and_multiple_answers_do_not_count_and_part_nobody():
    """Neither for what is missing, nor for a run, nor for the spread."""
    mixed = with_items(
        rating("aa01"), 'code = "ab01"\nkind = "text"', rating("aa02"),
        'code = "ab02"\nkind = "multiple"\noptions = "freq4"', rating("aa03"),
        'code = "ab03"\nkind = "number"\nrange = [0, 99]', rating("aa04"),
    )  # fmt: skip
    answers = dict.fromkeys(mixed.by_code) | {f"aa{n:02}": 2 for n in range(1, 5)} | {"zz01": 2}
    found = form_quality(mixed, answers)
    assert (found.missing, found.longest_run, found.variance) == (0, 4, 0)


def test_numbers_of_a_scale_may_be_missing_but_make_no_run():
    """Two scores of the same size are no answers ticked without reading."""
    numbers = with_items(rating("aa01"))
    assert form_quality(numbers, {"aa01": 1, "zz01": None}).missing == Fraction(1, 2)
    assert form_quality(numbers, {"zz01": 1}).longest_run == 0


def test_the_spread_is_pooled_within_response_sets():
    """1 3 and 2 2 5: squares 2 and 6 over 1 and 2 degrees of freedom, not over the means' gap."""
    mixed = with_items(
        rating("aa01"), rating("aa02"), rating("ab01", 9), rating("ab02", 9), rating("ab03", 9)
    )
    answers = dict(zip(mixed.by_code, [1, 3, 2, 2, 5], strict=False))
    assert form_quality(mixed, answers).variance == Fraction(8, 3)


@pytest.mark.parametrize("answers", [[], [None] * N, [1], [None, 4]])
def test_fewer_than_two_answers_have_no_spread(answers):
    """None, never zero and never an error."""
    assert judged(answers).variance is None


def test_a_form_without_items_that_count_is_not_flagged():
    """Nothing is missing where nothing was asked."""
    found = form_quality(RATINGS, {})
    assert (found.missing, found.longest_run, found.flagged) == (0, 0, False)


def test_an_answer_that_is_none_of_the_items_is_refused():
    """As where it is scored."""
    with pytest.raises(AnswerError, match="qq01"):
        judged([5])


ANSWERS = st.lists(st.one_of(st.none(), st.integers(1, 4)), min_size=N, max_size=N)


@given(ANSWERS)
def test_reading_backwards_or_from_the_other_end_changes_nothing(answers):
    """Neither the order nor which end is called 1 says anything of care."""
    turned = [None if answer is None else 5 - answer for answer in answers]
    assert judged(answers[::-1]) == judged(answers) == judged(turned)


@given(ANSWERS)
def test_figures_stay_in_their_bounds(answers):
    """A run is no longer than what was answered; the spread is the textbook's."""
    known = [answer for answer in answers if answer is not None]
    found = judged(answers)
    assert found.missing == 1 - Fraction(len(known), N)
    assert min(1, len(known)) <= found.longest_run <= len(known)
    if len(known) > 1:
        assert float(found.variance) == pytest.approx(variance(known))
