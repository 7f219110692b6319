"""What parents of the demonstration say of the programme at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.database import random_key
from app.demo.simulation import generator
from app.guests.words import QUESTIONNAIRES
from app.models import Audience, GuestAnswer, GuestSurvey
from app.registries import LIBRARY
from app.selfcodes.tokens import new_token
from instruments.model import Kind

if TYPE_CHECKING:
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.demo.story import Story
    from app.models import Programme
    from instruments.model import Instrument

#: Most parents are content: the middle of their marks, and how far they lie apart.
CONTENT, SPREAD = 8.0, 1.7

#: Every fifth writes something, one of these in turn.
WRITES = 5
TEXTS = (
    "Ребёнок с радостью идёт на встречи, спасибо.",
    "Хотелось бы заранее знать расписание встреч.",
    "Стало легче с уроками, пусть программа продолжается.",
    "Расскажите родителям о программе в начале года.",
)


def add_parents(session: scoped_session[Session], programme: Programme, story: Story) -> None:
    """Write the parents' forms of a programme; the questionnaire is over."""
    instrument = LIBRARY.get(QUESTIONNAIRES[Audience.PARENT])
    survey = GuestSurvey(
        programme_id=programme.id,
        audience=Audience.PARENT,
        code=instrument.code,
        version=instrument.version,
        sha256=instrument.sha256,
        token=new_token(),
        invited=story.parents * 4 // 3,
        is_open=False,
    )
    session.add(survey)
    session.flush()
    session.add_all(
        GuestAnswer(id=random_key(), survey_id=survey.id, answers=_answers(instrument, place))
        for place in range(story.parents)
    )


def _answers(instrument: Instrument, place: int) -> dict[str, int | str | None]:
    random = generator("parent", place)
    return {
        item.code: (TEXTS[place // WRITES % len(TEXTS)] if place % WRITES == 0 else None)
        if item.kind is Kind.TEXT
        else min(10, max(1, round(random.gauss(CONTENT, SPREAD))))
        for item in instrument.items
    }
