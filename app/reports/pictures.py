"""Pictures as the formats of one report share them: drawing takes longest of all."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from analysis.figures import figure_svg

if TYPE_CHECKING:
    from analysis.document import Picture
    from analysis.words import Words

#: More than one report has.
MOST = 64


@lru_cache(maxsize=MOST)
def picture_svg(picture: Picture, words: Words) -> str:
    """Return an SVG of a picture, drawn once for the page and the PDF."""
    return figure_svg(picture, words)
