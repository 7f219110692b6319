"""What the report says of strategies of pairing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.results import figure_at
from tests.analysis.group_reports import HIGH, LOW, made_of, people_of, section
from tests.analysis.rows import people


def strategies(*, better="higher", k=None, apart=3, **sizes):
    """Return the report of pairs formed in so many ways, “b” ahead of the others at exit."""
    names = [name for name, n in sizes.items() for _ in range(n)]
    rows = people(
        entry=[2 + at % 4 for at in range(len(names))],
        exit=[2 + (at * 3) % 4 + apart * (name == "b") for at, name in enumerate(names)],
        strategy=names,
    )
    return made_of(rows, better=better, k=k)


@pytest.mark.parametrize(("better", "wanted"), [("higher", "b"), ("lower", "a"), ("none", None)])
def test_a_strategy_that_did_better_is_supposed_to_be_worth_trying(better, wanted):
    """As a supposition, by the scale's direction; without one there is nothing to suppose."""
    texts, _ = section(strategies(a=20, b=20, better=better), "Strategies of pairing")
    assert "entry score. Pairs were not given their strategies at random." in texts[0]
    assert "the exit score with “b” is higher than with “a” by 3.0 (95 % CI" in texts[1]
    supposed = f"One may suppose that next year more pairs formed as “{wanted}” are worth trying."
    assert texts[1].endswith(supposed if wanted else "after Holm's correction).")
    assert "by 3.0 (95 % CI from " in texts[1]


def test_the_first_of_two_strategies_may_be_ahead():
    """By as little as a point."""
    made = strategies(a=60, b=60, apart=-1)
    texts, _ = section(made, "Strategies of pairing")
    low, high = made.results.strategies[0].pairs[0].ci95
    assert (
        f"the exit score with “a” is higher than with “b” by 1.0 (95 % CI from {low:.1f} to "
        f"{high:.1f}, p"
    ) in texts[1]


def test_the_interval_of_two_strategies_turns_with_the_sentence():
    """Where the second is ahead, its lead is what the interval is of."""
    made = strategies(a=60, b=60, apart=2)
    texts, _ = section(made, "Strategies of pairing")
    low, high = made.results.strategies[0].pairs[0].ci95
    assert low < high < 0
    assert f"by 2.0 (95 % CI from {-high:.1f} to {-low:.1f}, p" in texts[1]


def test_strategies_that_do_not_differ_are_not_ranked():
    """Neither better nor alike, nor is anything supposed."""
    texts, _ = section(strategies(a=20, b=20, apart=0), "Strategies of pairing")
    assert texts[1:] == [
        (
            "The data do not let us prefer any of the strategies, but neither do they show that all "
            "are alike."
        )
    ]


def test_every_strategy_has_a_row_and_every_two_a_line_for_the_patient():
    """Figures carry their paths; why there is no adjusted mean stands beside."""
    made = strategies(a=20, b=20, c=7)
    _, tables = section(made, "Strategies of pairing")
    rows = tables["Exit scores by strategy of pairing"].rows
    assert [row[1].value for row in rows] == ["a", "b", "c"]
    assert [row[-1].value for row in rows] == [
        "", "", "fewer than 10 people with a score at both waves",
    ]  # fmt: skip
    pairs = tables["Every two strategies: adjusted means"]
    assert pairs.detail
    assert [cell.value for cell in pairs.rows[0][:3]] == ["Итог (mentees)", "a", "b"]
    for cell in (cell for row in (*rows, *pairs.rows) for cell in row if cell.path):
        assert cell.path.startswith("strategies.0.")
        assert cell.value == figure_at(made.results, cell.path), cell.path
    assert len([cell for cell in rows[0] if cell.path]) == 5
    assert len([cell for cell in pairs.rows[0] if cell.path]) == 5
    assert pairs.rows[0][5].value == made.results.strategies[0].pairs[0].ci95


def test_a_few_pairs_of_each_strategy_are_described():
    """Under k together as others; nothing is compared, and it is said."""
    texts, tables = section(strategies(a=8, b=4, c=3, k=5), "Strategies of pairing")
    rows = tables["Exit scores by strategy of pairing"].rows
    assert [(row[1].value, row[2].value) for row in rows] == [("a", 8), ("others", 7)]
    assert texts == [
        "The table only describes: with fewer than 20 people in all strategies are not compared."
    ]


def test_strategies_of_which_nothing_may_be_shown_are_one_sentence():
    """Three of each, under five; and of nobody who was measured twice."""
    assert section(strategies(a=2, b=2, k=5), "Strategies of pairing")[0] == [
        "Strategies of pairing are not shown: fewer than 5 people, and nothing is shown of so few."
    ]
    rows = [*people(entry=[3], exit=[None], strategy=["a"]), *people(entry=[3, 4], exit=[3, 6])]
    texts, _ = section(made_of(rows), "Strategies of pairing")
    assert texts[0].startswith(
        "Strategies of pairing are not shown: of nobody with a score at both"
    )


def test_a_comparison_group_shelters_no_small_strategy():
    """It stands in the rows, but not in the figures that one could subtract from."""
    names = ["a"] * 15 + ["b"] * 3 + ["c"] * 12
    rows = people_of((HIGH * 2)[:30], LOW)
    rows = [
        replace(row, strategy=name)
        for row, name in zip(rows, names + [None] * len(LOW), strict=True)
    ]
    (found,) = made_of(rows, k=5).results.strategies
    assert found.n_matched == 30
    assert [(row.n, row.entry is None) for row in found.strategies] == [
        (15, False), (3, True), (12, True),
    ]  # fmt: skip
