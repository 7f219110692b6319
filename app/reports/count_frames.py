"""From the database to counts of people and to how forms were filled in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, exists, func, select

from analysis.quality import WaveQuality
from app.database import db
from app.models import Participant, ResponseQuality, Submission
from app.reports.frames import HAS_SOME_SCORES, OF_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import ColumnElement

    from app.reports.frames import Asked, Compared, People


@dataclass(frozen=True)
class Turnout:
    """How many of some people handed in something of each wave, and of whom nothing is left.

    Attributes
    ----------
    people
        All of them.
    withdrawn
        Those whose consent has been withdrawn.
    """

    people: int
    entry: int
    exit: int
    both: int
    withdrawn: int


def _how_many(*conditions: ColumnElement[bool]) -> Any:
    return (
        select(func.count()).select_from(Participant).where(OF_PEOPLE, *conditions)
    ).scalar_subquery()


def _answered(wave: str) -> ColumnElement[bool]:
    return exists().where(
        Submission.person == Participant.person,
        Submission.administration_id.in_(bindparam(wave, expanding=True)),
    )


_turnout = select(
    _how_many(),
    _how_many(_answered("entry")),
    _how_many(_answered("exit")),
    _how_many(_answered("entry"), _answered("exit")),
    _how_many(Participant.withdrawn_on.is_not(None)),
)


def turnout(people: People, entry: Sequence[Asked], exit_: Sequence[Asked]) -> Turnout:
    """Count the participants who answered any of these questionnaires."""
    waves = {
        name: [asked.administration_id for asked in wave]
        for name, wave in (("entry", entry), ("exit", exit_))
    }
    return Turnout(*db.session.execute(_turnout, people.values | waves).one())


_with_some_scores = select(_how_many(HAS_SOME_SCORES))


def how_many_with_some_scores(people: People, compared: Compared) -> int:
    """Count the participants with a score on some scales of a wave, and not on all."""
    return db.session.scalar(_with_some_scores, people.values | compared.values) or 0


_quality = (
    select(
        ResponseQuality.administration_id,
        func.count(),
        func.avg(ResponseQuality.missing),
        func.avg(ResponseQuality.longest_run),
        func.count(ResponseQuality.variance),
        func.avg(ResponseQuality.variance),
    )
    .join(Participant, Participant.person == ResponseQuality.person)
    .where(OF_PEOPLE, ResponseQuality.administration_id.in_(bindparam("forms", expanding=True)))
    .group_by(ResponseQuality.administration_id)
)


def wave_quality(people: People, asked: Sequence[Asked]) -> dict[int, WaveQuality]:
    """Return how the forms of each questionnaire were filled in; none where none was judged."""
    forms = {"forms": [one.administration_id for one in asked]}
    return {
        form: WaveQuality(
            n=n,
            missing=float(missing),
            longest_run=float(longest_run),
            n_variance=n_variance,
            variance=None if variance is None else float(variance),
        )
        for form, n, missing, longest_run, n_variance, variance in db.session.execute(
            _quality, people.values | forms
        )
    }
