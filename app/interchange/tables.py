"""Reads a person's own table, CSV or XLSX, as rows of text, and says how it was read."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.interchange.errors import LISTED, TableError, file_error
from app.interchange.workbooks import ZIP_SIGNATURE, Sheet, xlsx_rows, xlsx_sheet
from instruments.messages import N_, Message, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}

OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"


@dataclass(frozen=True)
class Row:
    """One row, numbered as a spreadsheet numbers it (the header is row 1)."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Table:
    """A header and the rows under it; empty rows are left out.

    Attributes
    ----------
    taken
        What had to be found out about the file: encoding and delimiter, or the sheet.
    sha256
        Of the file's bytes.
    """

    file: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]
    taken: Message
    sha256: str

    def column(self, name: str) -> int | None:
        """Return the place of a column, whatever the case of its letters; None if absent."""
        names = [title.casefold() for title in self.header]
        return names.index(name.casefold()) if name.casefold() in names else None

    def problem(self, place: Message, *, what: Message, rule: Message, remedy: Message) -> Problem:
        """Return a problem in this file."""
        return Problem(file=self.file, place=place, what=what, rule=rule, remedy=remedy)

    def cell_problem(
        self, row: Row, place: int, *, what: Message, rule: Message, remedy: Message
    ) -> Problem:
        """Return a problem in one cell; the place is that of its column."""
        where = N_("row %(row)s, column “%(column)s”", row=row.number, column=self.header[place])
        return self.problem(where, what=what, rule=rule, remedy=remedy)


def read_table(path: Path) -> Table:
    """Read the one table of a file.

    CSV: UTF-8 with or without BOM, else Windows-1251; comma, semicolon or tab, whichever the
    header has most of. XLSX: the only sheet.

    Raises
    ------
    TableError
        The file is not what its name says, has several sheets, no header or no rows.
    OSError
        The file cannot be read.
    """
    return table_of(path, path.read_bytes())


def table_of(path: Path, content: bytes) -> Table:
    """Read the one table of a file that is not on disk; `path` is what it is called.

    Raises
    ------
    TableError
        As for `read_table`.
    """
    _check_kind(path, content)
    read = xlsx_rows if path.suffix.lower() == ".xlsx" else csv_rows
    rows, taken = read(path, content)
    return _table(path, rows, taken, hashlib.sha256(content).hexdigest())


def sheet_of(path: Path, content: bytes) -> Sheet:
    """Read a file whose table may begin anywhere, as all its cells; a CSV has no merged ones.

    Raises
    ------
    TableError
        The file is not what its name says, has several sheets, or is empty.
    """
    _check_kind(path, content)
    if path.suffix.lower() == ".xlsx":
        return xlsx_sheet(path, content)
    return Sheet(name=path.name, rows=csv_rows(path, content, begins_anywhere=True)[0])


def _check_kind(path: Path, content: bytes) -> None:
    if not content.strip():
        raise _empty(path)
    if path.suffix.lower() not in {".xlsx", *TEXT_SUFFIXES}:
        raise file_error(
            path,
            N_("the name ends in “%(suffix)s”", suffix=path.suffix),
            N_("a table is a CSV or an XLSX file"),
            N_("save the table as CSV (UTF-8) or as an Excel workbook (.xlsx)"),
        )


def _empty(path: Path) -> TableError:
    return file_error(
        path,
        N_("the file is empty"),
        N_("a table has a header and a row per person"),
        N_("check that the right file was saved"),
    )


def csv_rows(
    path: Path, content: bytes, *, begins_anywhere: bool = False
) -> tuple[list[list[str]], Message]:
    """Return the cells of a CSV file, and how it was read.

    Parameters
    ----------
    begins_anywhere
        Whether other lines may stand above the header, so that all of them show the delimiter.

    Raises
    ------
    TableError
        It is no text, or its quotes do not match.
    """
    if content.startswith((ZIP_SIGNATURE, OLE_SIGNATURE)):
        raise file_error(
            path,
            N_("inside is a workbook or an archive"),
            N_("a CSV file holds plain text"),
            N_("open it in Excel and save it as CSV (UTF-8), or give it its true ending .xlsx"),
        )
    text, encoding = _decoded(path, content)
    first_line = text.split("\n", 1)[0]
    if first_line.casefold().startswith("sep="):
        raise file_error(
            path,
            N_("the first line is “%(line)s”", line=first_line.strip()),
            N_("the first row holds the names of the columns"),
            N_("delete this line"),
        )
    header = re.sub(r'"[^"]*"', "", first_line)
    delimiter = _usual(text) if begins_anywhere else max(DELIMITERS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(lines)
    except csv.Error as error:
        raise file_error(
            path,
            N_("the quotes do not match up to line %(line)s", line=lines.line_num),
            N_("a text in quotes ends with a quote"),
            N_("look for a quote that is never closed"),
        ) from error
    taken = N_(
        "%(encoding)s, delimiter: %(delimiter)s",
        encoding=encoding,
        delimiter=DELIMITERS[delimiter],
    )
    return rows, taken


def _usual(text: str) -> str:
    """Return the delimiter of most lines; a comma last, since numbers have one, too."""
    lines = [line for line in text.splitlines() if line.strip()]
    found = (sign for sign in ("\t", ";") if 2 * sum(sign in line for line in lines) > len(lines))
    return next(found, ",")


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    if b"\x00" not in content:
        for encoding, name in (("utf-8-sig", "UTF-8"), ("cp1251", "Windows-1251")):
            try:
                return content.decode(encoding), name
            except UnicodeDecodeError:
                continue
    raise file_error(
        path,
        N_("its text is neither UTF-8 nor Windows-1251"),
        N_("a CSV file is text in UTF-8 or Windows-1251"),
        N_("open it in Excel and save it as CSV (UTF-8)"),
    )


def _table(path: Path, rows: Sequence[Sequence[str]], taken: Message, sha256: str) -> Table:
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    if not any(map(any, stripped)):
        raise _empty(path)
    header = stripped[0]
    if not any(header):
        raise file_error(
            path,
            N_("the first row is empty"),
            N_("the first row holds the names of the columns"),
            N_("delete the rows above the header"),
        )
    table = Table(
        file=path.name,
        header=header,
        rows=tuple(
            Row(number, (*cells, *[""] * (len(header) - len(cells))))
            for number, cells in enumerate(stripped[1:], start=2)
            if any(cells)
        ),
        taken=taken,
        sha256=sha256,
    )
    problems = [*_header_problems(table), *_row_problems(table)]
    if problems:
        raise TableError(shortened(table, problems))
    return table


def shortened(
    table: Table, problems: Sequence[Problem], listed: int | None = LISTED
) -> tuple[Problem, ...]:
    """Return the first problems, and how many more there are; None lists them all."""
    if listed is None or len(problems) <= listed:
        return tuple(problems)
    rest = table.problem(
        N_("the table"),
        what=N_("further problems: %(n)s", n=len(problems) - listed),
        rule=N_("the table is taken whole or not at all"),
        remedy=N_("correct these first"),
    )
    return (*problems[:listed], rest)


def _header_problems(table: Table) -> Iterable[Problem]:
    names = Counter(name.casefold() for name in table.header if name)
    for name, n in names.items():
        if n > 1:
            yield table.problem(
                N_("row 1"),
                what=N_("columns called “%(name)s”: %(n)s", name=name, n=n),
                rule=N_("each column has a name of its own"),
                remedy=N_("delete or rename one of them"),
            )


def _row_problems(table: Table) -> Iterable[Problem]:
    if not table.rows:
        yield table.problem(
            N_("the file"),
            what=N_("there is nothing under the header"),
            rule=N_("a table has a header and a row per person"),
            remedy=N_("check that the right file was saved"),
        )
    for row in table.rows:
        titles = (*table.header, *[""] * (len(row.cells) - len(table.header)))
        if any(cell and not title for cell, title in zip(row.cells, titles, strict=True)):
            yield table.problem(
                N_("row %(row)s", row=row.number),
                what=N_("a cell stands under no column name"),
                rule=N_("every cell stands under a column name"),
                remedy=N_("name the column, or put a text with the delimiter in quotes"),
            )
