"""What stage 1 concludes by itself: strong and weak sides, gaps, advice; never a cause."""

from __future__ import annotations

import pytest

from analysis.conclusions import Decision
from analysis.rating_rule import RULE
from analysis.report import Decided
from analysis.swot import SwotDecision
from analysis.swot_proposals import Theme, proposals
from analysis.words import Words
from tests.analysis.stage1_case import outcome, rating, report, took_part

#: Ten people who are content.
HIGH = [(8, 9, 6), (8, 10, 6)]


def drafts_of(**given):
    """Return the texts of what is drafted, by origin."""
    return {one.origin: one.text for one in report(**given).drafts.conclusions}


def test_a_high_topic_is_a_strong_side():
    """By mean and share, with the figures that the table shows."""
    found = drafts_of(ratings=[rating("comfort", [(8, 9, 12)])])
    assert found["high/mentee"] == (
        "Mentees rated highly: “Ease of contact” (mean 9.0 of 10, marks 8–10: 100\xa0%, n = 12)."
    )
    assert found["advice/keep"].endswith("“Ease of contact”.")


def test_satisfaction_has_a_sentence_of_its_own():
    """Topic by topic."""
    found = drafts_of(ratings=[rating("joint-work", [(None, 9, 12)], satisfaction=True)])
    assert found["satisfaction/mentee/joint-work"].startswith("Mentees are satisfied: ")


def test_a_low_topic_is_a_weak_side_and_asks_for_advice():
    """The advice names the topic and who said so."""
    found = drafts_of(ratings=[rating("events", [(None, 5, 12)])])
    assert found["low/mentee"].startswith("Mentees rated low: “Organisation of the programme's")
    assert found["advice/events"].endswith(
        "(ground: “Organisation of the programme's events”, mentees)."
    )


def test_many_low_marks_make_a_weak_side_whatever_the_mean():
    """One in five people is unhappy."""
    found = drafts_of(ratings=[rating("events", [(None, 3, 6), (None, 10, 20)])])
    assert "low/mentee" in found


def test_a_gap_below_zero_asks_for_advice_once_for_both_roles():
    """The larger gap first."""
    rows = [(9, 6, 6), (9, 7, 6)]
    found = drafts_of(ratings=[rating("comfort", rows), rating("comfort", rows, role="mentor")])
    assert found["gap/mentee/below"].startswith("Mentees found it worse than expected: “Ease of")
    assert "mentees; “Ease of contact”, mentors" in found["advice/comfort"]


def test_of_under_ten_people_gaps_are_not_judged():
    """And it is said that few have answered at all."""
    found = drafts_of(ratings=[rating("comfort", [(9, 6, 7)])])
    assert "gap/mentee/below" not in found
    assert "too few people" in found["gap/mentee/few"]
    assert found["few"].startswith("Fewer than 10 people answered (mentees)")


def test_answers_of_yes_are_named():
    """Where most gave them; where few did, only of what was to be hoped for."""
    assert "yes: 90\xa0%, n = 50" in drafts_of(outcomes=[outcome(45, 5)])["yes/mentee"]
    few = drafts_of(outcomes=[outcome(5, 45), outcome(5, 45, number=1)])
    assert [origin for origin in few if origin.startswith("yes/")] == ["yes/mentee/sx40"]


def test_return_is_named_where_it_is_good_or_poor():
    """Poor return asks for time."""
    good = [took_part("exit", n=(20, 18))]
    poor = [took_part("exit", n=(20, 9))]
    ratings = [rating("comfort", [(8, 9, 9)])]
    assert "18 of 20" in drafts_of(ratings=ratings, participation=good)["return/good"]
    found = drafts_of(ratings=ratings, participation=poor)
    assert "9 of 20" in found["return/poor"]
    assert "class teachers" in found["advice/return"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({}, "The exit questionnaires have not been given yet."),
        ({"ratings": [rating("comfort", [(9, 6, 2)])]}, "There is not enough data"),
    ],
    ids=["one wave", "two people"],
)
def test_of_nothing_one_sentence_says_why(given, said):
    """Never an empty section."""
    found = drafts_of(**given)
    assert list(found) == ["nothing"]
    assert said in found["nothing"]


def test_decisions_are_printed_and_counted():
    """In place of the draft; what was struck is not."""
    decisions = (
        Decision(kind="strength", position=1, text="Mine", origin="high/mentee", drafted="old"),
        Decision(
            kind="recommendation", position=1, text="x", origin="advice/keep", drafted="x",
            is_struck=True,
        ),
    )  # fmt: skip
    made = report(ratings=[rating("comfort", HIGH)], decided=Decided(conclusions=decisions))
    by_origin = {one.origin: one for one in made.results.conclusions}
    assert by_origin["high/mentee"].text == "Mine"
    assert by_origin["high/mentee"].reread
    assert "advice/keep" not in by_origin


def test_swot_lines_are_proposed_by_the_rule_and_printed_when_confirmed():
    """A topic that is high stands once, though its gap is above zero too."""
    made = report(ratings=[rating("comfort", [(5, 9, 6), (6, 10, 6)])])
    [line] = made.drafts.swot
    assert (line.origin, line.cell) == ("rating/mentee/comfort", "strength")
    assert "mean 9.5 of 10" in line.rule
    assert made.results.swot is None
    assert "has not confirmed" in made.results.notes["swot"].text()
    decision = SwotDecision(
        cell="strength", position=1, text=line.text, origin=line.origin, proposed=line.text
    )
    made = report(ratings=[rating("comfort", HIGH)], decided=Decided(swot=(decision,)))
    assert [one.text for one in made.results.swot.strength] == [line.text]
    assert not made.results.swot.strength[0].edited


def test_themes_of_enough_people_are_proposed_into_their_cell():
    """However long they are; a cell is for the curator to say."""
    results = report().results
    themes = [
        Theme(role="mentee", title="ы" * 300, n=5, cell="opportunity"),
        Theme(role="mentee", title="few", n=4, cell="threat"),
        Theme(role="mentee", title="none", n=50, cell=None),
    ]
    found = [one for one in proposals(results, {}, themes, Words()) if "theme" in one.origin]
    assert [(one.cell, one.text) for one in found] == [("opportunity", "ы" * 300)]
    assert len(found[0].origin) <= 200


def test_the_rule_is_said_with_its_numbers():
    """The method and the page print the same words."""
    assert "mean is 8 or more and 70 %" in RULE.text()
