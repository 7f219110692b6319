"""What stage 2 concludes by itself: no more than its figures, and a cause only by lot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.report_facts import Flow
from analysis.stage2_conclusions import drafts_of_stage2
from analysis.words import Words
from tests.analysis.group_reports import HIGH, LOW, made_of, people_of, scale_of
from tests.analysis.made import FLOW, ROSE, report, scale_input
from tests.analysis.rows import people

SAME = [(4, 4, 20), (4, 5, 10), (5, 4, 10)]
SCALE = "mentee/small/total"


def drafts_of(*scales, **more):
    """Return the texts of what is drafted, by what their origins end in."""
    return {one.origin: one.text for one in report(*scales, **more).drafts.conclusions}


def drafted(made, scale):
    """Return the same of a report of two arms or several strategies."""
    return {one.origin: one.text for one in drafts_of_stage2(made.results, [scale], Words())}


def test_a_desirable_change_is_said_with_its_interval_and_asks_to_go_on():
    """What may be supposed of its cause is a supposition."""
    found = drafts_of(scale_input(ROSE))
    text = found[f"change/{SCALE}"]
    assert "on average the score rose by 1.7 (95 % CI of the change from" in text
    assert "chance alone would rarely give such a change." in text
    assert text.endswith("a rise on this scale is desirable.")
    assert found["cause"].startswith("One may suppose that taking part")
    assert "there is no comparison group" in found["cause"]
    assert "Go on with the programme" in found["proposal/wanted"]
    assert "comparison group" in found["proposal/comparison"]
    assert found["sample"] == "Answered both at entry and at exit: mentees: 52 of 60."


def test_an_undesirable_change_asks_for_the_psychologist():
    """Nothing is supposed of its cause."""
    found = drafts_of(scale_input(ROSE, better="lower"))
    assert found["cause"].startswith("What caused the changes these data do not show")
    assert "Discuss with the psychologist" in found["proposal/unwanted"]
    assert "proposal/wanted" not in found


def test_no_change_found_is_no_proof_of_none():
    """More people would show more."""
    found = drafts_of(scale_input(SAME))
    assert "neither do they show that it stayed the same" in found[f"change/{SCALE}"]
    assert "cause" not in found
    assert "the more people are compared" in found["proposal/open"]


def test_of_under_ten_people_nothing_is_concluded():
    """It is described, and said so."""
    found = drafts_of(scale_input([(2, 4, 4), (4, 5, 3)]))
    assert "this only describes, under 10 people" in found[f"change/{SCALE}"]
    assert "There are too few people" in found["proposal/few"]
    assert "proposal/wanted" not in found


@pytest.mark.parametrize("rows", [[(2, 4, 3)], [(2, None, 20)]], ids=["under k", "one wave"])
def test_of_nothing_one_sentence_says_why(rows):
    """Never an empty section, never a table of nothing."""
    found = drafts_of(scale_input(rows))
    assert list(found) == ["nothing"]
    assert found["nothing"].startswith("There is not enough data for conclusions: ")


def test_without_questionnaires_there_is_nothing_to_conclude():
    """The reason is said."""
    made = report(scale_input(ROSE))
    empty = replace(made.results, scales=())
    [draft] = drafts_of_stage2(empty, [], Words())
    assert "no wave that gave questionnaires" in draft.text


def test_who_was_lost_is_asked_after():
    """Where a fifth or more of those who answered at entry did not come back."""
    lost = (Flow(role="mentee", people=60, entry=50, exit=30, both=30),)
    assert "30 of 50" in drafts_of(scale_input(ROSE), flow=lost)["proposal/lost"]
    assert "proposal/lost" not in drafts_of(scale_input(ROSE), flow=FLOW)


@pytest.mark.parametrize("allocation", [None, "random"])
def test_a_cause_is_named_only_where_lots_decided(allocation):
    """Then the comparison says it; otherwise it stays a supposition."""
    rows = people_of(HIGH, LOW)
    found = drafted(made_of(rows, allocation=allocation), scale_of(rows))
    groups = found[f"groups/{SCALE}"]
    assert ("the programme raised the score" in groups) is (allocation == "random")
    assert ("cause" in found) is (allocation is None)
    assert "proposal/comparison" not in found


@pytest.mark.parametrize(("better", "wanted"), [("higher", "b"), ("lower", "a"), ("none", None)])
def test_a_strategy_that_did_better_is_suggested_as_a_supposition(better, wanted):
    """By the direction of the scale; without one there is nothing to suggest."""
    names = ["a"] * 20 + ["b"] * 20
    rows = people(
        entry=[2 + at % 4 for at in range(40)],
        exit=[2 + (at * 3) % 4 + 3 * (name == "b") for at, name in enumerate(names)],
        strategy=names,
    )
    found = drafted(made_of(rows, better=better), scale_of(rows, better=better))
    suggested = [origin for origin in found if "strategy" in origin]
    assert suggested == ([f"proposal/strategy/{wanted}"] if wanted else [])


def test_a_table_of_the_callers_own_has_no_conclusions():
    """They are a paper's, and that is a programme's."""
    made = report(scale_input(ROSE), k=None)
    assert made.results.conclusions == ()
    assert made.drafts.conclusions == ()
    assert "Conclusions and proposals" not in [one.title for one in made.document.sections]


def test_conclusions_stand_in_the_four_pages_for_the_head():
    """Proposals last."""
    made = report(scale_input(ROSE))
    titles = [one.title for one in made.summary]
    assert titles[-2:] == ["Conclusions and proposals", "Recommendations"]
