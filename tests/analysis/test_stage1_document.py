"""The stage-1 document: every figure from the results, careful words, no empty table."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.document import Figure, Kind, Paragraph, Table
from analysis.pictures import Bands, Dumbbell
from analysis.results import figure_at
from analysis.words import Words
from app.language import translations
from tests.analysis.stage1_case import ENTERED, TWINS, outcome, rating, report, took_part

RU = Words(translations("ru"))

ROSE = [(5, 7, 10), (6, 8, 10), (7, 8, 6)]
FELL = [(8, 6, 10), (9, 7, 10), (8, 7, 6)]
SAME = [(5, 7, 10), (7, 5, 10), (6, 6, 6)]

ROWS = (
    took_part("entry"), took_part("entry", class_name="5а"),
    took_part("exit"), took_part("exit", class_name="5а"),
)  # fmt: skip


def programme(rows, *, topics=("comfort", "support"), **more):
    """Return the report of a programme whose every topic got the same marks."""
    people = sum(n for _, mark, n in rows if mark is not None)
    return report(
        participation=ROWS,
        ratings=[
            *(rating(code, rows) for code in topics),
            rating("outcome", rows, satisfaction=True),
        ],
        outcomes=[outcome(people // 2, people - people // 2), outcome(people, 0, number=1)],
        **more,
    )


def blocks(made, kind, title=None):
    """Return all blocks of a kind, of one section where a title is given."""
    return [
        block
        for section in made.document.sections
        if title in {None, section.title}
        for block in section.blocks
        if isinstance(block, kind)
    ]


def texts(made):
    """Return everything the document says in paragraphs."""
    return [block.text for block in blocks(made, Paragraph)]


def cells(made):
    """Return every cell of the document."""
    return [cell for table in blocks(made, Table) for row in table.rows for cell in row]


PROGRAMMES = pytest.mark.parametrize(
    "made",
    [
        programme(ROSE),
        programme([(5, 7, 9), (6, 6, 6)]),
        programme([(5, 7, 5), (6, 9, 3)]),
        programme([(5, 7, 3)]),
        report(participation=ROWS, ratings=[rating("comfort", [(5, None, 9)], held=False)]),
        report(participation=ROWS, **ENTERED),
    ],
    ids=["many", "fifteen", "eight", "three", "before the exit wave", "the curator's part"],
)


@PROGRAMMES
def test_every_number_of_the_document_is_the_one_at_its_path(made):
    """A figure is computed once and is the same everywhere."""
    found = [cell for cell in cells(made) if cell.path]
    assert len(found) >= len(ROWS) * 3
    for cell in found:
        assert cell.value == figure_at(made.results, cell.path), cell.path
        assert cell.kind is not Kind.TEXT


@PROGRAMMES
def test_no_cell_and_no_table_is_empty_without_a_reason(made):
    """A dash has its note; a table has a figure besides numbers of people."""
    assert [cell for cell in cells(made) if cell.value is None and not cell.note] == []
    for table in blocks(made, Table):
        figures = [cell for row in table.rows for cell in row[min(2, len(row) - 1) :]]
        assert any(cell.value is not None for cell in figures)


def test_the_largest_gaps_are_named_and_no_more():
    """Three of seven, with size, interval and n, and the warning that it is exploratory."""
    [named] = [text for text in texts(programme(ROSE, topics=TWINS)) if text.startswith("Rated")]
    assert named.startswith("Rated above what was expected: “")
    assert named.count("95 % CI of the gap from") == 3
    assert "n = 26" in named
    assert any("exploratory" in text for text in texts(programme(ROSE)))


def test_a_gap_below_zero_is_said_to_be_below_what_was_expected():
    """Size without sign, the direction in words."""
    [named] = [text for text in texts(programme(FELL)) if text.startswith("Rated")]
    assert named.startswith("Rated below what was expected: “")
    assert "(by 1.8; 95 % CI of the gap from −1.9 to −1.6; n = 26)" in named


def test_gaps_that_do_not_stand_out_are_not_named():
    """Nor is it said that all was as expected."""
    said = texts(programme(SAME))
    assert not any(text.startswith("Rated") for text in said)
    assert any("nor that all was just as expected" in text for text in said)


def test_under_ten_people_the_report_describes_and_concludes_nothing():
    """Headed so, once a section; the means stay."""
    made = programme([(5, 7, 5), (6, 9, 3)])
    headed = [block for block in blocks(made, Paragraph, "Mentees") if block.strong]
    few = "Descriptive: too few people for a conclusion."
    assert [block.text for block in headed] == [few] * 2
    assert not any(text.startswith(("Rated", "No gap")) for text in texts(made))
    assert len(blocks(made, Table, "Mentees")) == 3


def test_a_programme_of_three_says_why_it_shows_nothing():
    """Participation stays; each table gives way to a sentence."""
    made = programme([(5, 7, 3)])
    assert blocks(made, Table, "Mentees") == []
    assert blocks(made, Figure, "Mentees") == []
    said = [block.text for block in blocks(made, Paragraph, "Mentees")]
    assert len(said) == 3
    assert all("not shown; fewer than 5 people have answered" in text for text in said)
    assert len(blocks(made, Table, "Participation")) == 2


def test_before_the_exit_wave_the_report_says_what_will_come():
    """One line instead of empty sections."""
    made = report(ratings=[rating("comfort", [(5, None, 9)], held=False)])
    [line] = blocks(made, Paragraph, "Expectations and satisfaction")
    assert "have not been given yet" in line.text
    assert "will show" in line.text


def test_return_is_told_for_the_last_wave():
    """Counts and per cent."""
    made = programme(ROSE)
    [told] = [block.text for block in blocks(made, Paragraph, "Participation") if block.strong]
    assert told == "Mentees, exit: of 20 invited 18 answered (90\N{NO-BREAK SPACE}%)."


def test_consents_are_a_column_only_where_they_are_recorded():
    """A school that keeps them on paper sees no empty column."""
    without, recorded = programme(ROSE), report(participation=[took_part(consented=19)])
    assert "With consent" not in blocks(without, Table, "Participation")[0].header
    assert "With consent" in blocks(recorded, Table, "Participation")[0].header


def test_who_withdrew_is_a_column_only_where_anybody_did():
    """In the tables of roles and of classes alike."""
    withdrew = [replace(took_part(class_name=name), withdrawn=2) for name in (None, "5а")]
    for rows, is_told in ((ROWS, False), (withdrew, True)):
        tables = blocks(report(participation=rows), Table, "Participation")
        assert ["Withdrawn" in table.header for table in tables] == [is_told, is_told]
    assert [row[-1].value for table in tables for row in table.rows] == [2, 2]


def test_joined_bands_stand_in_the_first_of_theirs():
    """With their marks in brackets; below the table it says how to read that."""
    made = report(ratings=[rating("comfort", [(5, 3, 2), (5, 6, 8), (5, 9, 16)])])
    table = next(one for one in blocks(made, Table) if "1–4" in one.header)
    assert table.header[3:7] == ("1–4", "5–7", "8–10", "8–10, %")
    shown = [cell.text(made.document.words) for cell in table.rows[0][3:6]]
    assert shown == ["10\N{NO-BREAK SPACE}(1–7)", "← together", "16"]
    assert table.rows[0][3].path == "satisfaction.0.ratings.0.bands.0.n"
    assert sum("A range in brackets" in text for text in texts(made)) == 1


def test_why_there_are_no_bands_is_said_once():
    """Below the table, not in every row of it."""
    rows = [(5, 3, 2), (5, 6, 2), (5, 9, 8)]
    made = report(ratings=[rating("comfort", rows), rating("support", rows)])
    reason = "the bands are so small that they had to be joined into one"
    assert " ".join(texts(made)).count(reason) == 1
    assert reason not in {cell.value for cell in cells(made)} | {cell.note for cell in cells(made)}


def test_a_question_is_printed_without_what_it_says_of_answering():
    """The report is read by those who ask, not by those who answer."""
    made = report(outcomes=[outcome(10, 9, number=place) for place in range(6)], words=RU)
    questions = [row[0].value for row in blocks(made, Table)[-1].rows]
    assert len(questions) == 6
    assert all(text.endswith("?") for text in questions)


def test_differences_are_said_to_be_exact():
    """Under a table of gaps, and only there."""
    exact = "Differences are computed from exact means"
    assert any(text.startswith(exact) for text in texts(programme(ROSE)))
    assert not any(text.startswith(exact) for text in texts(report(participation=ROWS)))


def test_the_method_says_only_what_the_report_used():
    """Of participation alone there are neither gaps nor bands nor themes."""
    alone = " ".join(texts(report(participation=ROWS)))
    whole = " ".join(texts(programme(ROSE)))
    for said in ("A gap between reality and expectation", "bands with fewer people"):
        assert said in whole
        assert said not in alone
    assert "Open answers were sorted" not in whole


def test_arms_are_told_apart():
    """Whoever is only compared with is no participant of the programme."""
    rows = [replace(took_part(), arm=arm) for arm in ("programme", "comparison")]
    [table] = blocks(report(participation=rows), Table, "Participation")
    arms = [row[table.header.index("Arm")].value for row in table.rows]
    assert arms == ["participants of the programme", "comparison group"]
    assert "Mentees (comparison group), entry: of 20 invited" in " ".join(
        texts(report(participation=rows))
    )


def test_classes_are_for_the_patient_reader():
    """Left out of a summary, which shows the roles."""
    whole, by_class = blocks(programme(ROSE), Table, "Participation")
    assert (whole.detail, by_class.detail) == (False, True)
    assert "Class" not in whole.header
    assert "Class" in by_class.header


def test_pictures_show_what_the_results_show():
    """The two means of each topic, greatest rise first; the people of each band."""
    made = report(ratings=[rating("comfort", FELL), rating("support", ROSE)])
    dumbbell, bands = (figure.picture for figure in blocks(made, Figure, "Mentees"))
    assert isinstance(dumbbell, Dumbbell)
    assert [topic for topic, _, _ in dumbbell.rows] == ["The mentor's support", "Ease of contact"]
    fell, rose = made.results.expectations
    assert [row[1:] for row in dumbbell.rows] == [(rose.entry, rose.exit), (fell.entry, fell.exit)]
    assert isinstance(bands, Bands)
    assert bands.rows[1][1] == ((1, 4, 0), (5, 7, 10), (8, 10, 16))


def test_bands_of_one_colour_are_not_drawn():
    """Everybody in one band is said by the table."""
    made = report(ratings=[rating("comfort", [(5, 9, 12)])])
    assert [type(one.picture) for one in blocks(made, Figure, "Mentees")] == [Dumbbell]


def test_the_titles_of_pictures_say_what_is_found():
    """The gap that stands out most, the topics with most and fewest of the highest marks."""
    made = report(ratings=[rating("comfort", FELL), rating("support", ROSE)])
    dumbbell, bands = (figure.caption for figure in blocks(made, Figure, "Mentees"))
    rose = max(made.results.expectations, key=lambda one: one.gap.mean)
    assert "the most above what was expected, “The mentor's support”" in dumbbell
    assert f"{rose.entry:.1f} expected and {rose.exit:.1f} in fact" in dumbbell
    assert bands.startswith("Marks given: 8–10 most often for")


def test_a_gap_that_does_not_stand_out_is_no_finding():
    """Nor is any of fewer than ten people."""
    [same] = blocks(report(ratings=[rating("comfort", [(5, 6, 6), (6, 5, 6)])]), Figure, "Mentees")[
        :1
    ]
    assert same.caption.endswith("no gap stands out from zero")
    [few] = blocks(report(ratings=[rating("comfort", [(5, 9, 4), (6, 9, 4)])]), Figure, "Mentees")[
        :1
    ]
    assert few.caption == "Expected and in fact: the mean of each topic, from 1 to 10"


def test_who_answered_is_drawn_of_any_number_of_people():
    """It is not drawn from answers, so it is never suppressed."""
    [figure] = blocks(report(participation=[took_part()]), Figure, "Participation")
    [row] = figure.picture.rows
    assert (row.invited, row.answered) == (20, 18)
    assert figure.caption == "Who answered. Mentees, entry: 18 of 20 (90\N{NO-BREAK SPACE}%)"


def test_the_method_names_the_rule_the_questionnaires_and_the_data():
    """Enough to judge the report and to make it again."""
    said = " ".join(block.text for block in blocks(programme(ROSE, k=7), Paragraph))
    assert "nothing is shown that fewer than 7 people answered" in said
    for reference in ("stage1-pupil-pupil-mentee-entry@1", "stage1-pupil-pupil-mentee-exit@1"):
        assert reference in said
    assert f"Data: SHA-256 {'0' * 64}. Computed by “Zamer”, version 0." in said


def test_the_programme_stands_at_the_head():
    """School, form and dates."""
    head = " ".join(programme(ROSE).document.facts)
    for fact in ("School 12", "Together", "pupil – pupil", "2026-09-15"):
        assert fact in head
