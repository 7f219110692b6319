"""From the database to what reports are computed from: tables of scores, item moments, counts.

The database does the counting. Of people only answers of one questionnaire at a time are read, for
item moments; nobody's key leaves this module.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import and_, exists, func, or_, select

from analysis.paired import PairedScores
from analysis.reliability import ItemMoments
from app.database import db
from app.models import Participant, Score, Submission
from instruments.scoring import SCORING_VERSION, item_score, keyed_scores

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Subquery

    from app.models import Arm, ProgrammeRole
    from instruments.exact import Exact
    from instruments.model import Instrument, Item, Scale

#: Answers read from the database at a time.
CHUNK = 1000


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
    among: Subquery | None = None,
) -> PairedScores:
    """Count how many people have each pair of scores; a wave without the scale has none.

    Parameters
    ----------
    among
        The persons who may stand in a pair, as `with_all_scores` gives them; the scores of anybody
        else stand apart, as of somebody who answered at one wave only.
    """
    if among is None:
        return _paired(people, entry, exit_, [])
    person = select(among.c.person)
    others = [Participant.person.not_in(person)]
    return (
        _paired(people, entry, exit_, [Participant.person.in_(person)])
        + _paired(people, entry, None, others)
        + _paired(people, None, exit_, others)
    )


def with_all_scores(asked: Sequence[Asked], scales: Sequence[Scale]) -> Subquery:
    """Return the persons who have a score on every one of these scales at each of the waves."""
    rows = (
        select(Submission.person)
        .join(Score, Score.submission_id == Submission.id)
        .where(
            Submission.administration_id.in_([one.administration_id for one in asked]),
            Score.scale.in_([scale.code for scale in scales]),
            Score.scoring_version == SCORING_VERSION,
        )
        .group_by(Submission.person)
        .having(func.count() == len(asked) * len(scales))
    )
    return rows.subquery()


def _paired(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    conditions: Sequence[ColumnElement[bool]],
) -> PairedScores:
    before, after = _scores(entry), _scores(exit_)
    columns = (
        before.c.numerator, before.c.denominator, after.c.numerator, after.c.denominator
    )  # fmt: skip
    rows = db.session.execute(
        select(*columns, func.count())
        .select_from(Participant)
        .outerjoin(before, before.c.person == Participant.person)
        .outerjoin(after, after.c.person == Participant.person)
        .where(
            people.condition,
            or_(before.c.numerator.is_not(None), after.c.numerator.is_not(None)),
            *conditions,
        )
        .group_by(*columns)
    )
    return PairedScores.from_rows(
        (_fraction(one, of_one), _fraction(two, of_two), n) for one, of_one, two, of_two, n in rows
    )


def _scores(asked: tuple[Asked, Scale] | None) -> Subquery:
    """Return the scores of one scale by person; none where it was not asked."""
    given = (None, None) if asked is None else (asked[0].administration_id, asked[1].code)
    return (
        select(Submission.person, Score.numerator, Score.denominator)
        .join(Score, Score.submission_id == Submission.id)
        .where(
            Submission.administration_id == given[0],
            Score.scale == given[1],
            Score.scoring_version == SCORING_VERSION,
        )
        .subquery()
    )


def _fraction(numerator: int | None, denominator: int | None) -> Fraction | None:
    return None if numerator is None else Fraction(numerator, denominator)


def item_moments(people: People, asked: Asked, scales: Sequence[Scale]) -> list[ItemMoments]:
    """Return the moments of every scale over all complete answers of the wave, in one reading."""
    instrument = asked.instrument
    answers = list(_item_scores(people, asked))
    return [
        ItemMoments.from_rows(
            scale.item_codes,
            (keyed_scores(scale.keys + scale.minus, instrument, scores) for scores in answers),
        )
        for scale in scales
    ]


def _item_scores(people: People, asked: Asked) -> Iterator[dict[str, Exact | None]]:
    """Yield the item scores of each person, in no order that means anything."""
    items = [
        asked.instrument.by_code[code]
        for code in dict.fromkeys(
            code for scale in asked.instrument.scales for code in scale.item_codes
        )
    ]
    rows = db.session.scalars(
        select(Submission.answers)
        .join(Participant, Participant.person == Submission.person)
        .where(people.condition, Submission.administration_id == asked.administration_id)
        .execution_options(yield_per=CHUNK)
    )
    for answers in rows:
        yield {item.code: item_score(item, answers.get(item.code)) for item in items}


def yes_and_no(people: People, asked: Asked, item: Item) -> tuple[int, int]:
    """Count the yes and the no to one item."""
    answer = Submission.answers[item.code].as_integer()
    rows = db.session.execute(
        select(answer, func.count())
        .join(Participant, Participant.person == Submission.person)
        .where(people.condition, Submission.administration_id == asked.administration_id)
        .group_by(answer)
    )
    counts: dict[int | None, int] = dict(rows.all())
    return counts.get(1, 0), counts.get(0, 0)


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
