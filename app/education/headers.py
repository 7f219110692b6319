"""Finds the header of a journal's table, and what its columns seem to hold; no name is shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.education.values import is_number, is_value
from app.interchange.workbook_parts import column_letters
from app.models import Measure
from app.programmes.labels import folded
from app.sealing import keyed_digest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.interchange.workbooks import Sheet

#: How far down a header is looked for.
SEARCHED = 30

#: What titles of columns are made of.
HINTS = ("фио", "ф.и.о", "фамил", "имя", "учени", "учащ", "обучающ", "средн", "балл", "оценк",
         "качеств", "пропу", "посещ", "урок")  # fmt: skip

#: What may stand in a second row, under them.
TERM_HINTS = ("четверт", "триместр", "полугод")

#: What the titles of columns have in them, by what is read from these.
KEY_HINTS = ("фио", "ф.и.о", "фамил", "учени", "учащ", "обучающ", "имя")
MEASURE_HINTS = {
    Measure.MEAN_MARK: ("средн", "ср. балл", "ср.балл"),
    Measure.QUALITY: ("качеств",),
    Measure.MISSED: ("пропу", "отсутств"),
}

#: Cells of a column that are shown as examples.
EXAMPLES = 3

#: The longest title that is shown.
LONGEST = 80


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column.

    Attributes
    ----------
    place
        From 0.
    examples
        A few of its values; empty where it holds texts, which may be names.
    """

    place: int
    title: str
    examples: tuple[str, ...]

    @property
    def letters(self) -> str:
        """What a spreadsheet calls it."""
        return column_letters(self.place + 1)


@dataclass(frozen=True, kw_only=True)
class Header:
    """Where the header of a sheet stands, and its columns.

    Attributes
    ----------
    top, bottom
        Its first and last row, from 0.
    """

    top: int
    bottom: int
    columns: tuple[Column, ...]

    @property
    def digest(self) -> str:
        """What the layout of such a table is remembered under."""
        return keyed_digest("\x1f".join(["journal", *(folded(one.title) for one in self.columns)]))


def found_header(sheet: Sheet) -> int:
    """Return the row that seems to be the header: the first with most words of titles."""
    rows = sheet.rows[:SEARCHED]
    return max(range(len(rows)), key=lambda row: (_hits(rows[row]), -row), default=0)


def _hits(row: Sequence[str]) -> tuple[int, int]:
    titles = [folded(cell) for cell in row if cell.strip()]
    if len(titles) < 2:  # one cell alone heads the whole sheet
        return 0, 0
    of_what, of_terms = (
        sum(any(hint in title for hint in hints) for title in titles)
        for hints in (HINTS, TERM_HINTS)
    )
    return of_what, of_terms


def header_at(sheet: Sheet, top: int) -> Header:
    """Return the header that a row belongs to: it goes as far as its cells are merged downwards."""
    tall = [first[0] for first, last in sheet.merged if first[0] <= top <= last[0] > first[0]]
    top = min([top, *tall])
    bottom = max([top, *(last[0] for first, last in sheet.merged if first[0] == top)])
    if bottom == top and any(
        _names_more(sheet, span) for span in sheet.merged if span[0][0] == top
    ):
        bottom = top + 1
    bottom = min(bottom, len(sheet.rows) - 1)
    titles = [_title(sheet, (top, bottom), place) for place in range(_width(sheet))]
    columns = tuple(
        Column(place=place, title=title, examples=_examples(sheet, bottom, place))
        for place, title in enumerate(titles)
        if title or _filled(sheet, bottom, place)
    )
    return Header(top=top, bottom=bottom, columns=columns)


def _names_more(sheet: Sheet, span: tuple[tuple[int, int], tuple[int, int]]) -> bool:
    """Say whether under a cell merged to the side stand titles of its own columns."""
    (row, left), (_, right) = span
    if right == left or row + 1 >= len(sheet.rows):
        return False
    under = sheet.rows[row + 1][left : right + 1]
    return all(cell.strip() and not is_value(cell) for cell in under)


def _width(sheet: Sheet) -> int:
    return max((len(row) for row in sheet.rows), default=0)


def _title(sheet: Sheet, rows: tuple[int, int], place: int) -> str:
    """Return what stands over a column, from the top down; a merged cell stands over each."""
    parts = (
        " ".join(cell_at(sheet, *_held_at(sheet, row, place)).split())
        for row in range(rows[0], rows[1] + 1)
    )
    return " / ".join(dict.fromkeys(part for part in parts if part))[:LONGEST]


def _held_at(sheet: Sheet, row: int, place: int) -> tuple[int, int]:
    """Return the cell whose content is shown at a place."""
    for (top, left), (bottom, right) in sheet.merged:
        if top <= row <= bottom and left <= place <= right:
            return top, left
    return row, place


def cell_at(sheet: Sheet, row: int, place: int) -> str:
    """Return what stands in a cell; nothing beyond the end of its row."""
    cells = sheet.rows[row]
    return cells[place] if place < len(cells) else ""


def _filled(sheet: Sheet, bottom: int, place: int) -> list[str]:
    """Return what stands under a title, from the top down."""
    cells = (cell_at(sheet, row, place).strip() for row in range(bottom + 1, len(sheet.rows)))
    return [cell for cell in cells if cell]


def _examples(sheet: Sheet, bottom: int, place: int) -> tuple[str, ...]:
    filled = _filled(sheet, bottom, place)
    values = [cell for cell in filled if is_value(cell)]
    if 2 * len(values) <= len(filled) or not any(map(is_number, values)):
        return ()
    return tuple(values[:EXAMPLES])


def guessed(header: Header, *, has_both: bool) -> Iterator[tuple[str, int]]:
    """Yield which columns seem to be what, by `key`, or a measure and 1 (before) or 2 (after).

    Parameters
    ----------
    has_both
        Whether the table has a column for each of the two terms.
    """
    key = _with(header, KEY_HINTS)
    if key:
        yield "key", key[0]
    for measure, hints in MEASURE_HINTS.items():
        places = [place for place in _with(header, hints) if place not in key[:1]]
        for term, place in zip((1, 2) if has_both else (1,), places, strict=False):
            yield f"{measure}_{term}", place


def _with(header: Header, hints: Sequence[str]) -> list[int]:
    titles = ((one.place, folded(one.title)) for one in header.columns)
    return [place for place, title in titles if any(hint in title for hint in hints)]
