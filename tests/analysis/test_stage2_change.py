"""Levels, moves between them and reliable change in the stage-2 document."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.document import Paragraph, Table
from analysis.stage2_change import change_sections
from analysis.stage2_levels import level_sections
from analysis.words import Words
from instruments.model import Published, Source
from tests.analysis.made import report, scale_input

WORDS = Words()

#: Nobody knows how well these items hold together: 5 people answered them.
FEW_ITEMS = [(1, 2), (2, 2), (3, 4), (4, 3), (2, 1)]

#: Alpha of these is 0.32.
LOOSE_ITEMS = [*FEW_ITEMS, (1, 4)] * 6

#: Many rose, some fell, some stayed: to other levels and within them.
MIXED = [(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 6), (2, 5, 6)]


def published(scale, r="0.68", **coefficient):
    """Return the scale with figures of a paper: a change counts from 1.96 √2 √(1 - r) points."""
    figures = coefficient or {"retest": Fraction(r)}
    table = Published(source=Source("A paper, 2020", "A"), sd=1, **figures)
    return replace(scale, scale=replace(scale.scale, published=(table,)))


def blocks(sections, kind):
    """Return the blocks of a kind."""
    return [block for section in sections for block in section.blocks if isinstance(block, kind)]


def levels_of(*scales, k=None):
    """Return the sections of levels."""
    return list(level_sections(report(*scales, k=k).results, scales, WORDS))


def changes_of(*scales, k=None):
    """Return the sections of reliable change."""
    return list(change_sections(report(*scales, k=k).results, scales, WORDS))


def texts(sections):
    """Return the paragraphs."""
    return [block.text for block in blocks(sections, Paragraph)]


def rows(table):
    """Return what a reader sees of a table."""
    return [tuple(cell.text(WORDS).replace("\N{NO-BREAK SPACE}", " ") for cell in row)
            for row in table.rows]  # fmt: skip


def test_moves_stand_under_the_levels_rows_entry_columns_exit():
    """Every figure with its path."""
    people, moves = blocks(levels_of(scale_input(MIXED)), Table)
    assert "people by level" in people.caption
    assert moves.caption == "Итог (mentees): moves between levels, n = 48"
    assert moves.header == ("Level at entry", "Exit: ниже", "Exit: средний", "Exit: выше")
    assert rows(moves) == [
        ("ниже", "0", "6", "9"),
        ("средний", "0", "27", "0"),
        ("выше", "6", "0", "0"),
    ]
    assert moves.rows[0][2].path == "scales.0.transitions.counts.0.1"


@pytest.mark.parametrize(
    ("people", "start", "end"),
    [
        (
            [(2, 8, 9), (5, 5, 9), (8, 2, 1)],
            "Too few people to conclude",
            "exact binomial test, p = 0.021",
        ),
        (MIXED, "The data do not let us say that moves one way", "exact binomial test, p = 0.078"),
        (
            [(2, 8, 9), (5, 5, 10), (8, 2, 1)],
            "Chance alone would rarely",
            "exact binomial test, p = 0.021",
        ),
        (
            [(2, 8, 40), (5, 5, 50), (8, 2, 10)],
            "Chance alone would rarely",
            "Bowker's test χ²(1) = 18.00, p < 0.001",
        ),
    ],
    ids=["19 people", "not sure", "20 people, sure", "100 people"],
)
def test_one_sentence_says_how_many_moved_and_how_sure_it_is(people, start, end):
    """Under twenty people nothing is concluded."""
    said = texts(levels_of(scale_input(people)))[0].replace("\N{NO-BREAK SPACE}", " ")
    assert said.startswith("Итог (mentees): to a level of higher scores moved ")
    assert f". {start}" in said
    assert said.endswith(f"({end}, not corrected for the number of scales).")


def test_where_nobody_moved_the_sentence_says_so():
    """And tests nothing."""
    assert texts(levels_of(scale_input([(2, 3, 40)])))[0].endswith(
        ". Nobody moved to another level."
    )


def test_the_numbers_of_moves_are_said():
    """Up, down, stayed."""
    said = texts(levels_of(scale_input(MIXED)))[0]
    assert "moved 15, to one of lower scores 6; at their level stayed 27." in said


def test_joined_levels_are_named_with_a_plus():
    """As in the table of levels above."""
    few_high = [(2, 5, 9), (5, 2, 9), (5, 5, 9), (2, 3, 9), (3, 2, 9), (8, 7, 3)]
    people, moves = blocks(levels_of(scale_input(few_high), k=5), Table)
    names = [row[0] for row in rows(people)]
    assert [row[0] for row in rows(moves)] == names
    assert moves.header[1:] == tuple(f"Exit: {name}" for name in names)
    assert names == ["ниже", "средний + выше"]


def test_where_the_table_is_hidden_the_directions_are_said():
    """Or why nothing is."""
    many = [(2, 3, 9), (6, 5, 9), (7, 8, 9), (3, 2, 9), (5, 5, 9), (3, 5, 6), (5, 8, 7), (8, 5, 5),
            (8, 2, 2), (2, 8, 3), (5, 2, 6)]  # fmt: skip
    shown = levels_of(scale_input(many), k=5)
    assert len(blocks(shown, Table)) == 1
    assert "moved 16, to one of lower scores 13; at their level stayed 45." in texts(shown)[0]
    hidden = levels_of(scale_input([*many[:8], (8, 2, 2)]), k=8)
    assert "no moves between levels, by their moves fewer than 8 people" in " ".join(texts(hidden))


def test_reliable_change_in_counts_and_percent_with_its_source():
    """A published retest correlation; nothing is said of alpha or of weak reliability."""
    sections = changes_of(published(scale_input(MIXED), "0.75"))
    assert [section.title for section in sections] == ["Reliable individual change"]
    (table,) = blocks(sections, Table)
    assert table.header == (
        "Scale", "n", "Improved, n", "Improved, %", "Unchanged, n", "Unchanged, %",
        "Deteriorated, n", "Deteriorated, %", "Threshold, points",
    )  # fmt: skip
    expected = ("Итог (mentees)", "48", "15", "31 %", "27", "56 %", "6", "13 %", "1.4")
    assert rows(table) == [expected]
    assert [table.rows[0][at].path for at in (2, 4, 6, 8)] == [
        f"scales.0.rci.{name}" for name in ("improved", "unchanged", "deteriorated", "threshold")
    ]
    reading, source = texts(sections)
    assert "1.96 · √2 · SD · √(1 − r)" in reading
    assert source == (
        "Итог (mentees): A paper, 2020; SD and retest correlation; r = 0.75, SD = 1.0."
    )


def test_alpha_and_a_low_coefficient_are_said():
    """Alpha counts more people; a low coefficient misses many a change."""
    said = texts(changes_of(published(scale_input(MIXED), alpha=Fraction(69, 100))))
    assert "r = 0.69, SD = 1.0. With r under 0.70 the threshold is so high" in said[1]
    assert said[2].startswith("With alpha the threshold is mostly lower")
    assert len(texts(changes_of(published(scale_input(MIXED), "0.7")))) == 2


def test_the_lowest_coefficient_that_needs_no_warning():
    """0.70 itself."""
    assert "With r under" not in texts(changes_of(published(scale_input(MIXED), "0.7")))[1]


def test_local_figures_name_their_people():
    """Under the base rule without the SD."""
    scale = scale_input(MIXED, items=LOOSE_ITEMS)
    plain, hidden = (texts(changes_of(scale, k=k))[1] for k in (None, 5))
    assert "local data, n = 36; SD and Cronbach's alpha; r = 0.32, SD = 1.7." in plain
    assert "local data, n = 36; SD and Cronbach's alpha; r = 0.32. With r" in hidden


def test_scales_without_a_better_end_have_a_table_of_their_own():
    """People there rise and fall; nobody improves."""
    scales = (
        published(scale_input(MIXED)),
        published(scale_input(MIXED, role="mentor", better="none")),
    )
    directed, undirected = blocks(changes_of(*scales), Table)
    assert [row[0] for row in rows(directed)] == ["Итог (mentees)"]
    assert "neither more nor less is better" in undirected.caption
    assert undirected.header[2::2] == (
        "Score rose, n",
        "Unchanged, n",
        "Score fell, n",
        "Threshold, points",
    )
    assert rows(undirected)[0] == (
        "Итог (mentors)",
        "48",
        "15",
        "31 %",
        "27",
        "56 %",
        "6",
        "13 %",
        "1.6",
    )
    assert undirected.rows[0][2].path == "scales.1.rci.rose"


def test_what_is_hidden_is_a_dash_with_its_reason():
    """Once, in the last column."""
    people = [(2, 8, 9), (4, 5, 9), (5, 5, 9), (5, 4, 9), (8, 2, 4)]
    (table,) = blocks(changes_of(published(scale_input(people)), k=5), Table)
    assert table.header[-1] == "Note"
    assert rows(table)[0][2:] == (
        "9", "23 %", "—", "—", "—", "—", "1.6", "apart from others they might be fewer than 5 people",
    )  # fmt: skip
    assert table.rows[0][5].note


def test_reasons_are_said_once_with_their_scales():
    """Where nothing is known there is no table and no explanation of one."""
    few = [scale_input(MIXED, role=role, items=FEW_ITEMS) for role in ("mentee", "mentor")]
    assert " ".join(texts(changes_of(*few))) == (
        "Итог (mentees), Итог (mentors): reliable change is not judged; no SD with a reliability is "
        "published for the scale; fewer than 30 complete answers at entry are too few to judge "
        "anybody by."
    )
    assert blocks(changes_of(*few), Table) == []
    known = texts(changes_of(published(few[0]), few[1]))
    assert len(known) == 3
    assert known[2].startswith("Итог (mentors): reliable change is not judged;")


def test_where_nobody_is_matched_there_is_no_section():
    """The reason stands with the comparison that is missing."""
    assert changes_of(scale_input([(2, None, 9)])) == []
    assert levels_of(scale_input([(2, None, 9)])) == []
