"""The pictures of stage 2: their titles claim what the sentences do, their numbers are shown."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.document import Figure
from analysis.pictures import Flows, Forest, LevelStacks, Quartiles
from tests.analysis.made import ROSE, report, scale_input

#: The same people with the scores of the two waves exchanged.
FELL = [(exit_, entry, n) for entry, exit_, n in ROSE]

#: As many rose as fell.
OPEN = [(4, 5, 10), (5, 4, 10)]

#: The levels of everybody: each cell holds nobody or k people.
MOVED = [(2, 2, 6), (2, 5, 9), (5, 5, 8), (5, 8, 7), (8, 8, 6), (8, 5, 5)]


def figures(made, kind):
    """Return the figures of a kind of picture."""
    return [one for section in made.document.sections for one in section.blocks
            if isinstance(one, Figure) and isinstance(one.picture, kind)]  # fmt: skip


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (ROSE, "the mean score rose from 3.7 to 5.4"),
        (FELL, "the mean score fell from 5.4 to 3.7"),
        (OPEN, "mean score 4.5 at entry, 4.5 at exit; that it changed cannot be said"),
    ],
    ids=["rose", "fell", "open"],
)
def test_a_title_says_that_a_score_changed_only_where_it_was_found(rows, said):
    """Never that anything caused it."""
    [figure] = figures(report(scale_input(rows)), Quartiles)
    assert figure.caption.split(": ", 1)[1] == said


def test_means_that_differ_are_not_printed_alike():
    """A small change that was found is told with more decimals."""
    rows = [(4, 4, 3000), (4, 5, 60)]
    [figure] = figures(report(scale_input(rows)), Quartiles)
    assert "rose from 4.00 to 4.02" in figure.caption


def test_levels_are_drawn_as_they_are_shown():
    """One picture a role; the title names the largest shift in shares that the table has."""
    made = report(scale_input(MOVED))
    [figure] = figures(made, LevelStacks)
    levels = made.results.scales[0].levels
    [(_, people)] = figure.picture.rows
    assert tuple(one.entry for one in people) == levels.entry == (15, 15, 11)
    assert tuple(one.exit for one in people) == levels.exit == (6, 22, 13)
    assert [one.place for one in people] == [0, 0.5, 1]
    assert "“ниже”" in figure.caption
    assert "37\N{NO-BREAK SPACE}% of people at entry and 15\N{NO-BREAK SPACE}%" in figure.caption


def test_moves_are_drawn_where_their_table_is_shown():
    """With the numbers of the sentence in the title."""
    made = report(scale_input(MOVED))
    [figure] = figures(made, Flows)
    assert figure.picture.counts == made.results.scales[0].transitions.counts
    assert "16 moved to a level of higher scores, 5 to one of lower scores, 20 stayed" in (
        figure.caption
    )
    few = report(scale_input([*MOVED[:-1], (8, 5, 2), (8, 2, 2)]))
    shown = few.results.scales[0].transitions
    assert bool(figures(few, Flows)) is (shown is not None and shown.counts is not None)


def test_levels_that_may_not_be_shown_are_not_drawn():
    """Nor are effects of too few people."""
    made = report(scale_input([(2, 4, 5), (3, 6, 4)]), scale_input([(2, 4, 5), (3, 6, 4)]))
    assert [figures(made, kind) for kind in (LevelStacks, Flows, Forest)] == [[], [], []]


def test_a_forest_has_every_scale_with_an_effect():
    """In the order of the table; the title names those that changed, and which way is better."""
    scales = [scale_input(ROSE), scale_input(ROSE, role="mentor", better="lower")]
    made = report(*scales)
    [figure] = figures(made, Forest)
    assert [(row.size, row.interval, row.better, row.primary) for row in figure.picture.rows] == [
        (one.effect.g_av, one.effect.g_av_ci95, one.better, one.primary)
        for one in made.results.scales
    ]
    better, worse = figure.caption.split("; ")
    assert "better" in better
    assert "mentees" in better
    assert "worse" in worse
    assert "mentors" in worse


def test_of_scales_that_did_not_change_a_forest_says_so():
    """It claims nothing."""
    same = replace(scale_input(OPEN), role="mentor")
    [figure] = figures(report(scale_input(OPEN), same), Forest)
    assert figure.caption.endswith("that a score changed can be said of no scale")
