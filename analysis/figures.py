"""Pictures of a report, drawn from the data of its figures."""

from __future__ import annotations

import io
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import matplotlib as mpl
from matplotlib.figure import Figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from analysis.document import BeforeAfter
    from analysis.words import Words

#: Dark for entry, light for exit: told apart in black and white too.
ENTRY_COLOUR = "#1f4e79"
EXIT_COLOUR = "#e8a33d"

#: Bars drawn at most over the range of a scale; neighbouring scores are gathered.
BARS = 30

#: Text as outlines, the same identifiers every time: the picture looks and reads alike anywhere.
STYLE: dict[Any, Any] = {"svg.fonttype": "path", "svg.hashsalt": "zamer", "font.size": 11}


def before_after_svg(picture: BeforeAfter, words: Words) -> str:
    """Return an SVG of the two distributions on one axis, entry above, exit below, means marked.

    The same data give the same bytes.
    """
    with mpl.rc_context(STYLE):
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
        target = io.StringIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target.getvalue()


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
