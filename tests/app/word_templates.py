"""Word templates for the tests, as small as they can be, and what is said of those refused."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import docx
import pytest

from app.reports.docx_fill import check_template
from app.reports.docx_guard import TemplateRefusedError

NEEDED = ("{{ title }}", "{{ issue }}", "{{ body }}")

MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

#: A template as small as one can be: without styles, numbering and headers.
BARE = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="{MAIN}"/></Types>',
    "_rels/.rels": '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
    "word/document.xml": '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + "".join(f"<w:p><w:r><w:t>{one}</w:t></w:r></w:p>" for one in (*NEEDED, "{{ signatures }}"))
    + "<w:sectPr/></w:body></w:document>",
}


def template(*paragraphs: str, change=None) -> bytes:
    """Return a template of these paragraphs."""
    word = docx.Document()
    for paragraph in paragraphs:
        word.add_paragraph(paragraph)
    if change:
        change(word)
    target = io.BytesIO()
    word.save(target)
    return target.getvalue()


def plain(*paragraphs: str) -> bytes:
    """Return a template of these paragraphs and nothing else, which is made faster."""
    body = "".join(f"<w:p><w:r><w:t>{escape(one)}</w:t></w:r></w:p>" for one in paragraphs)
    begun = BARE["word/document.xml"].partition("<w:p>")[0]
    return packed(BARE | {"word/document.xml": f"{begun}{body}<w:sectPr/></w:body></w:document>"})


def packed(parts: dict[str, str | bytes]) -> bytes:
    """Return an archive of parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


def with_part(name: str, part: str | bytes) -> bytes:
    """Return a template that holds a part more."""
    return packed(BARE | {name: part})


def refusal(content: bytes) -> str:
    """Return what whoever brings a template is told."""
    with pytest.raises(TemplateRefusedError) as refused:
        check_template(content)
    return str(refused.value)
