"""How large the changes of all scales are, with intervals: what is better lies on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.figures.canvas import LINE, SMALL, WHITE, Canvas, Pen
from analysis.figures.letters import width_of, wrapped
from analysis.figures.scales import ENTRY_COLOUR, GAP, NAMED_AXIS, Axis, draw_legend, number_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.canvas import Point
    from analysis.pictures import EffectRow, Forest
    from analysis.words import Words

#: Points of a row, and on the right of the axis, for half a number.
ROW, MARGIN = 13.0, 14.0

#: Stands before the name of a scale that is better when lower.
LESS = "↓"

#: The axis shows at least as much on both sides of zero, and so much around every interval.
LEAST, AROUND = 0.5, 0.05

#: Decimals of a standardised difference.
DIGITS = 2

#: The line of no change, and an interval.
ZERO, BAR = Pen(dash="4 2"), Pen(1.5)


def forest(picture: Forest, words: Words) -> Canvas:
    """Draw a point and its interval a row; of scales without a better end in a part of its own."""
    canvas = Canvas()
    top = _legend(canvas, picture, words)
    if any(row.better == "lower" for row in picture.rows):
        less = words.say("%(mark)s less is better", mark=LESS)
        canvas.text((0, top + LINE / 2 - GAP), less, size=SMALL)
        top += LINE
    axis = _axis(canvas, picture)
    directed = [row for row in picture.rows if row.better != "none"]
    others = [row for row in picture.rows if row.better == "none"]
    for rows in filter(None, (directed, others)):
        top = _part(canvas, axis, rows, top=top, words=words)
    canvas.height = top
    return canvas


def _legend(canvas: Canvas, picture: Forest, words: Words) -> float:
    kinds = sorted({row.primary for row in picture.rows}, reverse=True)
    names = {
        True: words.say("planned scale, 95 % CI"),
        False: words.say("outside the plan, 95 % CI"),
    }

    def mark(place: int, at: Point) -> None:
        _point(canvas, at, primary=kinds[place])

    return draw_legend(canvas, [names[kind] for kind in kinds], mark)


def _part(
    canvas: Canvas, axis: Axis, rows: Sequence[EffectRow], *, top: float, words: Words
) -> float:
    """Draw rows above an axis of their own, and return where they end."""
    ticks = axis.ticks()
    for row in rows:
        said = _said(row, words)
        room = canvas.width - width_of(said, SMALL) - 2 * GAP
        lines = wrapped(_title(row), room, SMALL)
        canvas.lines((0, top + LINE / 2), lines, size=SMALL)
        canvas.text((canvas.width, top + LINE / 2), said, side="right", size=SMALL)
        top += LINE * len(lines)
        axis.grid(canvas, (top, top + ROW), ticks)
        canvas.line((axis.at(0), top), (axis.at(0), top + ROW), ZERO)
        _interval(canvas, axis, row, top + ROW / 2)
        top += ROW + 3
    name = words.say("standardised difference (g)")
    axis.draw(canvas, top, ticks, label=lambda value: number_of(abs(value), words), name=name)
    worse, better = _sides(rows[0], words)
    canvas.text((0, top + NAMED_AXIS - 10), worse, size=SMALL)
    canvas.text((canvas.width, top + NAMED_AXIS - 10), better, side="right", size=SMALL)
    return top + NAMED_AXIS + GAP


def _sides(row: EffectRow, words: Words) -> tuple[str, str]:
    """Return what lies on the left and on the right of a part."""
    if row.better == "none":
        return words.say("← scores fell"), words.say("scores rose →")
    return words.say("← worse"), words.say("better →")


def _interval(canvas: Canvas, axis: Axis, row: EffectRow, y: float) -> None:
    size, (low, high) = _towards_better(row)
    canvas.line((axis.at(low), y), (axis.at(high), y), BAR)
    for end in (low, high):
        canvas.line((axis.at(end), y - 3), (axis.at(end), y + 3), BAR)
    _point(canvas, (axis.at(size), y), primary=row.primary)


def _axis(canvas: Canvas, picture: Forest) -> Axis:
    """Return an axis that shows every interval, and as much on both sides of zero."""
    limits = [abs(limit) for row in picture.rows for limit in (*row.interval, row.size)]
    most = max(LEAST, *limits) + AROUND
    return Axis(-most, most, left=MARGIN, right=canvas.width - MARGIN)


def _towards_better(row: EffectRow) -> tuple[float, tuple[float, float]]:
    """Return where a row is drawn: turned round where less is better."""
    low, high = row.interval
    if row.better != "lower":
        return row.size, (low, high)
    return -row.size, (-high, -low)


def _title(row: EffectRow) -> str:
    return f"{LESS} {row.title}" if row.better == "lower" else row.title


def _said(row: EffectRow, words: Words) -> str:
    """Return the numbers as the tables have them, whichever way is better."""
    size = words.number(row.size, DIGITS)
    return f"{size} {words.interval(row.interval, DIGITS)}"


def _point(canvas: Canvas, at: Point, *, primary: bool) -> None:
    """Draw a filled square of a planned scale, a hollow circle of another."""
    if primary:
        canvas.square(at, 3.5, ENTRY_COLOUR)
    else:
        canvas.dot(at, 3.5, WHITE, BAR)
