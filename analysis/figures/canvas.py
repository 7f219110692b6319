"""A sheet to draw on, in points from its upper left corner: what is drawn becomes an SVG.

Written by hand since a plotting library takes a twentieth of a second a picture, and a report has
two dozen of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

from analysis.figures.letters import EM, laid, outline, width_of

if TYPE_CHECKING:
    from collections.abc import Sequence

Side: TypeAlias = Literal["left", "center", "right"]
Point: TypeAlias = tuple[float, float]

#: Points across a picture: it is printed 13 cm wide, and its letters at the size they are drawn.
WIDTH = 366

#: Points around a picture, so that no line at its edge is cut.
EDGE = 1

#: Points of a letter, of a small one, and of a line of text.
SIZE, SMALL, LINE = 10.0, 9.0, 13.0

#: How far below the middle of a line its letters stand, in parts of their size.
DROP = 0.36

#: How much of a text hangs to the left of the point it is put at.
HANGING = {"left": 0.0, "center": 0.5, "right": 1.0}

BLACK, WHITE = "#000000", "#ffffff"


@dataclass(frozen=True)
class Pen:
    """How a line is drawn; of no width, it is not."""

    width: float = 1
    colour: str = BLACK
    dash: str = ""

    def __str__(self) -> str:
        """Return it as attributes of an SVG."""
        if not self.width:
            return ""
        dashed = f' stroke-dasharray="{self.dash}"' if self.dash else ""
        return f' stroke="{self.colour}" stroke-width="{self.width:g}"{dashed}'


THIN, USUAL, NONE = Pen(0.6), Pen(), Pen(0)


class Canvas:
    """A sheet of a width; later things lie on earlier ones.

    Attributes
    ----------
    height
        Where the sheet ends; whoever draws on it says so.
    texts
        Every line of text that was written, in order.
    """

    def __init__(self, width: float = WIDTH) -> None:
        self.height = 0.0
        self.width = width
        self.texts: list[str] = []
        self._parts: list[str] = []
        self._letters: dict[str, None] = {}

    def box(self, corner: Point, size: Point, fill: str, pen: Pen = THIN) -> None:
        """Draw a rectangle from its upper left corner."""
        (x, y), (width, height) = corner, size
        self._parts.append(
            f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" '
            f'fill="{fill}"{pen}/>'
        )

    def square(self, centre: Point, half: float, fill: str, pen: Pen = USUAL) -> None:
        """Draw a square around a point."""
        x, y = centre
        self.box((x - half, y - half), (2 * half, 2 * half), fill, pen)

    def dot(self, centre: Point, radius: float, fill: str, pen: Pen = USUAL) -> None:
        """Draw a circle."""
        x, y = centre
        self._parts.append(
            f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(radius)}" fill="{fill}"{pen}/>'
        )

    def line(self, start: Point, end: Point, pen: Pen = USUAL) -> None:
        """Draw a straight line."""
        (x1, y1), (x2, y2) = start, end
        self._parts.append(f'<path d="M{_n(x1)} {_n(y1)}L{_n(x2)} {_n(y2)}"{pen}/>')

    def ribbon(self, start: Point, end: Point, thick: float, fill: str) -> None:
        """Draw a band that flows from the upper end of one upright edge to that of another."""
        (x1, y1), (x2, y2) = start, end
        low1, low2, middle = _n(y1 + thick), _n(y2 + thick), _n((x1 + x2) / 2)
        self._parts.append(
            f'<path d="M{_n(x1)} {_n(y1)}C{middle} {_n(y1)} {middle} {_n(y2)} {_n(x2)} {_n(y2)}'
            f'V{low2}C{middle} {low2} {middle} {low1} {_n(x1)} {low1}Z" fill="{fill}"{THIN}/>'
        )

    def text(
        self,
        at: Point,
        said: str,
        *,
        side: Side = "left",
        size: float = SIZE,
        colour: str = BLACK,
    ) -> None:
        """Write a line whose middle is as high as the point, and whose `side` stands at it.

        What would run off the sheet is moved onto it.
        """
        width = width_of(said, size)
        x = min(max(at[0] - HANGING[side] * width, 0), max(0, self.width - width))
        self.texts.append(said)
        letters = laid(said).letters
        self._letters.update(dict.fromkeys(name for name, _ in letters))
        drawn = "".join(f'<use href="#{name}" x="{place}"/>' for name, place in letters)
        ink = "" if colour == BLACK else f' fill="{colour}"'
        place = f"translate({_n(x)} {_n(at[1] + DROP * size)})scale({size / EM:g})"
        self._parts.append(f'<g transform="{place}"{ink}>{drawn}</g>')

    def lines(
        self, at: Point, lines: Sequence[str], *, side: Side = "left", size: float = SIZE
    ) -> None:
        """Write lines below each other, the first as high as the point."""
        for number, line in enumerate(lines):
            self.text((at[0], at[1] + number * LINE), line, side=side, size=size)

    def svg(self) -> str:
        """Return the sheet; the same drawing gives the same bytes."""
        letters = "".join(f'<path id="{name}" d="{outline(name)}"/>' for name in self._letters)
        drawn = "".join(self._parts)
        width, height = _n(self.width + 2 * EDGE), _n(self.height + 2 * EDGE)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt" '
            f'viewBox="{-EDGE} {-EDGE} {width} {height}"><defs>{letters}</defs>{drawn}</svg>'
        )


def _n(value: float) -> str:
    """Return a length to a tenth of a point, finer than anybody prints."""
    return f"{round(value, 1) + 0:g}"
