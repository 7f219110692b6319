"""From the database to what reports are computed from: tables of scores, and counts.

The database does the counting; nobody's key leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, exists, func, intersect, or_, select

from analysis.paired import PairedScores
from app.database import db
from app.models import Participant, Score, Submission
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


@dataclass(frozen=True)
class ScoreTables:
    """How many people have each pair of scores: all of them, and the flagged ones among them."""

    pairs: PairedScores
    flagged: PairedScores


def paired_scores(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    *,
    among: Subquery | None = None,
    flagged: Subquery | None = None,
) -> ScoreTables:
    """Count how many people have each pair of scores; a wave without the scale has none.

    Parameters
    ----------
    among
        The persons who may stand in a pair, as `with_all_scores` gives them; the scores of anybody
        else stand apart, as of somebody who answered at one wave only.
    flagged
        The persons who are counted once more by themselves, as `flagged_persons` gives them.
    """
    scores = Scores(scores_at(entry), scores_at(exit_), among, flagged)
    rows = db.session.execute(
        scores.joined(select(*scores.columns, func.count()))
        .where(people.condition)
        .group_by(*scores.columns)
    ).all()
    counted = [(scores.read(columns), n) for *columns, n in rows]
    return ScoreTables(
        PairedScores.from_rows((*pair, n) for found, n in counted for pair in found.pairs),
        PairedScores.from_rows(
            (*pair, n) for found, n in counted if found.is_flagged for pair in found.pairs
        ),
    )


def apart(tables: ScoreTables) -> ScoreTables:
    """Return the same scores with nobody in a pair."""
    return ScoreTables(_halves(tables.pairs), _halves(tables.flagged))


def _halves(table: PairedScores) -> PairedScores:
    return PairedScores.from_rows(
        half for entry, exit_, n in table.rows for half in ((entry, None, n), (None, exit_, n))
    )


def with_all_scores(asked: Sequence[Asked], scales: Sequence[Scale]) -> Subquery:
    """Return the persons who have a score on every one of these scales at each of the waves."""
    of_waves = (
        select(Score.person)
        .where(
            Score.administration_id == one.administration_id,
            Score.scale.in_([scale.code for scale in scales]),
            Score.scoring_version == SCORING_VERSION,
        )
        .group_by(Score.person)
        .having(func.count() == len(scales))
        for one in asked
    )
    return intersect(*of_waves).subquery()


@dataclass(frozen=True)
class Found:
    """One person's scores, or those of all people with the same.

    Attributes
    ----------
    pairs
        At entry and at exit; in two halves where they may not stand in a pair.
    """

    pairs: tuple[tuple[Fraction | None, Fraction | None], ...]
    is_flagged: bool


@dataclass(frozen=True)
class Scores:
    """The scores of one scale by person, beside two sets of persons, as `paired_scores` has them.

    Attributes
    ----------
    before, after
        At entry and at exit.
    """

    before: Subquery
    after: Subquery
    among: Subquery | None
    flagged: Subquery | None = None

    @property
    def columns(self) -> tuple[ColumnElement[Any], ...]:
        """What `read` reads."""
        before, after = self.before.c, self.after.c
        # Numerators differ, denominators hardly ever do: a sort looks at the first columns most.
        scores = (before.numerator, after.numerator, before.denominator, after.denominator)
        return scores + tuple(persons.c.person.is_not(None) for persons in self._sets)

    @property
    def _sets(self) -> list[Subquery]:
        return [persons for persons in (self.among, self.flagged) if persons is not None]

    def joined(self, query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
        """Let a query see the participants who have a score at either wave, and their scores."""
        joined = query.select_from(Participant)
        for by_person in (self.before, self.after, *self._sets):
            joined = joined.outerjoin(by_person, by_person.c.person == Participant.person)
        return joined.where(
            or_(self.before.c.numerator.is_not(None), self.after.c.numerator.is_not(None))
        )

    def read(self, columns: Sequence[Any]) -> Found:
        """Return what stands in the columns."""
        entry, exit_, of_entry, of_exit, *belongs = columns
        before = None if entry is None else Fraction(entry, of_entry)
        after = None if exit_ is None else Fraction(exit_, of_exit)
        is_flagged = self.flagged is not None and bool(belongs[-1])
        if self.among is None or belongs[0] or before is None or after is None:
            return Found(((before, after),), is_flagged)
        return Found(((before, None), (None, after)), is_flagged)


def scores_at(asked: tuple[Asked, Scale] | None) -> Subquery:
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


def how_many_of(people: People, persons: Subquery) -> int:
    """Count the participants who are among these persons."""
    query = (
        select(func.count())
        .select_from(Participant)
        .where(people.condition, Participant.person.in_(select(persons.c.person)))
    )
    return db.session.scalar(query) or 0
