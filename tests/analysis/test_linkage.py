"""Self-generated codes: who is linked, who is not, and that nobody is linked by chance."""

from __future__ import annotations

from random import Random

import pytest

from analysis.errors import SlipRateError
from analysis.linkage import MARGIN, Link, link
from analysis.linkage_weights import least_weight

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
    assert (found.ambiguous_exit, found.unmatched_exit) == (0, 41)


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
