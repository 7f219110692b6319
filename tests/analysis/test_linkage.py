"""Self-generated codes: who is linked, who is not, and that nobody is linked by chance."""

from __future__ import annotations

from collections import Counter
from math import log2
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.code_elements import normalised
from analysis.errors import SlipRateError
from analysis.linkage import MARGIN, Link, link
from analysis.linkage_weights import Weights, least_weight

CODES = ("own", "mother", "day", "grandmother", "town", "brothers", "sisters", "eyes", "cohort")

#: The person most tests are about; nobody of the crowd is near.
ANNA = dict(zip(CODES, ("А", "Е", "5", "Л", "П", "0", "1", "карие", "2020"), strict=True))


def crowd(wave, n=20):
    """Return people who come to one wave only: they tell how common values are, and fit nobody."""
    random = Random(wave)  # noqa: S311 - because nothing is secret here
    return {f"{wave}{i}": {code: random.choice("абвгдежзик") for code in CODES} for i in range(n)}


def linked(entry, exit_):
    """Return the linkage of some people among two crowds that have no links of their own."""
    return link(crowd("entry") | entry, crowd("exit") | exit_)


def test_the_crowd_has_no_links():
    """So whatever the tests below find is about the people they name."""
    assert linked({}, {}).links == ()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Анна", "анна"),
        ("Пётр", "ПЕТР"),
        ("А", "A"),
        ("авсенкмортху", "ABCEHKMOPTXY"),
        ("авсенкмортху", "abcehkmoptxy"),
        ("05", "5"),
        ("007", " 7 "),
        ("0", "00"),
        ("Санкт-Петербург", "санкт  петербург."),
        ("«П»", "п"),
        ("за\u0301мок", "замок"),
        ("и\u0306", "й"),
    ],
)
def test_what_people_write_now_so_and_now_otherwise_is_the_same(one, other):
    """Case, ё, Latin look-alikes, zeros, spaces, punctuation, stress."""
    assert normalised(one) == normalised(other)


@pytest.mark.parametrize(
    ("one", "other"), [("и", "й"), ("5", "50"), ("10", "1"), ("15", "105"), ("0", ""), ("ш", "щ")]
)
def test_what_differs_stays_different(one, other):
    """A zero that counts, a letter of its own."""
    assert normalised(one) != normalised(other)


@given(st.text("аАёЁйabcXYZ059 -.«»№\u0301"))
def test_normalising_twice_changes_nothing(text):
    """Whatever the text."""
    assert normalised(normalised(text)) == normalised(text)


def test_weights_by_hand():
    """Of eight answers 5 and 7 stand three times each, 9 and 11 once.

    Both say 5: log2(0.95 / (3/8)) = log2(2.5333) = 1.3410. Both say 9: log2(0.95 / (1/8)) =
    log2(7.6) = 2.9260. They differ: two of the eight differ with 1 - (9 + 9 + 1 + 1) / 64 = 0.6875;
    log2(0.05 / 0.6875) = -3.7814.
    """
    people = [(day,) for day in ("5", "5", "7", "9", "5", "7", "7", "11")]
    weights = Weights.of(people, slip=0.05)
    assert weights.of_pair(("5",), ("5",)) == pytest.approx(1.3410, abs=1e-4)
    assert weights.of_pair(("9",), ("9",)) == pytest.approx(2.9260, abs=1e-4)
    assert weights.of_pair(("5",), ("9",)) == pytest.approx(-3.7814, abs=1e-4)


def test_weights_add_up_and_a_missing_answer_adds_nothing():
    """Two elements: letters А, А, А, Б (Б: log2(0.9 / 0.25) = 1.8480), eyes with one gap.

    Eyes are known of three, two of them grey: log2(0.9 / (2/3)) = 0.4330. They differ:
    log2(0.1 / (1 - 5/9)) = -2.1520.
    """
    weights = Weights.of([("А", "1"), ("А", "1"), ("А", "2"), ("Б", None)], slip=0.1)
    assert weights.of_pair(("Б", "1"), ("Б", "1")) == pytest.approx(1.8480 + 0.4330, abs=1e-4)
    assert weights.of_pair(("Б", "1"), ("Б", "2")) == pytest.approx(1.8480 - 2.1520, abs=1e-4)
    assert weights.of_pair(("Б", None), ("Б", "2")) == pytest.approx(1.8480, abs=1e-4)
    assert weights.of_pair(("Б", None), ("Б", None)) == pytest.approx(1.8480, abs=1e-4)


def test_the_rarest_value_weighs_as_much_as_one_in_a_hundred():
    """Two of a thousand say ъ: log2(0.95 / 0.01) = 6.5699, not log2(0.95 / 0.002) = 8.89."""
    weights = Weights.of([("ъ",)] * 2 + [("а",)] * 998, slip=0.05)
    assert weights.of_pair(("ъ",), ("ъ",)) == pytest.approx(6.5699, abs=1e-4)


def test_what_everybody_says_tells_nothing():
    """log2(0.95 / 1) is the price of a slip, and nobody differs."""
    weights = Weights.of([("2020",)] * 4, slip=0.05)
    assert weights.of_pair(("2020",), ("2020",)) == pytest.approx(log2(0.95))


@pytest.mark.parametrize(("n_entry", "n_exit"), [(300, 200), (200, 300), (300, 300)])
def test_the_least_weight_by_hand(n_entry, n_exit):
    """log2(300) + log2(19) = 8.2288 + 4.2479."""
    assert least_weight(n_entry, n_exit) == pytest.approx(12.4767, abs=1e-4)


def test_all_elements_agree():
    """Written differently, they are the same."""
    written = {code: f" {answer.upper()}" for code, answer in ANNA.items()} | {"day": "05"}
    found = linked({"e": ANNA}, {"x": written})
    assert found.links == (Link("e", "x", "exact"),)
    assert (found.n_entry, found.n_exit, found.exact, found.tolerant) == (21, 21, 1, 0)
    assert (found.unmatched_entry, found.unmatched_exit) == (20, 20)
    assert (found.ambiguous_entry, found.ambiguous_exit) == (0, 0)


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("answer", ["другое", None, "", " ", "не знаю", "Не помню.", "Don't know"])
def test_one_element_may_differ_or_be_missing(code, answer):
    """Whichever, at whichever wave, the cohort too."""
    changed = ANNA | {code: answer}
    assert linked({"e": ANNA}, {"x": changed}).links == (Link("e", "x", "tolerant"),)
    assert linked({"e": changed}, {"x": ANNA}).links == (Link("e", "x", "tolerant"),)


def test_an_element_may_be_left_out_altogether():
    """A key that is not there is an answer that is not there."""
    without = {code: answer for code, answer in ANNA.items() if code != "eyes"}
    assert linked({"e": ANNA}, {"x": without}).links == (Link("e", "x", "tolerant"),)


@pytest.mark.parametrize(
    "answers", [("другое", None), (None, "другое"), (None, None), ("другое", "иное")]
)
@pytest.mark.parametrize("codes", [("own", "mother"), ("eyes", "cohort"), ("brothers", "sisters")])
def test_two_elements_may_not(codes, answers):
    """Neither differ, nor lack, nor one of each."""
    changed = ANNA | dict(zip(codes, answers, strict=True))
    found = linked({"e": ANNA}, {"x": changed})
    assert (found.links, found.unmatched_entry, found.unmatched_exit) == ((), 21, 21)


def test_each_side_lacks_another_element():
    """Two elements in all do not agree."""
    assert linked({"e": ANNA | {"day": ""}}, {"x": ANNA | {"eyes": ""}}).links == ()


def test_what_is_unknown_at_both_waves_is_one_element():
    """Who never knew a grandmother is linked by all the rest; it is no agreement."""
    unknown = ANNA | {"grandmother": "не знаю"}
    assert linked({"e": unknown}, {"x": unknown}).links == (Link("e", "x", "tolerant"),)
    for more in ("другие", "не знаю"):
        also = unknown | {"eyes": more}
        assert linked({"e": unknown}, {"x": also}).links == ()
        assert linked({"e": also}, {"x": unknown}).links == ()
    assert linked({"e": also}, {"x": also}).links == ()


def test_an_element_that_nobody_answered_was_not_asked():
    """Mentors have no cohort."""
    entry, exit_ = crowd("entry") | {"e": ANNA}, crowd("exit") | {"x": ANNA}
    for people in (entry, exit_):
        for key in people:
            people[key] = people[key] | {"cohort": None}
    assert link(entry, exit_).links == (Link("e", "x", "exact"),)


def test_a_class_is_no_condition():
    """Somebody who repeats a year has another cohort, and is linked."""
    found = linked({"e": ANNA}, {"x": ANNA | {"cohort": "2021"}})
    assert found.links == (Link("e", "x", "tolerant"),)


def test_people_with_the_same_elements_are_ambiguous():
    """One of them came again, and nobody can say which."""
    found = linked({"e1": ANNA, "e2": ANNA}, {"x": ANNA})
    assert found.links == ()
    assert (found.ambiguous_entry, found.ambiguous_exit) == (2, 1)
    assert (found.unmatched_entry, found.unmatched_exit) == (20, 20)
    turned = linked({"e": ANNA}, {"x1": ANNA, "x2": ANNA})
    assert (turned.links, turned.ambiguous_entry, turned.ambiguous_exit) == ((), 1, 2)


def test_two_who_fit_equally_well_are_ambiguous():
    """Without an answer about eyes, brown and grey ones are as near."""
    found = linked(
        {"e": ANNA | {"eyes": None}}, {"x1": ANNA | {"eyes": "1"}, "x2": ANNA | {"eyes": "2"}}
    )
    assert (found.links, found.ambiguous_entry, found.ambiguous_exit) == ((), 1, 2)


def test_the_same_elements_with_one_slip_are_ambiguous_too():
    """A tie need not be exact."""
    found = linked({"e1": ANNA, "e2": ANNA}, {"x": ANNA | {"day": "6"}})
    assert (found.links, found.ambiguous_entry, found.ambiguous_exit) == ((), 2, 1)


def test_twins_are_told_apart_by_their_own_name():
    """All else is of the family; each is nearest to herself."""
    twin = ANNA | {"own": "М"}
    found = linked({"e1": ANNA, "e2": twin}, {"x1": ANNA, "x2": twin})
    assert found.links == (Link("e1", "x1", "exact"), Link("e2", "x2", "exact"))


def test_siblings_with_a_slip_are_told_apart():
    """Own letter and day differ: two elements, so neither is a candidate for the other."""
    sister = ANNA | {"own": "М", "day": "17"}
    found = linked(
        {"e1": ANNA, "e2": sister}, {"x1": ANNA | {"eyes": "зелёные"}, "x2": sister | {"town": "К"}}
    )
    assert found.links == (Link("e1", "x1", "tolerant"), Link("e2", "x2", "tolerant"))


def test_who_is_somebody_elses_is_not_linked():
    """The twin who left is near the one who stayed; near, but not the best."""
    found = linked({"e1": ANNA, "e2": ANNA | {"own": "М"}}, {"x": ANNA})
    assert found.links == (Link("e1", "x", "exact"),)
    assert (found.unmatched_entry, found.ambiguous_entry, found.ambiguous_exit) == (21, 0, 0)
    turned = linked({"e": ANNA}, {"x1": ANNA, "x2": ANNA | {"own": "М"}})
    assert turned.links == (Link("e", "x1", "exact"),)
    assert (turned.unmatched_exit, turned.ambiguous_entry, turned.ambiguous_exit) == (21, 0, 0)


def test_rare_agreement_outweighs_common_agreement():
    """E shares a rare town with x1 and common eyes with x2; the rare town tells more."""
    entry, exit_ = crowd("entry", 40), crowd("exit", 40)
    for people in (entry, exit_):
        for place, key in enumerate(people):
            people[key] = people[key] | {"eyes": "карие" if place % 10 else "серые"}
    found = link(
        entry | {"e": ANNA | {"town": "Щ", "eyes": "карие"}},
        exit_
        | {
            "x1": ANNA | {"town": "Щ", "eyes": "серые"},
            "x2": ANNA | {"town": "а", "eyes": "карие"},
        },
    )
    assert found.links == (Link("e", "x1", "tolerant"),)


def by_difference(share):
    """Return two who are equal but for one element of two values, and their nearest.

    The element has value 1 in the given share of 100 crowd people at each wave, else value 2.
    """
    entry, exit_ = crowd("entry", 100), crowd("exit", 100)
    for people in (entry, exit_):
        for place, key in enumerate(people):
            people[key] = people[key] | {"hand": "1" if place < share else "2"}
    e, x1, x2 = ANNA | {"hand": "1"}, ANNA | {"hand": "1"}, ANNA | {"hand": "2"}
    return link(entry | {"e": e}, exit_ | {"x1": x1, "x2": x2})


def test_the_best_must_be_better_by_the_margin():
    """Agreement on what half have, against disagreement, is 4.26 bits; on what 96 % have, 0.69.

    Half: log2(0.95 / 0.5) - log2(0.05 / 0.5). 96 %: log2(0.95 / 0.96) - log2(0.05 / 0.0788).
    """
    assert pytest.approx(3.3219, abs=1e-4) == MARGIN
    assert by_difference(50).links == (Link("e", "x1", "exact"),)
    common = by_difference(96)
    assert (common.links, common.ambiguous_entry, common.ambiguous_exit) == ((), 1, 2)


def test_the_margin_holds_at_the_other_wave_too():
    """The same with the waves exchanged: x has two who fit, each of whom has only x."""
    entry, exit_ = crowd("entry", 100), crowd("exit", 100)
    for people in (entry, exit_):
        for place, key in enumerate(people):
            people[key] = people[key] | {"hand": "1" if place < 96 else "2"}
    e1, e2 = ANNA | {"hand": "1"}, ANNA | {"hand": "2"}
    found = link(entry | {"e1": e1, "e2": e2}, exit_ | {"x": e1})
    assert (found.links, found.ambiguous_entry, found.ambiguous_exit) == ((), 2, 1)


def test_what_chance_brings_about_is_no_link():
    """Seven questions whose two answers are as common as each other are 6.5 bits: 7 log2(1.9).

    Of 60 people 30 answer so throughout, 29 so, and one by turns, at both waves. Nobody else is
    near that one, and still 10.2 bits are needed.
    """
    answers = dict(enumerate(["0" * 7] * 30 + ["1" * 7] * 29 + ["0101010"]))
    wave = {key: dict(zip(CODES[:7], text, strict=True)) for key, text in answers.items()}
    assert least_weight(60, 60) == pytest.approx(10.15, abs=0.01)
    found = link(wave, wave)
    assert (found.links, found.ambiguous_entry, found.ambiguous_exit) == ((), 0, 0)


@pytest.mark.parametrize("slip", [0, 0.5, 1, -0.1, float("nan")])
def test_a_slip_rate_that_cannot_be_is_refused(slip):
    """It holds what was handed in."""
    with pytest.raises(SlipRateError, match="above 0 and below 1/2") as refused:
        link({"e": ANNA}, {"x": ANNA}, slip=slip)
    assert refused.value.slip is slip


@pytest.mark.parametrize(("entry", "exit_"), [({}, {}), ({"e": ANNA}, {}), ({}, {"x": ANNA})])
def test_a_wave_of_nobody(entry, exit_):
    """All of the other are unmatched."""
    found = link(entry, exit_)
    assert (found.links, found.unmatched_entry, found.unmatched_exit) == (
        (), len(entry), len(exit_),
    )  # fmt: skip


def test_of_one_person_nothing_is_rare():
    """Whoever else might have come would perhaps have answered the same."""
    found = link({"e": ANNA}, {"x": ANNA})
    assert (found.links, found.unmatched_entry, found.unmatched_exit) == ((), 1, 1)


def test_people_who_answered_nothing_are_unmatched():
    """No element is an element in common."""
    found = link({1: {}, 2: {"own": None}}, {3: {"own": "не знаю"}})
    assert (found.links, found.unmatched_entry, found.unmatched_exit) == ((), 2, 1)


def drawn(random, n, prefix):
    """Return independent people of twelve values an element."""
    return {
        f"{prefix}{i}": {code: random.choice("абвгдежзикла") for code in CODES} for i in range(n)
    }


def test_two_waves_without_anybody_in_common_have_no_links():
    """300 people and 300 others."""
    random = Random(20261122)  # noqa: S311 - because nothing is secret here
    assert link(drawn(random, 300, "e"), drawn(random, 300, "x")).links == ()


def test_people_who_come_again_are_found():
    """300 people, every tenth with a slip; nobody is linked to another."""
    random = Random(20261122)  # noqa: S311 - because nothing is secret here
    entry = drawn(random, 300, "")
    exit_ = dict(entry)
    for key in list(exit_)[::10]:
        exit_[key] = exit_[key] | {random.choice(CODES): "щ"}
    found = link(entry, exit_)
    assert [(one.entry, one.exit) for one in found.links] == [(key, key) for key in sorted(entry)]
    assert (found.exact, found.tolerant) == (270, 30)


def made(seed, n_codes, values, slip):
    """Return two waves of people who partly are the same, with slips, gaps and doubles."""
    random = Random(seed)  # noqa: S311 - because nothing is secret here
    codes, answers = CODES[:n_codes], ["", "не знаю", None, *"абвгдежзиклмнопр"[:values]]
    people = [
        {code: random.choice(answers[random.randrange(4) :]) for code in codes}
        for _ in range(random.randrange(20))
    ]
    again = [dict(random.choice(people)) for _ in people if random.random() < 0.9]
    for person in again:
        for code in codes:
            if random.random() < slip:
                person[code] = random.choice(answers)
    return dict(enumerate(people)), dict(enumerate(again, start=100))


two_waves = st.builds(
    made,
    st.integers(0, 10**9),
    st.integers(1, 9),
    st.integers(1, 16),
    st.sampled_from([0, 0.1, 0.2]),
)


def expected(entry, exit_):
    """Return the links by looking at every pair, as the rule reads."""
    codes = sorted({c for e in (*entry.values(), *exit_.values()) for c in e if known(e[c])})
    waves = [{key: profile(e, codes) for key, e in wave.items()} for wave in (entry, exit_)]
    weights = Weights.of([*waves[0].values(), *waves[1].values()], slip=0.05)
    fits = {
        (one, other): weights.of_pair(a, b)
        for one, a in waves[0].items()
        for other, b in waves[1].items()
        if sum(x is None or x != y for x, y in zip(a, b, strict=True)) <= 1
    }
    return {
        pair
        for pair, weight in fits.items()
        if weight >= least_weight(len(entry), len(exit_))
        and all(
            weight - rival >= MARGIN
            for other, rival in fits.items()
            if other != pair and (other[0] == pair[0] or other[1] == pair[1])
        )
    }


def known(answer):
    """Return the answer, None of one that says nothing."""
    return None if answer in {None, "", "не знаю"} else answer


def profile(elements, codes):
    """Return what is known of a person, in an order."""
    return tuple(known(elements.get(code)) for code in codes)


@given(two_waves)
def test_the_links_are_those_of_looking_at_every_pair(drawn_waves):
    """The index misses nobody."""
    found = link(*drawn_waves)
    assert {(one.entry, one.exit) for one in found.links} == expected(*drawn_waves)


@given(two_waves)
def test_the_sums_are_right_and_nobody_is_linked_twice(drawn_waves):
    """Everybody is in one count of their wave."""
    entry, exit_ = drawn_waves
    found = link(entry, exit_)
    links = found.exact + found.tolerant
    assert (found.n_entry, found.n_exit) == (len(entry), len(exit_))
    assert links + found.ambiguous_entry + found.unmatched_entry == len(entry)
    assert links + found.ambiguous_exit + found.unmatched_exit == len(exit_)
    assert min(found.unmatched_entry, found.unmatched_exit) >= 0
    assert (found.ambiguous_entry > 0) == (found.ambiguous_exit > 0)
    assert Counter(one.kind for one in found.links) == Counter(
        {kind: n for kind in ("exact", "tolerant") if (n := getattr(found, kind))}
    )
    assert len({one.entry for one in found.links}) == len(found.links) == links
    assert len({one.exit for one in found.links}) == links


@given(two_waves)
def test_a_link_is_of_the_kind_it_says(drawn_waves):
    """Exact: everything that anybody answered is known and the same; tolerant: all but one."""
    entry, exit_ = drawn_waves
    codes = {c for e in (*entry.values(), *exit_.values()) for c in e if known(e[c])}
    for one in link(entry, exit_).links:
        a, b = (profile(e, codes) for e in (entry[one.entry], exit_[one.exit]))
        apart = sum(x is None or x != y for x, y in zip(a, b, strict=True))
        assert apart == {"exact": 0, "tolerant": 1}[one.kind]


@given(two_waves, st.randoms(use_true_random=False))
def test_the_order_of_people_and_of_elements_is_irrelevant(drawn_waves, random):
    """The whole result stays."""
    mixed = []
    for wave in drawn_waves:
        people = [
            (key, dict(random.sample(list(answers.items()), len(answers))))
            for key, answers in wave.items()
        ]
        random.shuffle(people)
        mixed.append(dict(people))
    assert link(*mixed) == link(*drawn_waves)


@given(two_waves)
def test_exchanging_the_waves_exchanges_the_sides(drawn_waves):
    """Nothing else changes."""
    entry, exit_ = drawn_waves
    there, back = link(entry, exit_), link(exit_, entry)
    assert {(x.exit, x.entry, x.kind) for x in back.links} == {
        (x.entry, x.exit, x.kind) for x in there.links
    }
    assert (back.n_entry, back.ambiguous_entry, back.unmatched_entry) == (
        there.n_exit,
        there.ambiguous_exit,
        there.unmatched_exit,
    )


@given(two_waves)
def test_people_who_cannot_be_told_apart_are_never_linked(drawn_waves):
    """Doubles at either wave."""
    codes = CODES
    for side, wave in (("entry", drawn_waves[0]), ("exit", drawn_waves[1])):
        alike = Counter(profile(elements, codes) for elements in wave.values())
        for one in link(*drawn_waves).links:
            assert alike[profile(wave[getattr(one, side)], codes)] == 1
