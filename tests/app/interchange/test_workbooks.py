"""A workbook that would burst its reader is refused before it is read."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
import xlsxwriter

from app.interchange.errors import TableError
from app.interchange.tables import table_of

MEGABYTE = 1024**2
MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def book(**cells):
    """Return a workbook with a header, one row and these cells."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as workbook:
        sheet = workbook.add_worksheet()
        for place, text in ({"A1": "роль", "A2": "наставник"} | cells).items():
            sheet.write_string(place, text)
    return target.getvalue()


def changed(old: bytes, new: bytes, part: str = "xl/worksheets/sheet1.xml") -> bytes:
    """Return the workbook with something else in one of its parts."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(book())) as archive,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            content = archive.read(name)
            copy.writestr(name, content.replace(old, new) if name == part else content)
    return target.getvalue()


def with_rows(rows: bytes) -> bytes:
    """Return the workbook with further rows, as somebody wrote them by hand."""
    return changed(b"</sheetData>", rows + b"</sheetData>")


def refusal(content: bytes) -> str:
    """Return why the workbook is not read."""
    with pytest.raises(TableError) as refused:
        table_of(Path("a.xlsx"), content)
    return str(refused.value)


CELL = b"<c r='XFD1048576'><v>1</v></c>"


@pytest.mark.parametrize(
    ("content", "cell"),
    [
        (book(XFD1048576="x"), "XFD1048576"),
        (book(A20001="x"), "A20001"),
        (book(OK1="x"), "OK2"),
        (with_rows(b"<row>" + CELL + b"</row>"), "XFD1048576"),
        (with_rows(b"<row note='>' r='9'>" + CELL.replace(b"<c", b"<c note='>'") + b"</row>"),
         "XFD1048576"),
        (with_rows(b"<x:row xmlns:x='%s'><x:c r='XFD9'><x:v>1</x:v></x:c></x:row>" % MAIN),
         "XFD9"),
        (with_rows(b"<row><c><v>1</v></c></row>" * 20_000), "A20002"),
        (with_rows(b"<row>" + b"<c><v>1</v></c>" * 401 + b"</row>"), "OK3"),
    ],
    ids=["both", "row", "column", "by hand", "a sign in quotes", "a prefix", "no places of rows",
         "no places of cells"],
)  # fmt: skip
def test_a_cell_too_far_away_is_named(content, cell):
    """The reader would hold everything from A1 to there; nothing has to be written in between."""
    said = refusal(content)
    assert f"reach as far as {cell}." in said
    assert "up to row 20000 and column OJ" in said
    assert "delete the rows and columns after the table" in said


def test_the_farthest_cell_is_read():
    """And whatever is only formatted, or said to be there, does no harm."""
    assert len(table_of(Path("a.xlsx"), book(A20000="x")).rows) == 2
    assert len(table_of(Path("a.xlsx"), book(OJ1="x")).header) == 400
    formatted = with_rows(b"<row r='1048576' s='1'><c r='XFD1048576' s='1'/></row>")
    assert len(table_of(Path("a.xlsx"), formatted).rows) == 1
    far = changed(b'<dimension ref="A1:A2"/>', b'<dimension ref="A1:XFD1048576"/>')
    assert len(table_of(Path("a.xlsx"), far).rows) == 1


def test_an_archive_that_unpacks_to_too_much_is_refused():
    """Fifty thousand bytes hold fifty million."""
    bomb = changed(b"<sheetData>", b"<!--" + b" " * (51 * MEGABYTE) + b"--><sheetData>")
    assert len(bomb) < MEGABYTE
    assert "more than 50 MB" in refusal(bomb)


def test_an_archive_that_lies_about_its_size_is_refused():
    """Only what it says it holds is ever unpacked."""
    padding = 5 * MEGABYTE
    bomb = changed(b"<sheetData>", b"<!--" + b" " * padding + b"--><sheetData>")
    with zipfile.ZipFile(io.BytesIO(bomb)) as archive:
        size = archive.getinfo("xl/worksheets/sheet1.xml").file_size
    lie = bomb.replace(struct.pack("<I", size), struct.pack("<I", 1000))
    assert lie != bomb
    assert "cannot be opened" in refusal(lie)


def test_a_long_text_in_many_cells_is_refused():
    """The archive keeps it once, the reader as often as it stands somewhere."""
    text, cells = "я" * 6000, {f"B{row}": "я" * 6000 for row in range(3, 19_000)}
    assert "more than 50 MB" in refusal(book(**cells))
    assert table_of(Path("a.xlsx"), book(A3=text)).rows[-1].cells == (text,)


@pytest.mark.parametrize(
    "content",
    [
        book()[:2000],
        book()[:-40] + bytes(40),
        changed(b"<sheetData>", b"<sheetData"),
        changed(b"<worksheet", b"<!DOCTYPE a [<!ENTITY b 'c'>]><worksheet"),
        with_rows(b"<row r='x'/>"),
        changed(b"<sst", b"<", "xl/sharedStrings.xml"),
    ],
    ids=["cut off", "no directory", "no XML", "entities", "no number", "broken texts"],
)
def test_a_broken_workbook_cannot_be_opened(content):
    """It is said so, with what to do."""
    said = refusal(content)
    assert "cannot be opened" in said
    assert "save it again" in said


def test_a_picture_in_the_workbook_does_no_harm():
    """What is not read is not looked at either."""
    target = io.BytesIO(book())
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("xl/media/image1.png", b"\x89PNG<c r='XFD1048576'><v>")
    assert len(table_of(Path("a.xlsx"), target.getvalue()).rows) == 1
