"""A document as a workbook: a sheet per section, numbers as numbers, to keep and to count on."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING, Any

import xlsxwriter

from analysis.document import Kind, Paragraph, Table
from app.reports.sheet_layout import last_is_words, lines_of, plain_table, sheet_name, widths_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from analysis.document import Block, Cell, Document, Section
    from analysis.words import Words

#: No text becomes a formula, an address or a number.
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

#: Arial, or its like, is on every machine.
FONT = {"font_name": "Arial", "font_size": 10}

#: How Excel numbers the paper.
A4 = 9

#: Points of a line; lines of the highest row that Excel allows.
LINE, MOST_LINES = 13, 31

#: The width of the list of contents.
CONTENTS = 90

TEXT = {"text_wrap": True, "valign": "top"}
STRONG = TEXT | {"bold": True}
CAPTION = TEXT | {"italic": True}
TITLES = {1: STRONG | {"font_size": 14}, 2: STRONG | {"font_size": 12}}
NOTICE = STRONG | {"font_size": 12, "font_color": "#A40000"}
HEADER = STRONG | {"bottom": 2, "bg_color": "#E8EEF4", "valign": "bottom"}
BODY = TEXT | {"bottom": 4}
LINK = TEXT | {"font_color": "#1F4E79", "underline": 1, "align": "left"}

#: Where words of a table stand: at the edge of the sheet, or apart from the numbers before them.
FIRST, LATER, RIGHT = {"align": "left"}, {"align": "left", "indent": 1}, {"align": "right"}

NUMBER = {"valign": "top", "bottom": 4} | RIGHT


def render_xlsx(document: Document, *, created: dt.date) -> bytes:
    """Return the workbook; the same document and date give the same bytes.

    The workbook bears the date instead of the moment it was written at.
    """
    words = document.words
    target = io.BytesIO()
    # Each workbook writes into the properties it is given, so each has its own.
    options = OPTIONS | {"default_format_properties": dict(FONT)}
    with xlsxwriter.Workbook(target, options) as book:
        book.set_properties(
            {"title": document.title, "created": dt.datetime.combine(created, dt.time(12))}
        )
        formats = Formats(book)
        name = sheet_name(words.say("Contents"), ())
        contents = Page(book.add_worksheet(name), formats, [CONTENTS])
        contents.prose(document.title, TITLES[1])
        contents.about(document, created)
        taken = {name.casefold()}
        for part in _parts(document.sections):
            name = sheet_name(part[0].title, taken)
            taken.add(name.casefold())
            page = _page(book.add_worksheet(name), formats, part, document)
            for title, level, row in page.titles:
                contents.link(title, level, to=(name, row))
        contents.close(document.notice)
    return target.getvalue()


def _parts(sections: Sequence[Section]) -> Iterator[list[Section]]:
    """Yield what stands on one sheet: a section with the smaller ones that follow it."""
    part: list[Section] = []
    for section in sections:
        if section.level == 1 and part:
            yield part
            part = []
        part.append(section)
    if part:
        yield part


def _page(sheet: Worksheet, formats: Formats, part: Sequence[Section], document: Document) -> Page:
    """Write a sheet; where it is one table above all, its header stays in sight."""
    words = document.words
    blocks = [[_plain(block, words) for block in section.blocks] for section in part]
    tables = [block for some in blocks for block in some if isinstance(block, Table)]
    page = Page(sheet, formats, widths_of(tables, words))
    for section, some in zip(part, blocks, strict=True):
        page.title(section.title, section.level)
        for block in some:
            page.block(block, words)
    if len(tables) == 1 and blocks[0][:1] == tables:
        page.keep_header_in_sight()
    page.close(document.notice)
    return page


def _plain(block: Block, words: Words) -> Block:
    return plain_table(block, words) if isinstance(block, Table) else block


class Formats:
    """Makes each format of a workbook once."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, properties: dict[str, Any]) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(properties)
        return self._made[key]


class Page:
    """Writes one sheet from its top to its bottom.

    Attributes
    ----------
    titles
        Every title with its level and row.
    """

    def __init__(self, sheet: Worksheet, formats: Formats, widths: Sequence[int]) -> None:
        self._sheet = sheet
        self._formats = formats
        self._widths = widths
        self._row = 0
        self._header = 0
        self._is_after_block = False
        self.titles: list[tuple[str, int, int]] = []
        for place, width in enumerate(widths):
            sheet.set_column(place, place, width)

    def about(self, document: Document, created: dt.date) -> None:
        """Write what the report is of, when it was made, and what nobody may overlook."""
        words = document.words
        if document.notice:
            self.prose(document.notice, NOTICE)
        for fact in document.facts:
            self.prose(fact, TEXT)
        day = words.date(created.isoformat())
        self.prose(words.say("The report was made on: %(day)s.", day=day), TEXT)
        self._stand_apart()

    def title(self, title: str, level: int) -> None:
        """Write the title of a section, apart from what stands above it."""
        self._stand_apart()
        self.titles.append((title, level, self._row))
        self.prose(title, TITLES[level])

    def block(self, block: Block, words: Words) -> None:
        """Write a paragraph, a table, or what a picture shows in words."""
        if not isinstance(block, Paragraph) or self._is_after_block:
            self._stand_apart()
        if isinstance(block, Paragraph):
            self.prose(block.text, STRONG if block.strong else TEXT)
            return
        self.prose(block.caption, CAPTION)
        if isinstance(block, Table):
            self._table(block, words)
        else:
            self.prose(block.alt, TEXT)
        self._is_after_block = True

    def _stand_apart(self) -> None:
        """Leave a row empty under what is there."""
        self._row += bool(self._row)
        self._is_after_block = False

    def prose(self, text: str, properties: dict[str, Any]) -> None:
        """Write a text across the sheet, in several rows where one cannot be high enough."""
        larger = properties.get("font_size", 10) / 10
        lines = lines_of(text, sum(self._widths) / larger)
        most = int(MOST_LINES / larger)
        parts = [" ".join(lines[at : at + most]) for at in range(0, len(lines), most)]
        for part in [text] if len(parts) == 1 else parts:
            self._words(part, (0, len(self._widths) - 1), properties)
            n = len(lines_of(part, sum(self._widths) / larger))
            self._sheet.set_row(self._row, LINE * larger * n + 2)
            self._row += 1

    def link(self, title: str, level: int, *, to: tuple[str, int]) -> None:
        """Write a line of the contents that leads to a row of a sheet."""
        sheet, row = to
        quoted = sheet.replace("'", "''")
        shape = self._formats.of(LINK | {"indent": 2 * (level - 1)})
        self._sheet.write_url(
            self._row, 0, f"internal:'{quoted}'!A{row + 1}", string=title, cell_format=shape
        )
        self._row += 1

    def keep_header_in_sight(self) -> None:
        """Keep the header of the last table in sight, and on every page of paper."""
        self._sheet.freeze_panes(self._header + 1, 0)
        self._sheet.repeat_rows(self._header)

    def close(self, notice: str) -> None:
        """Fit the sheet to the width of a page; the notice stands on every page of paper."""
        self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        self._sheet.set_footer(f"&L{notice.replace('&', '&&')}&R&P / &N")
        self._sheet.print_area(0, 0, max(0, self._row - 1), len(self._widths) - 1)

    def _table(self, table: Table, words: Words) -> None:
        spans = [(place, place) for place in range(len(table.header))]
        if last_is_words(table):
            spans[-1] = len(spans) - 1, len(self._widths) - 1
        self._header = self._row
        for place, title in enumerate(table.header):
            is_words = all(row[place].kind is Kind.TEXT for row in table.rows)
            self._words(title, spans[place], HEADER | _side(place, is_words=is_words))
        self._next_row(table.header, spans)
        for row in table.rows:
            for cell, span in zip(row, spans, strict=True):
                self._cell(cell, span, words)
            self._next_row([cell.text(words) for cell in row], spans)

    def _cell(self, cell: Cell, span: tuple[int, int], words: Words) -> None:
        if isinstance(cell.value, int | float):
            number = self._formats.of(NUMBER | {"num_format": _number_format(cell, words)})
            self._sheet.write_number(self._row, span[0], cell.value, number)
        else:
            side = _side(span[0], is_words=cell.kind is Kind.TEXT)
            self._words(cell.text(words), span, BODY | side)

    def _words(self, text: str, span: tuple[int, int], properties: dict[str, Any]) -> None:
        """Write a text into a cell, or into several made one."""
        shape = self._formats.of(properties)
        first, last = span
        if last > first:
            self._sheet.merge_range(self._row, first, self._row, last, "", shape)
        self._sheet.write_string(self._row, first, text, shape)

    def _next_row(self, texts: Sequence[str], spans: Sequence[tuple[int, int]]) -> None:
        """Make the row as high as its longest text, which a merged cell does not do by itself."""
        n = max(
            len(lines_of(text, sum(self._widths[first : last + 1])))
            for text, (first, last) in zip(texts, spans, strict=True)
        )
        if n > 1:
            self._sheet.set_row(self._row, LINE * min(n, MOST_LINES) + 2)
        self._row += 1


def _side(place: int, *, is_words: bool) -> dict[str, Any]:
    if not is_words:
        return RIGHT
    return LATER if place else FIRST


def _number_format(cell: Cell, words: Words) -> str:
    """Return how Excel shows the number: the decimals of the document, in the reader's locale."""
    if cell.kind is Kind.P:
        return f'[<0.001]"{words.p(0)}";0.000'
    decimals = "." + "0" * cell.digits if cell.digits else ""
    suffix = f'"{cell.suffix}"' if cell.suffix else ""
    shown = f"0{decimals}\\ %" if cell.kind is Kind.PERCENT else f"#,##0{decimals}"
    return shown + suffix
