"""Reads the one sheet of a workbook as rows of text."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias
from xml.parsers.expat import ExpatError

from python_calamine import CalamineError, CalamineWorkbook

from app.interchange.errors import LISTED, TableError, file_error
from app.interchange.workbook_parts import (
    MOST_BYTES,
    Look,
    TooMuchError,
    column_letters,
    packed,
    unpacked,
)
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from pathlib import Path

ZIP_SIGNATURE = b"PK\x03\x04"

#: The farthest row and column that are read.
MOST_ROWS, MOST_COLUMNS = 20_000, 400

#: What a damaged workbook is met with.
BROKEN = (
    CalamineError,
    EOFError,
    ExpatError,
    OSError,
    RuntimeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)

#: The first and the last cell of a range.
Merged: TypeAlias = tuple[tuple[int, int], tuple[int, int]]

RULE = N_("a file that ends in .xlsx is an Excel workbook without a password")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The one sheet of a workbook.

    Attributes
    ----------
    rows
        All cells from A1 on, as text.
    merged
        The first and the last cell of every merged range, each as row and column from 0.
    """

    name: str
    rows: list[list[str]]
    merged: tuple[Merged, ...] = ()


def xlsx_rows(path: Path, content: bytes) -> tuple[list[list[str]], Message]:
    """Return the cells of the only sheet as text, and which sheet it was.

    Raises
    ------
    TableError
        As for `xlsx_sheet`.
    """
    sheet = xlsx_sheet(path, content)
    return sheet.rows, N_("sheet “%(name)s”", name=sheet.name)


def xlsx_sheet(path: Path, content: bytes) -> Sheet:
    """Return the only sheet.

    Raises
    ------
    TableError
        It is no workbook, is too large, has several sheets or holds errors of formulas.
    """
    if not content.startswith(ZIP_SIGNATURE):
        raise file_error(
            path,
            N_("inside is something else"),
            RULE,
            N_("open it in Excel and save it as a workbook (.xlsx), or give it its true ending"),
        )
    parts, look = _looked_at(path, content)
    sheet = _only_sheet(path, parts)
    if look.errors:
        cells = ", ".join(look.errors[:LISTED])
        raise file_error(
            path,
            N_("these cells hold a formula's error: %(cells)s", cells=cells),
            N_("a cell holds an answer, or nothing"),
            N_("correct the formulas, or clear the cells"),
        )
    return sheet


def _looked_at(path: Path, content: bytes) -> tuple[dict[str, bytes], Look]:
    """Return the parts of the workbook, none of which is too large for the reader."""
    look = Look()
    try:
        parts = unpacked(content)
        for part in parts.values():
            look.at(part)
    except TooMuchError as error:
        raise _too_large(path) from error
    except BROKEN as error:
        raise _broken(path) from error
    if look.rows > MOST_ROWS or look.columns > MOST_COLUMNS:
        raise _too_far(path, f"{column_letters(look.columns)}{look.rows}")
    if look.characters > MOST_BYTES:
        raise _too_large(path)
    return parts, look


def _broken(path: Path) -> TableError:
    return file_error(
        path, N_("it cannot be opened"), RULE, N_("open it in Excel and save it again")
    )


def _too_large(path: Path) -> TableError:
    return file_error(
        path,
        N_("unpacked it holds more than %(n)s MB", n=MOST_BYTES // 1024**2),
        N_("a workbook to be read holds one table and little else"),
        N_("copy the table alone into a new workbook, or save it as CSV"),
    )


def _too_far(path: Path, cell: str) -> TableError:
    return file_error(
        path,
        N_("its cells reach as far as %(cell)s", cell=cell),
        N_(
            "a workbook is read up to row %(rows)s and column %(columns)s",
            rows=MOST_ROWS,
            columns=column_letters(MOST_COLUMNS),
        ),
        N_(
            "delete the rows and columns after the table, or copy the table into a new workbook; "
            "save a longer table as CSV"
        ),
    )


def _only_sheet(path: Path, parts: dict[str, bytes]) -> Sheet:
    """Return the sheet that is read.

    The reader gets a new archive of what has been looked at: the old one may hold more than it
    says.
    """
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(packed(parts)))
        names = workbook.sheet_names
        sheet = workbook.get_sheet_by_index(0)
        cells = sheet.to_python(skip_empty_area=False)
    except CalamineError as error:
        raise _broken(path) from error
    if len(names) > 1:
        raise file_error(
            path,
            N_("sheets in it: %(n)s (%(names)s)", n=len(names), names=", ".join(names)),
            N_("a workbook to be read has one sheet"),
            N_("delete the other sheets in a copy of the file"),
        )
    return Sheet(
        name=names[0],
        rows=[[_cell_text(cell) for cell in row] for row in cells],
        merged=tuple(sheet.merged_cell_ranges or ()),
    )


def _cell_text(cell: object) -> str:
    """Return a cell as its reader sees it: a number to the 15 digits that a workbook shows."""
    if isinstance(cell, float):
        exact = Decimal(f"{cell:.15g}")
        return format(exact.normalize() if exact else Decimal(0), "f")
    return str(cell)
