"""Writes one sheet of a workbook from its top to its bottom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.document import Kind, Paragraph, Points, Table
from analysis.words import HUGE
from app.reports.sheet_breaks import USUAL_ROW, breaks, page_height
from app.reports.sheet_charts import ChartOf
from app.reports.sheet_layout import last_is_words, lines_of

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    import xlsxwriter
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from analysis.document import Block, Cell, Document
    from analysis.words import Words

#: How Excel numbers the paper.
A4 = 9

#: Points of a line; lines of the highest row that Excel allows.
LINE, MOST_LINES = 13, 31

#: Excel allows no more than 255 letters there, and each may be doubled.
LONGEST_EDGE = 110

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


class Formats:
    """Makes each format of a workbook once.

    Attributes
    ----------
    book
        The workbook.
    """

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.book = book
        self._made: dict[tuple[tuple[str, Any], ...], Format] = {}

    def of(self, properties: dict[str, Any]) -> Format:
        """Return the format with these properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self.book.add_format(properties)
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
        self._heights: dict[int, float] = {}
        self._together: list[tuple[int, int]] = []
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
        self.stand_apart()

    def title(self, title: str, level: int) -> None:
        """Write the title of a section, apart from what stands above it."""
        self.stand_apart()
        self.titles.append((title, level, self._row))
        self.prose(title, TITLES[level])

    def block(self, block: Block, words: Words) -> None:
        """Write a paragraph, a table, or what a picture shows in words."""
        if not isinstance(block, Paragraph) or self._is_after_block:
            self.stand_apart()
        if isinstance(block, Paragraph):
            self.prose(block.text, STRONG if block.strong else TEXT)
            return
        if isinstance(block, Points):
            for place, item in enumerate(block.items, start=1):
                self.prose(f"{place}. {item}" if block.numbered else f"• {item}", TEXT)
            self._is_after_block = True
            return
        self.prose(block.caption, CAPTION)
        if isinstance(block, Table):
            (self._records if block.records else self._table)(block, words)
            self._draw(block)
        else:
            self.prose(block.alt, TEXT)
        self._is_after_block = True

    def _draw(self, table: Table) -> None:
        """Draw the chart of the table that has just been written, if it has one."""
        if table.chart is not None:
            chart = ChartOf(self._formats.book, self._sheet, table, header=self._header)
            first = self._row + 1
            self._row += chart.draw(first)
            self._together += [(self._header - 1, self._row), (first, self._row)]

    def _set_height(self, points: float) -> None:
        self._heights[self._row] = points
        self._sheet.set_row(self._row, points)

    def stand_apart(self) -> None:
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
            self._set_height(LINE * larger * n + 2)
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

    def keep_header_in_sight(self, *, columns: int = 0) -> None:
        """Keep the header of the last table in sight, and on every page of paper.

        Parameters
        ----------
        columns
            How many columns on the left stay in sight, too.
        """
        self._sheet.freeze_panes(self._header + 1, columns)
        self._sheet.repeat_rows(self._header)

    def keep_title_in_sight(self) -> None:
        """Keep the first title in sight, and on every page of paper: below are several tables."""
        [(_, _, row), *_] = self.titles
        self._sheet.freeze_panes(row + 1, 0)
        self._sheet.repeat_rows(0, row)

    def close(self, document: Document, *, is_upright: bool = False) -> None:
        """Fit the sheet to the width of a page; notice and watermark stand on every one."""
        if not is_upright:
            self._sheet.set_landscape()
        self._sheet.set_paper(A4)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.7)
        self._sheet.set_footer(f"&L{_edge(document.notice)}&R&P / &N")
        if document.paper and document.paper.watermark:
            self._sheet.set_margins(left=0.5, right=0.5, top=0.9, bottom=0.7)
            # Two signs are told apart from the size before them by the blank.
            self._sheet.set_header(f"&C&24&K999999 {_edge(document.paper.watermark)}")
        self._break_pages()
        self._sheet.print_area(0, 0, max(0, self._row - 1), len(self._widths) - 1)

    def _break_pages(self) -> None:
        """Begin a page of paper before a table and its chart that the page before would cut."""
        heights = [self._heights.get(row, USUAL_ROW) for row in range(self._row + 1)]
        title = max((row for _, _, row in self.titles[:1]), default=0)
        page = page_height(self._widths) - sum(heights[: title + 1])
        self._sheet.set_h_pagebreaks(breaks(heights, self._together, page))

    def _table(self, table: Table, words: Words) -> None:
        spans = [(place, place) for place in range(len(table.header))]
        if last_is_words(table):
            spans[-1] = len(spans) - 1, len(self._widths) - 1
        self._head(table, spans)
        for row in table.rows:
            for cell, span in zip(row, spans, strict=True):
                self._cell(cell, span, words)
            self._next_row(_texts(row, words), spans)

    def _records(self, table: Table, words: Words) -> None:
        """Write rows to be filtered and counted on; what is missing is an empty cell."""
        spans = [(place, place) for place in range(len(table.header))]
        self._head(table, spans)
        empty = self._formats.of(BODY)
        for row in table.rows:
            for cell, span in zip(row, spans, strict=True):
                if cell.value is None or cell.value == "":
                    self._sheet.write_blank(self._row, span[0], None, empty)
                else:
                    self._cell(cell, span, words)
            self._next_row(_texts(row, words), spans)
        last = max(self._header + 1, self._row - 1)
        self._sheet.autofilter(self._header, 0, last, len(table.header) - 1)

    def _head(self, table: Table, spans: Sequence[tuple[int, int]]) -> None:
        self._header = self._row
        for place, title in enumerate(table.header):
            is_words = all(row[place].kind is Kind.TEXT for row in table.rows)
            self._words(title, spans[place], HEADER | _side(place, is_words=is_words))
        self._next_row(table.header, spans)

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
            self._set_height(LINE * min(n, MOST_LINES) + 2)
        self._row += 1


def _edge(text: str) -> str:
    """Return a text as head and foot of a page take it: short, and no command."""
    return text[:LONGEST_EDGE].replace("&", "&&")


def _texts(row: Sequence[Cell], words: Words) -> list[str]:
    """Return what may take several lines in a row: a number never does."""
    return ["" if isinstance(cell.value, int | float) else cell.text(words) for cell in row]


def _side(place: int, *, is_words: bool) -> dict[str, Any]:
    if not is_words:
        return RIGHT
    return LATER if place else FIRST


def _number_format(cell: Cell, words: Words) -> str:
    """Return how Excel shows the number: the decimals of the document, in the reader's locale."""
    if cell.kind is Kind.P:
        return f'[<0.001]"{words.p(0)}";0.000'
    if isinstance(cell.value, float) and abs(cell.value) >= HUGE:
        return "0.0E+00"
    decimals = "." + "0" * cell.digits if cell.digits else ""
    suffix = f'"{cell.suffix}"' if cell.suffix else ""
    shown = f"0{decimals}\\ %" if cell.kind is Kind.PERCENT else f"#,##0{decimals}"
    return shown + suffix
