"""Where a printed sheet goes on to the next page: no chart is cut in two."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

#: Points of a row of one line, and those of a letter's width and around a column's letters.
USUAL_ROW, LETTER, AROUND = 15.0, 5.25, 3.75

#: Points of A4 on its side within its margins; the height is taken with care, for programs differ.
PAPER_WIDTH, PAPER_HEIGHT = 770.0, 455.0


def page_height(widths: Sequence[float]) -> float:
    """Return how many points of rows a page holds where columns so wide are made to fit on it."""
    width = sum(LETTER * one + AROUND for one in widths)
    return PAPER_HEIGHT * max(1.0, width / PAPER_WIDTH)


def breaks(heights: Sequence[float], together: Sequence[tuple[int, int]], page: float) -> list[int]:
    """Return the rows before which a new page begins.

    A program may have room for more on a page than is counted on here, and would go on to the next
    elsewhere. So every page is begun by a break as long as anything to be kept together follows.

    Parameters
    ----------
    heights
        Of each row.
    together
        (first, last) rows to be kept on one page, in the order of their first ones; those that no
        page holds are not.
    page
        The height of a page without the rows that stand on every one.
    """
    found: list[int] = []
    used, last_kept = 0.0, max((first for first, _ in together), default=-1)
    for row, height in enumerate(heights):
        spans = (sum(heights[first : last + 1]) for first, last in together if first == row)
        needed = max((one for one in spans if one <= page), default=height)
        if used + needed > page:
            if row <= last_kept:
                found.append(row)
            used = 0.0
        used += height
    return found
