"""When a report may draw on other educational results than the one before it.

Whoever holds both reports takes the difference: the rows that went and those that came must be
nobody's, or those of at least k pupils.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence
    from fractions import Fraction

    #: The values of one pupil who has both.
    Pair: TypeAlias = tuple[Fraction, Fraction]

#: What figures are drawn from: both values, each of them, and the difference.
VIEWS: tuple[Callable[[Pair], Hashable], ...] = (
    lambda pair: pair,
    lambda pair: pair[0],
    lambda pair: pair[1],
    lambda pair: pair[1] - pair[0],
)


def tells_of_few(before: Sequence[Pair], after: Sequence[Pair], *, gone: int, k: int) -> bool:
    """Say whether the difference of two reports would be drawn from fewer than k pupils.

    Parameters
    ----------
    before, after
        The pupils with both values that either report draws on.
    gone
        How many more the first has drawn on, whose values have been erased since.
    """
    if len(before) + gone < k or len(after) < k:
        return False  # one of them shows nothing at all
    if not gone and before == after:
        return False  # as is usual, and soon found out
    for view in VIEWS:
        old, new = Counter(map(view, before)), Counter(map(view, after))
        went, came = (old - new).total() + gone, (new - old).total()
        if 0 < went < k or 0 < came < k:
            return True
    return False
