"""What several pictures share: an axis, titles over rows, bars cut into parts, a legend."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from analysis.figures.canvas import BLACK, LINE, SIZE, SMALL, WHITE, WIDTH, Pen
from analysis.figures.letters import width_of, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from analysis.figures.canvas import Canvas
    from analysis.words import Words

#: Dark for entry, light for exit: told apart in black and white too.
ENTRY_COLOUR, EXIT_COLOUR = "#1f4e79", "#e8a33d"

#: From the lowest to the highest: light to dark.
LOW_COLOUR, HIGH_COLOUR = (0xF3, 0xE1, 0xBD), (0x16, 0x37, 0x5A)

#: From this darkness on letters are white.
DARK = 0.55

#: The lines behind a picture.
FAINT = Pen(0.6, "#d0d0d0")

#: Points that an axis takes with its numbers, and with what it is called below them.
AXIS, NAMED_AXIS = 20.0, 34.0

#: Points between two things that stand apart, and the mark of a legend with the room beside it.
GAP, MARK, MARK_ROOM = 6.0, 11.0, 16.0

#: The numbers on an axis are so far apart as one of these times a power of ten.
STEPS = (1, 2, 2.5, 5, 10)


@dataclass(frozen=True)
class Axis:
    """Places the values from `low` to `high` between two points from the left."""

    low: float
    high: float
    left: float
    right: float

    def at(self, value: float) -> float:
        """Return how far from the left a value stands."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * (self.right - self.left)

    def ticks(self, most: int = 8) -> list[float]:
        """Return round numbers within the range, not more than `most`."""
        rough = (self.high - self.low) / most
        power = 10.0 ** math.floor(math.log10(rough))
        step = next(power * one for one in STEPS if power * one >= rough * (1 - 1e-9))
        first = math.ceil(self.low / step - 1e-9)
        last = math.floor(self.high / step + 1e-9)
        return [round(n * step, 10) for n in range(first, last + 1)]

    def draw(
        self,
        canvas: Canvas,
        y: float,
        ticks: Iterable[float],
        *,
        label: Callable[[float], str],
        name: str = "",
    ) -> None:
        """Draw the axis at a height, its numbers and what it is called below it."""
        canvas.line((self.left, y), (self.right, y))
        for tick in ticks:
            x = self.at(tick)
            canvas.line((x, y), (x, y + 3))
            canvas.text((x, y + 10), label(tick), side="center", size=SMALL)
        if name:
            canvas.text(((self.left + self.right) / 2, y + 24), name, side="center")

    def grid(self, canvas: Canvas, span: tuple[float, float], ticks: Iterable[float]) -> None:
        """Draw thin lines up from the numbers, between two heights."""
        for tick in ticks:
            x = self.at(tick)
            canvas.line((x, span[0]), (x, span[1]), FAINT)


@dataclass(frozen=True)
class Part:
    """A part of a bar: its share of it, its shade from 0 to 1, and labels, the longest first."""

    share: float
    shade: float
    labels: tuple[str, ...]


def stack(canvas: Canvas, axis: Axis, parts: Iterable[Part], *, top: float, height: float) -> None:
    """Draw a bar cut into parts; each has the longest of its labels that fits into it."""
    left = 0.0
    for part in parts:
        x, end = axis.at(left), axis.at(left + part.share)
        canvas.box((x, top), (end - x, height), shade(part.shade))
        said = next((one for one in part.labels if width_of(one, SMALL) + 4 <= end - x), "")
        if said:
            ink = WHITE if part.shade > DARK else BLACK
            middle = (x + end) / 2, top + height / 2
            canvas.text(middle, said, side="center", size=SMALL, colour=ink)
        left += part.share


def shade(part: float) -> str:
    """Return a colour between the lowest and the highest."""
    mixed = (
        round(low + (high - low) * part) for low, high in zip(LOW_COLOUR, HIGH_COLOUR, strict=True)
    )
    return "#" + "".join(f"{one:02x}" for one in mixed)


def topic_lines(topics: Iterable[str], room: float = WIDTH) -> list[list[str]]:
    """Return titles that stand over their rows, in lines."""
    return [wrapped(topic, room, SIZE) for topic in topics]


def rows_below(
    top: float, titles: Sequence[Sequence[str]], row: float
) -> Iterator[tuple[float, float]]:
    """Yield where each title's first line and the row below it begin."""
    for lines in titles:
        yield top + LINE / 2, top + len(lines) * LINE + 2
        top += len(lines) * LINE + row + GAP


def height_of(titles: Sequence[Sequence[str]], row: float) -> float:
    """Return what rows with titles over them take."""
    return sum(len(lines) * LINE + row + GAP for lines in titles)


def legend_lines(titles: Sequence[str], room: float = WIDTH) -> list[list[int]]:
    """Return the places of the titles of a legend, in lines that fit."""
    lines: list[list[int]] = [[]]
    taken = 0.0
    for place, title in enumerate(titles):
        wide = MARK_ROOM + width_of(title, SMALL) + 2 * GAP
        if lines[-1] and taken + wide > room:
            lines.append([])
            taken = 0.0
        lines[-1].append(place)
        taken += wide
    return lines


def draw_legend(
    canvas: Canvas, titles: Sequence[str], mark: Callable[[int, tuple[float, float]], None]
) -> float:
    """Draw a legend at the top of a sheet and return where it ends.

    Parameters
    ----------
    titles
        What each mark means.
    mark
        Draws the mark of a place around a point.
    """
    lines = legend_lines(titles, canvas.width)
    for number, places in enumerate(lines):
        x, y = 0.0, (number + 0.5) * LINE
        for place in places:
            mark(place, (x + MARK / 2, y))
            canvas.text((x + MARK_ROOM, y), titles[place], size=SMALL)
            x += MARK_ROOM + width_of(titles[place], SMALL) + 2 * GAP
    return len(lines) * LINE + GAP


def number_of(value: float, words: Words) -> str:
    """Return a number of an axis as the reader writes it."""
    exponent = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return words.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
