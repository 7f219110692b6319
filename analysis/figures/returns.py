"""Who answered: a bar for all who were invited, filled as far as they did."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from analysis.figures.canvas import LINE, SIZE, SMALL, WHITE, Canvas, Pen
from analysis.figures.letters import width_of, wrapped
from analysis.figures.scales import (
    AXIS,
    ENTRY_COLOUR,
    GAP,
    MARK,
    Axis,
    draw_legend,
)

if TYPE_CHECKING:
    from analysis.figures.canvas import Point
    from analysis.pictures import Return, Returns
    from analysis.words import Words

#: Points of a bar, and of what it takes.
BAR, ROW = 13.0, 18.0

#: Points on the right of the bars, for half a number.
MARGIN = 16.0


def returns(picture: Returns, words: Words) -> Canvas:
    """Draw a bar a role and wave: its frame all who were invited, its filling who answered."""
    canvas = Canvas()

    def mark(place: int, at: Point) -> None:
        canvas.square(at, MARK / 2, WHITE if place else ENTRY_COLOUR, Pen(0.8))

    top = draw_legend(canvas, [words.say("answered"), words.say("did not answer")], mark)
    told = {row: _told(row, words) for row in picture.rows}
    named = max(width_of(row.wave, SIZE) for row in picture.rows) + GAP
    room = max(width_of(text, SMALL) for text in told.values()) + GAP
    axis = Axis(0, 1, left=named, right=canvas.width - room)
    for who, rows in groupby(picture.rows, key=lambda row: row.who):
        lines = wrapped(who, canvas.width, SIZE)
        canvas.lines((0, top + LINE / 2), lines)
        top += LINE * len(lines) + 2
        for row in rows:
            _bar(canvas, axis, row, top=top, told=told[row])
            top += ROW
        top += GAP
    axis.draw(canvas, top, (0, 0.25, 0.5, 0.75, 1), label=words.percent)
    canvas.height = top + AXIS
    return canvas


def _bar(canvas: Canvas, axis: Axis, row: Return, *, top: float, told: str) -> None:
    share = row.answered / row.invited if row.invited else 0.0
    canvas.text((0, top + BAR / 2), row.wave)
    canvas.box((axis.left, top), (axis.right - axis.left, BAR), WHITE, Pen(0.8))
    canvas.box((axis.left, top), (axis.at(share) - axis.left, BAR), ENTRY_COLOUR, Pen(0.8))
    canvas.text((axis.right + GAP, top + BAR / 2), told, size=SMALL)


def _told(row: Return, words: Words) -> str:
    """Return the numbers beside a bar."""
    said = words.say("%(answered)s of %(invited)s", answered=row.answered, invited=row.invited)
    return f"{said} ({words.percent(row.answered / row.invited)})" if row.invited else said
