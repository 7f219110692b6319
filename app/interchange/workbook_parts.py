"""Unpacks a workbook, and looks at how much its reader would have to hold.

The reader takes memory for the rectangle from A1 to the farthest cell, and for a text wherever it
stands: a few kilobytes could stop the whole process.
"""

from __future__ import annotations

import io
import zipfile
from collections import Counter
from functools import lru_cache
from xml.parsers import expat

#: The most that a workbook may unpack to, in bytes, and its texts together hold, in characters.
MOST_BYTES = 50 * 1024**2

#: What holds the sheets and what is said of them; pictures and macros are left aside.
SUFFIXES = (".xml", ".rels")


class TooMuchError(ValueError):
    """The archive unpacks to more than anybody's table."""


def unpacked(content: bytes) -> dict[str, bytes]:
    """Return the parts of an archive that describe it, by their names.

    Raises
    ------
    TooMuchError
        All parts together are larger than `MOST_BYTES`.
    """
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
            raise TooMuchError
        names = {name for name in archive.namelist() if name.casefold().endswith(SUFFIXES)}
        return {name: archive.read(name) for name in sorted(names)}


def packed(parts: dict[str, bytes]) -> bytes:
    """Return an archive of exactly these parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return target.getvalue()


class Look:
    """What was seen in the parts of a workbook: filled cells, errors, texts.

    Attributes
    ----------
    rows, columns
        How far the filled cells reach; a formatted cell without content does not count.
    errors
        The addresses of cells such as #DIV/0!, which the reader would pass over as empty.
    """

    def __init__(self) -> None:
        self.rows = self.columns = 0
        self.errors: list[str] = []
        self._row = self._column = 0
        #: What the last cell says it holds; None before the first cell of a part.
        self._kind: str | None = None
        #: How long each shared text is, and how many cells it stands in.
        self._lengths: list[int] = []
        self._uses: Counter[int] = Counter()

    @property
    def characters(self) -> int:
        """How long the shared texts are together, each as often as it stands in a cell."""
        known = len(self._lengths)
        return sum(self._lengths[text] * n for text, n in self._uses.items() if text < known)

    def at(self, part: bytes) -> None:
        """Look at one part.

        Raises
        ------
        ExpatError
            It is no XML.
        ValueError
            It says what no workbook does.
        """
        self._row = self._column = 0
        self._kind = None
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse

        def begin(name: str, attributes: dict[str, str]) -> None:
            tag = name.rpartition(":")[2] if ":" in name else name
            self._begin(tag, attributes)
            if tag == "si":
                parser.CharacterDataHandler = self._lengthen
            elif self._kind is not None:
                parser.CharacterDataHandler = (
                    self._use if tag == "v" and self._kind == "s" else None
                )

        parser.StartElementHandler = begin
        parser.Parse(part, True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "c":
            letters, number = _place(attributes)
            self._row = number or self._row
            self._column = _column_number(letters) if letters else self._column + 1
            self._kind = attributes.get("t", "n")
        elif tag in {"v", "f", "is"} and self._kind is not None:
            self._fill()
        elif tag == "row":
            self._row, self._column = _place(attributes)[1] or self._row + 1, 0
        elif tag == "si":
            self._lengths.append(0)

    def _fill(self) -> None:
        """Take note that the last cell holds something; a formula and its value say so twice."""
        self.rows = max(self.rows, self._row)
        self.columns = max(self.columns, self._column)
        if self._kind == "e":
            place = f"{column_letters(self._column)}{self._row}"
            if place not in self.errors[-1:]:
                self.errors.append(place)

    def _lengthen(self, text: str) -> None:
        self._lengths[-1] += len(text)

    def _use(self, number: str) -> None:
        self._uses[int(number)] += 1


def _refuse(*_doctype: object) -> None:
    raise ValueError("a workbook declares no document type")


def _place(attributes: dict[str, str]) -> tuple[str, int]:
    """Return the letters and the number of a place; nothing where a tag has none."""
    place = attributes.get("r")
    if place is None:
        return "", 0
    letters = place.rstrip("0123456789")
    return letters, int(place[len(letters) :])


@lru_cache
def _column_number(letters: str) -> int:
    """Return the number of a column: A is 1, AA is 27; four letters are too many already."""
    number = 0
    for letter in letters[:4].upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def column_letters(number: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(ord("A") + letter) + letters
    return letters
