"""Entry and exit of one scale above each other: everybody's scores, or boxes of quartiles."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.figures.canvas import LINE, SIZE, SMALL, WHITE, Canvas, Pen
from analysis.figures.letters import width_of, wrapped
from analysis.figures.scales import (
    ENTRY_COLOUR,
    EXIT_COLOUR,
    GAP,
    NAMED_AXIS,
    Axis,
    number_of,
)

if TYPE_CHECKING:
    from analysis.pictures import BeforeAfter, Box, Quartiles
    from analysis.words import Words

#: Bars drawn at most over the range of a scale; neighbouring scores are gathered.
BARS = 30

#: Points of the highest bar, of a box, and of what a box takes with its labels.
BAR, BOX, BOX_ROW = 70.0, 22.0, 54.0

#: Points on the right of an axis, for half a number.
MARGIN = 14.0

COLOURS = (ENTRY_COLOUR, EXIT_COLOUR)

#: The line of a mean.
MEAN = Pen(1.5, dash="4 2")

#: The boxes are pale so that lines and dots on them are seen.
PALE = {ENTRY_COLOUR: "#83a0bd", EXIT_COLOUR: "#f5cf97"}


def before_after(picture: BeforeAfter, words: Words) -> Canvas:
    """Draw the two distributions on one axis, entry above, exit below, means marked."""
    canvas = Canvas()
    first, width, bars = _bars(picture)
    axis = _axis(canvas, (first, first + bars * width), words)
    waves = [gathered(scores, first, width, bars) for scores in (picture.entry, picture.exit)]
    most = max(1, *map(max, waves))
    y = LINE
    for people, mean, colour in zip(waves, picture.means, COLOURS, strict=True):
        heights = [BAR * n / most for n in people]
        for place, high in enumerate(heights):
            left, right = axis.at(first + place * width), axis.at(first + (place + 1) * width)
            if high:
                canvas.box((left, y + BAR - high), (right - left, high), colour)
        canvas.line((axis.left, y + BAR), (axis.right, y + BAR))
        canvas.line((axis.at(mean), y - 4), (axis.at(mean), y + BAR), MEAN)
        label = words.say("M = %(mean)s", mean=words.number(mean, picture.digits))
        canvas.text((axis.at(mean), y - 4 - SMALL / 2), label, side="center", size=SMALL)
        _name(canvas, y + BAR / 2, words, is_entry=colour == ENTRY_COLOUR)
        at = axis.left - 3, y + BAR - max(heights)
        canvas.text(at, words.number(max(people), 0), side="right", size=SMALL)
        y += BAR + LINE + GAP
    return _finished(canvas, axis, y - LINE - GAP, words, name=words.say("score; bars: people"))


def gathered(
    scores: tuple[tuple[float, int], ...], first: float, width: float, bars: int
) -> list[int]:
    """Return how many people are in each of so many bars of a width from the first on."""
    people = [0] * bars
    for score, n in scores:
        people[min(bars - 1, max(0, math.floor((score - first) / width + 1e-9)))] += n
    return people


def _bars(picture: BeforeAfter) -> tuple[float, float, int]:
    """Return where the bars begin, how wide one is, and how many there are.

    A bar stands for one possible score, or for equally many of them where they are too many.
    """
    low, high = picture.range
    possible = round((high - low) / picture.step) + 1
    width = picture.step * math.ceil(possible / BARS)
    first = low - picture.step / 2
    return first, width, math.ceil((high + picture.step / 2 - first) / width - 1e-9)


def quartiles(picture: Quartiles, words: Words) -> Canvas:
    """Draw two boxes from quartile to quartile, median and mean marked.

    It shows six figures and no person, so it may stand where single scores may not.
    """
    canvas = Canvas()
    axis = _axis(canvas, picture.range, words)
    y = 0.0
    for box, colour in zip((picture.entry, picture.exit), COLOURS, strict=True):
        _box(canvas, axis, box, y=y + BOX_ROW / 2, colour=colour)
        _name(canvas, y + BOX_ROW / 2, words, is_entry=colour == ENTRY_COLOUR)
        median, mean = (words.number(value, picture.digits) for value in (box.median, box.mean))
        above, below = y + LINE / 2 + 1, y + BOX_ROW - LINE / 2 - 1
        canvas.text((axis.at(box.median), above), words.say("Md = %(median)s", median=median),
                    side="center", size=SMALL)  # fmt: skip
        canvas.text((axis.at(box.mean), below), words.say("M = %(mean)s", mean=mean),
                    side="center", size=SMALL)  # fmt: skip
        y += BOX_ROW
    canvas = _finished(canvas, axis, y, words, name=picture.counted or words.say("score"))
    legend = words.say("Box: the middle half of people; line: median (Md); dot: mean (M)")
    lines = wrapped(legend, canvas.width, SMALL)
    canvas.lines((0, canvas.height + LINE / 2), lines, size=SMALL)
    canvas.height += LINE * len(lines)
    return canvas


def _box(canvas: Canvas, axis: Axis, box: Box, *, y: float, colour: str) -> None:
    """Draw the middle half of people as a box with the median as a line and the mean as a dot."""
    q1, q3, median = axis.at(box.q1), axis.at(box.q3), axis.at(box.median)
    canvas.box((q1, y - BOX / 2), (q3 - q1, BOX), PALE[colour])
    canvas.line((median, y - BOX / 2), (median, y + BOX / 2), Pen(2.5))
    canvas.dot((axis.at(box.mean), y), 3.5, WHITE)


def _axis(canvas: Canvas, span: tuple[float, float], words: Words) -> Axis:
    """Return the axis beside the names of the waves and a number of people."""
    named = max(width_of(name, SIZE) for name in (words.say("entry"), words.say("exit")))
    return Axis(*span, left=named + 26, right=canvas.width - MARGIN)


def _name(canvas: Canvas, y: float, words: Words, *, is_entry: bool) -> None:
    canvas.text((0, y), words.say("entry") if is_entry else words.say("exit"))


def _finished(canvas: Canvas, axis: Axis, y: float, words: Words, *, name: str) -> Canvas:
    """Draw the axis at the foot of a picture."""
    axis.draw(canvas, y, axis.ticks(), label=lambda value: number_of(value, words), name=name)
    canvas.height = y + NAMED_AXIS
    return canvas
