"""Looks into a Word template that somebody brought, before anything else reads it.

RefusedError
    TemplateRefusedError
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from xml.parsers import expat

from app.interchange.workbook_parts import TooMuchError, unpacked
from app.programmes.errors import RefusedError
from instruments.messages import N_, Message

KINDS = "[Content_Types].xml"

#: How a document is called in it; what holds macros, or other programs write, is called otherwise.
DOCUMENT = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

#: Bytes of a file as it comes, and of one part of its text.
MOST_BYTES, MOST_TEXT = 5 * 1024**2, 1024**2

#: More brackets than any paper has: reading fields takes longest where they are never closed.
MOST_BRACKETS = 1000

#: Parts that are programs or other files.
PROGRAMS = re.compile(
    r"vba|activex|embeddings|afchunk|\.(?:bin|exe|js|docm|dotm|docx)$", re.IGNORECASE
)

#: Fields of Word that fetch something from elsewhere, or start it.
FETCHING = re.compile(
    r"\b(?:DDE|DDEAUTO|INCLUDETEXT|INCLUDEPICTURE|IMPORT|LINK|RD|DATABASE|MACROBUTTON)\b"
)

#: What a damaged file is met with.
BROKEN = (
    EOFError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
    expat.ExpatError,
    zipfile.BadZipFile,
    zlib.error,
)

NEW_FILE = N_("copy the text into a new document in Word and save it as .docx")


class TemplateRefusedError(RefusedError):
    """A file cannot serve as a template; `message` says why and what to do."""

    def __init__(self, message: Message) -> None:
        super().__init__(message, "template")


def refuse_unsafe(content: bytes) -> None:
    """Refuse what is no Word document, is too large, or reaches out of itself.

    Raises
    ------
    TemplateRefusedError
        Says what was found and what to do.
    """
    try:
        parts = _parts(content)
        looks = {name: _Look(part) for name, part in parts.items()}
    except TooMuchError as error:
        raise _too_large() from error
    except BROKEN as error:
        if isinstance(error, TemplateRefusedError):
            raise
        raise no_document() from error
    if KINDS not in looks or DOCUMENT not in looks[KINDS].kinds:
        raise no_document()
    for look in looks.values():
        look.refuse()


def _parts(content: bytes) -> dict[str, bytes]:
    """Return the parts of the file that describe it."""
    if len(content) > MOST_BYTES:
        raise TooMuchError
    parts = unpacked(content)
    if max(map(len, parts.values()), default=0) > MOST_TEXT:
        raise TooMuchError
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(PROGRAMS.search(name) for name in archive.namelist()):
            raise _programs()
    return parts


class _Look:
    """What was seen in one part.

    Attributes
    ----------
    kinds
        What the parts of the file are called in it.
    """

    def __init__(self, part: bytes) -> None:
        self.kinds: set[str] = set()
        self._outside: list[str] = []
        self._instructions: list[str] = []
        self._brackets = part.count(b"{")
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = self._begin
        parser.EndElementHandler = self._end
        self._parser = parser
        parser.Parse(part, True)

    def refuse(self) -> None:
        """Raise where something was seen that no template needs."""
        if any("macroEnabled" in kind for kind in self.kinds):
            raise _programs()
        if self._outside:
            raise _reaches_out(self._outside[0])
        found = FETCHING.search("".join(self._instructions))
        if found:
            raise _reaches_out(found[0])
        if self._brackets > MOST_BRACKETS:
            raise _too_large()

    def _begin(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag in {"Override", "Default"}:
            self._take_kind(attributes)
        elif tag == "Relationship" and attributes.get("TargetMode", "").casefold() == "external":
            self._outside.append(attributes.get("Target", ""))
        elif tag == "instrText":
            self._parser.CharacterDataHandler = self._instructions.append
        elif tag == "fldSimple":
            self._instructions += [" ", *attributes.values(), " "]

    def _end(self, _name: str) -> None:
        self._parser.CharacterDataHandler = None

    def _take_kind(self, attributes: dict[str, str]) -> None:
        """Note what a part is called; text under another ending would not have been looked at."""
        kind = attributes.get("ContentType", "")
        name = attributes.get("PartName", "") or f".{attributes.get('Extension', '')}"
        if kind.endswith("xml") and not name.casefold().endswith((".xml", ".rels")):
            raise ValueError(name)
        self.kinds.add(kind)


def _refuse_doctype(*_doctype: object) -> None:
    raise ValueError("a Word document declares no document type")


def no_document() -> TemplateRefusedError:
    """Return the error of a file that no program would open as a document."""
    return TemplateRefusedError(
        N_(
            "This is no Word document, or it is damaged. A template is a .docx file; what to do: "
            "open it in Word or LibreOffice and save it as .docx."
        )
    )


def _too_large() -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "The template is too large: with pictures it may have %(mb)s MB. What to do: leave the "
            "head, the fields and small pictures in it.",
            mb=MOST_BYTES // 1024**2,
        )
    )


def _programs() -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "The template holds macros or other files, which could start a program. What to do: "
            "%(remedy)s.",
            remedy=NEW_FILE,
        )
    )


def _reaches_out(target: str) -> TemplateRefusedError:
    return TemplateRefusedError(
        N_(
            "The template points to something outside of itself: “%(target)s”. What to do: remove "
            "the link (right click, Remove hyperlink) or put the picture itself into the file; "
            "otherwise %(remedy)s.",
            target=target[:100],
            remedy=NEW_FILE,
        )
    )
