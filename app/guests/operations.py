"""Every write around parents and partners: an address, what they answer, when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from app.audit import record
from app.database import writing
from app.guests.words import QUESTIONNAIRES
from app.models import GuestAnswer, GuestSurvey
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.registries import registry_of
from app.selfcodes.tokens import new_token
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.answering.answers import Stored
    from app.models import Audience, Programme, User


def begin(programme: Programme, audience: Audience, *, by: User | None) -> None:
    """Give an audience the latest questionnaire and an address; once is enough."""
    instrument = registry_of(programme.school_id).latest()[QUESTIONNAIRES[audience]]
    with writing() as session:
        lock(session, programme)
        if _survey(session, programme, audience) is not None:
            return
        session.add(
            GuestSurvey(
                programme_id=programme.id,
                audience=audience,
                code=instrument.code,
                version=instrument.version,
                sha256=instrument.sha256,
                token=new_token(),
            )
        )
        record("guests.begin", programme.id, school_id=programme.school_id, by=by)


def change(
    programme: Programme,
    audience: Audience,
    *,
    is_open: bool,
    invited: int | None,
    by: User | None,
) -> None:
    """Take answers or take no more, and write down how many were asked.

    Raises
    ------
    RefusedError
        Fewer are said to have been asked than have answered, or it shall be opened again after a
        report has drawn on it: the difference of two reports would tell what a few have answered.
    """
    with writing() as session:
        lock(session, programme)
        survey = _survey(session, programme, audience)
        if survey is None:
            raise RefusedError(N_("There is no address yet: make one first."))
        if is_open and not survey.is_open and survey.is_reported:
            raise RefusedError(
                N_("A report has been made of these answers: the questionnaire stays closed.")
            )
        _check_invited(session, survey, invited)
        survey.is_open, survey.invited = is_open, invited
        record("guests.change", programme.id, school_id=programme.school_id, by=by)


def hand_in(survey: GuestSurvey, key: int, answers: Mapping[str, Stored]) -> bool:
    """Store a form, unless it is over; one that comes twice is stored once.

    Parameters
    ----------
    key
        The random number that was made with the page.

    Returns
    -------
    bool
        Whether it is stored.
    """
    with writing() as session:
        # whoever closes the questionnaire waits for the forms that are on their way
        session.refresh(survey, with_for_update=True)
        there = session.get(GuestAnswer, key)
        if there is not None:
            return there.survey_id == survey.id
        if not survey.is_open:
            return False
        session.add(GuestAnswer(id=key, survey_id=survey.id, answers=dict(answers)))
    return True


def keep_for_report(session: scoped_session[Session], programme: Programme) -> None:
    """Keep what a report draws on as it is: a questionnaire that is closed opens no more."""
    session.execute(
        update(GuestSurvey)
        .where(GuestSurvey.programme_id == programme.id, GuestSurvey.is_open.is_(False))
        .values(is_reported=True)
    )


def _check_invited(
    session: scoped_session[Session], survey: GuestSurvey, invited: int | None
) -> None:
    count = select(func.count()).select_from(GuestAnswer).filter_by(survey_id=survey.id)
    answered = session.scalar(count) or 0
    if invited is not None and invited < answered:
        raise RefusedError(
            N_(
                "%(answered)s people have answered already, so at least as many were asked.",
                answered=answered,
            )
        )


def _survey(
    session: scoped_session[Session], programme: Programme, audience: Audience
) -> GuestSurvey | None:
    return session.scalar(
        select(GuestSurvey)
        .filter_by(programme_id=programme.id, audience=audience)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
