"""What tests of the two papers, PDF and Word, share: reports to write, and a page to compare with."""

from __future__ import annotations

import datetime as dt
import html
import io
import re
from functools import cache
from typing import TYPE_CHECKING

import docx
from docx.oxml.ns import qn
from pypdf import PdfReader

from analysis.document import Cell, Document, Figure, Kind, Paragraph, Section, Table
from analysis.pictures import Bands
from analysis.words import Words
from app.language import translations
from tests.app.conftest import SAI, SALT, run

if TYPE_CHECKING:
    from pathlib import Path

    from docx.document import Document as WordDocument

RU = Words(translations("ru"))
DAY = dt.date(2026, 5, 25)

BANDS = Bands(rows=(("Польза", ((1, 4, 5), (5, 10, 9))),), range=(1, 10))


def numbers(text: str) -> set[str]:
    """Return the numbers of a text, checksums aside."""
    plain = re.sub(r"\b[0-9a-f]{64}\b", " ", text)
    return set(re.findall(r"\d+(?:,\d+)?", plain))


def words_of(page: str) -> str:
    """Return what one reads on a page."""
    return html.unescape(re.sub(r"<style.*?</style>|<[^>]*>", " ", page, flags=re.DOTALL))


def cells_of(page: str) -> list[str]:
    """Return the cells that hold what stands in the results."""
    cells = re.findall(r"<td[^>]*data-path[^>]*>([^<]*)</td>", page)
    assert len(cells) > 100
    return [html.unescape(cell) for cell in cells]


def titles_of(page: str) -> list[str]:
    """Return the titles of the sections."""
    return [html.unescape(title) for title in re.findall(r"<h2>(.*?)</h2>", page)]


def page_and_file(folder: Path, format_: str) -> tuple[str, bytes]:
    """Return the real table's report as a page and as a file."""
    options = ("--instrument", SAI, "--group", "group", "--control", "placebo", "--format")
    path = folder / f"report.{format_}"
    assert run("analyse", SALT, *options, format_, "-o", path).code == 0
    return run("analyse", SALT, *options, "html").out, path.read_bytes()


def opened(content: bytes) -> WordDocument:
    """Open a Word file as another program does."""
    return docx.Document(io.BytesIO(content))


def paragraphs_of(word: WordDocument) -> list[str]:
    """Return what the paragraphs and cells of a Word file say, in order; a field what it shows."""
    return [
        "".join(node.text or "" for node in paragraph.iter(qn("w:t")))
        for paragraph in word.element.body.iter(qn("w:p"))
    ]


@cache
def pages_of(pdf: bytes) -> list[str]:
    """Return the text that can be selected on each page of a PDF."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]


def document(text: str) -> Document:
    """Return a report in which a text stands in every place there is."""
    row = Cell(value=text, kind=Kind.TEXT), Cell(value=1, kind=Kind.COUNT)
    table = Table(caption=text, header=(text, "n"), rows=(row,))
    figure = Figure(caption=text, alt=text, picture=BANDS)
    blocks = Paragraph(text, strong=True), table, figure
    return Document(text, (Section(text, blocks),), RU, (text,), text)


def with_details() -> Document:
    """Return a report with a table for the patient reader, «Вторая», before one for everybody."""
    rows = ((Cell(value=1, kind=Kind.COUNT),),)
    main, detail = (
        Table(caption=caption, header=("n",), rows=rows, detail=caption == "Вторая")
        for caption in ("Первая", "Вторая")
    )
    return Document("Отчёт", (Section("Раздел", (detail, main)), Section("Метод", ())), RU)
