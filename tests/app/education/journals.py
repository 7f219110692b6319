"""Tables as electronic journals write them."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Sequence

#: A table with both terms: name, mean mark before and after, lessons missed before and after.
HEADER = ("ФИО", "Средний балл 1 четв.", "Средний балл 4 четв.", "Пропущено 1", "Пропущено 4")

#: Eight pupils with every value.
PUPILS = [(f"Иванова Анна {n}", f"3,{n}", f"4.{n}0", n, 2 * n) for n in range(1, 9)]


def csv_journal(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """Return a table as the CSV of a Russian Excel."""
    lines = (";".join(map(str, row)) for row in (header, *rows))
    return "\r\n".join(lines).encode("cp1251")


def workbook(
    rows: Sequence[Sequence[Any]], merged: Sequence[tuple[int, int, int, int, Any]] = ()
) -> bytes:
    """Return a workbook of these rows, None being no cell; merged cells over them."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as book:
        sheet = book.add_worksheet()
        for place, row in enumerate(rows):
            for column, value in enumerate(row):
                if value is not None:
                    sheet.write(place, column, value)
        for *span, value in merged:
            sheet.merge_range(*span, value)
    return target.getvalue()
