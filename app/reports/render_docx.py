"""A document as a Word file that a curator corrects and prints: real styles, nothing to repair."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING
from unicodedata import category
from xml.sax.saxutils import escape

import docx
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor

from analysis.document import Paragraph, Points, Table
from analysis.figures import figure_png
from app.reports.page_tables import apart, page_table

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.text.paragraph import Paragraph as WordParagraph

    from analysis.document import Block, Document, Figure
    from analysis.words import Words
    from app.reports.page_tables import PageTable

#: As official papers are typed.
TYPEFACE, SIZE, LINE = "Times New Roman", 14, 1.5

#: Widths of A4, of its margins, of the text between them and of a picture, in centimetres.
PAGE, MARGINS, TEXT, PICTURE = (21.0, 29.7), (2.5, 1.2, 1.8, 2.0), 17.3, 13.0

#: A twentieth of a point, in which Word measures, in a centimetre.
TWIPS = 567

#: Word's own are so wide that a number of two digits would not fit beside them.
CELL_MARGINS = (
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
)

#: The earliest day that a zip archive knows: every part of the file bears it.
FIXED = (1980, 1, 1, 0, 0, 0)

#: Word takes no longer text about a file.
LONGEST_PROPERTY = 255

RED = RGBColor(0xA4, 0x00, 0x00)


def render_docx(document: Document, *, created: dt.date) -> bytes:
    """Return the file; the same document and date give the same bytes.

    The file bears noon of the date instead of the moment it was written at.
    """
    words, shown = document.words, document.printed
    word = docx.Document()
    _set_up(word, shown, words)
    _describe(word, shown, created)
    word.add_paragraph(_legible(shown.title), style="Title")
    for fact in shown.facts:
        word.add_paragraph(_legible(fact))
    writer = _Writer(word, words)
    main, details = apart(shown.sections)
    for section in main:
        word.add_heading(_legible(section.title), section.level)
        for block in section.blocks:
            writer.write(block)
    if details:
        title = word.add_heading(words.say("Appendix: detailed tables"), 1)
        title.paragraph_format.page_break_before = True
        for table in details:
            writer.write(table)
    return _saved(word)


class _Writer:
    """Writes blocks one after another, and counts tables and pictures."""

    def __init__(self, word: WordDocument, words: Words) -> None:
        self._word = word
        self._words = words
        self._tables = self._pictures = 0

    def write(self, block: Block) -> None:
        """Write a block at the end."""
        if isinstance(block, Paragraph):
            self._word.add_paragraph().add_run(_legible(block.text)).bold = block.strong
        elif isinstance(block, Points):
            style = "List Number" if block.numbered else "List Bullet"
            for item in block.items:
                self._word.add_paragraph(_legible(item), style=style)
        elif isinstance(block, Table):
            self._tables += 1
            self._caption(self._words.say("Table"), self._tables, block.caption, above=True)
            _add_table(self._word, page_table(block, self._words))
        else:
            self._picture(block)

    def _picture(self, figure: Figure) -> None:
        paragraph = self._word.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        image = io.BytesIO(figure_png(figure.picture, self._words))
        shape = paragraph.add_run().add_picture(image, width=Cm(PICTURE))
        described = shape._inline.docPr  # noqa: SLF001 - because there is no other way to it
        described.set("descr", _legible(figure.alt))
        self._pictures += 1
        self._caption(self._words.say("Figure"), self._pictures, figure.caption, above=False)

    def _caption(self, kind: str, number: int, caption: str, *, above: bool) -> None:
        """Write “Table 1 – …” with a number that Word counts on by itself."""
        paragraph = self._word.add_paragraph(f"{kind} ", style="Caption")
        _add_field(paragraph, f"SEQ {kind} \\* ARABIC", str(number))
        paragraph.add_run(f" – {_legible(caption)}")
        paragraph.paragraph_format.keep_with_next = above


def _set_up(word: WordDocument, document: Document, words: Words) -> None:
    """Set page, typefaces and the foot of every page."""
    [page] = word.sections
    page.page_width, page.page_height = (Cm(length) for length in PAGE)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = map(Cm, MARGINS)
    language = "ru-RU" if words.lang == "ru" else "en-GB"
    for name, size in {
        "Normal": SIZE, "Title": SIZE + 4, "Heading 1": SIZE + 2, "Heading 2": SIZE, "Caption": 12,
    }.items():  # fmt: skip
        style = word.styles[name]
        style.font.name, style.font.size = TYPEFACE, Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # it would outweigh the typeface
        fonts.set(qn("w:cs"), TYPEFACE)
    normal = word.styles["Normal"]
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(spoken)
    word.styles["Caption"].font.bold = False
    word.styles["Title"].font.bold = True
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if document.notice:
        notice = foot.add_run(f"{_legible(document.notice)}    ")
        notice.bold, notice.font.color.rgb = True, RED
    _add_field(foot, "PAGE", "1")


def _describe(word: WordDocument, document: Document, created: dt.date) -> None:
    """Write what the file says of itself."""
    noon = dt.datetime.combine(created, dt.time(12))
    about = word.core_properties
    about.title = _legible(document.title)[:LONGEST_PROPERTY]
    about.author = about.comments = ""
    about.created = about.modified = noon
    about.last_modified_by, about.revision = "", 1


def _add_field(paragraph: WordParagraph, instruction: str, shown: str) -> None:
    """Add what Word computes, with what it shows until then."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), instruction)
    run = OxmlElement("w:r")
    text = OxmlElement("w:t")
    text.text = shown
    run.append(text)
    field.append(run)
    paragraph._p.append(field)  # noqa: SLF001 - because there is no other way to it


def _add_table(word: WordDocument, table: PageTable) -> None:
    """Add a table whole: cell by cell it would take the library seconds."""
    widths = [round(share * TEXT * TWIPS) for share in table.shares]
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    header = _row(table, table.header, widths, is_header=True)
    rows = "".join(_row(table, row, widths, is_header=False) for row in table.rows)
    made = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/>'
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/>{CELL_MARGINS}'
        "</w:tblPr>"
        f"<w:tblGrid>{columns}</w:tblGrid>{header}{rows}</w:tbl>"
    )
    after = word.add_paragraph()
    after.paragraph_format.line_spacing = 1
    after._p.addprevious(made)  # noqa: SLF001 - because there is no other way to it


def _row(table: PageTable, texts: tuple[str, ...], widths: list[int], *, is_header: bool) -> str:
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>'
        f'<w:spacing w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:jc w:val="{"left" if of_words else "right"}"/></w:pPr><w:r><w:rPr>'
        f"{'<w:b/>' if is_header else ''}"
        f'<w:sz w:val="{2 * table.size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(_legible(text))}</w:t></w:r></w:p></w:tc>'
        for text, width, of_words in zip(texts, widths, table.words, strict=True)
    )
    kept = "<w:cantSplit/>" + ("<w:tblHeader/>" if is_header else "")
    return f"<w:tr><w:trPr>{kept}</w:trPr>{cells}</w:tr>"


def _legible(text: str) -> str:
    """Return a text without signs that stand for nothing or that XML does not know."""
    return "".join(
        sign for sign in text if sign in "\t\n" or category(sign) not in {"Cc", "Cf", "Cn", "Cs"}
    )


def _saved(word: WordDocument) -> bytes:
    """Return the file with the same bytes whenever it is written."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, FIXED)
            part.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(part, source.read(name))
    return fixed.getvalue()
