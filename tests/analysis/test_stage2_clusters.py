"""What the report says of mentoring groups."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.results import figure_at
from analysis.stage2_clusters import cluster_caution
from analysis.stage2_group_sentences import group_sentences
from analysis.words import Words
from tests.analysis.group_reports import HIGH, LOW, made_of, people_of, scale_of, section


def test_few_mentoring_groups_are_one_sentence():
    """People of one group are not independent; no interval pretends to allow for it."""
    texts, tables = section(made_of(people_of(HIGH, LOW, together=2)), "Groups")
    sentences = [text for text in texts if "not independent of each other" in text]
    assert len(sentences) == 1
    assert "With allowance for mentoring groups" not in tables


def test_enough_mentoring_groups_have_an_interval_of_their_own():
    """A sentence and, for the patient, a table."""
    made = made_of(people_of(HIGH * 3, LOW * 3, together=2))
    texts, tables = section(made, "Groups")
    low, high = made.results.scales[0].groups.clusters.ci95
    assert (
        f"With allowance for mentoring groups (36) the 95 % CI is from {low:.1f} to {high:.1f}."
        in texts
    )
    assert not any("not independent" in text for text in texts)
    (row,) = tables["With allowance for mentoring groups"].rows
    assert tables["With allowance for mentoring groups"].detail
    assert [cell.value for cell in row[1:]] == [
        figure_at(made.results, f"scales.0.groups.clusters.{name}")
        for name in ("n", "n_alone", "se", "ci95", "icc")
    ]


#: The change of one person in a mentoring group of six is that of all six.
ALIKE = [(2 + at % 6, 2 + at % 6 + (3, -2)[at // 6 % 2]) for at in range(216)]


#: Every pair rose by one and fell by three quarters: unlike within, alike among mentoring groups.
UNLIKE = [(4 + at % 3, 4 + at % 3 + (4, -3)[at % 2] * (1 + at % 3)) for at in range(72)]


def changed(scores, *, together):
    """Return the report of people without other groups than mentoring groups of so many."""
    rows = people_of(scores, [], together=together)
    return made_of([replace(row, level=None) for row in rows])


def test_mentoring_groups_that_undo_a_change_are_said_to():
    """In their own section, and in that of the scale."""
    made = changed(ALIKE, together=6)
    (result,) = made.results.scales
    assert result.difference.ci95[0] > 0 > result.groups.clusters.ci95[0]
    texts, _ = section(made, "Mentoring groups")
    assert texts[0].endswith("with them taken into account one cannot say that the score changed.")
    assert list(cluster_caution(result, Words())) == [
        (
            "With mentoring groups taken into account (36) one cannot say that the score changed: the "
            "95 % CI of the change covers zero then."
        )
    ]


def test_ranks_that_find_a_change_are_undone_as_well():
    """The planned test may find what neither interval does."""
    (result,) = changed(ALIKE, together=6).results.scales
    wide = replace(result, difference=replace(result.difference, ci95=(-1.0, 2.0)))
    assert result.tests.wilcoxon.p < 0.05
    assert len(list(cluster_caution(wide, Words()))) == 1
    unsure = replace(wide, tests=replace(wide.tests, wilcoxon=None))
    assert not list(cluster_caution(unsure, Words()))


def test_mentoring_groups_that_make_a_change_sure_call_for_caution():
    """The other way round nothing is undone, and the two intervals do not agree."""
    made = changed(UNLIKE, together=2)
    (result,) = made.results.scales
    assert result.difference.ci95[0] < 0 < result.groups.clusters.ci95[0]
    texts, _ = section(made, "Mentoring groups")
    assert texts[0].endswith("does not cover zero; without this allowance it does: be cautious.")
    assert not list(cluster_caution(result, Words()))


def test_mentoring_groups_that_change_nothing_need_no_caution():
    """Nor does a scale without any, nor groups that are compared."""
    for made in (
        changed(HIGH * 3, together=2), changed(HIGH, together=1),
        made_of(people_of(ALIKE, LOW * 3, together=6)),
    ):  # fmt: skip
        assert not list(cluster_caution(made.results.scales[0], Words()))


def with_interval(ci95, p):
    """Return the sentences on groups as if the robust interval and the p of ANCOVA were these."""
    rows = people_of(HIGH * 3, LOW * 3, together=2)
    made, scale = made_of(rows), scale_of(rows)
    groups = made.results.scales[0].groups
    levels = tuple(
        replace(level, ancova=level.ancova and replace(level.ancova, p=p), change=None)
        for level in groups.levels
    )
    groups = replace(groups, levels=levels, clusters=replace(groups.clusters, ci95=ci95))
    return list(group_sentences(groups, scale, plan=made.results.plan, words=Words()))


@pytest.mark.parametrize(
    ("ci95", "p", "end"),
    [
        ((-0.5, 4.0), 0.01, "one cannot say that the changes differ."),
        ((-4.0, 0.5), 0.01, "one cannot say that the changes differ."),
        ((0.0, 4.0), 0.01, "one cannot say that the changes differ."),
        ((0.5, 4.0), 0.01, "CI is from 0.5 to 4.0."),
        ((-0.5, 4.0), 0.05, "CI is from −0.5 to 4.0."),
        ((0.5, 4.0), 0.05, "without this allowance it does: be cautious."),
    ],
)
def test_mentoring_groups_may_undo_a_difference_of_groups(ci95, p, end):
    """Right behind the sentence on it."""
    texts = with_interval(ci95, p)
    assert texts[0].startswith("Итог (mentees): ")
    assert texts[1].startswith("With allowance for mentoring groups (36) the 95 % CI is from ")
    assert texts[1].endswith(end)


def test_mentoring_groups_that_are_named_and_left_out_have_their_reason():
    """One sentence, and none where nobody is in any."""
    rows = people_of(HIGH, LOW, together=2)
    few = [replace(row, cluster=None) if at < 3 else row for at, row in enumerate(rows[:24])]
    alone = [replace(row, level=None, cluster=f"g{at}") for at, row in enumerate(rows[:24])]
    texts, _ = section(made_of(alone), "Mentoring groups")
    assert texts == [
        (
            "Mentoring groups are left out of account: no mentoring group has two people with a score "
            "at both waves."
        )
    ]
    hidden = made_of([*few, *rows[24:33]], k=5)
    assert any(
        text.startswith("Mentoring groups are left out") for text in section(hidden, "Groups")[0]
    )
    none = made_of(people_of(HIGH, LOW[:9]), k=5)
    assert not any("Mentoring groups" in text for text in section(none, "Groups")[0])


def test_without_other_groups_mentoring_groups_stand_alone():
    """They are of the mean change then."""
    rows = [replace(row, level=None) for row in people_of(HIGH * 3, [], together=2)]
    made = made_of(rows)
    texts, tables = section(made, "Mentoring groups")
    [said] = texts
    assert "stays as it is on 1 of 1 scales" in said
    [table] = tables.values()
    assert table.caption == "With allowance for mentoring groups"
    assert table.rows[0][4].value == made.results.scales[0].groups.clusters.ci95
    few, _ = section(made_of(rows[:20]), "Mentoring groups")
    assert ["not independent of each other" in text for text in few] == [True]


def test_without_groups_of_any_kind_there_is_no_section():
    """Nothing to say is not said."""
    rows = [replace(row, level=None) for row in people_of(HIGH, [])]
    titles = [one.title for one in made_of(rows).document.sections]
    assert not {"Groups", "Mentoring groups", "Strategies of pairing"} & set(titles)


def test_an_interval_that_leaves_out_zero_does_not_print_it():
    """That of mentoring groups, whose sentence says so."""
    still = [(entry, entry + Fraction(at * at % 7, 100)) for at, (entry, _) in enumerate(LOW)]
    moved = [(entry, exit_ + Fraction(5, 100)) for entry, exit_ in still]
    texts, _ = section(made_of(people_of(moved * 3, still * 3, together=2)), "Groups")
    [said] = [text for text in texts if text.startswith("With allowance for mentoring groups")]
    assert "from 0.0" in said
    assert "from 0.0 " not in said


def test_above_the_most_rows_mentoring_groups_without_others_are_one_sentence():
    """Nobody knows whether there are any, either."""
    rows = [replace(row, level=None) for row in people_of(HIGH, [])]
    texts, tables = section(made_of(rows, too_many=True), "Mentoring groups")
    assert texts == ["Mentoring groups are left out of account: not computed above 20,000 people."]
    assert not tables
