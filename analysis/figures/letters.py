"""Letters of pictures as outlines, so that a picture looks and reads alike on any machine.

The typeface and the laying of its letters are matplotlib's; an outline is fetched once a process.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import matplotlib as mpl
from matplotlib.font_manager import get_font
from matplotlib.ft2font import LoadFlags
from matplotlib.textpath import text_to_path

if TYPE_CHECKING:
    from matplotlib.ft2font import FT2Font, GlyphIndexType
    from numpy.typing import NDArray

    Array = NDArray[Any]

#: Where the typefaces of our pictures are; the one they are drawn in has most signs.
TYPEFACES = Path(mpl.get_data_path()) / "fonts" / "ttf"

#: Units of an outline in the height of its letter: whole ones are fine enough.
EM = 1000

#: The width of a letter that only another typeface has, in units.
FOREIGN = 1150

#: FreeType counts a width in parts of a unit.
PART_OF_UNIT = 65536

#: Runs of letters whose places are remembered: more than the reports of a day have words.
RUNS = 4096

#: What is read from the right, and marks upon letters: laid out with all that stands around them.
FROM_THE_RIGHT = {"R", "AL", "AN"}

#: Signs of the commands of an outline, by matplotlib's codes, with how many points each takes.
COMMANDS = {1: ("M", 1), 2: ("L", 1), 3: ("Q", 2), 4: ("C", 3), 79: ("Z", 1)}

_outlines: dict[str, str] = {}


@dataclass(frozen=True)
class Run:
    """Letters laid beside each other.

    Attributes
    ----------
    letters
        (name of an outline, units from the left).
    width
        In units.
    """

    letters: tuple[tuple[str, int], ...]
    width: int


@cache
def signs() -> frozenset[str]:
    """Return the signs that the typeface of our pictures has."""
    return frozenset(map(chr, _typeface().get_charmap()))


def outline(name: str) -> str:
    """Return the outline of a letter that some run holds, as SVG writes a path."""
    return _outlines[name]


@lru_cache(maxsize=RUNS)
def laid(text: str) -> Run:
    """Return the letters of a line of text: word by word, for words come again and again."""
    words = text.split(" ")
    if len(words) == 1 or not _is_simple(text):
        return _shaped(text)
    letters: list[tuple[str, int]] = []
    at, space = 0, _shaped(" ").width
    for word in words:
        run = laid(word)
        letters += [(name, at + x) for name, x in run.letters]
        at += run.width + space
    return Run(tuple(letters), at - space)


def width_of(text: str, size: float) -> float:
    """Return how wide a line of text is at a size of type, in the size's unit."""
    return laid(text).width * size / EM


def wrapped(text: str, room: float, size: float) -> list[str]:
    """Return a text in lines that are no wider than there is room; longer words are broken."""
    lines: list[str] = []
    for word in (part for long in text.split() for part in _parts(long, room, size)):
        if lines and width_of(f"{lines[-1]} {word}", size) <= room:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines or [""]


def _parts(word: str, room: float, size: float) -> list[str]:
    parts = [word]
    while len(parts[-1]) > 1 and width_of(parts[-1], size) > room:
        fits = next(
            (n for n in range(len(parts[-1]) - 1, 1, -1) if width_of(parts[-1][:n], size) <= room),
            1,
        )
        parts[-1:] = parts[-1][:fits], parts[-1][fits:]
    return parts


def _is_simple(text: str) -> bool:
    """Say whether the words of a text may be laid out one by one, from left to right."""
    return text.isascii() or not any(
        unicodedata.bidirectional(sign) in FROM_THE_RIGHT or unicodedata.combining(sign)
        for sign in text
    )


@cache
def _typeface() -> FT2Font:
    font = get_font(str(TYPEFACES / "DejaVuSans.ttf"))
    font.set_size(EM, 72)
    return font


def _shaped(text: str) -> Run:
    """Return the letters of a text as the typeface's own rules lay them."""
    font = _typeface()
    shown = "".join(sign for sign in text if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    placed, outlines, _ = text_to_path.get_glyphs_with_font(font, shown)
    for name, path in outlines.items():
        if name not in _outlines:
            _outlines[name] = _written(*path)
    letters = tuple((name, round(x)) for name, x, _, _ in placed)
    if not letters:
        return Run((), 0)
    name, x = letters[-1]
    own, _, number = name.rpartition("-")
    advance = FOREIGN
    if own == font.postscript_name:
        glyph = cast("GlyphIndexType", int(number, 16))
        loaded = font.load_glyph(glyph, flags=LoadFlags.NO_HINTING)
        advance = round(loaded.linearHoriAdvance / PART_OF_UNIT)
    return Run(letters, x + advance)


def _written(points: Array, codes: Array) -> str:
    """Return an outline in whole units, its upper side up as SVG has it."""
    parts, at = [], 0
    while at < len(codes):
        command, n = COMMANDS[int(codes[at])]
        numbers = points[at : at + (0 if command == "Z" else n)]
        parts.append(command + " ".join(f"{round(x)} {round(-y)}" for x, y in numbers))
        at += n
    return "".join(parts)
