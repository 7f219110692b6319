"""The Word template that a report is poured into: ours, or one that a school brings."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles import BabelFish

from app.reports.docx_paragraphs import SPACES, field
from app.reports.paper_layout import lines_of
from app.reports.signs import legible
from instruments.messages import N_

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.styles.style import ParagraphStyle
    from docx.text.paragraph import Paragraph as WordParagraph

    from analysis.document import Document

#: As official papers are typed.
TYPEFACE, SIZE, LINE = "Times New Roman", 14, 1.5

#: Of A4 and of its margins, in centimetres.
PAGE, MARGINS = (21.0, 29.7), (2.5, 1.2, 1.8, 2.0)

#: What a template may show, and what it is; a field of several lines is a list of them, too.
FIELDS = {
    "institution": N_("the names of the school, line by line"),
    "approval": N_("the block of approval, line by line"),
    "approval_left": N_("the block of approval where it stands on the left"),
    "approval_right": N_("the block of approval where it stands on the right"),
    "title": N_("the title of the report"),
    "issue": N_("number and date of issue; empty of a draft"),
    "notice": N_("what nobody may overlook, such as that the data are invented"),
    "facts": N_("what the report is of, line by line"),
    "body": N_("the report itself; alone in its paragraph"),
    "date": N_("the place for the date of signing"),
    "signatures": N_("the lines to sign on; alone in its paragraph"),
}

#: Without these a file would be no report.
NEEDED = ("title", "issue", "body")

#: Stands where sections and signatures are put afterwards; no text of a report may hold its edge.
EDGE = "\ue000"
PLACES = {name: f"{EDGE}{name}{EDGE}" for name in ("body", "signatures")}

#: Styles that sections are written in: (size, bold, space above, space below, in points).
STYLES = {
    "Title": (16, True, 12, 6),
    "Heading 1": (14, True, 18, 8),
    "Heading 2": (14, True, 12, 6),
    "Caption": (12, False, 8, 4),
    "Body Text": (14, False, 0, 4),
    "List Bullet": (14, False, 0, 2),
    "List Number": (14, False, 0, 2),
}

#: Styles of tables that a curator may want; what a document of the library holds besides.
TABLE_STYLES, UNNEEDED = {"Normal Table", "Table Grid"}, {"stylesWithEffects", "thumbnail"}


def fields_of(document: Document) -> dict[str, str | list[str]]:
    """Return what a template may show of a report: nothing but words."""
    paper, words = document.paper, document.words
    approval = _legible_lines(paper.approval) if paper else []
    on_left = paper is not None and paper.approval_side == "left"
    return {
        "institution": _legible_lines(paper.institution) if paper else [],
        "approval": approval,
        "approval_left": approval if on_left else [],
        "approval_right": [] if on_left else approval,
        "title": _field(document.title),
        "issue": _field(paper.issue) if paper else "",
        "notice": _field(document.notice),
        "facts": _legible_lines(document.facts),
        "date": _field(lines_of(paper, words).date) if paper else "",
        **PLACES,
        "signatures": PLACES["signatures"] if paper and paper.signatures else "",
    }


def _legible_lines(lines: tuple[str, ...]) -> list[str]:
    return [_field(line) for line in lines]


def _field(text: str) -> str:
    """Return a text as a field; what docxtpl takes for a bracket of its own is held apart."""
    plain = legible(text).replace(EDGE, "")
    return plain.replace("{_", "{\u2060_").replace("_}", "_\u2060}")


@cache
def default_template(lang: str = "ru") -> bytes:
    """Return our own template: a paper as Russian schools write it, to be changed in Word."""
    word = docx.Document()
    _lighten(word)
    [page] = word.sections
    page.page_width, page.page_height = (Cm(length) for length in PAGE)
    page.left_margin, page.right_margin, page.top_margin, page.bottom_margin = map(Cm, MARGINS)
    page.header_distance = page.footer_distance = Cm(0.8)
    _set_typeface(word, "ru-RU" if lang == "ru" else "en-GB")
    _write_head(word)
    _field_paragraph(word, "body")
    for name in ("date", "signatures"):
        word.add_paragraph(f"{{%p if {name} %}}")
        shape = _close(_field_paragraph(word, name)).paragraph_format
        shape.space_before, shape.keep_with_next = Pt(24), name == "date"
        word.add_paragraph("{%p endif %}")
    foot = page.footer.paragraphs[0]
    foot.alignment = WD_ALIGN_PARAGRAPH.CENTER
    foot._p.append(parse_xml(field("PAGE", "1", SPACES)))  # noqa: SLF001 - because there is no other way to it
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def _lighten(word: WordDocument) -> None:
    """Take out what the library's own document brings and no report needs, nine tenths of it.

    A report reads and writes its template more than once, which took a sixth of its time.
    """
    for style in list(word.styles):
        if style.type is WD_STYLE_TYPE.TABLE and style.name not in TABLE_STYLES:
            style.delete()
    for owner in (word.part, word.part.package):
        for name, one in list(owner.rels.items()):
            if one.reltype.rpartition("/")[2] in UNNEEDED:
                del owner.rels[name]


def _write_head(word: WordDocument) -> None:
    """Write what stands above the sections."""
    names = _optional(word, "institution", bold=True)
    names.alignment = WD_ALIGN_PARAGRAPH.CENTER
    names.paragraph_format.space_after = Pt(14)
    word.add_paragraph("{%p if approval %}")
    sides = word.add_table(1, 2).rows[0].cells
    for cell, name in zip(sides, ("approval_left", "approval_right"), strict=True):
        _close(cell.paragraphs[0]).add_run(f"{{{{ {name} }}}}")
    _close(word.add_paragraph())
    word.add_paragraph("{%p endif %}")
    _field_paragraph(word, "title", style="Title")
    issue = _optional(word, "issue")
    issue.alignment = WD_ALIGN_PARAGRAPH.CENTER
    issue.paragraph_format.space_after = Pt(12)
    word.add_paragraph("{%p for fact in facts %}")
    _close(word.add_paragraph()).add_run("{{ fact }}")
    word.add_paragraph("{%p endfor %}")


def _optional(word: WordDocument, name: str, *, bold: bool = False) -> WordParagraph:
    """Write a paragraph that is there only where there is something to say."""
    word.add_paragraph(f"{{%p if {name} %}}")
    paragraph = _close(word.add_paragraph())
    paragraph.add_run(f"{{{{ {name} }}}}").bold = bold
    word.add_paragraph("{%p endif %}")
    return paragraph


def _field_paragraph(word: WordDocument, name: str, style: str = "Normal") -> WordParagraph:
    return word.add_paragraph(f"{{{{ {name} }}}}", style=style)


def _close(paragraph: WordParagraph) -> WordParagraph:
    """Set the lines of a paragraph one close under another."""
    paragraph.paragraph_format.line_spacing = 1
    return paragraph


def _set_typeface(word: WordDocument, language: str) -> None:
    """Give every style that is used our typeface, in black."""
    for name, size in {"Normal": SIZE, "Header": 10, "Footer": 10}.items():
        style = word.styles[name]
        _dress(style)
        style.font.size = Pt(size)
        style.paragraph_format.line_spacing = 1
    for name in STYLES:
        _dress(word.styles[name])
        _lay(word.styles[name])
    normal = word.styles["Normal"]
    normal.paragraph_format.line_spacing = LINE
    normal.paragraph_format.space_after = Pt(4)
    spoken = OxmlElement("w:lang")
    spoken.set(qn("w:val"), language)
    normal.element.get_or_add_rPr().append(spoken)


def _dress(style: ParagraphStyle) -> None:
    style.font.name, style.font.color.rgb = TYPEFACE, RGBColor(0, 0, 0)
    style.font.italic = False
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)  # it would outweigh the typeface
    fonts.set(qn("w:cs"), TYPEFACE)
    for line in style.element.xpath("./w:pPr/w:pBdr"):
        line.getparent().remove(line)


def complete_styles(word: WordDocument) -> None:
    """Add the styles that sections are written in, where a template has none of its own.

    Word calls its first heading “heading 1” inside a file, LibreOffice “Heading 1”; both show the
    latter, and our library finds only the former.
    """
    own = {str(style.name_val).casefold(): style for style in word.styles.element.style_lst}
    for name in STYLES:
        if name.casefold() in own:
            own[name.casefold()].name_val = BabelFish.ui2internal(name)
        else:
            _lay(word.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=True))


def _lay(style: ParagraphStyle) -> None:
    """Set size, weight, distances and indents of a style."""
    size, bold, above, below = STYLES[style.name]
    style.font.size, style.font.bold = Pt(size), bold
    shape = style.paragraph_format
    shape.space_before, shape.space_after = Pt(above), Pt(below)
    if style.name == "Title":
        shape.alignment, shape.line_spacing = WD_ALIGN_PARAGRAPH.CENTER, 1
    elif style.name == "Body Text":
        shape.alignment, shape.first_line_indent = WD_ALIGN_PARAGRAPH.JUSTIFY, Cm(1.25)
    elif style.name in {"Heading 1", "Heading 2"}:
        shape.keep_with_next, shape.line_spacing = True, 1
        outline = OxmlElement("w:outlineLvl")
        outline.set(qn("w:val"), str(int(style.name[-1]) - 1))
        for old in style.element.xpath("./w:pPr/w:outlineLvl"):
            old.getparent().remove(old)
        style.element.get_or_add_pPr().append(outline)
    elif style.name == "Caption":
        shape.line_spacing = 1
