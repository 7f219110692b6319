"""The summary holds what a head wants to know, every figure from the results, and nothing more."""

from __future__ import annotations

import pytest

from analysis.document import Figure, Paragraph, Points, Table
from analysis.results import figure_at
from analysis.summary import summary_of
from tests.analysis import made
from tests.analysis.stage1_case import outcome, rating, report, took_part

ROSE = [(5, 7, 10), (6, 8, 10), (7, 8, 6)]


def stage1(rows=ROSE):
    """Return a report of stage 1 whose topics all got the same marks."""
    return report(
        participation=[took_part("entry"), took_part("exit", n=(40, 26))],
        ratings=[
            *(rating(code, rows) for code in ("comfort", "support")),
            rating("outcome", rows, satisfaction=True),
        ],
        outcomes=[outcome(13, 13)],
    )


def stage2(rows=((20, 24, 10), (22, 25, 10), (24, 27, 6))):
    """Return a report of stage 2 with one planned scale."""
    return made.report(made.scale_input(list(rows)))


def blocks(document, kind):
    """Return the blocks of a kind."""
    return [one for part in document.sections for one in part.blocks if isinstance(one, kind)]


def texts(document):
    """Return all that paragraphs and points say."""
    points = (item for block in blocks(document, Points) for item in block.items)
    return " ".join((*(block.text for block in blocks(document, Paragraph)), *points))


def test_of_stage_1_it_says_who_answered_how_satisfied_they_are_and_what_stands_out():
    """A table, a picture, and sentences by role."""
    document = summary_of(stage1())
    assert "of 40 invited 26 answered" in texts(document)
    assert "found it better than expected" in texts(document)
    [table] = blocks(document, Table)
    assert [cell.path for cell in table.rows[0][2:]] == [
        f"satisfaction.0.ratings.0.{name}" for name in ("n", "mean", "share_high")
    ]
    assert len(blocks(document, Figure)) == 1


def test_of_stage_2_it_says_who_is_compared_what_changed_and_what_that_does_not_show():
    """The planned scale with its sentence, and the caution about causes."""
    document = summary_of(stage2())
    assert "invited" in texts(document)
    assert "the score rose" in texts(document)
    assert "does not show the cause" in texts(document)
    assert len(blocks(document, Table)) == len(blocks(document, Figure)) == 1


@pytest.mark.parametrize("make", [stage1, stage2])
def test_every_figure_of_a_table_is_the_results_own(make):
    """At its path; of both stages together behind the name of the stage."""
    found = make()
    stage = found.results.stage
    both = summary_of(stage1(), stage2())
    for document, before in ((summary_of(found), ""), (both, f"stage{stage}.")):
        cells = [
            cell
            for table in blocks(document, Table)
            for row in table.rows
            for cell in row
            if cell.path.startswith(before) and cell.path
        ]
        assert cells
        for cell in cells:
            assert figure_at(found.results, cell.path.removeprefix(before)) == cell.value


def test_both_stages_stand_under_headings_of_their_own():
    """The title says that it is of both."""
    document = summary_of(stage1(), stage2())
    assert document.title.startswith("Summary of both stages")
    assert [part.title for part in document.sections if part.level == 1] == [
        "Stage 1: quality of the programme", "Stage 2: influence on the participants",
    ]  # fmt: skip


@pytest.mark.parametrize("n", [0, 1, 4])
def test_of_few_people_it_says_that_they_are_too_few(n):
    """Never an empty table."""
    rows = [(5, 7, n)] if n else []
    for document in (summary_of(stage1(rows)), summary_of(stage2([(20, 24, n)] if n else []))):
        assert all(table.rows for table in blocks(document, Table))
        said = texts(document).lower()
        assert "too few" in said or "not enough data" in said


def test_before_anything_is_over_it_says_what_is_to_come():
    """With who was invited."""
    document = summary_of(report(participation=[took_part("entry")]))
    assert "Once the exit wave is closed" in texts(document)
    assert blocks(document, Table) == []
