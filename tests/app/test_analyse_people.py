"""`zamer analyse`: what its workbook says of single people, and what a table says of groups."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from analysis.words import Words
from app.interchange.errors import TableError
from app.language import translations
from app.reports import from_table, score_sheet
from app.reports.codebook import codebook_sections
from app.reports.from_table import report_of_table
from app.reports.score_sheet import score_section
from app.reports.scored_table import Layout, scored_table
from instruments.loader import load, parse
from instruments.registry import Registry
from tests.app.conftest import SAI, SALT, csv_text, run, salt_rows
from tests.conftest import SMALL

EN, RU = Words(), Words(translations("ru"))

#: Entry and exit of two items and a rating, with what is known of the people's groups.
HEADER = [
    "id",
    "role",
    "group",
    "pair",
    "club",
    *(f"{wave}_{n}" for wave in ("pre", "post") for n in (1, 2, 3)),
]
PEOPLE = [
    ["01", "mentee", "a", "leader", "g1", "1", "4", "5", "2", "3", "6"],
    ["=1+1", "mentee", "b", "", "", "2", "", "7", "4", "1", "8"],
    ["03", "mentor", "a", "peer", "g1", "", "", "", "3", "3", "1"],
]


def read(path, instrument, **layout):
    """Return a table scored, with nobody watching."""
    where = Layout(person="id", prefixes=("pre_", "post_"), **layout)
    return scored_table(path, instrument, where, tell=lambda _: None, watched=lambda people: people)


@pytest.fixture
def small_table(write, small):
    """Return the table of three people, every column of words named."""
    path = write("t.csv", csv_text([HEADER, *PEOPLE]))
    named = {"role": "role", "group": "group", "strategy": "pair", "cluster": "club"}
    return read(path, small, control="a", **named)


def rows_of(section):
    """Return the header and the values of the one table of a section."""
    [table] = section.blocks
    return [list(table.header), *([cell.value for cell in row] for row in table.rows)]


def test_the_sheet_of_scores_has_a_row_per_person(small_table):
    """Words as they stand in the table, scores as numbers, missing ones empty."""
    header, *rows = rows_of(score_section(small_table, EN))
    assert header[:5] == ["id", "role", "group", "pair", "club"]
    assert header[5:11] == [
        "Total: entry", "Total: exit", "Total: difference", "Gap: entry", "Gap: exit", "Gap: difference",
    ]  # fmt: skip
    assert [row[:5] for row in rows] == [
        ["01", "mentee", "a", "leader", "g1"], ["=1+1", "mentee", "b", "", ""],
        ["03", "mentor", "a", "peer", "g1"],
    ]  # fmt: skip
    assert [row[5:11] for row in rows] == [
        [2, 4, 2, 4, 4, 0], [4, 8, 4, 5, 4, -1], [None, 5, None, None, -2, None],
    ]  # fmt: skip


def test_a_form_that_nobody_filled_in_is_neither_careful_nor_careless(small_table):
    """The flags of the two waves stand in the last columns."""
    header, *rows = rows_of(score_section(small_table, EN))
    assert header[-2:] == ["Entry form looks careless", "Exit form looks careless"]
    assert [row[-2] == "" for row in rows] == [False, False, True]
    assert all(row[-1] in {"yes", "no"} for row in rows)


def test_the_sheet_of_scores_is_for_as_many_people_as_rows_are(small_table, monkeypatch):
    """Above that it says where their scores are to be had."""
    monkeypatch.setattr(score_sheet, "MOST_ROWS", 2)
    [said] = score_section(small_table, EN).blocks
    assert "zamer instruments score" in said.text


def test_the_codebook_says_what_every_answer_counts(small):
    """Text, answers with scores, limits, and the scales with their direction."""
    items, _ = codebook_sections(small, EN)
    _, *rows = rows_of(items)
    assert rows[0] == [
        1, "sm01", "one answer", "First.", "1 — never; 2 — sometimes; 3 — often; 4 — always", 1, 4,
        "Total; Gap",
    ]  # fmt: skip
    assert rows[1][-1] == "Total (reverse-keyed)"
    assert rows[2][4:] == ["1 — bad; 10 — good", 1, 10, "Gap"]
    assert rows[3][2:] == ["yes or no", "Fourth?", "1 — yes; 0 — no", 0, 1, ""]
    assert rows[4][2:] == ["in one's own words", "Why?", "", None, None, ""]


def test_the_codebook_says_how_every_score_is_made(small):
    """Keys, method, limits, missing items, direction, levels."""
    _, scales = codebook_sections(small, EN)
    _, *rows = rows_of(scales)
    assert rows == [
        ["total", "Total", "sm01 -sm02", "sum", 2, 8, 0.5, "lower", "no",
         "lower ≤ 4; middle < 7; higher ≥ 7"],
        ["gap", "Gap", "sm03 | sm01", "difference of two means", -3, 9, 0, "neither", "no", ""],
    ]  # fmt: skip


def test_a_template_without_texts_has_a_codebook_too():
    """What the definition leaves blank is blank; its limits have a decimal comma in Russian."""
    items, _ = codebook_sections(load(SAI), EN)
    assert {row[3] for row in rows_of(items)[1:]} == {""}
    decimal = SMALL.replace("upto = 4,", "upto = 4.5,")
    _, scales = codebook_sections(parse(decimal.encode(), file="d.toml"), RU)
    assert "ниже ≤ 4,5" in rows_of(scales)[1][-1]


def test_the_workbook_has_the_sheets_and_the_page_has_not(tmp_path):
    """Contents, results, scores, codebook, method."""
    target = tmp_path / "r.xlsx"
    assert run("analyse", SALT, "--instrument", SAI, "--format", "xlsx", "-o", target).code == 0
    names = CalamineWorkbook.from_path(str(target)).sheet_names
    assert names[0] == "Содержание"
    assert [name for name in names if name.startswith(("Баллы", "Кодировочная"))] == [
        "Баллы", "Кодировочная книга — вопросы", "Кодировочная книга — шкалы"
    ]  # fmt: skip
    assert "Приложение 2. Метод" in names
    page = run("analyse", SALT, "--instrument", SAI, "--format", "html").out
    assert len(page) < 10**6
    assert ">12,0<" not in page


def inputs_of(table, monkeypatch):
    """Return what the report of a table is computed from, and its plan."""
    seen = {}
    monkeypatch.setattr(
        from_table, "stage2", lambda scales, **more: seen.update(scales=scales, **more)
    )
    report_of_table(table, EN)
    return seen["scales"]


def test_rows_say_where_everybody_stood(small_table, monkeypatch):
    """Level, strategy and mentoring group; an empty cell is none; nobody without a score."""
    total, gap, *_ = inputs_of(small_table, monkeypatch)
    first, second = total.rows
    assert (first.entry, first.exit) == (Fraction(2), Fraction(4))
    assert (first.level, first.strategy, first.cluster) == ("a", "leader", "g1")
    assert (second.level, second.strategy, second.cluster) == ("b", None, None)
    assert len(gap.rows) == 2


def test_above_the_most_there_are_no_rows(small_table, monkeypatch):
    """The pairs stay."""
    monkeypatch.setattr(from_table, "MOST_ROWS", 1)
    mentees, _, mentors, _ = inputs_of(small_table, monkeypatch)
    assert mentees.rows is None
    assert mentees.pairs.n_matched == 2
    assert len(mentors.rows) == 1


def test_everybody_with_a_careless_form_at_either_wave_is_flagged(small_table, monkeypatch):
    """They are some of the pairs, with the scores they have."""
    careless = [one.key == "01" for one in small_table.people]
    people = tuple(
        replace(
            one,
            forms=tuple(
                replace(form, quality=replace(form.quality, flagged=flag)) for form in one.forms
            ),
        )
        for one, flag in zip(small_table.people, careless, strict=True)
    )
    total, *_ = inputs_of(replace(small_table, people=people), monkeypatch)
    assert total.flagged.rows == ((Fraction(2), Fraction(4), 1),)
    assert total.pairs.n_matched == 2


def test_the_quality_of_a_wave_is_that_of_the_forms_with_an_answer(small_table, monkeypatch):
    """The mentor answered at exit only."""
    mentees, _, mentors, _ = inputs_of(small_table, monkeypatch)
    assert (mentees.entry_quality.n, mentees.exit_quality.n) == (2, 2)
    assert mentees.entry_quality.missing == pytest.approx(1 / 6)
    assert (mentors.entry_quality, mentors.exit_quality.n) == (None, 1)


@pytest.mark.parametrize("column", ["role", "group"])
def test_a_role_or_a_group_is_filled_for_everybody(write, small, column):
    """A strategy and a mentoring group need not be."""
    rows = [
        [("" if name == column else cell) for name, cell in zip(HEADER, row, strict=True)]
        for row in PEOPLE
    ]
    path = write("t.csv", csv_text([HEADER, *rows]))
    with pytest.raises(TableError, match="this column is filled for everybody"):
        read(path, small, control="a", **{"group": "group", column: column})


def test_lots_are_said_to_have_decided_only_of_groups():
    """--allocation needs --group; then the plan of the report says so."""
    alone = run("analyse", SALT, "--instrument", SAI, "--allocation", "random")
    assert (alone.code, alone.out) == (2, "")
    assert "--allocation" in alone.err
    options = (
        "--group",
        "group",
        "--control",
        "placebo",
        "--allocation",
        "random",
        "--format",
        "json",
    )
    assert (
        json.loads(run("analyse", SALT, "--instrument", SAI, *options).out)["plan"]["allocation"]
        == "random"
    )
    other = run("analyse", SALT, "--instrument", SAI, "--allocation", "by hand")
    assert other.code == 2


def test_a_strategy_and_a_mentoring_group_are_columns_of_the_table(write):
    """A column that is not there is asked for by name; one that is is not called unused."""
    missing = run("analyse", SALT, "--instrument", SAI, "--strategy", "пара")
    assert missing.code == 2
    assert "«пара»" in missing.err
    header, *rows = salt_rows()
    named = [[*row, "равный – равному" if int(row[0]) % 2 else "", "г1"] for row in rows]
    path = write("t.csv", csv_text([[*header, "пара", "кружок"], *named]))
    options = ("--strategy", "пара", "--cluster", "кружок", "--format", "json")
    done = run("analyse", path, "--instrument", SAI, *options)
    assert done.code == 0, done.err
    assert "не использованы: group\n" in done.err


def test_every_library_instrument_has_a_codebook():
    """Whatever its items and scales are."""
    for instrument in Registry().latest().values():
        items, scales = codebook_sections(instrument, EN)
        assert len(rows_of(items)) == 1 + len(instrument.items)
        assert len(rows_of(scales)) == 1 + len(instrument.scales)
