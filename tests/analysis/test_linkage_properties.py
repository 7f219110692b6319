"""Links of any two waves are those of the rule, read pair by pair."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from analysis.linkage import MARGIN, link
from analysis.linkage_weights import Weights, least_weight
from tests.analysis.test_linkage import CODES


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
