"""A journal's table is found, read and paired; whoever is left out is counted."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from app.education.headers import guessed
from app.education.uploads import Upload, uploaded
from app.interchange.errors import TableError
from app.models import Measure, ProgrammeRole
from tests.app.education.journals import HEADER, PUPILS, csv_journal, workbook

MARK, QUALITY, MISSED = Measure


def upload(*contents, name="журнал.csv"):
    """Return tables on their way, as a page would carry them."""
    tables = tuple(uploaded(Path(name), content) for content in contents)
    held = Upload(role=ProgrammeRole.MENTEE, is_tied=False, tables=tables)
    return Upload.of(held.plain())


def guess(held):
    """Return the columns that the page proposes for a table with both terms."""
    found = guessed(held.tables[0].header, has_both=True)
    return {f"{name}_1" if name == "key" else name: place for name, place in found}


def read(*contents, chosen=None, name="журнал.csv", persons=None):
    """Return what is read of tables."""
    held = upload(*contents, name=name)
    return held.pairing(chosen or guess(held), persons)


def problems(*contents, **more):
    """Return what is wrong with tables."""
    with pytest.raises(TableError) as caught:
        read(*contents, **more)
    return [str(problem) for problem in caught.value.problems]


def test_a_plain_table_is_read_as_it_is():
    """Windows-1251, semicolons, decimal commas and points."""
    found = read(csv_journal(PUPILS))
    assert (found.n_pupils, found.n_one_term, found.n_double, found.n_empty) == (8, 0, 0, 0)
    assert (Fraction(31, 10), Fraction(41, 10), None) in found.rows[MARK]
    assert sorted(row[:2] for row in found.rows[MISSED]) == [(n, 2 * n) for n in range(1, 9)]
    assert found.rows[QUALITY] == []


def test_merged_headings_are_joined_to_the_titles_of_their_columns():
    """A title over the sheet, a header of two rows, a row of totals, comments for marks."""
    content = workbook(
        [[], [], [None, "1 четверть", "4 четверть"],
         *[[f"Петров {n}", 3 + n / 10, "н/а" if n == 2 else 4] for n in range(6)],
         ["Средний балл", 3.2, 4], []],
        [(0, 0, 0, 2, "Успеваемость 5А"), (1, 0, 2, 0, "Ученик"), (1, 1, 1, 2, "Средний балл")],
    )  # fmt: skip
    held = upload(content, name="a.xlsx")
    titles = [one.title for one in held.tables[0].header.columns]
    assert titles == ["Ученик", "Средний балл / 1 четверть", "Средний балл / 4 четверть"]
    assert held.with_headers([2]).tables[0].header.columns == held.tables[0].header.columns
    found = held.pairing(guess(held), None)
    assert (found.n_pupils, found.n_one_term, found.n_totals) == (6, 1, 1)


def test_names_are_never_among_the_examples():
    """Of a column of texts nothing is shown."""
    held = upload(csv_journal([*PUPILS, ("Итого", "", "", 36, 72)]))
    examples = {one.title: one.examples for one in held.tables[0].header.columns}
    assert examples["ФИО"] == ()
    assert examples["Средний балл 1 четв."] == ("3,1", "3,2", "3,3")
    assert "Анна" not in repr(held.pairing(guess(held), None))


def test_two_tables_are_paired_by_name_whatever_their_order():
    """Case, ё and spaces do not matter; somebody at one term only is counted there."""
    before = csv_journal([("Ёлкин  Пётр", "3,5"), ("Яшин Ян", 4), ("Ким О.", 5)], ("ФИО", "Балл"))
    after = csv_journal([("яшин ян", "4,5"), ("елкин петр", 4), ("Новый Н.", 3)], ("Имя", "Балл"))
    found = read(before, after, chosen={"key_1": 0, "mean_mark_1": 1, "key_2": 0, "mean_mark_2": 1})
    assert (found.n_pupils, found.n_one_term) == (4, 2)
    assert {row[:2] for row in found.rows[MARK]} == {
        (Fraction(7, 2), 4), (4, Fraction(9, 2)), (5, None), (None, 3),
    }  # fmt: skip


def test_pupils_of_one_name_are_left_out_of_both_tables():
    """Nobody could say which of them is the one after."""
    before = csv_journal([("А Б", 3), ("а б", 4), ("В Г", 5)], ("ФИО", "Балл"))
    after = csv_journal([("А Б", 4), ("В Г", 4)], ("ФИО", "Балл"))
    chosen = {"key_1": 0, "mean_mark_1": 1, "key_2": 0, "mean_mark_2": 1}
    found = read(before, after, chosen=chosen)
    assert (found.n_pupils, found.n_double) == (1, 3)
    assert found.rows[MARK] == [(5, 4, None)]


def test_only_participants_are_tied_and_the_others_named():
    """A patronymic may be there or not."""
    rows = [("Иванова Анна Петровна", 3, 4, "", ""), ("Чужой Олег", 4, 4, "", "")]
    found = read(csv_journal(rows), persons={"иванова анна": 77})
    assert found.rows[MARK] == [(3, 4, 77)]
    assert found.unknown == ("чужой олег",)


def test_a_share_of_a_cell_in_per_cent_is_read_as_per_cent():
    """The cell shows “75 %” and holds 0.75."""
    content = workbook(
        [["ФИО", "Качество 1", "Качество 2"], ["а", 0.75, 1], ["б", 0.5, 0], ["в", 0.25, 0.5]]
    )
    found = read(content, name="a.xlsx")
    assert sorted(row[:2] for row in found.rows[QUALITY]) == [(25, 50), (50, 0), (75, 100)]


def test_a_table_without_names_is_a_list():
    """In one table before and after stand in one row anyway."""
    found = read(csv_journal(PUPILS), chosen={"mean_mark_1": 1, "mean_mark_2": 2})
    assert found.n_pupils == 8


def test_every_bad_cell_is_named_with_row_and_column():
    """A sign, a date, a word, a value out of range; no name is quoted."""
    rows = [*PUPILS, ("Ким А", "5-", "04.05.2026", "много", -2), ("Ким Б", "", "", "", "")]
    found = problems(csv_journal(rows))
    assert len(found) == 4
    assert all("строк" in one or "row 10" in one for one in found)
    assert "column B “Средний балл 1 четв.”" in found[0]
    assert not any("Ким" in one for one in found)


@pytest.mark.parametrize(
    ("rows", "merged", "said"),
    [
        ([HEADER, *PUPILS[:3]], [(1, 3, 2, 3, 4)], "D2:D3"),
        ([HEADER, *PUPILS[:3]], [(1, 1, 1, 2, 4)], "B2:C2"),
        ([HEADER, ("", 4, 4, 1, 1)], [], "it is empty, though the row holds values"),
        ([HEADER, ("Ким А", "н/а", "", "", "")], [], "no pupil under the header has a value"),
        ([HEADER, ("Ким", 3, 3, 1, 1), ("Ким", 4, 4, 1, 1)], [], "no pupil under the header"),
    ],
    ids=["merged down", "merged over both terms", "no name", "no value", "one name"],
)
def test_a_table_that_cannot_be_read_says_where(rows, merged, said):
    """And what to do."""
    [found] = problems(workbook(rows, merged), name="a.xlsx")
    assert said in found
    assert "What to do:" in found


def test_cells_merged_as_a_heading_of_a_class_are_passed_over():
    """“5А” across the table is nobody."""
    found = read(workbook([HEADER, [], *PUPILS], [(1, 0, 1, 4, "5А класс")]), name="a.xlsx")
    assert (found.n_pupils, found.n_empty) == (8, 1)


@pytest.mark.parametrize("content", [b"", b" \r\n", b";;\r\n;;\r\n"])
def test_an_empty_file_is_refused(content):
    """Before anything is asked."""
    with pytest.raises(TableError):
        upload(content)


def test_many_problems_are_cut_short():
    """The first twenty, and how many more."""
    found = problems(csv_journal([(f"Ким {n}", "?", "", "", "") for n in range(50)]))
    assert len(found) == 21
    assert "30" in found[-1]
