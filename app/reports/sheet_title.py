"""What makes a workbook an official paper: its title sheet, and «ПРОЕКТ» on sheets of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.reports.paper_layout import lines_of
from app.reports.sheet_page import STRONG, TEXT, TITLES

if TYPE_CHECKING:
    from analysis.document import Document
    from app.reports.sheet_page import Page

NAMES = STRONG | {"align": "center"}
WATERMARK = STRONG | {"font_size": 12, "font_color": "#595959", "bg_color": "#E2E2E2"}


def write_head(page: Page, document: Document) -> None:
    """Write names, block of approval, title, number and date."""
    write_watermark(page, document)
    paper = document.paper
    if not paper:
        page.prose(document.title, TITLES[1])
        return
    for line in paper.institution:
        page.prose(line, NAMES)
    if paper.approval:
        page.stand_apart()
    for line in paper.approval:
        page.prose(line, TEXT | {"align": paper.approval_side})
    page.stand_apart()
    page.prose(document.title, TITLES[1] | {"align": "center"})
    if paper.issue:
        page.prose(paper.issue, TEXT | {"align": "center"})
    page.stand_apart()


def write_signatures(page: Page, document: Document) -> None:
    """Write the place for the date, and the lines to sign on."""
    if not document.paper:
        return
    lines = lines_of(document.paper, document.words)
    for text in filter(None, (lines.date, *("   ".join(one) for one in lines.signatures))):
        page.stand_apart()
        page.prose(text, TEXT)


def write_watermark(page: Page, document: Document) -> None:
    """Write at the top of a sheet that it is a draft."""
    if document.paper and document.paper.watermark:
        page.prose(document.paper.watermark, WATERMARK)
        page.stand_apart()
