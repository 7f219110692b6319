"""Bad input gets a clear answer, what, where, which rule, what to do, and nothing is written."""

from __future__ import annotations

import pytest
import xlsxwriter

from tests.app.conftest import SAI, SALT, csv_text, run, salt_rows

HEADER, *ROWS = salt_rows()


def changed(row: int, column: str, value: str) -> str:
    """Return the real table with one cell changed; rows as a spreadsheet counts them."""
    rows = salt_rows()
    rows[row - 1][HEADER.index(column)] = value
    return csv_text(rows)


def renamed(old: str, new: str) -> str:
    """Return the real table with one column renamed."""
    return csv_text([[new if name == old else name for name in HEADER], *ROWS])


def without(*columns: str) -> str:
    """Return the real table without some columns."""
    kept = [place for place, name in enumerate(HEADER) if name not in columns]
    return csv_text([[row[place] for place in kept] for row in [HEADER, *ROWS]])


WORDS = ["", "", *(f"Вопрос {place}" for place in range(1, 41))]

#: name: (content, what stands in the message: where, what, rule, remedy)
TABLES = {
    "no key column": (
        without("id"),
        ("строка 1", "нет столбца «id»", "в первой строке", "переименуйте столбец"),
    ),
    "no item column": (
        csv_text([["id", "a1", "a2"], ["1", "2", "3"], ["2", "2", "3"]]),
        ("строка 1", "sai-salt@1", "pre_1 / pre_sa01", "в таблице есть: id, a1, a2"),
    ),
    "an item column too few": (
        without("pre_7"),
        ("строка 1", "pre_sa07 / pre_7", "для каждого", "добавьте"),
    ),
    "an item column too many": (
        renamed("post_20", "post_21"),
        ("строка 1, столбец «post_21»", "sai-salt@1", "после приставки", "от 1 до 20"),
    ),
    "an item in two columns": (
        renamed("pre_2", "pre_sa01"),
        ("строка 1", "sa01", "pre_1, pre_sa01", "удалите"),
    ),
    "a column twice": (
        renamed("group", "pre_1"),
        ("строка 1", "«pre_1»", "2", "удалите или переименуйте"),
    ),
    "a person twice": (
        changed(4, "id", "1"),
        ("строка 4, столбец «id»", "«1»", "строке 2", "оставьте"),
    ),
    "a person without a key": (
        changed(4, "id", ""),
        ("строка 4, столбец «id»", "ячейка пуста", "код участника", "заполните"),
    ),
    "5 in an item from 1 to 4": (
        changed(5, "pre_3", "5"),
        ("строка 5, столбец «pre_3»", "«5»", "целое число от 1 до 4", "исправьте ответ"),
    ),
    "text in a number": (
        changed(6, "post_20", "часто"),
        ("строка 6, столбец «post_20»", "«часто»", "целое число от 1 до 4", "исправьте ответ"),
    ),
    "a fraction in a whole number": (
        changed(6, "post_20", "2,5"),
        ("строка 6, столбец «post_20»", "«2,5»", "целое число от 1 до 4", "исправьте ответ"),
    ),
    "an empty file": ("", ("файл", "ничего нет", "строка заголовков", "проверьте")),
    "a header only": (csv_text([HEADER]), ("файл", "под", "заголовк", "проверьте")),
    "one person": (
        csv_text([HEADER, ROWS[0]]),
        ("строка 2", "единственная", "не меньше двух", "проверьте"),
    ),
    "all rows empty": (
        csv_text([HEADER, *[[""] * len(HEADER)] * 5]),
        ("файл", "под", "заголовк", "проверьте"),
    ),
    "people without a single answer": (
        csv_text([HEADER, *[[row[0], row[1], *[""] * 40] for row in ROWS]]),
        ("файл", "ни одного ответа", "ответы", "проверьте"),
    ),
    "two header rows": (
        csv_text([HEADER, WORDS, *ROWS]),
        ("строка 2", "«Вопрос 1»", "одна строка заголовков", "удалите"),
    ),
    "an empty first row": (
        csv_text([[""] * len(HEADER), HEADER, *ROWS]),
        ("файл", "первая строка пуст", "имена столбцов", "удалите"),
    ),
    "nothing but a byte order mark": ("\ufeff", ("файл", "ничего нет", "строка заголовков")),
    "a quote that is never closed": (
        csv_text([HEADER, *ROWS]) + '106,"' + "1,2\n" * 50_000,
        ("файл", "кавычки не сходятся", "закрыта"),
    ),
    "a quote that swallows the rest": (
        csv_text([[*HEADER, "note"], *[[*row, ""] for row in ROWS]]).replace(
            ",\r\n", ',"abc\r\n', 1
        ),
        ("файл", "кавычки не сходятся", "закрыта"),
    ),
    "a line that is for Excel": (
        "sep=,\r\n" + csv_text([HEADER, *ROWS]),
        ("файл", "«sep=,»", "имена столбцов", "удалите"),
    ),
    "a cell under an empty name": (
        csv_text([[*HEADER, ""], [*ROWS[0], "7"], *[[*row, ""] for row in ROWS[1:]]]),
        ("строка 2", "нет имени столбца", "имя столбца", "кавычки"),
    ),
    "a cell beyond the header": (
        csv_text([HEADER, [*ROWS[0], "7"], *ROWS[1:]]),
        ("строка 2", "нет имени столбца", "имя столбца", "кавычки"),
    ),
}


@pytest.mark.parametrize("case", TABLES.values(), ids=TABLES)
def test_a_table_that_cannot_be_used_is_check_refusal(write, tmp_path, case):
    """Exit status 2, the message on stderr, no report anywhere."""
    content, parts = case
    target = tmp_path / "report.json"
    done = run("analyse", write("table.csv", content), "--instrument", SAI, "-o", target)
    check_refusal(done, "table.csv", parts)
    assert not target.exists()


def check_refusal(done, file, parts):
    """Check that a command ended with 2, wrote nothing, and said these things in this order."""
    assert (done.code, done.out) == (2, "")
    message = done.err.strip()
    assert message.startswith(f"{file}, ")
    assert "Правило: " in message
    assert "Что сделать: " in message
    assert "Traceback" not in message
    rest = message
    for part in parts:
        assert part in rest, f"{part!r} is not in, or not in its place in: {message}"
        rest = rest[rest.index(part) + len(part) :]


def test_every_bad_cell_is_listed_and_many_are_counted(write):
    """Twenty one by one, then how many more."""
    rows = [[row[0], row[1], "9", *row[3:]] for row in ROWS]
    done = run("analyse", write("t.csv", csv_text([HEADER, *rows])), "--instrument", SAI)
    lines = done.err.strip().split("\n")
    assert done.code == 2
    assert [f"строка {row}," in line for row, line in enumerate(lines[:20], start=2)] == [True] * 20
    assert len(lines) == 21
    assert "84" in lines[20]


def test_problems_of_the_table_itself_are_counted_too(write):
    """A message nobody can read to its end helps nobody."""
    rows = [[*row, "7"] for row in ROWS]
    done = run("analyse", write("t.csv", csv_text([HEADER, *rows])), "--instrument", SAI)
    assert len(done.err.strip().split("\n")) == 21


def test_an_error_of_a_formula_is_no_missing_answer(tmp_path):
    """#DIV/0! in an answer is refused with its cell, not passed over."""
    path = tmp_path / "errors.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        for number, row in enumerate(salt_rows()):
            sheet.write_row(number, 0, row)
        sheet.write_formula("C3", "=1/0", None, "#DIV/0!")
        sheet.write_formula("AA7", "=NA()", None, "#N/A")
    done = run("analyse", path, "--instrument", SAI)
    check_refusal(done, "errors.xlsx", ("файл", "C3, AA7", "ответ или ничего", "исправьте"))


def test_a_workbook_with_two_sheets_is_refused(tmp_path):
    """Which of them is meant is not guessed, also where one is empty."""
    path = tmp_path / "two.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet("Замеры")
        for number, row in enumerate(salt_rows()):
            sheet.write_row(number, 0, row)
        workbook.add_worksheet("Лист2")
    done = run("analyse", path, "--instrument", SAI)
    check_refusal(done, "two.xlsx", ("файл", "2", "Замеры, Лист2", "один лист", "удалите"))


def test_an_empty_workbook_is_refused(tmp_path):
    """One sheet with nothing on it."""
    path = tmp_path / "empty.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.add_worksheet()
    done = run("analyse", path, "--instrument", SAI)
    check_refusal(done, "empty.xlsx", ("файл", "ничего нет", "строка заголовков"))


def test_a_date_in_an_answer_shows_as_what_it_is(tmp_path):
    """Excel turned 1.2 into a date: the message shows the date, the rule and the remedy."""
    path = tmp_path / "date.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        sheet = workbook.add_worksheet()
        date = workbook.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(salt_rows()):
            sheet.write_row(number, 0, row)
        sheet.write_number(3, 2, 46054, date)
    done = run("analyse", path, "--instrument", SAI)
    check_refusal(done, "date.xlsx", ("строка 4, столбец «pre_1»", "2026-02-01", "от 1 до 4"))


FALSE_NAMES = {
    "a workbook called csv": ("t.csv", b"PK\x03\x04rest", ("файл", "CSV", "Excel")),
    "an old workbook called csv": ("t.csv", b"\xd0\xcf\x11\xe0rest", ("файл", "CSV", "Excel")),
    "a csv called xlsx": ("t.xlsx", csv_text([HEADER, *ROWS]).encode(), ("файл", ".xlsx")),
    "an old workbook called xlsx": ("t.xlsx", b"\xd0\xcf\x11\xe0rest", ("файл", ".xlsx")),
    "an archive called xlsx": ("t.xlsx", b"PK\x03\x04rest", ("файл", ".xlsx")),
    "a picture called csv": ("t.csv", b"\x89PNG\r\n\x1a\n\x00\x00\x00", ("файл", "UTF-8")),
    "a text in UTF-16": ("t.csv", csv_text([HEADER, *ROWS]).encode("utf-16"), ("файл", "UTF-8")),
    "an unknown ending": ("t.ods", b"PK\x03\x04rest", ("файл", "«.ods»", "CSV", "XLSX")),
}


@pytest.mark.parametrize("case", FALSE_NAMES.values(), ids=FALSE_NAMES)
def test_a_file_that_is_not_what_its_name_says_is_refused(write, case):
    """The name says one thing, the first bytes another."""
    name, content, parts = case
    done = run("analyse", write(name, content), "--instrument", SAI)
    check_refusal(done, name, parts)


def test_a_group_needs_its_control_and_the_control_its_people():
    """Both options together; the level is one of the column's."""
    done = run("analyse", SALT, "--instrument", SAI, "--group", "group")
    assert (done.code, done.out) == (2, "")
    assert "--group и --control" in done.err
    done = run("analyse", SALT, "--instrument", SAI, "--group", "group", "--control", "tea")
    check_refusal(done, "sai_salt.csv", ("столбец «group»", "«tea»", "caffeine, placebo"))


def test_a_role_is_there_for_everybody(write):
    """An empty cell in a column of labels is refused."""
    done = run("analyse", write("t.csv", changed(7, "group", "")), "--instrument", SAI,
               "--role", "group")  # fmt: skip
    check_refusal(done, "t.csv", ("строка 7, столбец «group»", "ячейка пуста", "заполните"))


def test_the_two_prefixes_differ():
    """Otherwise one column would be both waves."""
    done = run("analyse", SALT, "--instrument", SAI, "--exit-prefix", "PRE_")
    assert done.code == 2
    assert "--entry-prefix и --exit-prefix" in done.err


def test_an_unknown_instrument_is_named_with_those_there_are():
    """The message lists the library."""
    done = run("analyse", SALT, "--instrument", "anxiety")
    assert (done.code, done.out) == (2, "")
    assert "«anxiety»" in done.err
    assert "anxiety-school" in done.err


def test_a_definition_that_is_not_there_or_is_a_folder_is_told(tmp_path):
    """The operating system's reason, without a traceback."""
    (tmp_path / "folder.toml").mkdir()
    for name in ("none.toml", "folder.toml"):
        done = run("analyse", SALT, "--instrument", tmp_path / name)
        assert (done.code, done.out) == (2, "")
        assert done.err.startswith(f"{name}, файл: ")


def test_a_report_that_cannot_be_written_is_told(tmp_path):
    """Its folder is missing; nothing is left behind."""
    target = tmp_path / "none" / "report.json"
    done = run("analyse", SALT, "--instrument", SAI, "-o", target)
    assert (done.code, done.out) == (2, "")
    assert "report.json" in done.err
    assert list(tmp_path.iterdir()) == []


def test_a_report_never_replaces_what_it_is_made_from(tmp_path, write):
    """The table and the definition are read, not written, by whatever name."""
    table = write("t.csv", csv_text([HEADER, *ROWS]))
    definition = write("d.toml", SAI.read_bytes())
    link = tmp_path / "link.csv"
    link.symlink_to(table)
    for target in (table, link, definition):
        before = target.read_bytes()
        done = run("analyse", table, "--instrument", definition, "-o", target)
        assert (done.code, done.out) == (2, "")
        assert "отчёт заменил бы его" in done.err
        assert target.read_bytes() == before


def test_an_empty_name_is_no_file():
    """Nothing is guessed."""
    done = run("analyse", SALT, "--instrument", SAI, "-o", "")
    assert (done.code, done.out) == (2, "")


def test_a_missing_file_is_told_by_click():
    """FILE must exist."""
    done = run("analyse", "none.csv", "--instrument", SAI)
    assert (done.code, done.out) == (2, "")
    assert "none.csv" in done.err
