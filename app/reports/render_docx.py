"""A document as a Word file that a curator corrects and prints: real styles, nothing to repair."""

from __future__ import annotations

import datetime as dt
import io
from contextlib import contextmanager
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.shape import CT_Inline
from docx.shared import Cm, Pt

from analysis.document import Paragraph, Points, Table
from app.reports.docx_fill import fill
from app.reports.docx_lists import Lists
from app.reports.docx_marks import mark_pages, saved
from app.reports.docx_paragraphs import (
    PLAIN,
    SPACES,
    End,
    Shape,
    field,
    paragraph,
    run,
)
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
    from collections.abc import Iterable, Iterator, Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.text.paragraph import CT_P
    from docx.oxml.xmlchemy import BaseOxmlElement

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

#: What stands behind a table: a line of the usual height.
AFTER = f'<w:p {SPACES}><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr></w:p>'

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
    with _written_at(word, places.get("body")):
        for section in main:
            writer.section(section)
        if shown.paper:
            _keep_with_signatures(word)
    with _written_at(word, places.get("signatures")):
        if shown.paper:
            writer.signatures(lines_of(shown.paper, words))
    for appendix in appendices:
        writer.appendix(appendix)
    mark_pages(word, shown)
    return saved(word)


@contextmanager
def _written_at(word: WordDocument, place: CT_P | None) -> Iterator[None]:
    """Put what is written meanwhile, at the end, to where the template wants it."""
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

    def __init__(self, word: WordDocument, words: Words, dots: Mapping[Picture, bytes]) -> None:
        self._word = word
        self._words = words
        self._dots = dots
        self._styles: dict[str, str] = {}
        self._lists = Lists(word)
        self._end = End(word)
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
            self._end.add(paragraph(run(appendix.label), "", label))
            self._paragraph(title, "Heading 1", Shape(align="center"))
        else:
            self._paragraph(title, "Heading 1", Shape(on_new_page=True))
        for part in appendix.parts[:1]:
            self._blocks(part.blocks)
        for part in appendix.parts[1:]:
            self.section(part)
        self._blocks(appendix.tables)

    def signatures(self, lines: Lines) -> None:
        """Write the lines to sign on."""
        self._table(_lines_to_sign(lines, self._width))

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
            self._table(_table(page_table(block, self._words), self._width))
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
        self._end.add(paragraph(runs, self._styles[style], shape))

    def _table(self, table: BaseOxmlElement) -> None:
        """Add a table and the paragraph that keeps it from the next one."""
        self._end.add(table)
        self._end.add(parse_xml(AFTER))

    def _picture(self, figure: Figure) -> None:
        self._pictures += 1
        place, image = self._word.part.get_or_add_image(io.BytesIO(self._dots[figure.picture]))
        number = FIRST_PICTURE + self._pictures
        width, height = image.scaled_dimensions(Cm(PRINTED), None)
        inline = CT_Inline.new_pic_inline(number, place, f"{number}.png", width, height)
        inline.docPr.set("descr", legible(figure.alt))
        held = paragraph("<w:r><w:drawing/></w:r>", "", Shape(align="center", keep_with_next=True))
        held[-1][-1].append(inline)
        self._end.add(held)
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


def _lines_to_sign(lines: Lines, width: int) -> BaseOxmlElement:
    """Return a table without borders: post, line, name; none of it is torn off by a page's end."""
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
    return _whole(rows, widths, "")


def _table(table: PageTable, width: int) -> BaseOxmlElement:
    widths = [round(share * width) for share in table.shares]
    header = _row(table, table.header, widths, is_header=True)
    rows = "".join(_row(table, row, widths, is_header=False) for row in table.rows)
    return _whole(header + rows, widths, f"<w:tblBorders>{BORDERS}</w:tblBorders>")


def _whole(rows: str, widths: list[int], borders: str) -> BaseOxmlElement:
    """Return a table written whole: cell by cell it would take the library seconds."""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {SPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


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
