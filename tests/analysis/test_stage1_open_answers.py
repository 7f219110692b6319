"""Open answers: people by theme, none of them few; quotations apart; what to do if none is coded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.document import Paragraph, Points, Table
from analysis.stage1_open_answers import themes_in_cells
from analysis.stage1_results import ThemeFound
from analysis.swot_proposals import Theme
from tests.analysis.stage1_case import outcome, report, unexplained, wrote

ASKED = [outcome(10, 9)]

cells = st.dictionaries(
    st.sampled_from([None, "strength", "weakness"]), st.integers(0, 30), max_size=3
)


def told(*written, **facts):
    """Return a report with these open answers."""
    return report(outcomes=ASKED, open_answers=written, **facts)


def sections(made):
    """Return the sections by their titles."""
    return {section.title: section for section in made.document.sections}


@given(st.integers(3, 10), st.integers(0, 60), st.data())
def test_no_theme_tells_of_a_few(k, n, data):
    """Neither who has it nor who of a base has not; nothing at all of a base under k."""
    n_coded = data.draw(st.integers(0, n))
    themes = [
        (f"Theme {place}", {cell: min(people, n_coded // 3) for cell, people in of_cells.items()})
        for place, of_cells in enumerate(data.draw(st.lists(cells, max_size=4)))
    ]
    made = told(wrote(n, *themes, n_coded=n_coded, quotations=("Well",)), k=k)
    [found] = made.results.open_answers
    assert found.n == n
    assert [*unexplained(made.results)] == []
    if n < k:
        assert (found.n_coded, found.themes, found.quotations) == (None, (), ())
    few = range(1, k)
    for theme in found.themes:
        if theme.n is None:
            assert (theme.share, theme.cell) == (None, None)
        else:
            assert not {theme.n, n - theme.n, n_coded - theme.n} & {*few}
    assert found.n_coded is None or not {found.n_coded, n - found.n_coded} & {*few}


def test_a_theme_counts_people_and_names_the_cell_of_most():
    """Of more than half, and of at least k."""
    themes = [
        ("Help", {"strength": 12, None: 3}),
        ("Noise", {"weakness": 5, "threat": 5}),
        ("Time", {None: 20}),
        ("Few", {"strength": 2}),
        ("Nearly all", {"strength": 28}),
    ]
    made = told(wrote(30, *((title, of_cells) for title, of_cells in themes)))
    [found] = made.results.open_answers
    assert found.themes == (
        ThemeFound(title="Time", n=20, share=20 / 30, cell=None),
        ThemeFound(title="Help", n=15, share=0.5, cell="strength"),
        ThemeFound(title="Noise", n=10, share=10 / 30, cell=None),
        ThemeFound(title="Few", n=None, share=None, cell=None),
        ThemeFound(title="Nearly all", n=None, share=None, cell=None),
    )
    [table] = [block for block in sections(made)["Mentees"].blocks if isinstance(block, Table)][-1:]
    shown = [[cell.text(made.document.words) for cell in row] for row in table.rows]
    assert shown[0] == ["Time", "20", "67\N{NO-BREAK SPACE}%"]
    assert shown[3][:2] == ["Few", "fewer than 5 people"]
    assert shown[4][:2] == ["Nearly all", "all but fewer than 5 people"]


def test_of_a_small_base_shares_are_rounded():
    """As everywhere under twenty people."""
    [theme] = told(wrote(15, ("Help", {None: 5}))).results.open_answers[0].themes
    assert theme.share == 0.33


@pytest.mark.parametrize("n_coded", [0, None], ids=["none coded", "coded without a theme"])
def test_without_themes_one_sentence_says_what_to_do(n_coded):
    """There is no empty table."""
    section = sections(told(wrote(30, n_coded=n_coded)))["Answers to open questions"]
    [sentence] = section.blocks
    assert "make the report again" in sentence.text


def test_a_question_of_a_few_says_so_among_others():
    """And one that has not been coded."""
    made = told(wrote(30, ("Help", {None: 20})), wrote(3, ("Help", {None: 3}), number=1))
    texts = [b.text for b in sections(made)["Mentees"].blocks if isinstance(b, Paragraph)]
    assert any("fewer than 5 people have answered" in text for text in texts)


def test_quotations_stand_apart_for_the_school_itself():
    """In the order of the alphabet, each once; a role of few is not named."""
    made = told(
        wrote(8, quotations=("B", "A", "A")),
        wrote(30, ("Help", {None: 20}), quotations=("C",), number=1),
    )
    found = sections(made)["Quotations"]
    assert found.inner
    first, second = [block for block in found.blocks if isinstance(block, Points)]
    assert (first.items, second.items) == (("“A”", "“B”"), ("“C”",))
    named = [block.text.startswith("Mentees") for block in found.blocks
             if isinstance(block, Paragraph)]  # fmt: skip
    assert named == [False, True]


def test_before_exit_and_without_open_questions_there_is_a_reason():
    """At the top of the results."""
    assert "open_answers" in report().results.notes
    assert "open question" in str(report(outcomes=ASKED).results.notes["open_answers"])


def test_a_theme_in_a_cell_proposes_one_line_of_the_swot_table():
    """Of a role once, with the most people of one question: who answered both is not known."""
    help_of = [("Help", {"strength": people}) for people in (12, 20)]
    made = told(wrote(30, help_of[0], ("Noise", {None: 15})), wrote(30, help_of[1], number=1))
    assert themes_in_cells(made.results.open_answers) == (
        Theme(role="mentee", title="Help", n=20, cell="strength"),
    )
    lines = [line for line in made.drafts.swot if line.origin.startswith("theme/")]
    assert [(line.cell, line.text) for line in lines] == [("strength", "Help")]
