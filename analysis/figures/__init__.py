"""Pictures of a report, drawn from the data of its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from analysis.figures.change import before_after, quartiles
from analysis.figures.effects import forest
from analysis.figures.letters import TYPEFACES, signs, width_of
from analysis.figures.levels import flows, level_stacks
from analysis.figures.ratings import bands, dumbbell
from analysis.figures.returns import returns
from analysis.pictures import (
    Bands,
    BeforeAfter,
    Dumbbell,
    Flows,
    Forest,
    LevelStacks,
    Quartiles,
    Returns,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.figures.canvas import Canvas
    from analysis.pictures import Picture
    from analysis.words import Words

__all__ = ["TYPEFACES", "drawn", "figure_svg", "signs", "width_of"]

#: What draws each kind of picture.
DRAWN_BY: dict[type[Picture], Callable[[Any, Words], Canvas]] = {
    BeforeAfter: before_after,
    Quartiles: quartiles,
    Dumbbell: dumbbell,
    Bands: bands,
    Returns: returns,
    LevelStacks: level_stacks,
    Flows: flows,
    Forest: forest,
}


def figure_svg(picture: Picture, words: Words) -> str:
    """Return an SVG of a picture; the same data give the same bytes."""
    return drawn(picture, words).svg()


def drawn(picture: Picture, words: Words) -> Canvas:
    """Return the sheet a picture is drawn on."""
    return DRAWN_BY[type(picture)](picture, words)
