"""The simulated people answer as real ones could, and what is true of them can be found again."""

from __future__ import annotations

import statistics
from collections import defaultdict
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.moments import ItemMoments
from analysis.reliability import reliability
from app.demo.cast import cast
from app.demo.effects import EFFECTS, MENTEE, MENTOR, Trait, effect, start
from app.demo.open_answers import sentences_of
from app.demo.simulation import (
    RELIABILITY,
    directions,
    draw_answers,
    draw_levels,
    generator,
    leaves,
    stability,
)
from app.demo.story import STORIES
from app.models import MentoringForm, WaveKind
from app.programmes.questionnaires import defaults
from instruments.model import Kind
from instruments.registry import Registry
from instruments.scoring import check_answer, keyed_scores

N = 2000

ENDS = (WaveKind.ENTRY, WaveKind.EXIT)

#: The first number drawn for the first mentee.
GOLDEN = 0.5481909942722039

REGISTRY = Registry()


@cache
def given_to(role, kind):
    """Return the questionnaires of a role at a wave."""
    chosen = defaults(REGISTRY, MentoringForm.PUPIL_PUPIL)[kind]
    return [REGISTRY.get(code) for code, roles in chosen.items() if role in roles]


@cache
def traits_of(role):
    """Return every trait that a role is asked about."""
    return directions(instrument for kind in WaveKind for instrument in given_to(role, kind))


def true_change(programme, role, trait):
    """Return what is to be found: the effect, and the way that the chosen go by themselves."""
    return effect(programme, role, trait) - (1 - stability(trait)) * start(role, trait)


@cache
def crowd(role):
    """Return the keyed item scores of 2,000 people of the first programme, by wave and scale."""
    waves = {kind: defaultdict(list) for kind in ENDS}
    traits = traits_of(role)
    for number in range(N):
        levels = draw_levels(generator("crowd", number), traits, programme=1, role=role)
        for kind, wave in waves.items():
            for instrument in given_to(role, kind):
                random = generator("crowd", number, kind, instrument.code)
                answers = draw_answers(random, instrument, levels[kind], sentences_of(role, number))
                for trait, row in keyed_rows(instrument, answers):
                    wave[trait].append(row)
    return waves


def keyed_rows(instrument, answers):
    """Yield every scale with one person's keyed item scores."""
    for scale in instrument.scales:
        own = {code: answers.get(code) for code in scale.item_codes}
        yield Trait(instrument.construct, scale.code), keyed_scores(scale.keys, instrument, own)


def both(role, trait):
    """Return the entry and exit sums of those who left out nothing."""
    rows = zip(*(crowd(role)[kind][trait] for kind in ENDS), strict=True)
    return zip(*((sum(one), sum(two)) for one, two in rows if None not in one + two), strict=True)


def measured(role):
    """Return the traits of a role that both ends measure."""
    ends = [directions(given_to(role, kind)).keys() for kind in ENDS]
    return sorted(ends[0] & ends[1])


@pytest.mark.parametrize(
    ("role", "trait"),
    [pytest.param(role, trait, id="-".join((role, *trait)))
     for role in (MENTEE, MENTOR) for trait in measured(role)],
)  # fmt: skip
def test_the_true_effects_are_found_in_the_scores_of_many(role, trait):
    """In standard deviations of the entry score, within the sampling error of 2,000 people."""
    entry, exit_ = both(role, trait)
    change = (statistics.fmean(exit_) - statistics.fmean(entry)) / statistics.stdev(entry)
    assert change == pytest.approx(true_change(1, role, trait), abs=0.1)


@pytest.mark.parametrize(("programme", "role"), EFFECTS)
def test_every_programme_does_what_its_table_says(programme, role):
    """Levels change by the effect and by the return of the chosen, whoever they are."""
    traits = traits_of(role)
    people = [
        draw_levels(generator("levels of many", number), traits, programme=programme, role=role)
        for number in range(N)
    ]
    for trait in traits:
        change = statistics.fmean(
            person[WaveKind.EXIT][trait] - person[WaveKind.ENTRY][trait] for person in people
        )
        expected = true_change(programme, role, trait)
        assert change * RELIABILITY**0.5 == pytest.approx(expected, abs=0.1), trait


def test_entry_and_exit_go_together_as_far_as_people_stay_themselves():
    """About 0.65 for what people are like, less for what they expected and got."""
    for trait in measured(MENTEE):
        together = statistics.correlation(*both(MENTEE, trait))
        expected = 0.4 if trait.construct == "process" else 0.64
        assert together == pytest.approx(expected, abs=0.07), trait


@pytest.mark.parametrize("role", [MENTEE, MENTOR])
@pytest.mark.parametrize("kind", ENDS)
def test_scales_hold_together_as_good_ones_do(role, kind):
    """Alpha is neither poor nor too good to be true."""
    for trait, rows in crowd(role)[kind].items():
        if len(rows[0]) > 1:
            moments = ItemMoments.from_rows([str(place) for place in range(len(rows[0]))], rows)
            assert 0.7 < reliability(moments).alpha < 0.92, trait


def test_expectations_are_high_and_organisation_falls_short_of_them():
    """Ratings lean to the top; what was planned turns out worse, being together better."""
    ratings = [
        rating
        for trait, rows in crowd(MENTEE)[WaveKind.ENTRY].items()
        if trait.construct == "process"
        for (rating,) in rows
        if rating is not None
    ]
    assert statistics.fmean(ratings) == pytest.approx(8, abs=0.3)
    for scale, rises in {"comfort": True, "support": True, "events": False}.items():
        before, after = both(MENTEE, Trait("process", scale))
        assert (statistics.fmean(after) > statistics.fmean(before)) is rises


PEOPLE = [member for story in STORIES for member in cast(story)]


@given(member=st.sampled_from(PEOPLE), kind=st.sampled_from(list(WaveKind)))
def test_every_answer_is_one_that_its_item_allows(member, kind):
    """Every shown item is answered or skipped, an item that is not shown is absent."""
    levels = member.levels(traits_of(member.role))[kind]
    for instrument in given_to(member.role, kind):
        answers = member.answers(instrument, kind, levels)
        for item in instrument.items:
            shown = item.show_if is None or answers[item.show_if.item] == item.show_if.equals
            assert (item.code in answers) is shown
            check_answer(item, answers.get(item.code))


@given(member=st.sampled_from(PEOPLE), kind=st.sampled_from(list(WaveKind)))
def test_the_same_person_always_answers_the_same(member, kind):
    """Nothing depends on who was simulated before."""
    (again,) = (one for one in cast(member.story) if one.place == member.place)
    assert again.fate == member.fate
    traits = traits_of(member.role)
    for instrument in given_to(member.role, kind):
        first, second = (
            one.answers(instrument, kind, one.levels(traits)[kind]) for one in (member, again)
        )
        assert first == second


def test_every_run_draws_the_same():
    """The seed is the same text in every process, on every computer."""
    assert generator("levels", 1, MENTEE, 0).random() == pytest.approx(GOLDEN)


def test_reversed_items_are_turned():
    """Whoever is anxious denies being calm."""
    (anxiety,) = (one for one in given_to(MENTEE, WaveKind.ENTRY) if one.construct == "anxiety")
    levels = {Trait("anxiety", scale.code): 9.0 for scale in leaves(anxiety)}
    answers = draw_answers(generator("afraid"), anxiety, levels, {})
    total = next(scale for scale in anxiety.scales if scale.code == "total")
    for key in total.keys:
        low, high = anxiety.by_code[key.item].range
        assert answers[key.item] in {None, low if key.reverse else high}


def test_a_few_per_cent_of_answers_are_missing():
    """Some do not want to answer, most do."""
    answers = [
        answer
        for number in range(300)
        for instrument in given_to(MENTOR, WaveKind.EXIT)
        for code, answer in draw_answers(
            generator("some", number, instrument.code), instrument,
            dict.fromkeys(traits_of(MENTOR), 0.0), sentences_of(MENTOR, number),
        ).items() if instrument.by_code[code].kind is not Kind.TEXT
    ]  # fmt: skip
    assert 0.01 < answers.count(None) / len(answers) < 0.04
