"""The base rule: nothing drawn from answers is shown for fewer than k people.

It is applied to results before a document exists, so that no format can leak what it hides.
Counts of participation are not drawn from answers and stand outside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

#: The least and the greatest k a programme may choose, and what it has unless it chooses.
SMALLEST_K, LARGEST_K, DEFAULT_K = 3, 10, 5

#: Under this many people figures describe and nothing is concluded.
FEW = 10

#: What heads such figures.
DESCRIPTIVE = N_("descriptive: too few people for a conclusion")

#: Of a base under this many people files carry figures rounded as printed.
ROUNDED_UNDER = 20


@dataclass(frozen=True)
class BaseRule:
    """What may be shown of a base of people.

    Attributes
    ----------
    k
        The smallest base of which anything is shown, and the smallest category shown apart.
    """

    k: int = DEFAULT_K

    def shows(self, n: int) -> bool:
        """Say whether anything may be shown of this many people."""
        return n >= self.k

    def is_small(self, n: int) -> bool:
        """Say whether a category, or a difference of two bases, of n people betrays them."""
        return 0 < n < self.k

    def merged(self, counts: Sequence[int]) -> tuple[tuple[int, ...], ...]:
        """Gather ordered categories until none holds 1 … k-1 people.

        Parameters
        ----------
        counts
            People in each category, in the order of the categories.

        Returns
        -------
        tuple of tuples of int
            The places of the categories that are shown together, in order. Every place stands in
            exactly one group; a group holds nobody or at least k people, unless all of them
            together are fewer than k, who are then in one group (and nothing of them is shown).
        """
        groups = [[place] for place in range(len(counts))]
        while len(groups) > 1:
            sizes = [sum(counts[place] for place in group) for group in groups]
            small = next((at for at, size in enumerate(sizes) if self.is_small(size)), None)
            if small is None:
                break
            other = self._neighbour(sizes, small)
            first, second = sorted((small, other))
            groups[first : second + 1] = [groups[first] + groups[second]]
        return tuple(map(tuple, groups))

    @staticmethod
    def _neighbour(sizes: Sequence[int], small: int) -> int:
        """Return the smaller neighbour that holds anybody, else any neighbour."""
        sides = [at for at in (small - 1, small + 1) if 0 <= at < len(sizes)]
        return min(sides, key=lambda at: (sizes[at] == 0, sizes[at]))
