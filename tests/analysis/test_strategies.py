"""Strategies of pairing: compared from ten people on, as emmeans compares them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.rounding import as_printed
from analysis.strategies import Strategy, StrategyPair, strategies_of
from tests.analysis.rows import R, agrees, of_case, people


@pytest.mark.parametrize("case", R["strategies"], ids=lambda case: case["name"])
def test_strategies_are_compared_as_r_compares_them(case):
    """Emmeans at the mean entry score of those compared; pairwise, Holm."""
    agrees(strategies_of(of_case(case)), case["expected"], case["name"])


def many(**sizes):
    """Return people of each strategy, whose scores vary."""
    names = [name for name, n in sizes.items() for _ in range(n)]
    entry = [(7 * at) % 11 for at in range(len(names))]
    exit_ = [
        score + (3 * at) % 5 + len(name)
        for at, (score, name) in enumerate(zip(entry, names, strict=True))
    ]
    return people(entry=entry, exit=exit_, strategy=names)


def test_fewer_than_ten_are_described_and_not_compared():
    """Ten are; the note of the nine says why."""
    found = strategies_of(many(a=10, b=9, c=12))
    assert [(row.strategy, row.n, row.adjusted is None) for row in found.strategies] == [
        ("a", 10, False), ("b", 9, True), ("c", 12, False),
    ]  # fmt: skip
    assert [(pair.one, pair.other) for pair in found.pairs] == [("a", "c")]
    assert found.pairs[0].p_holm == found.pairs[0].p
    for name in ("adjusted", "ci95"):
        assert str(found.notes[f"strategies.1.{name}"]).startswith("fewer than 10 people")
        assert f"strategies.0.{name}" not in found.notes
    assert "pairs" not in found.notes


def test_one_strategy_with_enough_people_has_nothing_to_be_compared_with():
    """It is described, too."""
    found = strategies_of(many(a=15, b=9))
    assert found.pairs == ()
    assert [row.adjusted for row in found.strategies] == [None, None]
    for path in ("pairs", "strategies.0.adjusted", "strategies.0.ci95"):
        assert str(found.notes[path]).startswith("fewer than two strategies have 10 people")
    assert str(found.notes["strategies.1.adjusted"]).startswith("fewer than 10 people")


def test_strategies_that_differ_in_nothing_but_themselves_are_not_tested():
    """One entry score: nothing to adjust for; the means stand."""
    found = strategies_of(people(entry=[4] * 20, exit=[3, 5] * 10, strategy=["a", "b"] * 10))
    assert [(row.entry, row.exit, row.adjusted) for row in found.strategies] == [
        (4.0, 3.0, None), (4.0, 5.0, None),
    ]  # fmt: skip
    assert "the same entry score" in str(found.notes["pairs"])
    assert "the same entry score" in str(found.notes["strategies.1.ci95"])


def test_people_of_no_strategy_and_those_with_one_score_are_left_out():
    """They change nothing."""
    rows = [*many(a=10, b=10), *people(entry=[1, 2], exit=[3, None], strategy=[None, "a"])]
    assert strategies_of(rows) == strategies_of(rows[:20])


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        (None, "not computed above 20000 people"),
        ([], "it is known how the pair was formed"),
        (people(entry=[1, 2], exit=[2, 3]), "it is known how the pair was formed"),
        (people(entry=[1], exit=[None], strategy=["a"]), "it is known how the pair was formed"),
    ],
    ids=["too many", "nobody", "no strategy", "nobody matched"],
)
def test_without_strategies_there_is_a_reason(rows, reason):
    """Never an empty table."""
    assert reason in str(strategies_of(rows))


@given(st.permutations(range(34)))
def test_the_order_of_people_is_irrelevant(order):
    """Rows are by name."""
    rows = many(b=12, a=15, c=7)
    assert strategies_of([rows[at] for at in order]) == strategies_of(rows)


def test_other_names_change_nothing_but_names():
    """Sorted otherwise, the differences turn with their pair."""
    one = strategies_of(many(a=12, b=15)).pairs[0]
    rows = [row.__class__(entry=row.entry, exit=row.exit, strategy={"a": "z", "b": "b"}[row.strategy])
            for row in many(a=12, b=15)]  # fmt: skip
    other = strategies_of(rows).pairs[0]
    assert (other.one, other.other) == ("b", "z")
    assert (other.estimate, other.se, other.p) == (-one.estimate, one.se, one.p)


def test_figures_of_strategies_are_rounded_as_they_are_printed():
    """Means and errors with the decimals of the scale; a p of Holm's is never 0."""
    pair = StrategyPair(one="a", other="b", estimate=1.26, se=0.34, ci95=(0.56, 1.96), p=0.0123,
                        p_holm=0.0004)  # fmt: skip
    assert as_printed(pair, 1) == replace(
        pair, estimate=1.3, se=0.3, ci95=(0.6, 2.0), p=0.012, p_holm=0.0005
    )
    row = Strategy(strategy="a", n=12, entry=1.26, exit=2.34, adjusted=2.26, ci95=(1.11, 3.49))
    assert as_printed(row, 1) == replace(row, entry=1.3, exit=2.3, adjusted=2.3, ci95=(1.1, 3.5))
