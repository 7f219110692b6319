"""Somebody who has every file of a programme's reports and subtracts whatever can be subtracted.

A figure is a sum over the people behind it, or gives one. So from figures of one scale or item at
one wave follow the sums over all sets of people that adding and subtracting makes of theirs.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from itertools import combinations
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.education import JOURNAL
from app.registries import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from tests.app.reports.bases import Figure
    from tests.app.reports.truth import People

#: The scales that a score is the sum of.
Parts: TypeAlias = frozenset[str]


def betrayed(shown: Iterable[Figure], k: int) -> dict[tuple[str, str, str], set[People]]:
    """Return the sets of 1 … k-1 people whose sum follows from figures, by scale or item and wave.

    People who stand behind the same figures cannot be told apart. Some few of these atoms are
    betrayed where a combination of the figures has nobody else in it: where without their columns
    the figures are less independent of each other. A total stands with its parts: it is their sum,
    so each of them has a column for every atom.
    """
    by_subject: dict[tuple[str, str, str], set[tuple[Parts, People]]] = defaultdict(set)
    for figure in shown:
        role, about, wave = figure.subject
        together, parts = _parts(about)
        by_subject[role, together, wave].add((parts, figure.people))
    found = {subject: _few_in(list(bases), k) for subject, bases in by_subject.items()}
    return {subject: few for subject, few in found.items() if few}


@cache
def _parts(about: str) -> tuple[str, Parts]:
    """Return what a scale or item stands with, and what it is the sum of."""
    questionnaire, _, code = about.partition("/")
    if "@" in questionnaire or questionnaire == JOURNAL:
        return about, frozenset({about})
    scales = LIBRARY.get(questionnaire).scales
    [total] = [scale for scale in scales if scale.overlaps] or [scales[0]]
    is_sum = total.overlaps and code == total.code
    return questionnaire, frozenset(total.overlaps if is_sum else {code})


def _few_in(bases: Sequence[tuple[Parts, People]], k: int) -> set[People]:
    atoms: dict[tuple[bool, ...], set[int]] = defaultdict(set)
    for person in frozenset().union(*(people for _, people in bases)):
        atoms[tuple(person in people for _, people in bases)].add(person)
    columns = sorted(frozenset().union(*(parts for parts, _ in bases)))
    table = np.array([
        [[is_in[row] and part in parts for part in columns] for is_in in atoms]
        for row, (parts, _) in enumerate(bases)
    ], dtype=float)  # fmt: skip
    people = [frozenset(atom) for atom in atoms.values()]
    small = [place for place, atom in enumerate(people) if len(atom) < k]
    few = [some for some in _subsets(small) if 0 < sum(len(people[one]) for one in some) < k]
    rank = _rank(table)
    return {
        frozenset().union(*(people[place] for place in some))
        for some in few
        if _rank(np.delete(table, some, axis=1)) < rank
    }


def _rank(table: NDArray[np.float64]) -> int:
    """Return how many of the rows are independent."""
    flat = table.reshape(len(table), -1)
    return int(np.linalg.matrix_rank(flat)) if flat.size else 0


def _subsets(of: Sequence[int]) -> list[tuple[int, ...]]:
    """Return every subset, the smaller ones first."""
    return [some for size in range(len(of) + 1) for some in combinations(of, size)]
