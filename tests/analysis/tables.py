"""All tables of moves that fit what a reader knows, counted one by one."""

from __future__ import annotations

from itertools import combinations_with_replacement, product


def rows_of(n, most):
    """Yield every way to put n people into places that hold at most so many."""
    if len(most) == 1:
        if n <= most[0]:
            yield (n,)
        return
    for first in range(max(0, n - sum(most[1:])), min(n, most[0]) + 1):
        for rest in rows_of(n - first, most[1:]):
            yield (first, *rest)


def tables(entry, exit_):
    """Yield every table of whole numbers with these margins."""
    if not entry:
        yield ()
        return
    for first in rows_of(entry[0], exit_):
        left = [n - taken for n, taken in zip(exit_, first, strict=True)]
        for rest in tables(entry[1:], left):
            yield (first, *rest)


def ways(counts):
    """Return how many rose, stayed and fell in a table."""
    cells = [(column - row, n) for row, line in enumerate(counts) for column, n in enumerate(line)]
    return tuple(sum(n for step, n in cells if way(step)) for way in
                 (lambda step: step > 0, lambda step: step == 0, lambda step: step < 0))  # fmt: skip


def parts(counts, steps):
    """Yield every number of people that a reader may ask of a table beside the directions."""
    spans = list(combinations_with_replacement(range(len(counts)), 2))
    for (low, high), (left, right) in product(spans, repeat=2):
        if high < left or right < low or low == high == left == right:
            yield sum(sum(line[left : right + 1]) for line in counts[low : high + 1])
    if steps is not None:
        rose, _, fell = ways(counts)
        yield from (steps[0] - rose, steps[2] - fell)
