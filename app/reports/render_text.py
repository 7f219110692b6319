"""A document as plain text for the terminal: without pictures and without details."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING

from analysis.document import Kind, Paragraph, Points, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.document import Cell, Document
    from analysis.words import Words

WIDTH = 100


def render_text(document: Document) -> str:
    """Return the document as lines of text; tables are as wide as they need to be."""
    lines = [document.title, "=" * _width(document.title)]
    for fact in filter(None, (document.notice, *document.facts)):
        lines += textwrap.wrap(fact, WIDTH)
    for section in document.printed.sections:
        lines += ["", section.title, ("-" if section.level == 1 else ".") * _width(section.title)]
        for block in section.blocks:
            if isinstance(block, Paragraph):
                lines += textwrap.wrap(block.text, WIDTH)
            elif isinstance(block, Points):
                lines += [
                    line for text in block.items for line in textwrap.wrap(f"• {text}", WIDTH)
                ]
            elif isinstance(block, Table) and not block.detail:
                lines += ["", block.caption, *_table_lines(block, document.words), ""]
    return "\n".join(lines) + "\n"


def _table_lines(table: Table, words: Words) -> Iterator[str]:
    rows = [[cell.text(words) for cell in row] for row in table.rows]
    widths = [max(map(_width, column)) for column in zip(table.header, *rows, strict=True)]
    yield "  ".join(
        title + " " * (width - _width(title))
        for title, width in zip(table.header, widths, strict=True)
    ).rstrip()
    yield "  ".join("-" * width for width in widths)
    for cells, texts in zip(table.rows, rows, strict=True):
        yield "  ".join(map(_aligned, cells, texts, widths)).rstrip()


def _aligned(cell: Cell, text: str, width: int) -> str:
    space = " " * (width - _width(text))
    return text + space if cell.kind is Kind.TEXT else space + text


def _width(text: str) -> int:
    """Return how many columns a text takes: marks that combine take none."""
    return sum(not unicodedata.combining(letter) for letter in text)
