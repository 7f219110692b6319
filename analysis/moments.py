"""Sums that the reliability of a scale is computed from, so that no row per person is kept."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property, lru_cache, partial
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from analysis.errors import MomentsError
from instruments.scoring import keyed_score

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instruments.exact import Exact
    from instruments.model import Instrument, Scale

    Matrix: TypeAlias = np.ndarray[Any, np.dtype[Any]]

Score = TypeVar("Score")

#: Sums of whole numbers that stay up to this one are exact in floating point.
EXACT_FLOATS = 2**53

#: Different answers to one item that are remembered at a time.
REMEMBERED = 1024


@dataclass(frozen=True)
class ItemMoments:
    """What the reliability of one scale, wave, version and role needs to know of the answers.

    Attributes
    ----------
    items
        Codes of the k items, in the order of the key.
    n
        People who answered all k items; the others are left out (listwise).
    sums
        Sums of the k keyed item scores (reverse-keyed items already turned).
    products
        k rows of k sums of products of two keyed item scores.
    """

    items: tuple[str, ...]
    n: int
    sums: tuple[Exact, ...]
    products: tuple[tuple[Exact, ...], ...]

    @classmethod
    def from_rows(cls, items: Sequence[str], rows: Iterable[Sequence[Exact | None]]) -> ItemMoments:
        """Gather the moments of complete rows.

        Parameters
        ----------
        items
            Codes of the k items.
        rows
            One row of k keyed item scores per person; None is missing and leaves the person out.

        Raises
        ------
        MomentsError
            A row has more or fewer than k scores.
        """
        kept = list(rows)
        for row in kept:
            if len(row) != len(items):
                raise MomentsError(f"a row of {len(row)} scores for {len(items)} items")
        return cls.from_columns(items, _columns(kept, len(items)))

    @classmethod
    def from_columns(
        cls, items: Sequence[str], columns: Sequence[Sequence[Exact | None]]
    ) -> ItemMoments:
        """Gather the moments of people who have a score in every column.

        Parameters
        ----------
        items
            Codes of the k items.
        columns
            The keyed scores of each item, one person's at the same place in all; None is missing
            and leaves the person out.

        Raises
        ------
        MomentsError
            There are more or fewer than k columns, or they are of different lengths.
        """
        if len(columns) != len(items) or len(set(map(len, columns))) > 1:
            lengths = [len(column) for column in columns]
            raise MomentsError(f"columns of {lengths} scores for {len(items)} items")
        whole, unit = _complete(columns)
        return cls(
            tuple(items),
            whole.shape[1],
            tuple(_parts(whole.sum(axis=1), unit)),
            tuple(tuple(_parts(row, unit * unit)) for row in whole @ whole.T),
        )

    def __add__(self, other: ItemMoments) -> ItemMoments:
        """Merge the moments of different people.

        Raises
        ------
        MomentsError
            They are of different items.
        """
        if self.items != other.items:
            raise MomentsError(f"{self.items} and {other.items} are different items")
        return ItemMoments(
            self.items,
            self.n + other.n,
            tuple(one + two for one, two in zip(self.sums, other.sums, strict=True)),
            tuple(
                tuple(one + two for one, two in zip(row, row_two, strict=True))
                for row, row_two in zip(self.products, other.products, strict=True)
            ),
        )

    @cached_property
    def covariances(self) -> list[list[Fraction]]:
        """The k rows of k covariances with n - 1; needs two people."""
        k, pairs = len(self.items), self.n * (self.n - 1)
        found = [[Fraction(0)] * k for _ in range(k)]
        for row in range(k):
            for column in range(row + 1):
                shared = self.n * self.products[row][column] - self.sums[row] * self.sums[column]
                found[row][column] = found[column][row] = Fraction(shared) / pairs
        return found


def _columns(rows: Sequence[Sequence[Score]], width: int) -> Sequence[Sequence[Score]]:
    """Return the columns of rows that are all so wide, also where there is no row."""
    return list(zip(*rows, strict=True)) or [()] * width


def _complete(columns: Sequence[Sequence[Exact | None]]) -> tuple[Matrix, int]:
    """Return the scores of people without a gap as whole numbers, and what part of 1 they count.

    A row per item and a column per person, so typed that its sums of products are exact: floating
    point as long as they fit, which is fast, else Python's own whole numbers.
    """
    if all(set(map(type, column)) <= {int, NoneType} for column in columns):
        numbers = np.array(columns, dtype=np.float64)
        numbers = numbers[:, ~np.isnan(numbers).any(axis=0)]
        if _sums_fit(numbers):
            return numbers, 1
    people = [person for person in zip(*columns, strict=True) if None not in person]
    unit = math.lcm(*{score.denominator for person in people for score in person})
    parts = [[int(score * unit) for score in person] for person in people]
    whole = np.array(parts, dtype=object).reshape(len(people), len(columns)).T
    return (whole.astype(np.float64) if _sums_fit(whole) else whole), unit


def _sums_fit(whole: Matrix) -> bool:
    """Say whether sums of products of these whole numbers are exact in floating point."""
    largest = int(np.abs(whole).max(initial=0))
    return bool(largest**2 * whole.shape[1] <= EXACT_FLOATS)


def _parts(totals: Matrix, unit: int) -> list[Exact]:
    """Return whole numbers of a part of 1 as exact numbers."""
    if unit == 1:
        return [int(total) for total in totals]
    return [Fraction(int(total), unit) for total in totals]


class KeyedAnswers:
    """Answers to an instrument as its scales count them.

    What an answer counts as is worked out once and remembered: people give the same few.
    """

    def __init__(self, instrument: Instrument, scales: Sequence[Scale]) -> None:
        self._keys = {scale.item_codes: scale.keys + scale.minus for scale in scales}
        self._score = {
            # Typed, for true is no answer where 1 is.
            key: lru_cache(REMEMBERED, typed=True)(partial(keyed_score, key, instrument))
            for keys in self._keys.values()
            for key in keys
        }

    def moments(self, answers: Sequence[Mapping[str, object]]) -> list[ItemMoments]:
        """Return the moments of every scale over these forms, in the order of the scales.

        Parameters
        ----------
        answers
            The answers of each form by item code; an item that is absent or None is missing, and
            leaves its person out of the scales that have it.

        Raises
        ------
        AnswerError
            An answer is not one of its item's.
        """
        codes = [key.item for key in self._score]
        # Of millions of answers each costs what the loop in here costs: they are C's own.
        given = _columns([tuple(map(form.get, codes)) for form in answers], len(codes))
        columns = {
            key: list(map(score, column))
            for (key, score), column in zip(self._score.items(), given, strict=True)
        }
        return [
            ItemMoments.from_columns(items, [columns[key] for key in keys])
            for items, keys in self._keys.items()
        ]
