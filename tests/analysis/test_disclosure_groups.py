"""Under the base rule groups and strategies tell nothing of fewer than k people."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import BaseRule
from analysis.disclosure_groups import hidden_places, protected_groups
from analysis.disclosure_strategies import protected_strategies
from analysis.groups import groups_of
from analysis.strategies import Strategies, Strategy, strategies_of
from instruments.messages import Message
from tests.analysis.rows import arms, by_level, people

RULE = BaseRule(5)

MODELS = ("ancova", "change")


def varied(names, **column):
    """Return people with scores that vary, a level or strategy each."""
    entry = [(7 * at) % 23 for at in range(len(names))]
    exit_ = [score + (5 * at) % 7 for at, score in enumerate(entry)]
    return people(entry=entry, exit=exit_, **column)


def grouped(cluster=None, **sizes):
    """Return the groups of so many people of each level, compared with level b."""
    names = [name for name, n in sizes.items() for _ in range(n)]
    rows = varied(names, level=names, **({} if cluster is None else {"cluster": cluster}))
    return groups_of(rows, arms("b"), by_level(rows))


def shown(groups, n_matched=None):
    """Return the groups as the rule lets them be seen."""
    total = sum(level.n for level in groups.levels)
    return protected_groups(groups, RULE, n_matched=total if n_matched is None else n_matched)


def test_groups_of_ten_and_more_are_shown_whole():
    """Nothing is lost, no note is added."""
    groups = grouped(a=10, b=12)
    assert shown(groups) == groups
    assert groups.ancova is not None


@pytest.mark.parametrize("sizes", [{"a": 9, "b": 12}, {"a": 12, "b": 9}], ids=["level", "control"])
def test_a_level_under_ten_is_described_and_not_compared(sizes):
    """Means stay; SDs, quartiles and all that compares go, with a reason each."""
    found = shown(grouped(**sizes))
    place = 0 if sizes["a"] == 9 else 1
    small = found.levels[place]
    assert small.entry.mean is not None
    assert small.difference.ci95 is not None
    for wave in ("entry", "exit"):
        for name in ("sd", "q1", "q3"):
            assert getattr(getattr(small, wave), name) is None
            assert "single scores" in str(found.notes[f"levels.{place}.{wave}.{name}"])
    assert found.levels[1 - place].entry.sd is not None
    for name in (*MODELS, "balance"):
        assert getattr(found, name) is getattr(found.levels[0], name) is None
        for path in (name, f"levels.0.{name}"):
            assert str(found.notes[path]).startswith("it draws on a group"), path
        assert "compared with this one" in str(found.notes[f"levels.1.{name}"])
    assert found.mixed_anova is None
    assert str(found.notes["mixed_anova"]).startswith("it draws on a group")


def test_a_level_under_k_keeps_its_size_only():
    """Where all people together are not shown the other arm stays."""
    found = shown(grouped(a=12, b=4), n_matched=12)
    assert [level.n for level in found.levels] == [12, 4]
    assert [level.difference is None for level in found.levels] == [False, True]
    for name in ("entry", "exit", "difference"):
        assert getattr(found.levels[1], name) is None
        assert str(found.notes[f"levels.1.{name}"]).startswith("fewer than 5 people, and nothing")
    assert found.ancova is None
    assert not [path for path in found.notes if path.startswith("levels.1.entry.")]


def test_the_smallest_level_goes_with_a_few_who_could_be_worked_out():
    """All less those shown would be the few; what draws on the second hidden level goes, too."""
    found = shown(grouped(a=14, b=12, c=4))
    assert [level.difference is None for level in found.levels] == [False, True, True]
    assert "give away" in str(found.notes["levels.1.entry"])
    assert [level.balance for level in found.levels] == [None, None, None]
    assert str(found.notes["levels.0.balance"]).startswith("it draws on a group")


def test_of_several_levels_balance_draws_on_two():
    """The models draw on all, so a small level takes them from the others."""
    found = shown(grouped(a=15, b=12, c=7))
    assert found.levels[0].balance is not None
    assert found.levels[2].balance is None
    assert [level.ancova for level in found.levels] == [None, None, None]
    assert "each has its own" in str(found.notes["ancova"])
    assert "levels.0.balance" not in found.notes


def test_an_empty_level_and_one_of_one_person_are_in_no_model():
    """Nobody is not a few, and one person has no spread that a model could draw on."""
    assert shown(grouped(a=10, b=12, c=0)).levels[0].ancova is not None
    one = shown(grouped(a=10, b=12, c=1), n_matched=10)
    assert one.levels[2].difference is None
    assert one.levels[0].ancova is not None


@pytest.mark.parametrize(("alone", "stays"), [(0, True), (4, False), (5, True)])
def test_a_few_in_no_mentoring_group_hide_the_clusters(alone, stays):
    """The likeness of the others, less that of all, would be theirs."""
    cluster = [f"g{at // 2}" for at in range(80 - alone)] + [None] * alone
    found = shown(grouped(cluster=cluster, a=40, b=40))
    assert (found.clusters is not None) is stays
    assert stays or "of no mentoring group" in str(found.notes["clusters"])
    assert found.ancova is not None


def test_without_a_factor_only_the_clusters_are_looked_at():
    """And the reasons for the rest stay."""
    rows = varied([None] * 64, cluster=[f"g{at // 2}" for at in range(62)] + [None] * 2)
    found = protected_groups(groups_of(rows, None, {}), RULE, n_matched=64)
    assert found.clusters is None
    assert str(found.notes["ancova"]) == "no grouping factor was named"


@given(st.lists(st.integers(0, 30), max_size=7), st.integers(-3, 12), st.integers(3, 10))
def test_what_is_left_is_nobody_or_k_people(sizes, of_none, k):
    """No group shown is small, and neither is the difference of all and those shown."""
    rule = BaseRule(k)
    hidden = hidden_places(sizes, of_none, rule)
    seen = [n for place, n in enumerate(sizes) if place not in hidden]
    assert not any(map(rule.is_small, seen))
    if of_none >= 0 and any(seen):
        assert not rule.is_small(of_none + sum(sizes) - sum(seen))
    assert len(hidden) <= sum(map(rule.is_small, sizes)) + 1


def paired(*, unknown=0, k=5, **sizes):
    """Return strategies of so many people each, before and after the rule."""
    names = [name for name, n in sizes.items() for _ in range(n)] + [None] * unknown
    found = strategies_of(varied(names, strategy=names))
    return found, protected_strategies(found, BaseRule(k), n_matched=len(names))


def test_strategies_of_ten_and_more_are_shown_whole():
    """Nothing is hidden."""
    before, after = paired(a=10, b=12)
    assert before == after
    assert len(after.pairs) == 1


def test_strategies_under_k_are_put_together():
    """Without a name, last, and not compared; the mean is that of all of them."""
    before, after = paired(a=12, b=3, c=10, d=4)
    assert [(row.strategy, row.n) for row in after.strategies] == [("a", 12), ("c", 10), (None, 7)]
    b, d = before.strategies[1], before.strategies[3]
    other = after.strategies[2]
    assert other.entry == pytest.approx((3 * b.entry + 4 * d.entry) / 7)
    assert other.exit == pytest.approx((3 * b.exit + 4 * d.exit) / 7)
    assert after.strategies[:2] == (before.strategies[0], before.strategies[2])
    assert after.pairs == before.pairs
    assert set(after.notes) == {"strategies.2.adjusted", "strategies.2.ci95"}
    assert "together are not compared" in str(after.notes["strategies.2.adjusted"])


def test_a_strategy_under_k_takes_the_smallest_with_it():
    """All less those shown would be the few; what is compared draws on the second."""
    _, after = paired(a=15, b=3, c=12)
    assert [(row.n, row.entry is None) for row in after.strategies] == [
        (15, False), (3, True), (12, True),
    ]  # fmt: skip
    assert after.pairs == ()
    assert "draws on a strategy" in str(after.notes["pairs"])
    assert after.strategies[0].adjusted is None
    assert "draws on a strategy" in str(after.notes["strategies.0.ci95"])
    for name in ("entry", "exit", "adjusted", "ci95"):
        assert getattr(after.strategies[2], name) is None
        assert "give away" in str(after.notes[f"strategies.2.{name}"])
        assert str(after.notes[f"strategies.1.{name}"]).startswith("fewer than 5 people, and")


def test_enough_people_of_no_strategy_hide_a_few():
    """Nothing can be subtracted then; the comparison of the others stays."""
    before, after = paired(a=15, b=3, c=12, unknown=2)
    assert [row.entry is None for row in after.strategies] == [False, True, False]
    assert after.pairs == before.pairs != ()


def test_a_few_of_no_strategy_hide_the_smallest():
    """Their scores would be all less those shown."""
    _, after = paired(a=15, b=11, unknown=2)
    assert [row.entry is None for row in after.strategies] == [False, True]


def test_under_twenty_people_strategies_are_described_only():
    """Nine and ten: the table, no adjusted means, no pairs."""
    _, after = paired(a=10, b=9)
    assert [row.entry is None for row in after.strategies] == [False, False]
    assert after.pairs == ()
    assert "fewer than 20 people" in str(after.notes["pairs"])
    _, twenty = paired(a=11, b=9)
    assert str(twenty.notes["pairs"]).startswith("fewer than two strategies")
    compared = strategies_of(varied(list("a" * 10 + "b" * 10), strategy=list("a" * 10 + "b" * 10)))
    few = protected_strategies(compared, RULE, n_matched=19)
    assert [row.adjusted for row in few.strategies] == [None, None]
    assert protected_strategies(compared, RULE, n_matched=20) == compared


def test_where_no_strategy_is_left_there_is_a_reason():
    """Not a table of dashes."""
    _, after = paired(a=3)
    assert isinstance(after, Message)
    assert str(after).startswith("fewer than 5 people")
    _, hidden = paired(a=6, b=4)
    assert isinstance(hidden, Message)


@given(st.lists(st.integers(1, 25), min_size=1, max_size=7), st.integers(0, 9), st.integers(3, 10))
def test_no_strategy_of_a_few_can_be_worked_out(sizes, unknown, k):
    """Shown rows hold k people or more, and so do all less those shown."""
    rule = BaseRule(k)
    rows = tuple(Strategy(strategy=str(at), n=n, entry=1.0, exit=2.0) for at, n in enumerate(sizes))
    found = protected_strategies(
        Strategies(strategies=rows, pairs=()), rule, n_matched=sum(sizes) + unknown
    )
    if isinstance(found, Message):
        return
    assert sum(row.n for row in found.strategies) == sum(sizes)
    seen = [row.n for row in found.strategies if row.entry is not None]
    assert all(map(rule.shows, seen))
    assert not rule.is_small(sum(sizes) + unknown - sum(seen))
    assert [row.exit is None for row in found.strategies] == [
        row.entry is None for row in found.strategies
    ]
