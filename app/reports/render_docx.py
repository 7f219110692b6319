"""A document as a Word file that a curator corrects and prints: real styles, nothing to repair."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

from docx.oxml import parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Pt

from analysis.document import Paragraph, Points, Table
from app.reports.docx_fill import fill
from app.reports.docx_lists import Lists
from app.reports.docx_marks import mark_pages, saved
from app.reports.docx_paragraphs import (
    PLAIN,
    Pen,
    Shape,
    field,
    paragraph,
    run,
)
from app.reports.docx_tables import AFTER, lines_to_sign, table_of
from app.reports.docx_template import (
    PAGE,
    complete_styles,
    default_template,
    fields_of,
)
from app.reports.page_tables import page_table
from app.reports.paper_layout import has_long_word, in_order, lines_of
from app.reports.pictures import PRINTED, dots_of, drawn
from app.reports.signs import legible

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from analysis.document import Block, Document, Figure, Section
    from analysis.pictures import Picture
    from analysis.words import Words
    from app.reports.paper_layout import Appendix, Lines

#: Width of a margin that a template does not tell, in centimetres.
MARGIN = 3.0

#: Lines of two stages on four pages.
DENSE = 1.1

#: A twentieth of a point, in which Word measures tables.
TWIP = Pt(1) // 20

#: Pictures are counted from here on: docxtpl counts those of a template from 1,000 on.
FIRST_PICTURE = 100_000

#: Word takes no longer text about a file.
LONGEST_PROPERTY = 255


def render_docx(
    document: Document,
    *,
    created: dt.date,
    template: bytes | None = None,
    dots: Mapping[Picture, bytes] | None = None,
) -> bytes:
    """Return the file; the same document, date and template give the same bytes.

    The file bears noon of the date instead of the moment it was written at.

    Parameters
    ----------
    template
        The school's own; without one it is ours.
    dots
        A PNG of every picture, and perhaps of others, where somebody has them already.

    Raises
    ------
    TemplateRefusedError
        The template of the school cannot be filled in.
    """
    words, shown = document.words, document.printed
    word, places = fill(template or default_template(words.lang), fields_of(shown))
    complete_styles(word)
    if shown.is_dense:
        word.styles["Normal"].paragraph_format.line_spacing = DENSE
    _describe(word, shown, created)
    writer = _Writer(word, words, dots_of(drawn([shown])) if dots is None else dots)
    main, appendices = in_order(shown)
    with writer.pen.at(places.get("body")):
        for section in main:
            writer.section(section)
    with writer.pen.at(places.get("signatures")):
        if shown.paper:
            writer.signatures(lines_of(shown.paper, words))
    for appendix in appendices:
        writer.appendix(appendix)
    mark_pages(word, shown)
    return saved(word)


def _width_of(word: WordDocument) -> int:
    """Return how wide the text of a page is, in twentieths of a point."""
    page = word.sections[-1]
    edges = [Cm(MARGIN) if one is None else one for one in (page.left_margin, page.right_margin)]
    return round(((page.page_width or Cm(PAGE[0])) - sum(edges)) / TWIP)


class _Writer:
    """Writes one thing after another, and counts tables and pictures."""

    def __init__(self, word: WordDocument, words: Words, dots: Mapping[Picture, bytes]) -> None:
        self._word = word
        self._words = words
        self._dots = dots
        self._styles: dict[str, str] = {}
        self._lists = Lists(word)
        self.pen = Pen(word)
        self._tables = self._pictures = 0
        self._width = _width_of(word)

    def section(self, section: Section) -> None:
        """Write a section with its title."""
        self._paragraph(run(section.title), f"Heading {section.level}")
        self._blocks(section.blocks)

    def appendix(self, appendix: Appendix) -> None:
        """Write an appendix on a page of its own, under its number and title."""
        title = run(appendix.title)
        if appendix.label:
            label = Shape(align="right", on_new_page=True, keep_with_next=True)
            self.pen.add(paragraph(run(appendix.label), "", label))
            self._paragraph(title, "Heading 1", Shape(align="center"))
        else:
            self._paragraph(title, "Heading 1", Shape(on_new_page=True))
        for part in appendix.parts[:1]:
            self._blocks(part.blocks)
        for part in appendix.parts[1:]:
            self.section(part)
        self._blocks(appendix.tables)

    def signatures(self, lines: Lines) -> None:
        """Write the lines to sign on; the last words before them stay with them.

        Otherwise somebody might sign a page on which nothing else stands.
        """
        self.pen.keep_last_with_next()
        self._table(lines_to_sign(lines, self._width))

    def _blocks(self, blocks: Iterable[Block]) -> None:
        for block in blocks:
            self._block(block)

    def _block(self, block: Block) -> None:
        if isinstance(block, Paragraph):
            align = "left" if has_long_word(block.text) else ""
            text = run(block.text, bold=block.strong)
            self._paragraph(text, "Body Text", Shape(align=align))
        elif isinstance(block, Points):
            self._points(block)
        elif isinstance(block, Table):
            self._tables += 1
            self._caption(self._words.say("Table"), self._tables, block.caption, above=True)
            self._table(table_of(page_table(block, self._words), self._width))
        else:
            self._picture(block)

    def _points(self, points: Points) -> None:
        number = self._lists.begin(numbered=points.numbered)
        style = "List Number" if points.numbered else "List Bullet"
        for item in points.items:
            self._paragraph(run(item), style, Shape(list_number=number))

    def _paragraph(self, runs: str, style: str, shape: Shape = PLAIN) -> None:
        """Add a paragraph of a style; each is looked up once, for it takes the library 10 ms."""
        if style not in self._styles:
            self._styles[style] = str(self._word.styles[style].style_id)
        self.pen.add(paragraph(runs, self._styles[style], shape))

    def _table(self, table: BaseOxmlElement) -> None:
        """Add a table and the paragraph that keeps it from the next one."""
        self.pen.add(table)
        self.pen.add(parse_xml(AFTER))

    def _picture(self, figure: Figure) -> None:
        self._pictures += 1
        place, image = self._word.part.get_or_add_image(io.BytesIO(self._dots[figure.picture]))
        number = FIRST_PICTURE + self._pictures
        width, height = image.scaled_dimensions(Cm(PRINTED), None)
        inline = CT_Inline.new_pic_inline(number, place, f"{number}.png", width, height)
        inline.docPr.set("descr", legible(figure.alt))
        held = paragraph("<w:r><w:drawing/></w:r>", "", Shape(align="center", keep_with_next=True))
        held[-1][-1].append(inline)
        self.pen.add(held)
        self._caption(self._words.say("Figure"), self._pictures, figure.caption, above=False)

    def _caption(self, kind: str, number: int, caption: str, *, above: bool) -> None:
        """Write “Table 1 – …” with a number that Word counts on by itself."""
        runs = run(f"{kind} ") + field(f"SEQ {kind} \\* ARABIC", str(number))
        self._paragraph(runs + run(f" – {caption}"), "Caption", Shape(keep_with_next=above))


def _describe(word: WordDocument, document: Document, created: dt.date) -> None:
    """Write what the file says of itself."""
    noon = dt.datetime.combine(created, dt.time(12))
    about = word.core_properties
    about.title = legible(document.title)[:LONGEST_PROPERTY]
    about.author = about.comments = ""
    about.created = about.modified = noon
    about.last_modified_by, about.revision = "", 1
