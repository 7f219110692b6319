"""What lies on every page of a Word file, whatever its template: «ПРОЕКТ» across it, a notice."""

from __future__ import annotations

import io
import zipfile
from typing import TYPE_CHECKING, TypeAlias
from xml.sax.saxutils import quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from app.reports.docx_template import TYPEFACE
from app.reports.signs import legible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.section import _Footer, _Header

    from analysis.document import Document

    Edge: TypeAlias = _Header | _Footer

#: The earliest day that a zip archive knows: every part of the file bears it.
FIXED = (1980, 1, 1, 0, 0, 0)

RED = RGBColor(0xA4, 0x00, 0x00)

#: Of a watermark, in points: its length across the page, and the height of its letters.
LENGTH, HEIGHT = 440, 96

VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'

#: Word's own shape of letters along a line.
LETTERS = (
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
    'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas>'
    '<v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>'
    '<v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>'
    '<v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>'
    '<v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>'
    '<v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/></v:formulas>'
    '<v:path textpathok="t" o:connecttype="custom" '
    'o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/><v:handles>'
    '<v:h position="#0,bottomRight" xrange="6629,14971"/></v:handles>'
    '<o:lock v:ext="edit" text="t" shapetype="t"/></v:shapetype>'
)


def mark_pages(word: WordDocument, document: Document) -> None:
    """Lay the watermark across every page, and write the notice into every foot."""
    watermark = legible(document.paper.watermark) if document.paper else ""
    notice = legible(document.notice)
    if watermark:
        for number, header in enumerate(_once(_heads(word)), start=1):
            # Word draws a shape of a header only where a paragraph holds it.
            paragraph = (header.paragraphs or [header.add_paragraph()])[-1]
            paragraph._p.append(_watermark(watermark, number))  # noqa: SLF001 - because there is no other way to it
    if notice:
        for footer in _once(_feet(word)):
            paragraph = footer.add_paragraph()
            paragraph.paragraph_format.line_spacing = 1
            run = paragraph.add_run(notice)
            run.bold, run.font.color.rgb, run.font.size = True, RED, Pt(10)


def _heads(word: WordDocument) -> Iterator[Edge]:
    """Yield the head of every kind of page of every section."""
    for section in word.sections:
        yield section.header
        if section.different_first_page_header_footer:
            yield section.first_page_header
        if word.settings.odd_and_even_pages_header_footer:
            yield section.even_page_header


def _feet(word: WordDocument) -> Iterator[Edge]:
    """Yield the foot of every kind of page of every section."""
    for section in word.sections:
        yield section.footer
        if section.different_first_page_header_footer:
            yield section.first_page_footer
        if word.settings.odd_and_even_pages_header_footer:
            yield section.even_page_footer


def _once(edges: Iterator[Edge]) -> list[Edge]:
    """Return one of those that a section takes over from the one before it; they share a part."""
    return list({str(one.part.partname): one for one in edges}.values())


def _watermark(text: str, number: int) -> object:
    """Return a run that lays letters across the page, as Word's own watermark does."""
    style = (
        f"position:absolute;margin-left:0;margin-top:0;width:{LENGTH}pt;height:{HEIGHT}pt;"
        "rotation:315;z-index:-251658752;mso-position-horizontal:center;"
        "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
        "mso-position-vertical-relative:margin"
    )
    return parse_xml(
        f"<w:r {nsdecls('w')} {VML}><w:rPr><w:noProof/></w:rPr><w:pict>{LETTERS}"
        f'<v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s{2048 + number}" '
        f'type="#_x0000_t136" style="{style}" o:allowincell="f" fillcolor="#e2e2e2" stroked="f">'
        f"<v:textpath style='font-family:\"{TYPEFACE}\";font-size:1pt' string={quoteattr(text)}/>"
        "</v:shape></w:pict></w:r>"
    )


def saved(word: WordDocument) -> bytes:
    """Return the file with the same bytes whenever it is written."""
    written, fixed = io.BytesIO(), io.BytesIO()
    word.save(written)
    with (
        zipfile.ZipFile(written) as source,
        zipfile.ZipFile(fixed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            part = zipfile.ZipInfo(name, FIXED)
            # a picture has been compressed already
            part.compress_type = (
                zipfile.ZIP_STORED if name.endswith(".png") else zipfile.ZIP_DEFLATED
            )
            target.writestr(part, source.read(name))
    return fixed.getvalue()
