"""Paragraphs of a Word file, written whole: step by step each takes the library a millisecond."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph

from app.reports.signs import legible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

SPACES = nsdecls("w")

#: What XML would take for a space stands in a run as a sign of its own.
SIGNS = {"\n": "<w:br/>", "\t": "<w:tab/>"}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """What a paragraph has besides its style.

    Attributes
    ----------
    align
        As Word calls it: left, center, right.
    list_number
        Of the list that it is a point of.
    """

    align: str = ""
    keep_with_next: bool = False
    on_new_page: bool = False
    list_number: int | None = None


PLAIN = Shape()


def run(text: str, *, bold: bool = False) -> str:
    """Return the XML of letters of one kind."""
    signs = escape(legible(text))
    for sign, own in SIGNS.items():
        signs = signs.replace(sign, f'</w:t>{own}<w:t xml:space="preserve">')
    dressed = "<w:rPr><w:b/></w:rPr>" if bold else ""
    return f'<w:r>{dressed}<w:t xml:space="preserve">{signs}</w:t></w:r>'


def field(instruction: str, shown: str, spaces: str = "") -> str:
    """Return the XML of what Word computes, with what it shows until then.

    Parameters
    ----------
    spaces
        The namespaces, where it is read by itself.
    """
    return f"<w:fldSimple {spaces} w:instr={quoteattr(instruction)}>{run(shown)}</w:fldSimple>"


def paragraph(runs: str, style: str, shape: Shape = PLAIN) -> BaseOxmlElement:
    """Return a paragraph of a style, which is named by its number in the file; "" is the usual."""
    parts = (  # in the order that Word demands
        f"<w:pStyle w:val={quoteattr(style)}/>" if style else "",
        "<w:keepNext/>" if shape.keep_with_next else "",
        "<w:pageBreakBefore/>" if shape.on_new_page else "",
        ""
        if shape.list_number is None
        else f'<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{shape.list_number}"/></w:numPr>',
        f'<w:jc w:val="{shape.align}"/>' if shape.align else "",
    )
    return parse_xml(f"<w:p {SPACES}><w:pPr>{''.join(parts)}</w:pPr>{runs}</w:p>")


class Pen:
    """Puts one paragraph or table after another: at the end of a file, or where it is told to."""

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._body = word.element.body
        #: What Word keeps behind the text.
        self._next = self._body.find(qn("w:sectPr"))
        self._last: BaseOxmlElement | None = None

    @contextmanager
    def at(self, place: BaseOxmlElement | None) -> Iterator[None]:
        """Write meanwhile in the place of a paragraph that waits for it; None is the end."""
        if place is None:
            yield
            return
        after, self._next = self._next, place
        yield
        self._next = after
        self._body.remove(place)

    def add(self, element: BaseOxmlElement) -> None:
        """Add a paragraph or a table."""
        if self._next is None:
            self._body.append(element)
        else:
            self._next.addprevious(element)
        self._last = element

    def keep_last_with_next(self) -> None:
        """Let the page not break behind the last paragraph that was added."""
        if self._last is not None:
            last = Paragraph(self._last, self._word)
            last.paragraph_format.keep_with_next = True
