"""How a document lies on sheets: plain cells, widths of columns, heights of rows, names of tabs."""

from __future__ import annotations

import re
import textwrap
from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from analysis.words import Words

#: Widths of columns, in digits: the narrowest, the widest of words, the least of a whole sheet.
NARROWEST, WIDEST, SHEET_WIDTH = 7, 52, 100

#: Around the text of a cell.
PADDING = 2

#: How much of a width is counted on: letters are wider than digits, bold ones still wider.
CAUTION = 0.85

#: The width of a column of very many records is taken from the first of them.
MEASURED = 500

#: Excel allows no longer name of a sheet.
LONGEST_NAME = 31


def plain_table(table: Table, words: Words) -> Table:
    """Return the table with nothing but words and numbers in its cells.

    The two limits of an interval stand in two columns, so that a reader can go on counting, and
    notes in a last column, so that they are seen and printed.
    """
    return _without_intervals(_with_notes(table, words), words)


def _with_notes(table: Table, words: Words) -> Table:
    """Return the table with a column of the notes that no cell of words in the row says."""
    notes = [_note(table.header, row) for row in table.rows]
    if not any(notes):
        return table
    return replace(
        table,
        header=(*table.header, words.say("Note")),
        rows=tuple(
            (*row, Cell(value=note, kind=Kind.TEXT))
            for row, note in zip(table.rows, notes, strict=True)
        ),
    )


def _note(header: Sequence[str], row: Sequence[Cell]) -> str:
    """Return the notes of a row, each once, with the columns it is about."""
    said = [cell.value for cell in row if isinstance(cell.value, str)]
    columns: dict[str, list[str]] = {}
    for title, cell in zip(header, row, strict=True):
        if cell.note and not any(cell.note in text for text in said):
            columns.setdefault(cell.note, []).append(title)
    return "; ".join(f"{', '.join(titles)}: {note}" for note, titles in columns.items())


def _without_intervals(table: Table, words: Words) -> Table:
    """Return the table with two columns for every column that holds an interval."""
    kinds = [{row[place].kind for row in table.rows} for place in range(len(table.header))]
    wide = [Kind.INTERVAL in one for one in kinds]
    header: list[str] = []
    for title, one, is_wide in zip(table.header, kinds, wide, strict=True):
        if not is_wide:
            header.append(title)
        elif one == {Kind.INTERVAL}:
            header += [
                words.say("%(title)s, from", title=title),
                words.say("%(title)s, to", title=title),
            ]
        else:
            header += [title, words.say("to (of an interval)")]
    rows = (
        tuple(
            part
            for cell, is_wide in zip(row, wide, strict=True)
            for part in (_limits(cell) if is_wide else (cell,))
        )
        for row in table.rows
    )
    return replace(table, header=tuple(header), rows=tuple(rows))


def _limits(cell: Cell) -> tuple[Cell, Cell]:
    """Return the two cells of an interval; of anything else, the cell and an empty one."""
    if isinstance(cell.value, tuple):
        low, high = (
            replace(cell, value=limit, kind=Kind.NUMBER, path=f"{cell.path}.{place}")
            for place, limit in enumerate(cell.value)
        )
        return low, high
    if cell.kind is Kind.INTERVAL:
        return cell, cell
    return cell, Cell(value="", kind=Kind.TEXT)


def last_is_words(table: Table) -> bool:
    """Say whether the table ends with a column of words: it takes what is left of the sheet.

    A column of records is no wider than its words, for it is filtered and sorted.
    """
    if table.records:
        return False
    return len(table.header) > 1 and all(row[-1].kind is Kind.TEXT for row in table.rows)


def widths_of(tables: Iterable[Table], words: Words) -> list[int]:
    """Return the widths of a sheet's columns, so that all of its tables fit in them."""
    widths: list[int] = []
    last: list[tuple[int, int]] = []
    for table in tables:
        needed = [_needed(table, place, words) for place in range(len(table.header))]
        if last_is_words(table):
            last.append((len(needed) - 1, needed.pop()))
        widths += [NARROWEST] * (len(needed) - len(widths))
        widths[: len(needed)] = map(max, needed, widths)
    for place, width in last:
        widths += [NARROWEST] * (place + 1 - len(widths))
        widths[-1] += max(0, width - sum(widths[place:]))
    while sum(widths) < SHEET_WIDTH:
        widths.append(min(12, max(NARROWEST, SHEET_WIDTH - sum(widths))))
    return widths


def _needed(table: Table, place: int, words: Words) -> int:
    """Return the width one column asks for; words and titles may take several lines."""
    title = max(map(len, table.header[place].split()), default=0) / CAUTION
    cells = [row[place] for row in table.rows[: MEASURED if table.records else None]]
    texts = [len(cell.text(words)) for cell in cells if cell.kind is Kind.TEXT]
    numbers = [len(cell.text(words)) for cell in cells if cell.kind is not Kind.TEXT]
    text = min(WIDEST, max(texts, default=0) / CAUTION)
    return round(max(title, text, *numbers, NARROWEST) + PADDING)


def lines_of(text: str, width: float) -> list[str]:
    """Return the lines that a text takes in a cell so wide: as many as in Excel, or more."""
    room = max(1, int((width - 1) * CAUTION))
    if len(text) <= room and text.isprintable():
        return [text]
    return [
        line
        for part in text.splitlines() or [""]
        for line in textwrap.wrap(part, room, break_on_hyphens=False) or [""]
    ]


def sheet_name(title: str, taken: Collection[str]) -> str:
    """Return a name for a sheet like its title: short, allowed, and not among those `taken`.

    Parameters
    ----------
    title
        What the sheet should be called.
    taken
        Names that stand already, casefolded: Excel does not tell capitals from small letters.
    """
    allowed = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", title)
    short = textwrap.shorten(allowed, LONGEST_NAME, placeholder="…")
    base = (allowed[:LONGEST_NAME] if short == "…" else short).strip(" '")
    number, name = 1, base
    # Excel keeps “History” for itself.
    while not name or name.casefold() in {"history", *taken}:
        number += 1
        suffix = f" ({number})"
        name = f"{base[: LONGEST_NAME - len(suffix)].strip()}{suffix}".strip()
    return name
