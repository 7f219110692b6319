"""What the report says of groups beside each other."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.disclosure import DESCRIPTIVE
from analysis.results import figure_at
from tests.analysis.group_reports import HIGH, LOW, made_of, people_of, section
from tests.analysis.rows import people


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


def test_a_column_that_is_called_as_our_factor_is_no_programme():
    """What lots decided there, nobody knows."""
    names = {"programme": "A", "comparison": "B"}
    rows = [replace(row, level=names[row.level]) for row in people_of(HIGH, LOW)]
    made = made_of(rows, factor="arm", control="B", allocation="random")
    texts, tables = section(made, "Groups")
    assert "the exit score is higher than on the level “B” by 3.0" in texts[0]
    assert "Change by group (arm)" in tables
    method, _ = section(made, "Limits")
    assert "That the programme caused the change does not follow from it." in method[0]


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
