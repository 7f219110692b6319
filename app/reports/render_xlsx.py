"""A document as a workbook: a sheet per section, numbers as numbers, to keep and to count on."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import replace
from typing import TYPE_CHECKING

import xlsxwriter

from analysis.document import Table
from app.reports.paper_layout import in_order
from app.reports.sheet_layout import plain_table, sheet_name, widths_of
from app.reports.sheet_page import Formats, Page
from app.reports.sheet_title import write_head, write_signatures, write_watermark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xlsxwriter.worksheet import Worksheet

    from analysis.document import Block, Document, Section
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

#: The width of the list of contents.
CONTENTS = 90


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
        write_head(contents, document)
        contents.about(document, created)
        taken = {name.casefold()}
        for part in _parts(_in_order(document)):
            name = sheet_name(part[0].title, taken)
            taken.add(name.casefold())
            page = _page(book.add_worksheet(name), formats, part, document)
            for title, level, row in page.titles:
                contents.link(title, level, to=(name, row))
        write_signatures(contents, document)
        contents.close(document, is_upright=document.paper is not None)
    return target.getvalue()


def _in_order(document: Document) -> list[Section]:
    """Return the sections as they follow each other, those behind the signatures numbered."""
    main, appendices = in_order(document, leaves_details=True)
    for appendix in appendices:
        first, *others = appendix.parts
        main += [replace(first, title=f"{appendix.label}. {appendix.title}", level=1), *others]
    return main


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
    write_watermark(page, document)
    for section, some in zip(part, blocks, strict=True):
        page.title(section.title, section.level)
        for block in some:
            page.block(block, words)
    if len(tables) == 1 and blocks[0][:1] == tables:
        page.keep_header_in_sight(columns=1 if tables[0].records else 0)
    elif tables:
        page.keep_title_in_sight()
    page.close(document)
    return page


def _plain(block: Block, words: Words) -> Block:
    return plain_table(block, words) if isinstance(block, Table) else block
