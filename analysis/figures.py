"""Pictures of a report, drawn from the data of its figures."""

from __future__ import annotations

import io
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

#: Bars drawn at most over the range of a scale; finer scores are gathered.
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
            _bars(axis, scores, picture.range, colour)
            axis.axvline(mean, color="black", linewidth=1.5, linestyle="--")
            label = words.say("M = %(mean)s", mean=words.number(mean, picture.digits))
            axis.annotate(label, (mean, 1), (4, -2), xycoords=("data", "axes fraction"),
                          textcoords="offset points", va="top")  # fmt: skip
            axis.set_ylabel(title)
            axis.spines[["top", "right"]].set_visible(False)
            axis.yaxis.get_major_locator().set_params(integer=True)
        axes[-1].set_xlabel(words.say("score; bars: people"))
        target = io.StringIO()
        figure.savefig(target, format="svg", metadata={"Date": None, "Creator": None})
    return target.getvalue()


def _bars(
    axis: Axes, scores: tuple[tuple[float, int], ...], range_: tuple[float, float], colour: str
) -> None:
    """Draw how many people have which score, over the whole range of the scale."""
    low, high = range_
    steps = high - low
    bins = int(steps) + 1 if steps <= BARS and steps == int(steps) else BARS
    half = steps / (bins - 1) / 2
    axis.hist(
        [score for score, _ in scores],
        bins=bins,
        range=(low - half, high + half),
        weights=[n for _, n in scores],
        color=colour,
        edgecolor="white",
        linewidth=0.5,
    )
    axis.set_xlim(low - half, high + half)
