"""Reads a person's own table, CSV or XLSX, as rows of text, and says how it was read."""

from __future__ import annotations

import csv
import hashlib
import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from python_calamine import CalamineError, CalamineWorkbook

from instruments.messages import N_, Message, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

TEXT_SUFFIXES = (".csv", ".tsv", ".txt")
DELIMITERS = {",": N_("comma"), ";": N_("semicolon"), "\t": N_("tab")}

#: How many problems are listed one by one.
LISTED = 20

ZIP_SIGNATURE = b"PK\x03\x04"
OLE_SIGNATURE = b"\xd0\xcf\x11\xe0"


class TableError(ProblemsError):
    """A table that cannot be read, or holds what it must not."""


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
    if not content.strip():
        raise _empty(path)
    if path.suffix.lower() == ".xlsx":
        rows, taken = _xlsx_rows(path, content)
    elif path.suffix.lower() in TEXT_SUFFIXES:
        rows, taken = _csv_rows(path, content)
    else:
        raise _file_error(
            path,
            N_("the name ends in “%(suffix)s”", suffix=path.suffix),
            N_("a table is a CSV or an XLSX file"),
            N_("save the table as CSV (UTF-8) or as an Excel workbook (.xlsx)"),
        )
    return _table(path, rows, taken, hashlib.sha256(content).hexdigest())


def _empty(path: Path) -> TableError:
    return _file_error(
        path,
        N_("the file is empty"),
        N_("a table has a header and a row per person"),
        N_("check that the right file was saved"),
    )


def _file_error(path: Path, what: Message, rule: Message, remedy: Message) -> TableError:
    problem = Problem(file=path.name, place=N_("the file"), what=what, rule=rule, remedy=remedy)
    return TableError((problem,))


def _csv_rows(path: Path, content: bytes) -> tuple[list[list[str]], Message]:
    if content.startswith((ZIP_SIGNATURE, OLE_SIGNATURE)):
        raise _file_error(
            path,
            N_("inside is a workbook or an archive"),
            N_("a CSV file holds plain text"),
            N_("open it in Excel and save it as CSV (UTF-8), or give it its true ending .xlsx"),
        )
    text, encoding = _decoded(path, content)
    first_line = text.split("\n", 1)[0]
    if first_line.casefold().startswith("sep="):
        raise _file_error(
            path,
            N_("the first line is “%(line)s”", line=first_line.strip()),
            N_("the first row holds the names of the columns"),
            N_("delete this line"),
        )
    header = re.sub(r'"[^"]*"', "", first_line)
    delimiter = max(DELIMITERS, key=header.count)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        rows = list(lines)
    except csv.Error as error:
        raise _file_error(
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


def _decoded(path: Path, content: bytes) -> tuple[str, str]:
    """Return the text and the name of its encoding."""
    if b"\x00" not in content:
        for encoding, name in (("utf-8-sig", "UTF-8"), ("cp1251", "Windows-1251")):
            try:
                return content.decode(encoding), name
            except UnicodeDecodeError:
                continue
    raise _file_error(
        path,
        N_("its text is neither UTF-8 nor Windows-1251"),
        N_("a CSV file is text in UTF-8 or Windows-1251"),
        N_("open it in Excel and save it as CSV (UTF-8)"),
    )


def _xlsx_rows(path: Path, content: bytes) -> tuple[list[list[str]], Message]:
    rule = N_("a file that ends in .xlsx is an Excel workbook without a password")
    if not content.startswith(ZIP_SIGNATURE):
        raise _file_error(
            path,
            N_("inside is something else"),
            rule,
            N_("open it in Excel and save it as a workbook (.xlsx), or give it its true ending"),
        )
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        names = workbook.sheet_names
        sheet = workbook.get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _file_error(
            path, N_("it cannot be opened"), rule, N_("open it in Excel and save it again")
        ) from error
    if len(names) > 1:
        raise _file_error(
            path,
            N_("sheets in it: %(n)s (%(names)s)", n=len(names), names=", ".join(names)),
            N_("a workbook to be read has one sheet"),
            N_("delete the other sheets in a copy of the file"),
        )
    errors = _error_cells(content)
    if errors:
        raise _file_error(
            path,
            N_("these cells hold a formula's error: %(cells)s", cells=", ".join(errors[:LISTED])),
            N_("a cell holds an answer, or nothing"),
            N_("correct the formulas, or clear the cells"),
        )
    return [[_cell_text(cell) for cell in row] for row in sheet], N_(
        "sheet “%(name)s”", name=names[0]
    )


def _error_cells(content: bytes) -> list[str]:
    """Return the places of cells such as #DIV/0!, which the reader would pass over as empty."""
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        sheets = [book.read(name) for name in book.namelist() if "/worksheets/sheet" in name]
    cells = [cell for sheet in sheets for cell in re.findall(rb"<c\b[^>]*>", sheet)]
    return [
        place[1].decode()
        for cell in cells
        if re.search(rb'\bt="e"', cell) and (place := re.search(rb'\br="([A-Z]+[0-9]+)"', cell))
    ]


def _cell_text(cell: object) -> str:
    """Return a cell as its reader sees it: a number to the 15 digits that a workbook shows."""
    if isinstance(cell, float):
        exact = Decimal(f"{cell:.15g}")
        return format(exact.normalize() if exact else Decimal(0), "f")
    return str(cell)


def _table(path: Path, rows: Sequence[Sequence[str]], taken: Message, sha256: str) -> Table:
    stripped = [tuple(cell.strip() for cell in row) for row in rows]
    if not any(map(any, stripped)):
        raise _empty(path)
    header = stripped[0]
    if not any(header):
        raise _file_error(
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


def shortened(table: Table, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first problems, and how many more there are."""
    if len(problems) <= LISTED:
        return tuple(problems)
    rest = table.problem(
        N_("the table"),
        what=N_("further problems: %(n)s", n=len(problems) - LISTED),
        rule=N_("the table is taken whole or not at all"),
        remedy=N_("correct these first"),
    )
    return (*problems[:LISTED], rest)


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
