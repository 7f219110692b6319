"""Levels of a factor: as R compares them, with signs that do not turn, and reasons, never NaN."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.clusters import FEW_CLUSTERS
from analysis.groups import groups_of
from analysis.level_models import LevelModels, members_of
from instruments.messages import Message
from tests.analysis.rows import R, agrees, arms, by_level, of_case, people

COMPARED = ("ancova", "change", "balance")


def compared(rows, control="b"):
    """Return the groups of rows."""
    return groups_of(rows, arms(control), by_level(rows))


def figures(result, path=""):
    """Yield every figure of a result as (dotted path, value)."""
    if dataclasses.is_dataclass(result) and not isinstance(result, Message):
        for field in dataclasses.fields(result):
            if field.name != "notes":
                yield from figures(getattr(result, field.name), f"{path}.{field.name}".lstrip("."))
    elif isinstance(result, tuple):
        for place, one in enumerate(result):
            yield from figures(one, f"{path}.{place}")
    else:
        yield path, result


def noted(notes, path):
    """Say whether a gap, or what holds it, has its reason."""
    names = path.split(".")
    return any(".".join(names[:length]) in notes for length in range(1, len(names) + 1))


@pytest.mark.parametrize("case", R["groups"], ids=lambda case: case["name"])
def test_levels_are_compared_as_r_compares_them(case):
    """lm(), joint over all levels; afex with type II sums of squares."""
    rows = of_case(case)
    found = compared(rows, case["control"])
    expected = case["expected"]
    for level in found.levels:
        if level.level in expected["levels"]:
            agrees(level, expected["levels"][level.level], level.level)
    agrees(found.mixed_anova, expected["mixed_anova"], "mixed_anova")
    assert found.mixed_anova.ss_type == 2
    if expected["clusters"] is not None:
        agrees(found.clusters, expected["clusters"], "clusters")
        assert found.clusters.of == "ancova"


@pytest.mark.parametrize("case", R["groups"], ids=lambda case: case["name"])
def test_the_only_other_level_stands_for_the_whole(case):
    """Of several each has its own, and the note says so."""
    found = compared(of_case(case), case["control"])
    others = [level for level in found.levels if level.level != case["control"]]
    for name in COMPARED:
        if len(others) == 1:
            assert getattr(found, name) == getattr(others[0], name) is not None
            assert name not in found.notes
        else:
            assert getattr(found, name) is None
            assert "each has its own" in str(found.notes[name])


@pytest.mark.parametrize("case", R["clusters"], ids=lambda case: case["name"])
def test_without_a_factor_mentoring_groups_widen_the_interval_of_the_change(case):
    """lm(difference ~ 1), vcovCL HC1 with cadjust, G - 1 degrees of freedom; ICC(1) by aov()."""
    found = groups_of(of_case(case), None, {})
    agrees(found.clusters, case["expected"], "clusters")
    assert (found.factor, found.control, found.levels) == (None, None, ())
    assert found.clusters.of == "difference"
    assert found.clusters.notes == {}
    for name in ("factor", "control", *COMPARED, "mixed_anova"):
        assert str(found.notes[name]) == "no grouping factor was named"


def test_levels_are_described_by_their_own_paired_block():
    """Summaries are taken over, the n too; the reasons of their gaps come with them."""
    rows = people(entry=[1, 2, 3, 4, 9], exit=[2, 2, 5, 4, 9], level=["a", "a", "b", "b", "c"])
    levels = by_level(rows)
    found = compared(rows)
    assert [level.level for level in found.levels] == ["a", "b", "c"]
    for level in found.levels:
        block = levels[level.level]
        assert level.n == block.n_matched
        assert (level.entry, level.exit, level.difference) == (
            block.entry, block.exit, block.difference,
        )  # fmt: skip
    assert str(found.notes["levels.2.difference.sd"]) == "one person has no spread"
    assert "levels.0.difference.sd" not in found.notes
    assert not [path for path in found.notes if path.startswith("levels.2.tests")]


def test_the_control_level_is_compared_with_nothing():
    """It says that it is the one the others are compared with."""
    rows = people(entry=[1, 2, 3, 4], exit=[2, 2, 5, 4], level=["a", "a", "b", "b"])
    found = compared(rows)
    for name in COMPARED:
        assert getattr(found.levels[1], name) is None
        assert "compared with this one" in str(found.notes[f"levels.1.{name}"])
        assert f"levels.0.{name}" not in found.notes


def test_above_the_most_rows_levels_are_described_and_not_compared():
    """The tables of pairs are there at any size, rows per person are not."""
    rows = people(entry=[1, 2, 3, 4], exit=[2, 2, 5, 4], level=["a", "a", "b", "b"])
    found = groups_of(None, arms("b"), by_level(rows))
    assert [level.difference.n for level in found.levels] == [2, 2]
    paths = [*COMPARED, "clusters", "mixed_anova", "levels.0.ancova", "levels.1.balance"]
    for path in paths:
        assert str(found.notes[path]) == "not computed above 20000 people", path
    assert all(getattr(found, name) is None for name in (*COMPARED, "clusters", "mixed_anova"))
    assert str(groups_of(None, None, {})) == "not computed above 20000 people"


def test_with_neither_factor_nor_mentoring_groups_there_is_nothing():
    """A reason, not an empty result."""
    reason = groups_of(people(entry=[1, 2], exit=[2, 4]), None, {})
    assert str(reason) == "neither a grouping factor nor mentoring groups were named"


ODD = {
    "nobody in the control level": (
        [5, 6, 7], [6, 8, 7], ["a", "a", "a"],
        {"ancova": "nobody of the control level", "mixed_anova": "fewer than two levels"},
    ),
    "one in the control level": (
        [5, 6, 7, 8], [6, 8, 7, 9], ["a", "a", "a", "b"],
        {"ancova": "one person of the control level", "balance": "one person of the control",
         "mixed_anova": "fewer than two levels"},
    ),
    "one on the level": (
        [5, 6, 7, 8], [6, 8, 7, 9], ["b", "b", "b", "a"],
        {"ancova": "one person has no spread", "change": "one person has no spread"},
    ),
    "nobody matched on the level": (
        [5, 6, 7, 8], [6, 8, 7, None], ["b", "b", "b", "a"],
        {"ancova": "nobody has a valid score at both waves"},
    ),
    "no other level": (
        [5, 6, 7], [6, 8, 7], ["b", "b", "b"],
        {"ancova": "no level but the control level", "clusters": "in a mentoring group"},
    ),
    "one entry score": (
        [5, 5, 8, 8], [6, 8, 7, 11], ["a", "a", "b", "b"],
        {"ancova": "within the groups everybody has the same entry score",
         "balance": "on each of the two levels everybody has the same entry score"},
    ),
    "a perfect fit": (
        [1, 2, 3, 5, 6, 9], [12, 14, 16, 20, 22, 28], ["a", "a", "a", "b", "b", "b"],
        {"ancova": "leave no differences between people to judge by"},
    ),
    "one change for each level": (
        [1, 2, 4, 5], [3, 4, 9, 10], ["a", "a", "b", "b"],
        {"change": "leave no differences", "ancova": "leave no differences",
         "mixed_anova": "within the levels everybody changed by the same amount"},
    ),
    "one mean for each level": (
        [1, 2, 4, 5], [3, 2, 6, 5], ["a", "a", "b", "b"],
        {"mixed_anova": "within the levels everybody has the same mean of entry and exit"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", ODD.values(), ids=ODD)
def test_what_cannot_be_compared_is_none_with_its_reason(case):
    """Empty levels, single people, no spread, a model that leaves nothing over."""
    entry, exit_, levels, reasons = case
    found = compared(people(entry=entry, exit=exit_, level=levels))
    for path, reason in reasons.items():
        assert getattr(found, path) is None, path
        assert reason in str(found.notes[path]), path


def test_a_level_of_one_person_stays_out_of_every_model():
    """The others are compared as if nobody were there."""
    case = next(case for case in R["groups"] if case["name"] == "n62_three_levels")
    with_one = [*of_case(case), *people(entry=[99], exit=[1], level=["solo"])]
    found, alone = compared(with_one), compared(of_case(case))
    assert found.levels[:3] == alone.levels
    assert found.levels[3].n == 1
    assert found.mixed_anova == alone.mixed_anova
    assert found.levels[3].ancova is None


def test_people_of_a_level_that_was_not_asked_for_are_left_out():
    """Rows follow the levels of the report."""
    rows = people(entry=[1, 2, 3, 4, 7], exit=[2, 2, 5, 4, 1], level=["a", "a", "b", "b", "z"])
    levels = by_level(rows[:4])
    assert groups_of(rows, arms("b"), levels) == groups_of(rows[:4], arms("b"), levels)


def test_equal_groups_differ_by_nothing():
    """Estimates and F of 0 and p of 1, as they should be; never below zero."""
    half = {"entry": [1, 3, 4, 6], "exit": [2, 5, 4, 9]}
    rows = people(
        **{name: column * 2 for name, column in half.items()}, level=["a"] * 4 + ["b"] * 4
    )
    found = compared(rows)
    for name in ("ancova", "change"):
        assert (getattr(found, name).estimate, getattr(found, name).p) == (0.0, 1.0)
    assert found.balance == 0.0
    assert (found.mixed_anova.between.f, found.mixed_anova.between.p) == (0.0, 1.0)
    assert found.mixed_anova.interaction.f == pytest.approx(0.0, abs=1e-12)
    assert found.mixed_anova.interaction.f >= 0


#: People of up to three levels and a few mentoring groups, some scores missing.
crowds = st.lists(
    st.tuples(
        st.none() | st.integers(0, 12),
        st.none() | st.integers(0, 12),
        st.sampled_from(["a", "b", "c", None]),
        st.sampled_from(["g1", "g2", None]),
    ),
    max_size=25,
)


def crowd(rows):
    """Return the people of drawn rows."""
    names = ("entry", "exit", "level", "cluster")
    return people(**{name: [row[at] for row in rows] for at, name in enumerate(names)})


@settings(max_examples=30)  # each makes a table of pandas
@given(crowds)
def test_every_figure_is_finite_or_none_with_a_reason(rows):
    """Whoever stands on which level."""
    found = compared(crowd(rows))
    for path, value in figures(found):
        if value is None:
            assert noted(found.notes, path.lstrip(".")), path
        elif isinstance(value, float):
            assert math.isfinite(value), path


def models(rows, control="b"):
    """Return what compares each level, without the analysis of variance."""
    found = LevelModels(members_of((row, row.level) for row in crowd(rows)), control)
    return {level: found.against_control(level) for level in "abc"}


@given(crowds, st.randoms(use_true_random=False))
def test_the_order_of_people_is_irrelevant(rows, random):
    """The same people in another order are the same groups."""
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert models(shuffled) == models(rows)


@given(crowds, st.integers(1, 5), st.integers(-30, 30))
def test_another_unit_stretches_differences_and_leaves_certainty(rows, unit, shift):
    """Scores in other units: estimates and errors stretch; p, df and balance stay."""
    moved = [
        tuple(None if score is None else unit * score + shift for score in row[:2]) + row[2:]
        for row in rows
    ]
    for own, theirs in zip(models(rows).values(), models(moved).values(), strict=True):
        for name, value in own.items():
            if isinstance(value, Message):
                assert theirs[name] == value
            elif name == "balance":
                assert theirs[name] == pytest.approx(value, rel=1e-9, abs=1e-12)
            else:
                assert theirs[name].estimate == pytest.approx(unit * value.estimate, abs=1e-9)
                assert theirs[name].se == pytest.approx(unit * value.se, rel=1e-9)
                assert (theirs[name].df, theirs[name].p) == (value.df, pytest.approx(value.p))


def test_swapping_control_and_named_turns_every_sign():
    """And nothing else."""
    case = R["groups"][0]
    there = compared(of_case(case), "placebo")
    back = compared(of_case(case), "caffeine")
    assert there.balance == -back.balance
    for name in ("ancova", "change"):
        one, other = getattr(there, name), getattr(back, name)
        assert one.estimate == -other.estimate
        assert one.ci95 == tuple(-limit for limit in reversed(other.ci95))
        assert (one.se, one.p, one.df) == (other.se, other.p, other.df)
    assert there.clusters.se == back.clusters.se
    assert there.mixed_anova == back.mixed_anova


def clustered(sizes, alone=0):
    """Return people in mentoring groups of these sizes, with changes that vary."""
    clusters = [f"g{at}" for at, size in enumerate(sizes) for _ in range(size)] + [None] * alone
    entry = [(7 * at) % 23 for at in range(len(clusters))]
    exit_ = [score + (5 * at) % 7 for at, score in enumerate(entry)]
    return people(entry=entry, exit=exit_, cluster=clusters)


def test_thirty_mentoring_groups_are_enough_and_fewer_are_not():
    """Below, the number stays and the reason says what is missing."""
    enough = groups_of(clustered([2] * 30), None, {}).clusters
    few = groups_of(clustered([2] * 29, alone=20), None, {})
    assert (enough.n, enough.df, enough.n_alone) == (30, 29, 0)
    assert enough.se is not None
    assert (few.clusters.n, few.clusters.n_alone) == (29, 20)
    for name in ("se", "ci95", "df", "icc"):
        assert getattr(few.clusters, name) is None
        assert few.notes[f"clusters.{name}"] == FEW_CLUSTERS


def test_mentoring_groups_of_one_have_no_likeness():
    """Robust errors need none; the ICC does."""
    found = groups_of(clustered([1] * 40), None, {})
    assert found.clusters.se is not None
    assert found.clusters.icc is None
    assert "no mentoring group has two people" in str(found.notes["clusters.icc"])
    few = groups_of(clustered([1] * 4), None, {})
    assert "no mentoring group has two people" in str(few.notes["clusters.se"])


def test_people_who_are_not_matched_are_in_no_mentoring_group():
    """A group with a name and no scores counts nowhere."""
    rows = people(entry=[1, 2], exit=[None, None], cluster=["g1", "g1"])
    found = groups_of(rows, None, {})
    assert found.clusters is None
    assert "in a mentoring group" in str(found.notes["clusters"])


def test_mentoring_groups_whose_errors_cancel_leave_no_error():
    """Every pair rose by 1 and by 3: the sums of all groups are alike."""
    rows = people(
        entry=[at % 7 for at in range(60)],
        exit=[at % 7 + (1, 3)[at % 2] for at in range(60)],
        cluster=[f"g{at // 2}" for at in range(60)],
    )
    found = groups_of(rows, None, {})
    assert found.clusters.se is None
    assert "leave no differences" in str(found.notes["clusters.se"])
    assert found.clusters.icc == pytest.approx(-1)


def test_mentoring_groups_who_all_changed_alike_have_no_icc():
    """Neither within nor among groups is there any difference."""
    rows = people(
        entry=[at % 7 for at in range(60)],
        exit=[at % 7 + 2 for at in range(60)],
        cluster=[f"g{at // 2}" for at in range(60)],
    )
    found = groups_of(rows, None, {})
    assert (found.clusters.se, found.clusters.icc) == (None, None)
    assert "everybody changed by the same amount" in str(found.notes["clusters.icc"])
    assert "leave no differences" in str(found.notes["clusters.se"])


def test_with_several_levels_mentoring_groups_are_counted_only():
    """There is no single estimate whose error they could be of."""
    rows = clustered([2] * 45)
    rows = [dataclasses.replace(row, level="abc"[at % 3]) for at, row in enumerate(rows)]
    found = compared(rows)
    assert (found.clusters.n, found.clusters.se) == (45, None)
    assert "only where one level is compared" in str(found.notes["clusters.se"])
    assert found.clusters.icc is not None


def test_no_float_dust_hides_a_perfect_fit():
    """Thirds are exact: what follows from the entry score exactly leaves nothing over."""
    third = Fraction(1, 3)
    rows = people(entry=[at * third for at in range(8)],
                  exit=[1 + at * third * third for at in range(8)], level=["a", "b"] * 4)  # fmt: skip
    found = compared(rows)
    assert found.ancova is None
    assert "leave no differences" in str(found.notes["ancova"])
