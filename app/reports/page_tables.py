"""How tables lie on pages of A4: in the text or an appendix, size of type, widths of columns."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.document import Section
    from analysis.words import Words

#: Letters to which a column is allowed to grow before its text is broken into lines.
WIDEST = 30

#: Sizes of type for tables, in points, and how many letters of each stand on a line.
SIZES = {10: 88, 9: 98, 8: 110, 7: 126}

#: A table of no more rows than these stays on one page.
ROWS_TOGETHER = 8

#: Letters between two columns, and how many times as wide the bold letters of a header are.
GAP, BOLD = 2, 1.15


@dataclass(frozen=True, kw_only=True)
class PageTable:
    """A table as it is printed.

    Attributes
    ----------
    words
        Of each column, whether it holds nothing but words.
    size
        Of its type, in points.
    shares
        Of each column, its part of the width; they add up to 1.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: tuple[bool, ...]
    size: int
    shares: tuple[float, ...]

    @property
    def is_together(self) -> bool:
        """Whether no page ends within it."""
        return len(self.rows) <= ROWS_TOGETHER


def apart(sections: Iterable[Section]) -> tuple[list[Section], list[Table]]:
    """Return the sections without the tables for the patient reader, and those.

    A small section that held nothing else is left out; a large one may head small ones.
    """
    main: list[Section] = []
    details: list[Table] = []
    for section in sections:
        kept = [one for one in section.blocks if not isinstance(one, Table) or not one.detail]
        details += [one for one in section.blocks if isinstance(one, Table) and one.detail]
        if kept or section.level == 1 or not section.blocks:
            main.append(replace(section, blocks=tuple(kept)))
    return main, details


def page_table(table: Table, words: Words) -> PageTable:
    """Return a table with the size of type and the widths of columns that suit it."""
    rows = tuple(tuple(cell.text(words) for cell in row) for row in table.rows)
    columns = list(zip(*rows, strict=True)) or [()] * len(table.header)
    least = [_longest_word(*one) for one in zip(table.header, columns, strict=True)]
    size = next((size for size, room in SIZES.items() if sum(least) <= room), min(SIZES))
    wanted = [
        max(min(max(map(len, texts), default=0), WIDEST) + GAP, one)
        for texts, one in zip(columns, least, strict=True)
    ]
    return PageTable(
        header=table.header,
        rows=rows,
        words=tuple(_is_of_words(place, table.rows) for place in range(len(table.header))),
        size=size,
        shares=_shares(least, wanted, SIZES[size]),
    )


def _is_of_words(place: int, rows: tuple[tuple[Cell, ...], ...]) -> bool:
    return all(row[place].kind is Kind.TEXT for row in rows)


def _longest_word(title: str, texts: tuple[str, ...]) -> float:
    """Return the letters that a column needs so that no word of it is broken."""
    in_title = BOLD * max(map(len, title.split()), default=0)
    in_texts = max((len(word) for text in texts for word in text.split()), default=0)
    return min(max(in_title, in_texts), WIDEST) + GAP


def _shares(least: list[float], wanted: list[float], room: int) -> tuple[float, ...]:
    """Return each column's part: what it needs, and of the rest in proportion to its wish."""
    spare, wish = max(0.0, room - sum(least)), sum(wanted) - sum(least)
    part = min(1.0, spare / wish) if wish else 0.0
    taken = [one + part * (more - one) for one, more in zip(least, wanted, strict=True)]
    return tuple(one / sum(taken) for one in taken)
