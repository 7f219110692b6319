"""Pictures of a report, drawn from the data of its figures."""

from __future__ import annotations

import io
import math
import textwrap
from decimal import Decimal
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import matplotlib as mpl
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.ft2font import FT2Font
from matplotlib.patches import Patch

from analysis.document import Bands, BeforeAfter, Dumbbell, Quartiles

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

    from analysis.document import Box, Picture
    from analysis.words import Words

#: Where the typefaces of our pictures are; the one they are drawn in has most signs.
TYPEFACES = Path(mpl.get_data_path()) / "fonts" / "ttf"

#: Dark for entry, light for exit: told apart in black and white too.
ENTRY_COLOUR = "#1f4e79"
EXIT_COLOUR = "#e8a33d"

#: Bars drawn at most over the range of a scale; neighbouring scores are gathered.
BARS = 30

#: Text as outlines, the same identifiers every time: the picture looks and reads alike anywhere.
STYLE: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "zamer", "font.size": 11}

#: Dots per inch, enough for print.
PNG_DPI = 200

#: A topic stands over its row, in lines of so many letters; heights are counted in lines.
TOPIC_LETTERS = 46
LINE_INCHES = 0.2
ROW_LINES = 1.5

#: From the lowest band of marks to the highest: light to dark.
LOW_COLOUR, HIGH_COLOUR = "#f3e1bd", "#16375a"

#: From this share on a part of a bar is wide enough for its per cent, and for its marks as well.
NARROW, WIDE = 0.07, 0.22


@cache
def signs() -> frozenset[str]:
    """Return the signs that the typeface of our pictures has."""
    return frozenset(map(chr, FT2Font(str(TYPEFACES / "DejaVuSans.ttf")).get_charmap()))


def figure_svg(picture: Picture, words: Words) -> str:
    """Return an SVG of a picture; the same data give the same bytes."""
    target = io.StringIO()
    with mpl.rc_context(STYLE):
        metadata = {"Date": None, "Creator": None}  # not the hour it was drawn at
        _drawn(picture, words).savefig(target, format="svg", metadata=metadata)
    return target.getvalue()


def figure_png(picture: Picture, words: Words) -> bytes:
    """Return a PNG of a picture, for programs that show no SVG; the same data, the same bytes."""
    target = io.BytesIO()
    with mpl.rc_context(STYLE):
        metadata = {"Software": None}
        _drawn(picture, words).savefig(target, format="png", dpi=PNG_DPI, metadata=metadata)
    return target.getvalue()


def _drawn(picture: Picture, words: Words) -> Figure:
    match picture:
        case BeforeAfter():
            return _before_after(picture, words)
        case Quartiles():
            return _quartiles(picture, words)
        case Dumbbell():
            return _dumbbell(picture, words)
        case Bands():
            return _bands(picture, words)


def _before_after(picture: BeforeAfter, words: Words) -> Figure:
    """Draw the two distributions on one axis, entry above, exit below, means marked."""
    figure = Figure(figsize=(6, 3.4), layout="constrained")
    axes = figure.subplots(2, 1, sharex=True, sharey=True)
    rows = (
        (words.say("entry"), picture.entry, ENTRY_COLOUR, picture.means[0]),
        (words.say("exit"), picture.exit, EXIT_COLOUR, picture.means[1]),
    )
    for axis, (title, scores, colour, mean) in zip(axes, rows, strict=True):
        _bars(axis, scores, picture, colour)
        axis.axvline(mean, color="black", linewidth=1.5, linestyle="--")
        label = words.say("M = %(mean)s", mean=words.number(mean, picture.digits))
        axis.annotate(label, (mean, 1), (4, -2), xycoords=("data", "axes fraction"),
                      textcoords="offset points", va="top")  # fmt: skip
        axis.set_ylabel(title)
        axis.spines[["top", "right"]].set_visible(False)
        axis.yaxis.get_major_locator().set_params(integer=True)
    axes[-1].xaxis.set_major_formatter(lambda value, _place: _tick(value, words))
    axes[-1].set_xlabel(words.say("score; bars: people"))
    return figure


def _quartiles(picture: Quartiles, words: Words) -> Figure:
    """Draw two boxes from quartile to quartile, median and mean marked.

    It shows six figures and no person, so it may stand where single scores may not.
    """
    figure, axis = _framed(6, 2.6, left=0.75, bottom=0.55)
    _box(axis, 1, picture.entry, ENTRY_COLOUR)
    _box(axis, 0, picture.exit, EXIT_COLOUR)
    for height, box in ((1, picture.entry), (0, picture.exit)):
        median, mean = (words.number(value, picture.digits) for value in (box.median, box.mean))
        axis.text(box.median, height + 0.27, words.say("Md = %(median)s", median=median),
                  va="bottom", ha=_side(box.median, picture))  # fmt: skip
        axis.text(box.mean, height - 0.29, words.say("M = %(mean)s", mean=mean),
                  va="top", ha=_side(box.mean, picture))  # fmt: skip
    axis.set_xlim(*_padded(picture.range))
    axis.set_ylim(-0.65, 1.65)
    axis.set_yticks([1, 0], [words.say("entry"), words.say("exit")])
    axis.spines[["top", "right"]].set_visible(False)
    axis.xaxis.set_major_formatter(lambda value, _place: _tick(value, words))
    axis.set_xlabel(words.say("score"))
    return figure


def _box(axis: Axes, height: float, box: Box, colour: str) -> None:
    """Draw the middle half of people as a box with the median as a line and the mean as a dot."""
    axis.barh(
        height,
        box.q3 - box.q1,
        left=box.q1,
        height=0.5,
        color=colour,
        alpha=0.55,
        edgecolor="black",
    )
    axis.vlines(box.median, height - 0.25, height + 0.25, color="black", linewidth=3)
    axis.plot(box.mean, height, "o", color="white", markeredgecolor="black", markersize=8)


def _side(value: float, picture: Quartiles) -> Literal["left", "center", "right"]:
    """Return where a label hangs on its figure: near an end of the scale it runs inwards."""
    low, high = picture.range
    share = (value - low) / (high - low)
    return "left" if share < 0.1 else "right" if share > 0.9 else "center"


def _padded(span: tuple[float, float]) -> tuple[float, float]:
    """Return the range of a scale with a margin, so that its ends are not cut."""
    margin = (span[1] - span[0]) / 40
    return span[0] - margin, span[1] + margin


def _dumbbell(picture: Dumbbell, words: Words) -> Figure:
    """Draw two means a row: a hollow circle expected, a filled square in fact."""
    figure, axis, heights = _topics([topic for topic, _, _ in picture.rows])
    for height, (_, entry, exit_) in zip(heights, picture.rows, strict=True):
        axis.plot([entry, exit_], [height] * 2, color="black", linewidth=1.5, zorder=2)
        axis.plot(entry, height, "o", color="white", markeredgecolor=ENTRY_COLOUR,
                  markeredgewidth=2, markersize=12, zorder=3)  # fmt: skip
        axis.plot(exit_, height, "s", color=EXIT_COLOUR, markeredgecolor="black",
                  markersize=7, zorder=4)  # fmt: skip
        left, right = sorted((entry, exit_))
        for mean, side, shift in ((left, "right", -9), (right, "left", 9)):
            axis.annotate(words.number(mean, picture.digits), (mean, height), (shift, 0),
                          textcoords="offset points", ha=side, va="center")  # fmt: skip
    axis.set_xlim(picture.range[0] - 0.9, picture.range[1] + 0.9)
    axis.set_xticks(range(picture.range[0], picture.range[1] + 1))
    axis.grid(axis="x", color="#d0d0d0", linewidth=0.6)
    axis.set_axisbelow(True)
    expected = axis.plot([], [], "o", color="white", markeredgecolor=ENTRY_COLOUR,
                         markeredgewidth=2, markersize=12)  # fmt: skip
    in_fact = axis.plot([], [], "s", color=EXIT_COLOUR, markeredgecolor="black", markersize=7)
    titles = [words.say("expected (entry)"), words.say("in fact (exit)")]
    figure.legend([*expected, *in_fact], titles, loc="upper center", ncols=2,
                  frameon=False)  # fmt: skip
    return figure


def _bands(picture: Bands, words: Words) -> Figure:
    """Draw a bar a row, cut into bands from the lowest marks to the highest."""
    figure, axis, heights = _topics([topic for topic, _ in picture.rows])
    kinds = sorted({band[:2] for _, bands in picture.rows for band in bands})
    for height, (_, bands) in zip(heights, picture.rows, strict=True):
        _stack(axis, height, bands, span=picture.range, words=words)
    axis.set_xlim(0, 1)
    axis.set_xticks([0, 0.25, 0.5, 0.75, 1])
    axis.xaxis.set_major_formatter(lambda value, _place: words.percent(value))
    marks = [
        Patch(facecolor=_shade(band, picture.range), edgecolor="black", linewidth=0.6)
        for band in kinds
    ]
    titles = [words.say("%(low)s–%(high)s", low=low, high=high) for low, high in kinds]
    figure.legend(marks, titles, loc="upper center", ncols=len(kinds), frameon=False,
                  handlelength=1.4, columnspacing=1.2)  # fmt: skip
    return figure


def _stack(
    axis: Axes,
    height: float,
    bands: tuple[tuple[int, int, int], ...],
    *,
    span: tuple[int, int],
    words: Words,
) -> None:
    """Draw one bar, its parts' per cent inside them."""
    people = sum(n for _, _, n in bands)
    left = 0.0
    for low, high, n in bands:
        shade = _shade((low, high), span)
        axis.barh(height, n / people, left=left, height=0.95, color=shade, edgecolor="black",
                  linewidth=0.6)  # fmt: skip
        share = words.percent(n / people)
        if n / people >= WIDE:
            share = words.say("%(low)s–%(high)s: %(share)s", low=low, high=high, share=share)
        if n / people >= NARROW:
            ink = "white" if _darkness((low, high), span) > 0.6 else "black"
            axis.text(left + n / people / 2, height, share, color=ink, ha="center", va="center")
        left += n / people


def _darkness(band: tuple[int, int], span: tuple[int, int]) -> float:
    """Return where the middle of a band lies in the range of marks, from 0 to 1."""
    return (sum(band) / 2 - span[0]) / (span[1] - span[0])


def _shade(band: tuple[int, int], span: tuple[int, int]) -> tuple[float, float, float]:
    """Return the colour of a band: the higher its marks, the darker, joined bands in between."""
    part = _darkness(band, span)
    low, high = to_rgb(LOW_COLOUR), to_rgb(HIGH_COLOUR)
    red, green, blue = (start + (end - start) * part for start, end in zip(low, high, strict=True))
    return red, green, blue


def _framed(
    width: float, height: float, *, left: float = 0.3, bottom: float = 0.35, top: float = 0.1
) -> tuple[Figure, Axes]:
    """Return a figure of so many inches and its axes, with margins of so many inches.

    Margins that are known beforehand take half the time of a layout that has to find them.
    """
    figure = Figure(figsize=(width, height))
    axis = figure.add_axes(
        (
            left / width,
            bottom / height,
            1 - (left + 0.3) / width,
            1 - (bottom + top) / height,
        )
    )
    return figure, axis


def _topics(topics: Sequence[str]) -> tuple[Figure, Axes, tuple[float, ...]]:
    """Return a figure with a title over each row, and the heights of the rows from the top."""
    titles = [textwrap.fill(topic, TOPIC_LETTERS) for topic in topics]
    lines = [title.count("\n") + 1 + ROW_LINES for title in titles]
    bottoms = [sum(lines) - up_to for up_to in accumulate(lines)]
    figure, axis = _framed(5, sum(lines) * LINE_INCHES + 0.75, top=0.4)
    for title, bottom in zip(titles, bottoms, strict=True):
        axis.annotate(title, (0, bottom + ROW_LINES - 0.15), va="bottom",
                      xycoords=("axes fraction", "data"),
                      bbox={"facecolor": "white", "edgecolor": "none", "pad": 1})  # fmt: skip
    axis.set_ylim(0, sum(lines))
    axis.set_yticks([])
    axis.spines[["top", "right", "left"]].set_visible(False)
    return figure, axis, tuple(bottom + ROW_LINES / 2 for bottom in bottoms)


def _bars(
    axis: Axes, scores: tuple[tuple[float, int], ...], picture: BeforeAfter, colour: str
) -> None:
    """Draw how many people have which score, over the whole range of the scale.

    A bar stands for one possible score, or for equally many of them where they are too many.
    """
    low, high = picture.range
    possible = round((high - low) / picture.step) + 1
    width = picture.step * math.ceil(possible / BARS)
    first = low - picture.step / 2
    bars = math.ceil((high + picture.step / 2 - first) / width - 1e-9)
    axis.hist(
        [score for score, _ in scores],
        bins=bars,
        range=(first, first + bars * width),
        weights=[n for _, n in scores],
        color=colour,
        edgecolor="white",
        linewidth=0.5,
    )
    axis.set_xlim(first, first + bars * width)


def _tick(value: float, words: Words) -> str:
    """Return a number of the axis as the reader writes it."""
    exponent = Decimal(f"{value:.6g}").normalize().as_tuple().exponent
    return words.number(value, max(0, -exponent) if isinstance(exponent, int) else 0)
