"""The school's own table comes back with codes, and its names are kept nowhere."""

from __future__ import annotations

import io
import re
from base64 import b64decode
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import select

from app.database import db
from app.interchange.coded_table import with_codes
from app.interchange.tables import table_of
from app.models import Arm, Membership, Participant, ProgrammeRole, Role
from app.programmes.codes import shown_code, typed_code
from app.programmes.people_queries import people
from tests.app.conftest import csv_text
from tests.app.world import make_programme, make_school, make_user, signed_in

NAME = "Вымыслова Небылица"

ROWS = [
    ["ФИО", "Класс", "РОЛЬ", "пара", "Группа сравнения", "Стратегия", "Телефон"],
    [NAME, "5А", "Наставляемый", "П-1", "нет", "", "+0 000"],
    ["Вымыслов Кто-то", "9Б", "наставник", "П-1", "Участник", "", "=1+1"],
    ["", "", "", "", "", "", ""],
    ["Небылицын Некто", "5А", "НАСТАВЛЯЕМЫЙ", "", "ДА", "", ""],
]


def xlsx(rows):
    """Return rows as a workbook."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    return target.getvalue()


FILES = {
    "список.xlsx": xlsx(ROWS),
    "список.csv": csv_text(ROWS).encode("utf-8-sig"),
    "список.CSV": csv_text(ROWS, ";").encode("cp1251"),
}


@pytest.fixture
def programme(app):
    """Return a programme without people."""
    return make_programme(make_school())


@pytest.fixture
def upload(app, programme):
    """Return a function that uploads a file as a psychologist."""
    browser = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))

    def uploaded(content, name="список.csv", **more):
        table = {"table-table": (io.BytesIO(content), name)} | more
        return browser.post(f"/staff/programmes/{programme.id}/people/table", data=table)

    return uploaded


def downloaded(page):
    """Return the type, the content and the name of the file that the page holds."""
    [(media_type, content, name)] = re.findall(
        r'href="data:([^;"]+);base64,([^"]+)" download="([^"]+)"', page
    )
    return media_type, b64decode(content), name


def dump():
    """Return every value in the database as one text."""
    tables = db.metadata.sorted_tables
    return "\n".join(
        str(tuple(row)) for table in tables for row in db.session.execute(select(table))
    )


@pytest.mark.parametrize("name", FILES)
def test_the_table_comes_back_with_codes(upload, programme, name):
    """Every column and row in its place, a code at the end of each person's."""
    response = upload(FILES[name], name)
    assert response.headers["Cache-Control"] == "no-store"
    _media_type, content, after_name = downloaded(response.text)
    assert after_name == f"список с кодами{Path(name).suffix.lower()}"
    before, after = table_of(Path(name), FILES[name]), table_of(Path(after_name), content)
    assert after.header == (*before.header, "код")
    assert [row.cells[:-1] for row in after.rows] == [row.cells for row in before.rows]
    assert [row.number for row in after.rows] == [row.number for row in before.rows]
    codes = [typed_code(row.cells[-1]) for row in after.rows]
    by_code = {row.code: row for row in people(programme)}
    listed = [by_code[code] for code in codes]
    assert [row.role for row in listed] == [
        ProgrammeRole.MENTEE, ProgrammeRole.MENTOR, ProgrammeRole.MENTEE,
    ]  # fmt: skip
    assert [row.arm for row in listed] == [Arm.PROGRAMME, Arm.PROGRAMME, Arm.COMPARISON]
    assert [row.class_name for row in listed] == ["5А", "9Б", "5А"]
    assert db.session.query(Membership).count() == 2


def test_codes_stand_as_text_in_groups_of_four():
    """A spreadsheet would swallow the first zeros of a number."""
    table = table_of(Path("a.csv"), "роль,имя\nнаставник,А\n".encode())
    back = with_codes(table, ["000000005724"], ".csv").decode("utf-8-sig")
    assert back == f"роль;имя;код\r\nнаставник;А;{shown_code('000000005724')}\r\n"


def test_names_are_kept_nowhere(app, upload, programme):
    """Not in the database, not in the log, not on a page; also when the table is refused."""
    upload(FILES["список.xlsx"], f"{NAME}.xlsx")
    upload(csv_text([*ROWS, [NAME, "5А", "никто", "", "", "", ""]]).encode(), f"{NAME}.csv")
    upload(FILES["список.csv"], f"{NAME}.csv")
    instance = Path(app.config["INSTANCE"])
    kept = [path.read_bytes() for path in instance.rglob("*") if path.is_file()]
    stored = dump()
    assert "5А" in stored
    for word in NAME.split():
        assert word not in stored
        assert not any(word.encode() in content for content in kept)


@pytest.mark.parametrize("column", ["роль", "класс", "пара", "группа сравнения", "стратегия"])
def test_a_name_in_a_wrong_column_is_not_kept_where_the_table_is_refused(app, upload, column):
    """Neither in the database nor in the log; and what may be a pair's name is not quoted."""
    row = {"роль": "никто", "класс": "5А", "пара": "1", "группа сравнения": "нет", "стратегия": ""}
    row[column] = f"{NAME}, {NAME}, {NAME}"
    page = upload(csv_text([list(row), list(row.values())]).encode()).text
    assert "Никто не добавлен" in page
    assert column != "пара" or "Вымыслова" not in page
    instance = Path(app.config["INSTANCE"])
    kept = [path.read_bytes() for path in instance.rglob("*") if path.is_file()]
    assert "Вымыслова" not in dump()
    assert not any("Вымыслова".encode() in content for content in kept)


def test_the_page_says_where_names_may_not_stand(app, programme):
    """Before anybody uploads a table."""
    browser = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))
    page = browser.get(f"/staff/programmes/{programme.id}/people").text
    assert "Пары и группы называйте номерами" in page
    assert "«класс» и «стратегия» имён тоже не пишите" in page


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            [["роль"], ["никто"]],
            ["строка 2, столбец «роль»", "значение «никто» не подходит", "наставляемый"],
        ),
        ([["роль"], ["наставник"], ["директор"], ["завуч"]], ["«директор»", "«завуч»"]),
        ([["роль", "класс"], ["наставник", "х" * 21]], ["столбец «класс»", "не больше 20 знаков"]),
        ([["роль", "пара"], ["наставник", "7" * 41]], ["столбец «пара»", "не больше 40 знаков"]),
        (
            [["роль", "пара"], ["наставник", "П-1"], ["наставник", "Вымысловы"]],
            [
                "строка 3, столбец «пара»",
                "называют номерами: имён «Замер» не хранит",
                "пронумеруйте пары",
            ],
        ),
        ([["роль", "стратегия"], ["наставник", "х" * 81]], ["не больше 80 знаков"]),
        ([["роль", "arm"], ["наставник", "иногда"]], ["столбец «arm»", "«иногда»", "сравнение"]),
        ([["роль", "класс"], ["", "5А"]], ["ячейка пуста", "заполните ячейку"]),
        ([["класс"], ["5А"]], ["нет столбца «роль»"]),
        ([["роль", "role"], ["наставник", "mentor"]], ["несколько столбцов", "роль, role"]),
        ([["роль", "Код"], ["наставник", ""]], ["столбец с кодами уже есть"]),
        ([["роль"], *[["наставник"]] * 5001], ["человек: 5001"]),
        (
            [["роль", "пара", "стратегия"], ["наставник", "1", "а"], ["наставляемый", "1", "б"]],
            ["строка 3, столбец «стратегия»", "уже указана стратегия «а»"],
        ),
    ],
    ids=lambda value: value[0][:20] if isinstance(value[0], str) else None,
)
def test_a_table_with_a_mistake_is_refused_as_a_whole(upload, rows, said):
    """With the row, the column, the value, the rule and the remedy."""
    page = upload(csv_text(rows).encode()).text
    assert "Никто не добавлен" in page
    assert [words for words in said if words not in page] == []
    assert "Правило" in page
    assert "Что сделать" in page
    assert db.session.query(Participant).count() == 0


def test_a_file_that_is_no_table_is_refused(upload):
    """A picture, an empty file, no file."""
    assert "Правило" in upload(b"\x89PNG", "фото.png").text
    assert "Никто не добавлен" in upload(b"", "пусто.csv").text
    assert "Выберите файл" in upload(b"", "").text


def test_the_same_table_twice_asks_first(upload, programme):
    """Whoever means it ticks the box."""
    upload(FILES["список.csv"])
    page = upload(FILES["список.csv"]).text
    assert "уже есть участники: 3" in page
    assert db.session.query(Participant).count() == 3
    again = upload(FILES["список.csv"], **{"table-more": "y"})
    assert downloaded(again.text)[0] == "text/csv"
    assert db.session.query(Participant).count() == 6
