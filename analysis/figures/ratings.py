"""Topics that people gave marks on: expected and in fact, and how the marks spread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures.canvas import SMALL, WHITE, Canvas, Pen
from analysis.figures.scales import (
    AXIS,
    ENTRY_COLOUR,
    EXIT_COLOUR,
    MARK,
    Axis,
    Part,
    draw_legend,
    height_of,
    number_of,
    rows_below,
    shade,
    stack,
    topic_lines,
)

if TYPE_CHECKING:
    from analysis.figures.canvas import Point
    from analysis.pictures import Bands, Dumbbell
    from analysis.words import Words

#: Points of a row with two marks, and of a bar.
DUMBBELL_ROW, BAR = 14.0, 17.0

#: Points at both ends of an axis, for a mark or half a number.
MARGIN = 26.0

EXPECTED = Pen(2, ENTRY_COLOUR)


def dumbbell(picture: Dumbbell, words: Words) -> Canvas:
    """Draw two means a row: a hollow circle expected, a filled square in fact."""
    canvas = Canvas()
    legend = [words.say("expected (entry)"), words.say("in fact (exit)")]
    top = draw_legend(canvas, legend, lambda place, at: _mark(canvas, at, is_entry=not place))
    titles = topic_lines(topic for topic, _, _ in picture.rows)
    axis = Axis(*picture.range, left=MARGIN, right=canvas.width - MARGIN)
    bottom = top + height_of(titles, DUMBBELL_ROW)
    ticks = range(picture.range[0], picture.range[1] + 1)
    for (_, entry, exit_), lines, (title, row) in zip(
        picture.rows, titles, rows_below(top, titles, DUMBBELL_ROW), strict=True
    ):
        canvas.lines((0, title), lines)
        y = row + DUMBBELL_ROW / 2
        axis.grid(canvas, (row, row + DUMBBELL_ROW), ticks)
        canvas.line((axis.at(entry), y), (axis.at(exit_), y), Pen(1.5))
        _mark(canvas, (axis.at(entry), y), is_entry=True)
        _mark(canvas, (axis.at(exit_), y), is_entry=False)
        low, high = (words.number(mean, picture.digits) for mean in sorted((entry, exit_)))
        canvas.text((axis.at(min(entry, exit_)) - 8, y), low, side="right", size=SMALL)
        canvas.text((axis.at(max(entry, exit_)) + 8, y), high, size=SMALL)
    axis.draw(canvas, bottom, ticks, label=lambda value: number_of(value, words))
    canvas.height = bottom + AXIS
    return canvas


def _mark(canvas: Canvas, at: Point, *, is_entry: bool) -> None:
    if is_entry:
        canvas.dot(at, 5, WHITE, EXPECTED)
    else:
        canvas.square(at, 3, EXIT_COLOUR)


def bands(picture: Bands, words: Words) -> Canvas:
    """Draw a bar a row, cut into bands from the lowest marks to the highest."""
    canvas = Canvas()
    kinds = sorted({band[:2] for _, row in picture.rows for band in row})
    names = [words.say("%(low)s–%(high)s", low=low, high=high) for low, high in kinds]

    def mark(place: int, at: Point) -> None:
        canvas.square(at, MARK / 2, shade(_shade(kinds[place], picture.range)), Pen(0.6))

    top = draw_legend(canvas, names, mark)
    titles = topic_lines(topic for topic, _ in picture.rows)
    axis = Axis(0, 1, left=0.5, right=canvas.width - 0.5)
    for (_, row), lines, (title, y) in zip(
        picture.rows, titles, rows_below(top, titles, BAR), strict=True
    ):
        canvas.lines((0, title), lines)
        people = sum(n for _, _, n in row)
        parts = [_part(band, people, picture.range, words) for band in row]
        stack(canvas, axis, parts, top=y, height=BAR)
    bottom = top + height_of(titles, BAR)
    axis.draw(canvas, bottom, (0, 0.25, 0.5, 0.75, 1), label=words.percent)
    canvas.height = bottom + AXIS
    return canvas


def _part(band: tuple[int, int, int], people: int, span: tuple[int, int], words: Words) -> Part:
    low, high, n = band
    share = words.percent(n / people)
    said = words.say("%(low)s–%(high)s: %(share)s", low=low, high=high, share=share)
    return Part(n / people, _shade((low, high), span), (said, share))


def _shade(band: tuple[int, int], span: tuple[int, int]) -> float:
    """Return where the middle of a band lies in the range of marks, from 0 to 1."""
    return (sum(band) / 2 - span[0]) / (span[1] - span[0])
