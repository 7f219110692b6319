"""Fills the fields of a Word template with words, and with nothing else.

A school's template is a program in a small language. It may name our fields, ask whether one is
empty and go through its lines; anything more is refused before it runs, and what runs is locked in.
"""

from __future__ import annotations

import io
import re
import textwrap
from functools import cache
from typing import TYPE_CHECKING, Any

import docx
from docx.opc.exceptions import OpcError
from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, nodes
from jinja2.sandbox import SandboxedEnvironment
from lxml.etree import LxmlError

from app.reports.docx_guard import TemplateRefusedError, no_document, refuse_unsafe
from app.reports.docx_template import FIELDS, NEEDED, PLACES
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from docx.document import Document as WordDocument
    from docx.oxml.text.paragraph import CT_P
    from jinja2 import Template

#: All that a template may be made of.
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.For, nodes.If,
    nodes.Not, nodes.And, nodes.Or,
)  # fmt: skip

#: What a document that reads well as an archive may yet be met with.
UNREADABLE = (
    AttributeError,
    IndexError,
    KeyError,
    LxmlError,
    OpcError,
    TemplateError,
    TypeError,
    ValueError,
)

#: Of a piece of a template, as a message quotes it.
QUOTED = 60

SAMPLE: dict[str, str | list[str]] = {**{name: name for name in FIELDS}, **PLACES}


def check_template(content: bytes) -> None:
    """Refuse a file that could not be filled in, as whoever brings it is told at once.

    Raises
    ------
    TemplateRefusedError
        Says what is wrong with it and what to do.
    """
    refuse_unsafe(content)
    language = _Fields()
    _filled(content, SAMPLE, language)
    for name in NEEDED:
        if name not in language.used:
            raise TemplateRefusedError(
                N_(
                    "The template lacks the field {{ %(name)s }}: %(meaning)s. What to do: write "
                    "it where it shall stand.",
                    name=name,
                    meaning=FIELDS[name],
                )
            )


def fill(
    content: bytes, fields: Mapping[str, str | list[str]]
) -> tuple[WordDocument, dict[str, CT_P]]:
    """Return the document whose fields say what they shall, and what waits for sections in it.

    Raises
    ------
    TemplateRefusedError
        It could not be filled in.
    """
    return _filled(content, fields, _language())


@cache
def _language() -> _Fields:
    """Return the language in which templates are filled in; each is read once a process."""
    return _Fields()


def _filled(
    content: bytes, fields: Mapping[str, str | list[str]], language: _Fields
) -> tuple[WordDocument, dict[str, CT_P]]:
    written = io.BytesIO()
    try:
        template = DocxTemplate(io.BytesIO(content))
        template.render(dict(fields), jinja_env=language, autoescape=True)
        template.save(written)
        word = docx.Document(written)
        places = _places_of(word)
        _ = word.sections[0]
    except UNREADABLE as error:
        if isinstance(error, TemplateRefusedError):
            raise
        raise no_document() from error
    return word, places


def _places_of(word: WordDocument) -> dict[str, CT_P]:
    """Return the paragraphs that wait for sections and signatures, where there are such.

    Raises
    ------
    TemplateRefusedError
        A field stands among other words, in a table, in a header, or twice.
    """
    parts = [part.blob for part in word.part.package.iter_parts()]
    paragraphs = [(_words(one).strip(), one) for one in word.element.body.iterchildren(qn("w:p"))]
    places = {}
    for name, mark in PLACES.items():
        alone = [one for text, one in paragraphs if text == mark]
        everywhere = sum(part.count(mark.encode()) for part in parts)
        if everywhere > 1 or len(alone) != everywhere:
            raise TemplateRefusedError(
                N_(
                    "The field {{ %(name)s }} stands where it cannot be filled in. Rule: once, "
                    "alone in its paragraph, in the text itself and in no table, frame, header or "
                    "footer.",
                    name=name,
                )
            )
        if alone:
            places[name] = alone[0]
    return places


def _words(paragraph: CT_P) -> str:
    return "".join(node.text or "" for node in paragraph.iter(qn("w:t")))


class _Fields(SandboxedEnvironment):
    """The small language; remembers which fields were named.

    Attributes
    ----------
    used
        The fields that the templates read so far name.
    """

    def __init__(self) -> None:
        super().__init__(autoescape=True, undefined=StrictUndefined, finalize=_shown)
        self.globals.clear()
        self.used: set[str] = set()
        self._read: dict[str, Template] = {}

    def from_string(self, source: Any, *args: Any, **kwargs: Any) -> Template:
        """Return a template in which nothing but fields was found; it is read once."""
        if source in self._read:
            return self._read[source]
        try:
            tree = self.parse(source)
        except TemplateSyntaxError as error:
            raise _unfinished(_line(source, error.lineno)) from error
        self._check(tree, source)
        self._read[source] = super().from_string(source, *args, **kwargs)
        return self._read[source]

    def _check(self, tree: nodes.Template, source: str) -> None:
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, ALLOWED) or (isinstance(node, nodes.For) and _is_wild(node)):
                raise _no_field(_line(source, node.lineno))
        names = list(tree.find_all(nodes.Name))
        lines = {one.name for one in names if one.ctx == "store"}
        for one in names:
            if one.name not in FIELDS and one.name not in lines:
                raise _unknown(one.name)
            self.used.add(one.name)


def _is_wild(loop: nodes.For) -> bool:
    """Say whether a loop is anything but a walk through the lines of a field."""
    is_within = any(True for part in loop.body for _ in part.find_all(nodes.For))
    is_plain = isinstance(loop.target, nodes.Name) and isinstance(loop.iter, nodes.Name)
    return is_within or not is_plain or any(isinstance(part, nodes.For) for part in loop.body)


def _shown(value: Any) -> Any:
    """Return the lines of a field as one text."""
    return "\n".join(value) if isinstance(value, list) else value


def _line(source: str, number: int) -> str:
    """Return what a reader of the template sees where something was found."""
    line = source.splitlines()[number - 1] if source else ""
    text = " ".join(re.sub(r"<[^>]+>", "", line).split())
    found = re.search(r"\{[{%#].*", text)
    return textwrap.shorten(found[0] if found else text, QUOTED, placeholder="…") or text[:QUOTED]


def _unfinished(text: str) -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "A field of the template is not written to its end, or a command is not closed: "
            "“%(text)s”. What to do: write fields as {{ title }}; close {%% if … %%} with "
            "{%% endif %%} and {%% for … %%} with {%% endfor %%}.",
            text=text,
        )
    )


def _no_field(text: str) -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "The template holds something that is no field: “%(text)s”. Rule: a template names "
            "fields, asks whether one is empty, and goes through the lines of one; nothing is "
            "computed or called. What to do: remove it.",
            text=text,
        )
    )


def _unknown(name: str) -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "The template names a field that does not exist: “%(name)s”. What to do: correct or "
            "remove it. Fields are: %(fields)s.",
            name=name[:QUOTED],
            fields=", ".join(FIELDS),
        )
    )
