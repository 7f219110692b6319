"""What a reader can work out of a table of moves between levels of which only sums are shown."""

from __future__ import annotations

from itertools import combinations_with_replacement, permutations, product
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.disclosure import BaseRule
    from analysis.transitions import Counts

#: (row, column) of cells of a table.
Cells: TypeAlias = frozenset[tuple[int, int]]

#: Cells with one person more, and as many with one fewer: another table with the same margins.
Exchange: TypeAlias = tuple[Cells, Cells]


def told_by_margins(counts: Counts, rule: BaseRule, steps: tuple[int, int, int] | None) -> bool:
    """Say whether 1 … k-1 people follow from a table's margins.

    Parameters
    ----------
    counts
        People by level, rows entry, columns exit.
    rule
        The programme's k.
    steps
        How many people's raw scores rose, stayed and fell; None where that is not shown.

    Returns
    -------
    bool
        Whether a small part of the table is the same in all tables with these margins (in which no
        more people rise, or fall, than their scores did), or those whose score rose, or fell,
        within a level are.

    Notes
    -----
    The tables looked at differ from the real one by a person in each of four or six cells. A part
    that is the same in all of them is taken for known, though a table farther off may have another.
    """
    small = _small_parts(counts, rule)
    if steps is None:
        return _stays(small, _exchanges(counts))
    above, below = _above(len(counts)), _below(len(counts))
    rose, fell = steps[0] - _people(counts, above), steps[2] - _people(counts, below)
    small += [part for part, within in ((above, rose), (below, fell)) if rule.is_small(within)]
    possible = (
        one
        for one in _exchanges(counts)
        if _change(above, one) <= rose and _change(below, one) <= fell
    )
    return _stays(small, possible)


def told_by_directions(counts: Counts, rule: BaseRule) -> bool:
    """Say whether 1 … k-1 people follow from a table's margins and how many rose, stayed and fell.

    Of three levels the answer is exact; of more a part may be taken for known that is not.
    """
    above, below = _above(len(counts)), _below(len(counts))
    possible = (
        one for one in _exchanges(counts) if _change(above, one) == _change(below, one) == 0
    )
    return _stays(_small_parts(counts, rule), possible)


def _stays(small: list[Cells], exchanges: Iterable[Exchange]) -> bool:
    """Say whether some small part is the same after every exchange."""
    for one in exchanges:
        small = [part for part in small if not _change(part, one)]
    return bool(small)


def _small_parts(counts: Counts, rule: BaseRule) -> list[Cells]:
    return [part for part in _parts(len(counts)) if rule.is_small(_people(counts, part))]


def _parts(size: int) -> Iterator[Cells]:
    """Yield what may be asked of a table: how many went from some neighbouring levels to some.

    All of them up, or all down; and how many stayed at one level.
    """
    spans = list(combinations_with_replacement(range(size), 2))
    for (low, high), (left, right) in product(spans, repeat=2):
        if high < left or right < low or low == high == left == right:
            yield frozenset(product(range(low, high + 1), range(left, right + 1)))


def _exchanges(counts: Counts) -> Iterator[Exchange]:
    """Yield every exchange of two or three people's exits that leaves no cell below nobody."""
    size = len(counts)
    for length in (2, 3):
        for rows, columns in product(permutations(range(size), length), repeat=2):
            fewer = frozenset(zip(rows, columns[1:] + columns[:1], strict=True))
            if all(counts[row][column] for row, column in fewer):
                yield frozenset(zip(rows, columns, strict=True)), fewer


def _above(size: int) -> Cells:
    """Return the cells of those who rose to a higher level."""
    return frozenset((row, column) for row in range(size) for column in range(row + 1, size))


def _below(size: int) -> Cells:
    return frozenset((row, column) for column, row in _above(size))


def _people(counts: Counts, cells: Cells) -> int:
    return sum(counts[row][column] for row, column in cells)


def _change(part: Cells, exchange: Exchange) -> int:
    more, fewer = exchange
    return len(part & more) - len(part & fewer)
