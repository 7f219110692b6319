"""From the database to what reports are computed from: tables of scores, and counts.

The database does the counting; nobody's key leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, not_, or_, select, union

from analysis.paired import PairedScores
from analysis.quality import WaveQuality
from app.database import db
from app.models import Participant, ResponseQuality, Score, Submission
from instruments.scoring import SCORING_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement, Select, Subquery

    from app.models import Arm, ProgrammeRole
    from instruments.model import Instrument, Scale


@dataclass(frozen=True)
class People:
    """Participants of one programme, role and arm."""

    programme_id: int
    role: ProgrammeRole
    arm: Arm

    @property
    def condition(self) -> ColumnElement[bool]:
        """What is true of these participants."""
        return and_(
            Participant.programme_id == self.programme_id,
            Participant.role == self.role,
            Participant.arm == self.arm,
        )


@dataclass(frozen=True)
class Asked:
    """One questionnaire that was given at one wave."""

    administration_id: int
    instrument: Instrument


def paired_scores(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    *,
    left_out: Subquery | None = None,
    only: Subquery | None = None,
) -> PairedScores:
    """Count how many people have each pair of scores; a wave without the scale has none.

    Parameters
    ----------
    left_out
        The persons who are not counted, as `with_some_scores` gives them.
    only
        The persons who are counted, as `flagged_persons` gives them; by default all.
    """
    scores = Scores.of(entry, exit_, left_out)
    query = scores.joined(select(*scores.columns, func.count())).where(people.condition)
    if only is not None:
        query = query.where(_is_in(only))
    rows = db.session.execute(query.group_by(*scores.columns))
    return PairedScores.from_rows((*pair_of(columns), n) for *columns, n in rows)


def _is_in(persons: Subquery) -> ColumnElement[bool]:
    return Participant.person.in_(select(persons.c.person))


def with_some_scores(asked: Sequence[Asked], scales: Sequence[Scale]) -> Subquery:
    """Return the persons who at one of the waves have a score on some scales, and not on all."""
    of_waves = (
        select(Score.person)
        .where(
            Score.administration_id == one.administration_id,
            Score.scale.in_([scale.code for scale in scales]),
            Score.scoring_version == SCORING_VERSION,
        )
        .group_by(Score.person)
        .having(func.count() < len(scales))
        for one in asked
    )
    return union(*of_waves).subquery()


def flagged_persons(asked: Sequence[Asked]) -> Subquery:
    """Return the persons who filled in one of these forms in a way that looks careless."""
    rows = select(ResponseQuality.person).where(
        ResponseQuality.administration_id.in_([one.administration_id for one in asked]),
        ResponseQuality.flagged,
    )
    return rows.subquery()


@dataclass(frozen=True)
class Scores:
    """The scores of one scale by person, at entry and at exit, and whose are left out."""

    before: Subquery
    after: Subquery
    left_out: Subquery | None

    @classmethod
    def of(
        cls,
        entry: tuple[Asked, Scale] | None,
        exit_: tuple[Asked, Scale] | None,
        left_out: Subquery | None,
    ) -> Scores:
        """Return those of two waves; a wave without the scale has none."""
        return cls(_scores(entry), _scores(exit_), left_out)

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """What `pair_of` makes scores of."""
        before, after = self.before.c, self.after.c
        # Numerators differ, denominators hardly ever do: a sort looks at the first columns most.
        return before.numerator, after.numerator, before.denominator, after.denominator

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Let a query see the participants who have a score at either wave, and their scores."""
        before, after = self.before.c.numerator, self.after.c.numerator
        joined = (
            query.select_from(Participant)
            .outerjoin(self.before, self.before.c.person == Participant.person)
            .outerjoin(self.after, self.after.c.person == Participant.person)
            .where(or_(before.is_not(None), after.is_not(None)))
        )
        return joined if self.left_out is None else joined.where(not_(_is_in(self.left_out)))


def _scores(asked: tuple[Asked, Scale] | None) -> Subquery:
    """Return the scores of one scale by person; none where it was not asked."""
    given = (None, None) if asked is None else (asked[0].administration_id, asked[1].code)
    return (
        select(Score.person, Score.numerator, Score.denominator)
        .where(
            Score.administration_id == given[0],
            Score.scale == given[1],
            Score.scoring_version == SCORING_VERSION,
        )
        .subquery()
    )


def pair_of(columns: Sequence[Any]) -> tuple[Fraction | None, Fraction | None]:
    """Return the scores at entry and at exit that stand in `Scores.columns`."""
    entry, exit_, of_entry, of_exit = columns
    return (
        None if entry is None else _fraction(entry, of_entry),
        None if exit_ is None else _fraction(exit_, of_exit),
    )


@lru_cache(maxsize=10_000)
def _fraction(numerator: int, denominator: int) -> Fraction:
    """Return a score; equal ones are one object, which are compared at once."""
    return Fraction(numerator, denominator)


def how_many(people: People, *waves: Sequence[Asked]) -> int:
    """Count the participants who handed in something of each of these waves."""
    answered = [
        exists().where(
            Submission.person == Participant.person,
            Submission.administration_id.in_([asked.administration_id for asked in wave]),
        )
        for wave in waves
    ]
    return (
        db.session.scalar(
            select(func.count()).select_from(Participant).where(people.condition, *answered)
        )
        or 0
    )


def how_many_withdrew(people: People) -> int:
    """Count the participants whose consent has been withdrawn."""
    query = select(func.count()).select_from(Participant).where(people.condition)
    return db.session.scalar(query.where(Participant.withdrawn_on.is_not(None))) or 0


def how_many_of(people: People, persons: Subquery) -> int:
    """Count the participants who are among these persons."""
    query = select(func.count()).select_from(Participant).where(people.condition, _is_in(persons))
    return db.session.scalar(query) or 0


def wave_quality(people: People, asked: Asked | None) -> WaveQuality | None:
    """Return how the forms of a wave were filled in; None where none has been judged."""
    if asked is None:
        return None
    n, missing, longest_run, n_variance, variance = db.session.execute(
        select(
            func.count(),
            func.avg(ResponseQuality.missing),
            func.avg(ResponseQuality.longest_run),
            func.count(ResponseQuality.variance),
            func.avg(ResponseQuality.variance),
        )
        .join(Participant, Participant.person == ResponseQuality.person)
        .where(people.condition, ResponseQuality.administration_id == asked.administration_id)
    ).one()
    if not n:
        return None
    return WaveQuality(
        n=n,
        missing=float(missing),
        longest_run=float(longest_run),
        n_variance=n_variance,
        variance=None if variance is None else float(variance),
    )
