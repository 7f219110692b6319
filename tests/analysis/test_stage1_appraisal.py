"""The curator's part of the stage-1 document: what was entered, and where to enter the rest."""

from __future__ import annotations

import pytest

from analysis.document import Paragraph, Table
from analysis.stage1_inputs import InvolvementInput
from analysis.summary import summary_of
from tests.analysis.stage1_case import ENTERED, filled, indicator, report, unexplained

NINE = {f"cr{number:02}": 2 for number in range(1, 10)}


def section(made, title):
    """Return a section of a report."""
    return next(one for one in made.document.sections if one.title == title)


def said(made, title):
    """Return the words of a section."""
    return " ".join(block.text for block in section(made, title).blocks
                    if isinstance(block, Paragraph))  # fmt: skip


def rows(made, title):
    """Return the table of a section as it is read."""
    [table] = [block for block in section(made, title).blocks if isinstance(block, Table)]
    return [[cell.text(made.document.words) for cell in row] for row in table.rows]


def test_nothing_entered_is_a_sentence_that_says_where():
    """Never an empty table; the note says it to programs."""
    made = report()
    for title in ("The curator's questionnaire", "Criteria of effectiveness",
                  "Indicators of effectiveness"):  # fmt: skip
        [block] = section(made, title).blocks
        assert "on the programme's page, under “Curator's appraisal”" in block.text
    assert "is not entered yet" in said(made, "Participation")
    for name in ("involvement", "curator", "criteria", "indicators"):
        assert made.results.notes[name].msgid == "the curator has not entered this yet"


def test_the_parts_stand_in_the_order_of_the_methodology():
    """After satisfaction, before conclusions and method."""
    titles = [one.title for one in report(**ENTERED).document.sections]
    first = titles.index("The curator's questionnaire")
    assert first > titles.index("Expectations and satisfaction")
    assert titles[first + 1 : first + 3] == [
        "Criteria of effectiveness", "Indicators of effectiveness",
    ]  # fmt: skip
    assert any(title.startswith("Method") for title in titles[first + 3 :])


def test_every_gap_has_its_reason():
    """In the notes of the report."""
    assert [*unexplained(report(**ENTERED).results)] == []


@pytest.mark.parametrize(
    ("involved", "sentence"),
    [
        (316, "316 of 430 (73 %). The target of 70 % is reached."),
        (200, "200 of 430 (47 %). The target of 70 % is not reached."),
        (300, "300 of 430. That is slightly less than the target of 70 %."),
    ],
)
def test_the_share_is_told_against_its_target(involved, sentence):
    """Rounding never says the contrary of the verdict."""
    entered = InvolvementInput(involved=involved, pupils=430, target=70)
    told = said(report(involvement=entered), "Participation")
    assert sentence in told.replace("\N{NO-BREAK SPACE}", " ")


def test_the_ratings_end_with_their_mean():
    """A rating that was left out is a dash."""
    table = rows(report(**ENTERED), "The curator's questionnaire")
    assert [row[1] for row in table] == [*map(str, range(1, 10)), "—", "5.0"]


def test_complete_criteria_have_sum_level_and_levels():
    """Of the nine."""
    told = said(report(criteria=filled("criteria", NINE)), "Criteria of effectiveness")
    assert "Sum of the nine criteria: 18 of 18. Level: optimal." in told
    assert "unacceptable 0–8, acceptable 9–14, optimal 15–18" in told


def test_incomplete_criteria_are_named_and_not_summed():
    """Which they are, in words."""
    made = report(criteria=filled("criteria", NINE | {"cr03": None}))
    told = said(made, "Criteria of effectiveness")
    assert "Not rated yet: “The programme uses modern approaches”." in told
    assert "Level:" not in told


def test_indicators_are_read_by_their_direction():
    """Z, Z/X, percentage points, and a dash with its reason under the table."""
    made = report(**ENTERED)
    table = [[cell.replace("\N{NO-BREAK SPACE}", " ") for cell in row]
             for row in rows(made, "Indicators of effectiveness")]  # fmt: skip
    assert table == [
        ["Projects", "more", "4", "9", "5", "125 %", "better"],
        ["Attendance, %", "more", "61.5", "74", "12.5 pp", "—", "better"],
        ["Complaints", "less", "0", "3", "3", "—", "worse"],
        ["Hours", "either", "12.25", "12.5", "0.25", "2 %", "—"],
        ["Plans", "more", "—", "11", "—", "—", "—"],
    ]
    told = said(made, "Indicators of effectiveness")
    assert "Where X is 0, Z/X is not given" in told
    assert "Z/X is not given for shares" in told
    assert "No numbers were entered for: “Publications”." in told


def test_remarks_stand_only_where_they_are_needed():
    """A table of plain counts has none."""
    told = said(report(indicators=(indicator("4", "9"),)), "Indicators of effectiveness")
    assert told == ""


def test_the_four_pages_for_the_head_say_it_in_sentences():
    """The share, complete sums, what got better; of what is missing nothing."""
    made = report(**ENTERED)
    [part] = [one for one in summary_of(made).sections if one.title == "Curator's appraisal"]
    assert [block.text.partition(":")[0] for block in part.blocks] == [
        "Pupils of the school in any form of mentoring or accompaniment",
        "Sum of the nine criteria", "Indicators that got better", "Indicators that got worse",
    ]  # fmt: skip
    assert part.blocks[2].text.endswith(": “Projects”; “Attendance”.")
    titles = [one.title for one in summary_of(report()).sections]
    assert "Curator's appraisal" not in titles
