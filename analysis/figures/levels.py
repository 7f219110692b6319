"""Levels of a scale: the people at each of them at both waves, and who moved where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.figures.canvas import BLACK, LINE, SIZE, SMALL, THIN, WHITE, WIDTH, Canvas
from analysis.figures.letters import width_of, wrapped
from analysis.figures.scales import (
    AXIS,
    ENTRY_COLOUR,
    EXIT_COLOUR,
    GAP,
    MARK,
    Axis,
    Part,
    draw_legend,
    shade,
    stack,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.figures.canvas import Point, Side
    from analysis.pictures import Flows, LevelPeople, LevelStacks
    from analysis.words import Words

#: Points of a bar, and of what it takes.
BAR, ROW = 15.0, 17.0

#: Points of all people of a flow, between two levels of it, and of the bars at both ends.
PEOPLE, BETWEEN, END = 150.0, 8.0, 12.0

#: Points for the titles of levels at each side of a flow, and of a line of them.
SIDE, SMALL_LINE = 90.0, 11.0

LEFT: Side = "left"
RIGHT: Side = "right"

#: Points of the least band with a number on it.
READABLE = 10.0

#: Whoever stayed, rose and fell: told apart in black and white, too.
STAYED, ROSE, FELL = "#e4e4e4", ENTRY_COLOUR, EXIT_COLOUR


def level_stacks(picture: LevelStacks, words: Words) -> Canvas:
    """Draw two bars a scale, entry above exit, cut into levels from the lowest to the highest."""
    canvas = Canvas()
    known = {part.title: part.place for _, parts in picture.rows for part in parts}
    names = sorted(known, key=lambda title: known[title])

    def mark(place: int, at: Point) -> None:
        canvas.square(at, MARK / 2, shade(known[names[place]]), THIN)

    top = draw_legend(canvas, names, mark)
    waves = (words.say("entry"), words.say("exit"))
    axis = Axis(
        0, 1, left=max(width_of(wave, SMALL) for wave in waves) + GAP, right=canvas.width - 16
    )
    for scale, parts in picture.rows:
        lines = wrapped(scale, canvas.width, SIZE)
        canvas.lines((0, top + LINE / 2), lines)
        top += LINE * len(lines) + 2
        for wave, people in zip(waves, _both(parts), strict=True):
            canvas.text((0, top + BAR / 2), wave, size=SMALL)
            stack(canvas, axis, _parts(parts, people, words), top=top, height=BAR)
            top += ROW
        top += GAP
    axis.draw(canvas, top, (0, 0.25, 0.5, 0.75, 1), label=words.percent)
    canvas.height = top + AXIS
    return canvas


def _both(parts: Sequence[LevelPeople]) -> tuple[list[int], list[int]]:
    return [part.entry for part in parts], [part.exit for part in parts]


def _parts(parts: Sequence[LevelPeople], people: Sequence[int], words: Words) -> list[Part]:
    """Return the parts of a bar: each says its per cent and, where there is room, its people."""
    whole = sum(people)
    found = []
    for part, n in zip(parts, people, strict=True):
        share = words.percent(n / whole)
        said = f"{share} (n = {words.number(n, 0)})"
        found.append(Part(n / whole, part.place, (said, share) if n else ()))
    return found


def flows(picture: Flows, words: Words) -> Canvas:
    """Draw levels at entry on the left, at exit on the right, the highest above; bands between."""
    canvas = Canvas()
    colours = (ROSE, STAYED, FELL)
    legend = [words.say("to higher scores"), words.say("stayed"), words.say("to lower scores")]

    def mark(place: int, at: Point) -> None:
        canvas.square(at, MARK / 2, colours[place], THIN)

    top = draw_legend(canvas, legend, mark)
    entry = [sum(row) for row in picture.counts]
    exit_ = [sum(column) for column in zip(*picture.counts, strict=True)]
    ends = (
        _End.of(picture.levels, entry, is_left=True, top=top, words=words),
        _End.of(picture.levels, exit_, is_left=False, top=top, words=words),
    )
    _flow(canvas, picture.counts, ends, words)
    for end in ends:
        _names(canvas, end)
        wave = words.say("entry") if end.side == "right" else words.say("exit")
        canvas.text((end.x + end.beside, top + LINE / 2), wave, side=end.side)
    canvas.height = max(end.bottom for end in ends) + GAP
    return canvas


@dataclass(frozen=True)
class _End:
    """The levels at one wave, from the lowest, as a bar cut into pieces, the highest at the top.

    Attributes
    ----------
    x, beside, side
        The left edge of the bar; from there to the words beside it, and which side of them that is.
    tops, heights
        Where each level begins, and how high it is.
    said
        The lines beside each level.
    point
        How high a person is.
    """

    x: float
    beside: float
    side: Side
    tops: list[float]
    heights: list[float]
    said: list[list[str]]
    point: float

    @property
    def bottom(self) -> float:
        """Where the lowest level ends, or what is written beside it."""
        return self.tops[0] + max(self.heights[0], len(self.said[0]) * SMALL_LINE)

    @classmethod
    def of(
        cls,
        levels: Sequence[str],
        people: Sequence[int],
        *,
        is_left: bool,
        top: float,
        words: Words,
    ) -> _End:
        """Return the end of a flow; a level takes at least the room of what is said beside it."""
        whole = sum(people)
        heights = [PEOPLE * n / whole for n in people]
        said = [
            [
                *wrapped(title, SIDE - 6, SMALL),
                f"{words.number(n, 0)} ({words.percent(n / whole)})",
            ]
            for title, n in zip(levels, people, strict=True)
        ]
        tops: list[float] = []
        top += LINE + 2
        for high, lines in zip(reversed(heights), reversed(said), strict=True):
            tops.insert(0, top)
            top += max(high, len(lines) * SMALL_LINE) + BETWEEN
        x, beside, side = (SIDE, -5.0, RIGHT) if is_left else (WIDTH - SIDE - END, END + 5, LEFT)
        return cls(x, beside, side, tops, heights, said, PEOPLE / whole)


def _flow(
    canvas: Canvas, counts: Sequence[Sequence[int]], ends: tuple[_End, _End], words: Words
) -> None:
    """Draw the bands, those of people who stayed below the others."""
    size = len(counts)
    starts, stops = list(ends[0].tops), list(ends[1].tops)
    bands = []
    for here in reversed(range(size)):
        for there in reversed(range(size)):
            n = counts[here][there]
            bands.append((here, there, n, starts[here], stops[there]))
            starts[here] += n * ends[0].point
            stops[there] += n * ends[0].point
    bands.sort(key=lambda band: band[0] != band[1])
    left = ends[0].x + END
    for here, there, n, start, stop in (band for band in bands if band[2]):
        colour = STAYED if here == there else ROSE if there > here else FELL
        thick = n * ends[0].point
        canvas.ribbon((left, start), (ends[1].x, stop), thick, colour)
        if thick >= READABLE:
            ink = WHITE if colour == ROSE else BLACK
            at = left + 4, start + thick / 2
            canvas.text(at, words.number(n, 0), size=SMALL, colour=ink)


def _names(canvas: Canvas, end: _End) -> None:
    """Draw the levels of one wave with what is said beside them."""
    last = max(1, len(end.tops) - 1)
    for place, (top, high) in enumerate(zip(end.tops, end.heights, strict=True)):
        canvas.box((end.x, top), (END, high), shade(place / last))
        lines = end.said[place]
        y = top + max(high, len(lines) * SMALL_LINE) / 2 - (len(lines) - 1) * SMALL_LINE / 2
        for number, line in enumerate(lines):
            at = end.x + end.beside, y + number * SMALL_LINE
            canvas.text(at, line, side=end.side, size=SMALL)
