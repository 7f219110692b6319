"""What parents and partners were asked and have answered: counts, marks, and texts of enough."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.paired import PairedScores
from app.database import db
from app.models import GuestAnswer, GuestSurvey
from app.registries import registry_of
from app.sealing import keyed_digest
from instruments.model import Kind

if TYPE_CHECKING:
    from app.models import Audience, Programme
    from instruments.model import Instrument, Item


def surveys_of(programme: Programme) -> dict[Audience, GuestSurvey]:
    """Return what a programme asks from outside, by whom it asks."""
    found = db.session.scalars(select(GuestSurvey).filter_by(programme_id=programme.id))
    return {survey.audience: survey for survey in sorted(found, key=lambda one: one.audience)}


def survey_at(token: str) -> GuestSurvey | None:
    """Return what an address leads to."""
    return db.session.scalar(select(GuestSurvey).filter_by(token=token))


def instrument_of(survey: GuestSurvey) -> Instrument:
    """Return exactly the questionnaire that is given."""
    registry = registry_of(survey.programme.school_id)
    return registry.get(f"{survey.code}@{survey.version}")


def n_answered(survey: GuestSurvey) -> int:
    """Count the forms that came in."""
    query = select(func.count()).select_from(GuestAnswer).filter_by(survey_id=survey.id)
    return db.session.scalar(query) or 0


def marks(survey: GuestSurvey, item: Item) -> PairedScores:
    """Count how many gave which mark to an item; nobody was asked at entry."""
    answer = GuestAnswer.answers[item.code].as_integer()
    rows = db.session.execute(
        select(answer, func.count()).filter_by(survey_id=survey.id).group_by(answer)
    )
    return PairedScores.from_rows((None, Fraction(mark), n) for mark, n in rows if mark is not None)


def texts(survey: GuestSurvey) -> list[str]:
    """Return what they wrote, in an order that means nothing; none of fewer than k people."""
    items = [item.code for item in instrument_of(survey).items if item.kind is Kind.TEXT]
    rows = db.session.execute(
        select(GuestAnswer.id, GuestAnswer.answers).filter_by(survey_id=survey.id)
    ).all()
    written = [
        (keyed_digest(f"guests:{key}/{item}"), answers[item])
        for key, answers in rows
        for item in items
        if answers.get(item)
    ]
    return [text for _, text in sorted(written)] if len(written) >= survey.programme.k else []
