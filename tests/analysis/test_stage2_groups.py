"""What the report says of groups, strategies, mentoring groups and leavers."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.disclosure import DESCRIPTIVE, BaseRule
from analysis.document import Paragraph, Table
from analysis.inputs import Grouping, ScaleInput
from analysis.moments import ItemMoments
from analysis.plan import default_plan
from analysis.results import Provenance, figure_at
from analysis.stage2 import stage2
from analysis.stage2_clusters import cluster_caution
from analysis.stage2_group_sentences import group_sentences
from analysis.words import Words
from tests.analysis.made import FLOW, two_items
from tests.analysis.rows import people, table


def people_of(programme, comparison, *, together=1, **columns):
    """Return people of both arms: (entry, exit) of each, mentoring groups of so many people."""
    arms = ["programme"] * len(programme) + ["comparison"] * len(comparison)
    scores = [*programme, *comparison]
    return people(
        entry=[entry for entry, _ in scores],
        exit=[exit_ for _, exit_ in scores],
        level=arms,
        cluster=[
            f"g{at // together}" if arm == "programme" else None for at, arm in enumerate(arms)
        ]
        if together > 1
        else [None] * len(scores),
        **columns,
    )


def scale_of(rows, *, better="higher", too_many=False):
    """Return what rows are an input of, the first level's people above; of too many no rows."""
    instrument = two_items(better)
    levels = sorted({row.level for row in rows if row.level is not None}, reverse=True)
    own = [row for row in rows if row.level == levels[0]] if levels else rows
    moments = ItemMoments.from_rows(["it01", "it02"], [(1, 2), (2, 2), (3, 4), (4, 3)])
    return ScaleInput(
        entry_instrument=instrument, exit_instrument=instrument, scale=instrument.scales[0],
        role="mentee", pairs=table(own), entry_items=moments, exit_items=moments,
        groups={level: table([row for row in rows if row.level == level]) for level in levels},
        rows=None if too_many else tuple(rows),
    )  # fmt: skip


def made_of(rows, *, factor="arm", allocation=None, k=None, control="comparison", **of_scale):
    """Return the report of rows."""
    scale = scale_of(rows, **of_scale)
    return stage2(
        [scale],
        plan=replace(default_plan([scale.instrument], ["mentee"]), allocation=allocation),
        flow=FLOW,
        provenance=Provenance(software="zamer 0", instruments=(), data_sha256="0"),
        words=Words(),
        grouping=Grouping(factor=factor, control=control) if scale.groups else None,
        rule=None if k is None else BaseRule(k),
    )


def section(made, title):
    """Return the paragraphs and the tables of a section, by caption."""
    found = next(one for one in made.document.sections if one.title == title)
    texts = [block.text.replace("\N{NO-BREAK SPACE}", " ") for block in found.blocks
             if isinstance(block, Paragraph)]  # fmt: skip
    return texts, {block.caption: block for block in found.blocks if isinstance(block, Table)}


LOW = [(2 + at % 4, 2 + (at * 3) % 4) for at in range(24)]
HIGH = [(entry, exit_ + 3) for entry, exit_ in LOW]


def test_without_lots_the_score_is_higher_and_nobody_says_why():
    """Direction, size, interval, how sure; groups not formed at random; no cause."""
    texts, _ = section(made_of(people_of(HIGH, LOW)), "Groups")
    assert texts[0].startswith(
        "Итог (mentees): at the same entry score the exit score is higher than in the comparison "
        "group by 3.0 (difference 3.0, 95 % CI from "
    )
    assert texts[0].endswith("ANCOVA: p < 0.001); the groups were not formed at random.")
    assert any("does not show the cause" in text for text in texts)
    assert not any("the programme raised" in text for text in texts)


def test_a_lower_score_is_said_to_be_lower():
    """The sign is level - control."""
    texts, _ = section(made_of(people_of(LOW, HIGH)), "Groups")
    assert "the exit score is lower than in the comparison group by 3.0" in texts[0]
    assert "difference −3.0" in texts[0]


@pytest.mark.parametrize(
    ("arms", "verb"), [((HIGH, LOW), "raised"), ((LOW, HIGH), "lowered")], ids=["raised", "lowered"]
)
def test_where_lots_decided_the_programme_is_the_cause(arms, verb):
    """Only then is it said to have done anything."""
    texts, _ = section(made_of(people_of(*arms), allocation="random"), "Groups")
    assert f"the programme {verb} the score by 3.0 against the comparison group at" in texts[0]
    assert texts[0].endswith("the groups were formed at random.")
    assert not any("does not show the cause" in text for text in texts)


@pytest.mark.parametrize(("high", "word"), [(True, "higher"), (False, "lower")])
def test_lots_on_another_factor_are_no_programme(high, word):
    """Its levels are named as the caller names them."""
    arms = (HIGH, LOW) if high else (LOW, HIGH)
    made = made_of(people_of(*arms), factor="class", allocation="random")
    texts, tables = section(made, "Groups")
    assert f"the exit score is {word} than on the level “comparison” by 3.0" in texts[0]
    assert texts[0].endswith("the groups were formed at random.")
    assert "The control level is “comparison”." in texts
    assert [row[1].value for row in tables["Change by group (class)"].rows] == [
        "programme", "comparison",
    ]  # fmt: skip


def test_a_small_difference_that_was_found_is_not_printed_as_none():
    """With more decimals, its interval too."""
    still = [(entry, entry + Fraction(at % 2, 100)) for at, (entry, _) in enumerate(LOW)]
    moved = [(entry, exit_ + Fraction(3, 100)) for entry, exit_ in still]
    texts, _ = section(made_of(people_of(moved, still)), "Groups")
    assert "is higher than in the comparison group by 0.030 (difference 0.030, " in texts[0]
    assert "from 0.0" in texts[0]
    assert "from 0.0 to" not in texts[0]


def test_an_interval_that_leaves_out_zero_does_not_print_it():
    """That of mentoring groups, whose sentence says so."""
    still = [(entry, entry + Fraction(at * at % 7, 100)) for at, (entry, _) in enumerate(LOW)]
    moved = [(entry, exit_ + Fraction(5, 100)) for entry, exit_ in still]
    texts, _ = section(made_of(people_of(moved * 3, still * 3, together=2)), "Groups")
    [said] = [text for text in texts if text.startswith("With allowance for mentoring groups")]
    assert "from 0.0" in said
    assert "from 0.0 " not in said


def test_a_column_that_is_called_as_our_factor_is_no_programme():
    """What lots decided there, nobody knows."""
    names = {"programme": "A", "comparison": "B"}
    rows = [replace(row, level=names[row.level]) for row in people_of(HIGH, LOW)]
    made = made_of(rows, factor="arm", control="B", allocation="random")
    texts, tables = section(made, "Groups")
    assert "the exit score is higher than on the level “B” by 3.0" in texts[0]
    assert "Change by group (arm)" in tables
    method, _ = section(made, "Method and limits")
    assert "Do not write that the programme caused the change." in method[0]


def test_what_is_not_sure_is_not_claimed():
    """Neither a difference nor its absence."""
    near = [(entry, exit_ + at % 2) for at, (entry, exit_) in enumerate(LOW)]
    texts, _ = section(made_of(people_of(near, LOW)), "Groups")
    assert "do not let us say that the change differs from that in the comparison group" in texts[0]
    assert "neither do they show that it is the same" in texts[0]


def test_two_ways_that_disagree_are_both_said():
    """Entry scores that stood apart; ANCOVA finds nothing, change scores do."""
    high_at_entry = [(entry + 4, 4 + at % 3) for at, (entry, _) in enumerate(LOW)]
    low_at_entry = [(entry, 4 + at % 3) for at, (entry, _) in enumerate(LOW)]
    texts, _ = section(made_of(people_of(high_at_entry, low_at_entry)), "Groups")
    assert "do not let us say" in texts[0]
    assert texts[1].startswith("Change scores, which leave the entry score aside, tell otherwise")
    assert "(difference −4.0, 95 % CI from " in texts[1]
    assert texts[2].startswith("The groups stood apart already at entry (standardised difference")


def test_two_ways_that_agree_need_no_caution():
    """Nor do groups that were alike at entry."""
    texts, _ = section(made_of(people_of(HIGH, LOW)), "Groups")
    assert not any("tell otherwise" in text or "stood apart" in text for text in texts)


def test_both_ways_stand_side_by_side_with_their_paths():
    """A row for the level that is compared; every figure is the one of the results."""
    made = made_of(people_of(HIGH, LOW))
    _, tables = section(made, "Groups")
    (row,) = tables["The difference from the control group, in two ways"].rows
    assert [cell.value for cell in row[:2]] == ["Итог (mentees)", "participants of the programme"]
    places = ["balance", "ancova.estimate", "ancova.ci95", "ancova.p", "change.estimate",
              "change.ci95", "change.p"]  # fmt: skip
    assert [cell.path for cell in row[2:]] == [f"scales.0.groups.levels.0.{at}" for at in places]
    for cell in row[2:]:
        assert cell.value == figure_at(made.results, cell.path) is not None
    anova = tables["Mixed analysis of variance (sums of squares of type II)"]
    assert anova.detail
    assert anova.workbook_only
    assert not tables["The difference from the control group, in two ways"].workbook_only
    assert [row[1].value for row in anova.rows] == ["groups", "waves", "groups × waves"]
    for cell in (cell for row in anova.rows for cell in row[2:]):
        assert cell.value == figure_at(made.results, cell.path) is not None


def test_a_comparison_that_is_hidden_leaves_no_table():
    """Nine in the comparison group: described side by side, and said to be."""
    texts, tables = section(made_of(people_of(HIGH, LOW[:9]), k=5), "Groups")
    assert list(tables) == ["Change in the programme and in the comparison group"]
    assert (
        "The groups are described side by side and not tested against each other: it draws on a "
        "group that is not shown, or has fewer than 10 people." in texts
    )
    assert not any("ANCOVA" in text for text in texts)


@pytest.mark.parametrize(
    ("comparison", "reason"),
    [
        ([(4, 5)], "one person of the control level has no spread"),
        ([(4, None)], "nobody of the control level has a valid score at both waves"),
    ],
    ids=["one", "nobody"],
)
def test_why_groups_are_only_described_is_said(comparison, reason):
    """A control level of one person or of nobody."""
    texts, tables = section(made_of(people_of(HIGH, comparison)), "Groups")
    assert f"not tested against each other: {reason}." in "\n".join(texts)
    assert "The difference from the control group, in two ways" not in tables


def test_above_the_most_rows_every_comparison_left_out_has_its_reason():
    """Groups are described; of strategies nobody knows whether they were named."""
    made = made_of(people_of(HIGH, LOW), too_many=True)
    texts, _ = section(made, "Groups")
    assert "not tested against each other: not computed above 20,000 people." in "\n".join(texts)
    assert not any("Mentoring groups" in text for text in texts)
    assert section(made, "Strategies of pairing")[0] == [
        "Strategies of pairing are not shown: not computed above 20,000 people."
    ]


def test_above_the_most_rows_mentoring_groups_without_others_are_one_sentence():
    """Nobody knows whether there are any, either."""
    rows = [replace(row, level=None) for row in people_of(HIGH, [])]
    texts, tables = section(made_of(rows, too_many=True), "Mentoring groups")
    assert texts == ["Mentoring groups are left out of account: not computed above 20,000 people."]
    assert not tables


def test_a_group_without_a_level_to_compare_with_says_so():
    """The programme's people alone, or the comparison group's."""
    texts, _ = section(made_of(people_of([], LOW)), "Groups")
    assert "each other: no level but the control level was found." in "\n".join(texts)


def test_under_ten_people_groups_are_described_and_nothing_is_concluded():
    """Nine in the comparison group, all figures shown: neither a p nor a verdict in the sentence."""
    made = made_of(people_of(HIGH, LOW[:9]))
    texts, tables = section(made, "Groups")
    low, high = made.results.scales[0].groups.ancova.ci95
    assert texts[0] == (
        "Итог (mentees): at the same entry score the mean change less that in the comparison group "
        f"is {made.results.scales[0].groups.ancova.estimate:.1f} (95 % CI from {low:.1f} to "
        f"{high:.1f}); {DESCRIPTIVE}."
    )
    notes = [row[-1].value for row in next(iter(tables.values())).rows]
    assert notes == ["", str(DESCRIPTIVE)]
    assert tables["The difference from the control group, in two ways"].rows[0][-1].value == str(
        DESCRIPTIVE
    )


def test_ten_people_on_each_level_are_enough_for_a_conclusion():
    """The note of the table is gone, too."""
    texts, tables = section(made_of(people_of(HIGH[:10], LOW[:10])), "Groups")
    assert "ANCOVA: p" in texts[0]
    assert len(tables["The difference from the control group, in two ways"].header) == 9


def of_levels(**scores):
    """Return the report of people of each level, compared with level “none”."""
    rows = people(
        entry=[entry for pairs in scores.values() for entry, _ in pairs],
        exit=[exit_ for pairs in scores.values() for _, exit_ in pairs],
        level=[level for level, pairs in scores.items() for _ in pairs],
    )
    return made_of(rows, factor="class", control="none", allocation="random")


def test_of_several_levels_each_has_its_sentence():
    """By its own figures; the caution of entry scores stands behind the level it is of."""
    low = [(entry - 2, exit_ - 2) for entry, exit_ in LOW]
    made = of_levels(none=LOW, high=HIGH, low=low)
    texts, _ = section(made, "Groups")
    found = {level.level: level.ancova for level in made.results.scales[0].groups.levels}
    assert texts[0].startswith("Итог (mentees), “low”: ")
    assert f"difference {found['low'].estimate:.1f}".replace("-", "−") in texts[0]
    assert texts[1].startswith("Change scores, which leave the entry score aside, tell otherwise")
    assert texts[2].startswith("The groups stood apart already at entry (standardised difference −")
    assert texts[3].startswith(
        "Итог (mentees), “high”: at the same entry score the exit score is higher than on the "
        "level “none” by 3.0 (difference 3.0, 95 % CI from "
    )
    assert any("not corrected for the number of groups" in text for text in texts)


def test_of_one_level_beside_the_control_nothing_is_said_of_many():
    """It needs no name, and no correction."""
    texts, _ = section(of_levels(none=LOW, high=HIGH), "Groups")
    assert texts[0].startswith("Итог (mentees): at the same entry score")
    assert not any("number of groups" in text for text in texts)


def test_a_level_of_few_people_takes_no_conclusion_from_the_others():
    """Its own sentence describes."""
    texts, _ = section(of_levels(none=LOW, high=HIGH, few=HIGH[:9]), "Groups")
    about = {text.split("”")[0].split("“")[1]: text for text in texts if "mentees), “" in text}
    assert "ANCOVA: p < 0.001" in about["high"]
    assert "p < 0.001" not in about["few"]
    assert str(DESCRIPTIVE) in about["few"]


def test_of_several_levels_one_that_is_not_compared_has_its_reason():
    """In the note of its row."""
    rows = [*people_of(HIGH, LOW), *people(entry=[4], exit=[5], level=["another"])]
    _, tables = section(made_of(rows, factor="class"), "Groups")
    both = tables["The difference from the control group, in two ways"]
    assert [(row[1].value, row[-1].value) for row in both.rows] == [
        ("programme", ""), ("another", "one person has no spread"),
    ]  # fmt: skip


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
    low, high = made.results.scales[0].groups.clusters.ci95
    assert texts == [
        (
            "Итог (mentees): with allowance for mentoring groups (36) the 95 % CI of the change is "
            f"from {low:.1f} to {high:.1f}."
        )
    ]
    assert list(tables) == ["With allowance for mentoring groups"]
    few, _ = section(made_of(rows[:20]), "Mentoring groups")
    assert ["not independent of each other" in text for text in few] == [True]


def test_without_groups_of_any_kind_there_is_no_section():
    """Nothing to say is not said."""
    rows = [replace(row, level=None) for row in people_of(HIGH, [])]
    titles = [one.title for one in made_of(rows).document.sections]
    assert not {"Groups", "Mentoring groups", "Strategies of pairing"} & set(titles)


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


def leaving(stayers, leavers, *, k=None):
    """Return the report of people who stayed and of entry scores of those who left."""
    rows = people(
        entry=[entry for entry, _ in stayers] + list(leavers),
        exit=[exit_ for _, exit_ in stayers] + [None] * len(leavers),
    )
    return made_of(rows, k=k)


def test_leavers_who_differed_at_entry_are_said_to():
    """Direction and size, and of whom the results are."""
    made = leaving(LOW, [7, 8] * 8)
    texts, tables = section(made, "Participants")
    lost = made.results.scales[0].attrition
    low, high = lost.g_ci95
    assert texts == [
        (
            "Those who left differed at entry from those who stayed (above zero: the leavers' scores "
            f"were higher; below: lower): Итог (mentees): g = {lost.g:.2f}, 95 % CI from {low:.2f} to "
            f"{high:.2f}, left: 16. The results are of those who stayed."
        )
    ]
    details = tables["Leavers and stayers"]
    model = tables["The change on all available scores: mixed model"]
    assert (details.detail, details.workbook_only) == (True, False)
    assert (model.detail, model.workbook_only) == (True, True)
    for cell in (cell for table_ in (details, model) for cell in table_.rows[0][1:] if cell.path):
        assert cell.value == figure_at(made.results, cell.path) is not None, cell.path
    assert [cell.value for cell in details.rows[0][1:3]] == [16, 24]
    assert len([cell for cell in model.rows[0] if cell.path]) == 4


def test_leavers_below_are_found_as_well():
    """An interval wholly under zero is one, too."""
    texts, _ = section(
        leaving([(entry + 3, exit_) for entry, exit_ in LOW], [2, 3] * 8), "Participants"
    )
    assert texts[0].startswith("Those who left differed at entry")
    assert "g = −" in texts[0]


def test_leavers_who_may_not_have_differed_are_not_said_to():
    """How far apart they may be is said, and of how many."""
    made = leaving(LOW, [2, 3, 4, 5] * 4)
    texts, _ = section(made, "Participants")
    lost = made.results.scales[0].attrition
    low, high = lost.g_ci95
    assert texts == [
        (
            "The data do not let us say that those who left differed at entry from those who stayed: "
            f"Итог (mentees): g = {lost.g:.2f}, 95 % CI from {low:.2f} to {high:.2f}, left: 16."
        ).replace("-", "−")
    ]


@pytest.mark.parametrize(
    ("stayers", "leavers"),
    [(LOW, [7]), (LOW, [7, 8] * 4 + [7]), (LOW[:9], [7, 8] * 8)],
    ids=["one leaver", "nine leavers", "nine stayers"],
)
def test_too_few_leavers_or_stayers_are_said_to_be(stayers, leavers):
    """Whatever their g is, nothing is concluded."""
    texts, _ = section(leaving(stayers, leavers), "Participants")
    assert texts == [
        (
            "Whether those who left differed at entry from those who stayed: too few people to judge "
            f"(Итог (mentees): left: {len(leavers)}, stayed: {len(stayers)})."
        )
    ]


def test_ten_leavers_and_stayers_are_judged():
    """No fewer are needed."""
    texts, _ = section(leaving(LOW[:10], [7, 8] * 5), "Participants")
    assert texts[0].startswith("Those who left differed at entry")


def test_a_model_in_which_people_do_not_count_says_so():
    """Its figures stand, with the note."""
    rows = [(2, 6), (6, 2), (3, 5), (5, 3), (4, 4)] * 4
    _, tables = section(leaving(rows, [4, 5] * 6), "Participants")
    (row,) = tables["The change on all available scores: mixed model"].rows
    assert row[1].value is not None
    assert row[-1].value.startswith("the two scores of one person are no more alike")


def test_without_leavers_there_is_no_sentence():
    """The reason stands in the table."""
    texts, tables = section(leaving(LOW, []), "Participants")
    assert texts == []
    (row,) = tables["Leavers and stayers"].rows
    assert "has one at exit" in row[-1].value


def test_a_few_leavers_are_counted_and_not_described():
    """Four of them: no g, and no model with them in it."""
    made = leaving(LOW, [7, 8, 7, 8], k=5)
    texts, tables = section(made, "Participants")
    assert "too few people to judge (Итог (mentees): left: 4, stayed: 24)" in texts[0]
    (row,) = tables["Leavers and stayers"].rows
    assert [cell.value for cell in row[1:-1]] == [4, 24, None, None]
    assert "fewer than 10 people" in row[-1].value
    (row,) = tables["The change on all available scores: mixed model"].rows
    assert [cell.value for cell in row[1:-1]] == [None, None, None, None]
    assert "fewer than 5 people have a score at one wave only" in row[-1].value


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
