"""The table (entry score, exit score, people): all that a paired comparison needs to know."""

from __future__ import annotations

import csv
import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias, TypeVar

from analysis.distribution import Distribution
from analysis.errors import DuplicatePersonError, ScoreError

if TYPE_CHECKING:
    from pathlib import Path

Person = TypeVar("Person")

#: A score as it may be handed in; None where a person has no valid score at a wave.
Score: TypeAlias = Fraction | Decimal | int | None

#: Scores and counts of more digits than this are nobody's, and their squares leave floats' range.
MOST_DIGITS = 36
TOO_LARGE = 10**MOST_DIGITS

ZERO = Fraction(0)

#: Numerator and denominator of a score in lowest terms; None of a missing one.
_Ratio: TypeAlias = tuple[int, int] | None

Row: TypeAlias = tuple[Fraction | None, Fraction | None, int]


@dataclass(frozen=True)
class PairedScores:
    """How many people have each pair of scores on one scale.

    Scale scores take few distinct values, so the table stays small however many people it holds,
    and everything that treats people alike follows from it exactly.

    Attributes
    ----------
    rows
        (entry score, exit score, people), in rising order, no pair twice. None in the place of a
        score: these people have no valid score at that wave.

    Notes
    -----
    Build it with `from_pairs`, `from_rows` or `from_csv`; add tables to merge them.
    """

    rows: tuple[Row, ...]

    @classmethod
    def from_rows(cls, rows: Iterable[tuple[Score, Score, int]]) -> PairedScores:
        """Gather (entry, exit, people); a pair may stand several times.

        Raises
        ------
        ScoreError
            A score is a float, infinite or no number, or its fraction has more than `MOST_DIGITS`
            digits above or below the line; a count is negative or no whole number, or has more.
        """
        # Two numbers are hashed ten times as fast as a fraction.
        pairs: dict[tuple[_Ratio, _Ratio], tuple[Fraction | None, Fraction | None]] = {}
        counts: Counter[tuple[_Ratio, _Ratio]] = Counter()
        for before, after, n in rows:
            if type(n) is not int or not 0 <= n < TOO_LARGE:
                rule = f"a count of people is a whole number from 0, of up to {MOST_DIGITS} digits"
                raise ScoreError(n, rule)
            entry, exit_ = _exact(before), _exact(after)
            place = _ratio(entry), _ratio(exit_)
            pairs[place] = entry, exit_
            counts[place] += n
        del counts[None, None]
        held = [(*pairs[place], n) for place, n in counts.items() if n]
        return cls(tuple(sorted(held, key=_none_last)))

    @classmethod
    def from_pairs(
        cls,
        entry: Mapping[Person, Score] | Iterable[tuple[Person, Score]],
        exit_: Mapping[Person, Score] | Iterable[tuple[Person, Score]],
    ) -> PairedScores:
        """Join the scores of two waves by person.

        Parameters
        ----------
        entry, exit_
            Person to score, or (person, score) pairs; None where the score is missing.

        Raises
        ------
        DuplicatePersonError
            A person stands twice in one wave.
        ScoreError
            As `from_rows`.
        """
        before, after = _once(entry, "entry"), _once(exit_, "exit")
        people = dict.fromkeys([*before, *after])
        return cls.from_rows((before.get(person), after.get(person), 1) for person in people)

    @classmethod
    def from_csv(cls, path: Path) -> PairedScores:
        """Read a table with the columns `entry`, `exit` and `n`; an empty score is missing.

        Scores are whole numbers, decimals with a point, or fractions (41/3).

        Raises
        ------
        ScoreError
            A column is missing, or a cell is no score or count; it names the line.
        """
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restval="")
            if sorted(reader.fieldnames or ()) != ["entry", "exit", "n"]:
                raise ScoreError(reader.fieldnames, "the columns are entry, exit and n")
            return cls.from_rows(_csv_row(row, reader.line_num) for row in reader)

    def __add__(self, other: PairedScores) -> PairedScores:
        """Merge two tables of different people."""
        return PairedScores.from_rows([*self.rows, *other.rows])

    def __sub__(self, other: PairedScores) -> PairedScores:
        """Take out people who are in this table.

        Raises
        ------
        ScoreError
            Some pair of scores has fewer people here than there.
        """
        counts = {(entry, exit_): n for entry, exit_, n in self.rows}
        for entry, exit_, n in other.rows:
            counts[entry, exit_] = counts.get((entry, exit_), 0) - n
        return PairedScores.from_rows((*pair, n) for pair, n in counts.items())

    @cached_property
    def matched(self) -> tuple[tuple[Fraction, Fraction, int], ...]:
        """The rows of people with a valid score at both waves."""
        return tuple(
            (entry, exit_, n)
            for entry, exit_, n in self.rows
            if entry is not None and exit_ is not None
        )

    @property
    def n_matched(self) -> int:
        """People with a valid score at both waves."""
        return sum(n for _, _, n in self.matched)

    @property
    def n_entry(self) -> int:
        """People with a valid score at entry."""
        return sum(n for entry, _, n in self.rows if entry is not None)

    @property
    def n_exit(self) -> int:
        """People with a valid score at exit."""
        return sum(n for _, exit_, n in self.rows if exit_ is not None)

    @cached_property
    def _whole(self) -> tuple[int, tuple[tuple[int, int, int], ...]]:
        """The unit of which all scores are multiples, as 1 / it, and the rows in such units."""
        unit = math.lcm(*{score.denominator for *pair, _ in self.matched for score in pair})
        return unit, tuple(
            (
                entry.numerator * (unit // entry.denominator),
                exit_.numerator * (unit // exit_.denominator),
                n,
            )
            for entry, exit_, n in self.matched
        )

    @cached_property
    def entry(self) -> Distribution:
        """Entry scores of matched people."""
        unit, rows = self._whole
        return Distribution.of_whole(((entry, n) for entry, _, n in rows), unit)

    @cached_property
    def exit(self) -> Distribution:
        """Exit scores of matched people."""
        unit, rows = self._whole
        return Distribution.of_whole(((exit_, n) for _, exit_, n in rows), unit)

    @cached_property
    def differences(self) -> Distribution:
        """Exit - entry of matched people; positive means the raw score rose."""
        unit, rows = self._whole
        return Distribution.of_whole(((exit_ - entry, n) for entry, exit_, n in rows), unit)

    @cached_property
    def covariance(self) -> Fraction:
        """Covariance of entry and exit over matched people, with n - 1; needs two people."""
        unit, rows = self._whole
        n = self.n_matched
        products = Fraction(sum(entry * exit_ * count for entry, exit_, count in rows), unit * unit)
        return (products - self.entry.total * self.exit.total / n) / (n - 1)


def _exact(score: Score) -> Fraction | None:
    if score is None:
        return None
    if isinstance(score, Fraction):
        return _short(score)
    if isinstance(score, int) and not isinstance(score, bool):
        return _short(Fraction(score))
    if isinstance(score, Decimal) and score.is_finite() and abs(score.adjusted()) <= MOST_DIGITS:
        return _short(Fraction(score))
    raise ScoreError(score, "a score is a whole number, a finite Decimal, a Fraction, or None")


def _short(score: Fraction) -> Fraction:
    if not -TOO_LARGE < score.numerator < TOO_LARGE > score.denominator:
        raise ScoreError(score, f"a score is a fraction of numbers of up to {MOST_DIGITS} digits")
    return score


def _ratio(score: Fraction | None) -> _Ratio:
    return None if score is None else score.as_integer_ratio()


def _none_last(row: Row) -> tuple[object, ...]:
    """Return what rows are sorted by: floats first, which are compared fast, then exactly."""
    entry, exit_ = (ZERO if score is None else score for score in row[:2])
    return row[0] is None, float(entry), entry, row[1] is None, float(exit_), exit_


def _once(
    scores: Mapping[Person, Score] | Iterable[tuple[Person, Score]], wave: str
) -> dict[Person, Score]:
    pairs = scores.items() if isinstance(scores, Mapping) else scores
    once: dict[Person, Score] = {}
    for person, score in pairs:
        if person in once:
            raise DuplicatePersonError(person, wave)
        once[person] = score
    return once


def _csv_row(row: dict[str | None, str], line: int) -> Row:
    try:
        if None in row:
            raise ValueError("more cells than columns")
        if not row["n"].isdecimal():
            raise ValueError("no count of people")
        return _csv_score(row["entry"]), _csv_score(row["exit"]), int(row["n"])
    except (ValueError, ZeroDivisionError) as error:
        raise ScoreError(
            tuple(row.values()), f"line {line} holds no two scores and count"
        ) from error


def _csv_score(text: str) -> Fraction | None:
    return Fraction(text) if text.strip() else None
