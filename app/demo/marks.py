"""The marks of the demonstration: of nobody, a little better after, most of it chance."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from app.demo.simulation import generator
from app.models import Measure, WaveKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from app.demo.cast import Member
    from app.education.pairing import Value

    #: What a journal holds of one pupil for one term.
    Term: TypeAlias = dict[Measure, Fraction]

#: The programme whose mentees' marks have been handed in.
STORY = 1

#: Marks of a term, subjects, and marks from which a subject counts as quality of knowledge.
MARKS, SUBJECTS, GOOD = (18, 36), 11, 3.5

#: The level of a mentee before the programme, how pupils differ, and what a year adds.
START, SPREAD, RISE = 3.55, 0.4, 0.06

#: How much a pupil's level moves between terms.
MOVES = 0.22

#: Lessons missed in a term: before, after, how pupils differ, and terms of one pupil.
MISSED_BEFORE, MISSED_AFTER, MISSED_SPREAD, MISSED_MOVES = 13.5, 12.8, 5.5, 3.5


def marks_of(members: Sequence[Member]) -> dict[Measure, list[Value]]:
    """Return before and after of every measure; who came late or left has one term only."""
    rows: dict[Measure, list[Value]] = {measure: [] for measure in Measure}
    for member in members:
        random = generator("journal", *member.place)
        level = random.gauss(START, SPREAD)
        ill = random.gauss(0, MISSED_SPREAD)
        before = _term(random, level, MISSED_BEFORE + ill)
        after = _term(random, level + random.gauss(RISE, MOVES), MISSED_AFTER + ill)
        answers = member.fate.answers
        for measure in Measure:
            entry = before[measure] if WaveKind.ENTRY in answers else None
            exit_ = after[measure] if WaveKind.EXIT in answers else None
            if entry is not None or exit_ is not None:
                rows[measure].append((entry, exit_, None))
    return rows


def _term(random: Random, level: float, missed: float) -> Term:
    n = random.randint(*MARKS)
    marks = [min(5, max(2, round(random.gauss(level, 0.7)))) for _ in range(n)]
    good = sum(random.gauss(level, 0.6) >= GOOD for _ in range(SUBJECTS))
    return {
        Measure.MEAN_MARK: round(Fraction(sum(marks), n), 2),
        Measure.QUALITY: Fraction(round(100 * good / SUBJECTS)),
        Measure.MISSED: Fraction(max(0, round(random.gauss(missed, MISSED_MOVES)))),
    }
