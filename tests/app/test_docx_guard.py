"""A file that is no Word document, or could do more than be read, is refused as a template."""

from __future__ import annotations

import pytest
from docx.oxml import OxmlElement

from app.reports.docx_fill import check_template
from app.reports.docx_guard import MOST_TEXT
from tests.app.word_templates import BARE, NEEDED, packed, plain, refusal, template, with_part

WHOLE = packed(BARE)
WORKBOOK = packed({"[Content_Types].xml": "<Types/>", "xl/workbook.xml": "<workbook/>"})
ENTITIES = BARE | {
    "word/document.xml": '<!DOCTYPE d [<!ENTITY a "b">]>' + BARE["word/document.xml"]
}
HIDDEN = BARE | {
    "[Content_Types].xml": BARE["[Content_Types].xml"].replace(
        "word/document.xml", "word/document.txt"
    ),
    "_rels/.rels": BARE["_rels/.rels"].replace("word/document.xml", "word/document.txt"),
    "word/document.txt": BARE["word/document.xml"],
}


@pytest.mark.parametrize(
    "content",
    [b"", b"title", WHOLE[: len(WHOLE) // 2], WORKBOOK, packed(ENTITIES), packed(HIDDEN),
     packed(BARE | {"word/document.xml": "<w:document"}), packed({"a": b"b"}),
     packed({name: part for name, part in BARE.items() if name != "word/document.xml"})],
    ids=["empty", "text", "cut off", "workbook", "entities", "hidden", "no XML", "zip", "no text"],
)  # fmt: skip
def test_what_is_no_document_is_refused(content):
    """And never a traceback."""
    assert "no Word document" in refusal(content)


@pytest.mark.parametrize(
    "content",
    [with_part("word/media/a.xml", bytes(51 * 1024**2)), with_part("word/a.xml", b" " * (MOST_TEXT + 1)),
     plain(*NEEDED, "{" * 2000)],
    ids=["bomb", "a long part", "brackets"],
)  # fmt: skip
def test_what_would_take_the_machine_down_is_refused(content):
    """A few kilobytes unpack to any size; brackets without end take any time."""
    assert "too large" in refusal(content)


def linked(kind: str, target: str):
    """Return a change that ties a template to something outside of it."""

    def change(word):
        word.part.relate_to(target, f"http://schemas.openxmlformats.org/{kind}", is_external=True)

    return change


def field(instruction: str):
    """Return a change that writes a field of Word in two pieces."""

    def change(word):
        for piece in (instruction[:3], instruction[3:]):
            node = OxmlElement("w:instrText")
            node.text = piece
            run = OxmlElement("w:r")
            run.append(node)
            word.element.body[0].append(run)

    return change


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (linked("image", "http://example.org/a.png"), "http://example.org/a.png"),
        (linked("attachedTemplate", "file:///C:/a.dotm"), "file:///C:/a.dotm"),
        (linked("hyperlink", "mailto:a@example.org"), "mailto:a@example.org"),
        (field("DDEAUTO c:\\a.exe"), "DDEAUTO"),
        (field('INCLUDETEXT "c:\\a.txt"'), "INCLUDETEXT"),
    ],
    ids=["picture", "template", "link", "program", "file"],
)
def test_what_reaches_out_of_itself_is_refused(change, said):
    """A report must not fetch anything when somebody opens it."""
    told = refusal(template(*NEEDED, change=change))
    assert said in told
    assert "remove the link" in told


def test_fields_of_word_that_reach_nothing_are_welcome():
    """Such as the number of a page."""
    check_template(template(*NEEDED, change=field("PAGE")))


@pytest.mark.parametrize(
    "content",
    [
        with_part("word/vbaProject.bin", b"a"),
        with_part("word/embeddings/a.docx", b"a"),
        packed(BARE | {"[Content_Types].xml": BARE["[Content_Types].xml"].replace(
            "</Types>", '<Override PartName="/word/a.xml" ContentType="application/vnd.ms-word.document.macroEnabled.main+xml"/></Types>')}),
    ],
    ids=["macros", "a file", "called so"],
)  # fmt: skip
def test_programs_are_refused(content):
    """Whether or not anything would start them."""
    assert "macros or other files" in refusal(content)
