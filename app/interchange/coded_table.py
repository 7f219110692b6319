"""Gives the school's own table back with a column of codes."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import xlsxwriter

from app.interchange.people import CODE_TITLES
from app.programmes.codes import shown_code

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.interchange.tables import Table

#: What a spreadsheet is told of cells, so that it shows them as they were.
TEXT_ONLY = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def with_codes(table: Table, codes: Sequence[str], suffix: str) -> bytes:
    """Return the table as a file, a column with the codes added on the right.

    Parameters
    ----------
    suffix
        `.xlsx` gives a workbook, anything else CSV that Excel opens by itself.
    """
    width = max(len(table.header), *(len(row.cells) for row in table.rows))
    lines = {1: _line(table.header, width, CODE_TITLES[0])}
    for row, code in zip(table.rows, codes, strict=True):
        lines[row.number] = _line(row.cells, width, shown_code(code))
    return _workbook(lines) if suffix.lower() == ".xlsx" else _csv(lines)


def _line(cells: Sequence[str], width: int, last: str) -> tuple[str, ...]:
    return (*cells, *[""] * (width - len(cells)), last)


def _workbook(lines: Mapping[int, Sequence[str]]) -> bytes:
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, TEXT_ONLY) as book:
        sheet = book.add_worksheet()
        for number, cells in lines.items():
            for column, cell in enumerate(cells):
                sheet.write_string(number - 1, column, cell)
        sheet.autofit()
    return target.getvalue()


def _csv(lines: Mapping[int, Sequence[str]]) -> bytes:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=";", lineterminator="\r\n")
    for number in range(1, max(lines) + 1):
        writer.writerow(lines.get(number, ()))
    return target.getvalue().encode("utf-8-sig")
