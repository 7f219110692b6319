"""A document as a Word file that a curator corrects and prints: real styles, nothing to repair."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Pt

from analysis.document import Paragraph, Points, Table
from app.reports.docx_fill import fill, place_of
from app.reports.docx_lists import Lists
from app.reports.docx_marks import mark_pages, saved
from app.reports.docx_template import (
    PAGE,
    add_field,
    complete_styles,
    default_template,
    fields_of,
    legible,
)
from app.reports.page_tables import page_table
from app.reports.paper_layout import has_long_word, in_order, lines_of
from app.reports.pictures import PRINTED, pictures_png

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from analysis.document import Block, Document, Figure, Section
    from analysis.pictures import Picture
    from analysis.words import Words
    from app.reports.page_tables import PageTable
    from app.reports.paper_layout import Appendix, Lines

#: Width of a margin that a template does not tell, in centimetres.
MARGIN = 3.0

#: Lines of two stages on four pages.
DENSE = 1.1

#: A twentieth of a point, in which Word measures tables.
TWIP = Pt(1) // 20

#: Of a line to sign on: parts of the width for the post, the line, the name.
TO_SIGN = (0.42, 0.25, 0.33)

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

#: Word's own are so wide that a number of two digits would not fit beside them.
CELL_MARGINS = (
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
)

#: Word takes no longer text about a file.
LONGEST_PROPERTY = 255


def render_docx(document: Document, *, created: dt.date, template: bytes | None = None) -> bytes:
    """Return the file; the same document, date and template give the same bytes.

    The file bears noon of the date instead of the moment it was written at.

    Raises
    ------
    TemplateRefusedError
        The template of the school cannot be filled in.
    """
    words, shown = document.words, document.printed
    word = fill(template or default_template(words.lang), fields_of(shown))
    complete_styles(word)
    if shown.is_dense:
        word.styles["Normal"].paragraph_format.line_spacing = DENSE
    _describe(word, shown, created)
    writer = _Writer(word, words, pictures_png(shown))
    main, appendices = in_order(shown)
    with _written_at(word, "body"):
        for section in main:
            writer.section(section)
        if shown.paper:
            _keep_with_signatures(word)
    with _written_at(word, "signatures"):
        if shown.paper:
            writer.signatures(lines_of(shown.paper, words))
    for appendix in appendices:
        writer.appendix(appendix)
    mark_pages(word, shown)
    return saved(word)


@contextmanager
def _written_at(word: WordDocument, name: str) -> Iterator[None]:
    """Put what is written meanwhile, at the end, to where the template wants it."""
    place = place_of(word, name)
    body = word.element.body
    before = set(body)
    yield
    if place is not None:
        for one in [one for one in body if one not in before]:
            place.addprevious(one)
        body.remove(place)


def _keep_with_signatures(word: WordDocument) -> None:
    """Keep the last words with what follows, so that nobody signs an empty page."""
    last = word.paragraphs[-1]
    last.paragraph_format.keep_with_next = True


def _width_of(word: WordDocument) -> int:
    """Return how wide the text of a page is, in twentieths of a point."""
    page = word.sections[-1]
    edges = [Cm(MARGIN) if one is None else one for one in (page.left_margin, page.right_margin)]
    return round(((page.page_width or Cm(PAGE[0])) - sum(edges)) / TWIP)


class _Writer:
    """Writes one thing after another at the end of a file, and counts tables and pictures."""

    def __init__(self, word: WordDocument, words: Words, drawn: Mapping[Picture, bytes]) -> None:
        self._word = word
        self._words = words
        self._drawn = drawn
        self._styles: dict[str, str] = {}
        self._lists = Lists(word)
        self._tables = self._pictures = 0
        self._width = _width_of(word)

    def section(self, section: Section) -> None:
        """Write a section with its title."""
        self._paragraph(legible(section.title), f"Heading {section.level}")
        self._blocks(section.blocks)

    def appendix(self, appendix: Appendix) -> None:
        """Write an appendix on a page of its own, under its number and title."""
        title = legible(appendix.title)
        if appendix.label:
            label = self._word.add_paragraph(appendix.label)
            label.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            label.paragraph_format.page_break_before = True
            label.paragraph_format.keep_with_next = True
            self._paragraph(title, "Heading 1").alignment = WD_ALIGN_PARAGRAPH.CENTER
        else:
            self._paragraph(title, "Heading 1").paragraph_format.page_break_before = True
        for part in appendix.parts[:1]:
            self._blocks(part.blocks)
        for part in appendix.parts[1:]:
            self.section(part)
        self._blocks(appendix.tables)

    def signatures(self, lines: Lines) -> None:
        """Write the lines to sign on."""
        _add_lines(self._word, lines, self._width)

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            paragraph = self._paragraph("", "Body Text")
            paragraph.add_run(legible(block.text)).bold = block.strong
            if has_long_word(block.text):
                paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
        elif isinstance(block, Points):
            self._points(block)
        elif isinstance(block, Table):
            self._tables += 1
            self._caption(self._words.say("Table"), self._tables, block.caption, above=True)
            _add_table(self._word, page_table(block, self._words), self._width)
        else:
            self._picture(block)

    def _points(self, points: Points) -> None:
        number = self._lists.begin(numbered=points.numbered)
        for item in points.items:
            style = "List Number" if points.numbered else "List Bullet"
            self._lists.put(self._paragraph(legible(item), style), number)

    def _paragraph(self, text: str, style: str) -> WordParagraph:
        """Add a paragraph of a style; each is looked up once, for it takes the library 10 ms."""
        if style not in self._styles:
            self._styles[style] = str(self._word.styles[style].style_id)
        paragraph = self._word.add_paragraph(text)
        paragraph._p.style = self._styles[style]  # noqa: SLF001 - because there is no other way to it
        return paragraph

    def _picture(self, figure: Figure) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        image = io.BytesIO(self._drawn[figure.picture])
        shape = paragraph.add_run().add_picture(image, width=Cm(PRINTED))
        described = shape._inline.docPr  # noqa: SLF001 - because there is no other way to it
        described.set("descr", legible(figure.alt))
        self._pictures += 1
        self._caption(self._words.say("Figure"), self._pictures, figure.caption, above=False)

    def _caption(self, kind: str, number: int, caption: str, *, above: bool) -> None:
        """Write “Table 1 – …” with a number that Word counts on by itself."""
        paragraph = self._paragraph(f"{kind} ", "Caption")
        add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        paragraph.add_run(f" – {legible(caption)}")
        paragraph.paragraph_format.keep_with_next = above


def _describe(word: WordDocument, document: Document, created: dt.date) -> None:
    """Write what the file says of itself."""
    noon = dt.datetime.combine(created, dt.time(12))
    about = word.core_properties
    about.title = legible(document.title)[:LONGEST_PROPERTY]
    about.author = about.comments = ""
    about.created = about.modified = noon
    about.last_modified_by, about.revision = "", 1


def _add_lines(word: WordDocument, lines: Lines, width: int) -> None:
    """Add a table without borders: post, line, name; none of it is torn off by a page's end."""
    widths = [round(share * width) for share in TO_SIGN]
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
            f'<w:p><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:t xml:space="preserve">{escape(legible(text))}'
            "</w:t></w:r></w:p></w:tc>"
            for text, one in zip(line, widths, strict=True)
        )
        + "</w:tr>"
        for line in lines.signatures
    )
    _add_whole(word, rows, widths, "")


def _add_table(word: WordDocument, table: PageTable, width: int) -> None:
    widths = [round(share * width) for share in table.shares]
    header = _row(table, table.header, widths, is_header=True)
    rows = "".join(_row(table, row, widths, is_header=False) for row in table.rows)
    _add_whole(word, header + rows, widths, f"<w:tblBorders>{BORDERS}</w:tblBorders>")


def _add_whole(word: WordDocument, rows: str, widths: list[int], borders: str) -> None:
    """Add a table whole: cell by cell it would take the library seconds."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )
    after = word.add_paragraph()
    after.paragraph_format.line_spacing = 1
    after._p.addprevious(made)  # noqa: SLF001 - because there is no other way to it


def _row(table: PageTable, texts: tuple[str, ...], widths: list[int], *, is_header: bool) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{"left" if of_words else "right"}"/></w:pPr>'
        f"<w:r><w:rPr>"
        f"{'<w:b/>' if is_header else ''}"
        f'<w:sz w:val="{2 * table.size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(legible(text))}</w:t></w:r></w:p></w:tc>'
        for text, width, of_words in zip(texts, widths, table.words, strict=True)
    )
    kept = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_header else "")
    return f"<w:tr><w:trPr>{kept}</w:trPr>{cells}</w:tr>"
