"""Writes one programme of the demonstration: people, consents, waves and their answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import update

from app.answering.operations import store_submission
from app.demo.appraisal import fill_appraisal
from app.demo.cast import cast
from app.demo.coding import code_open_answers
from app.demo.decisions import decide
from app.demo.marks import STORY, marks_of
from app.demo.parents import add_parents
from app.demo.simulation import directions
from app.education.operations import HandedIn, write_results
from app.models import (
    Consent,
    ConsentState,
    Membership,
    MentoringForm,
    Paper,
    Programme,
    ProgrammeRole,
    Slip,
    Wave,
    WaveKind,
    YearKind,
)
from app.programmes.administering import administration_of
from app.programmes.new_people import store_people
from app.programmes.questionnaires import defaults, place_in_order
from app.programmes.slips import unused_codes
from app.registries import registry_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.demo.cast import Member
    from app.demo.story import Calendar, Story
    from app.models import Administration, School
    from instruments.registry import Registry

FORM = MentoringForm.PUPIL_PUPIL

#: The programme whose curator has already read the conclusions.
DECIDED = 1

DAY = timedelta(days=1)

#: Slips are handed out, and papers come back, so long after the beginning.
SLIPS, PAPERS = timedelta(days=2), timedelta(days=7)

#: Whoever leaves does so this long before the exit wave.
LEFT = timedelta(days=40)


@dataclass(frozen=True)
class Telling:
    """One programme of the story on its way into the database."""

    session: scoped_session[Session]
    programme: Programme
    story: Story
    calendar: Calendar

    @property
    def registry(self) -> Registry:
        """The questionnaires of the school."""
        return registry_of(self.programme.school_id)

    def days(self, kind: WaveKind) -> tuple[date, ...]:
        """Return the school days of a wave."""
        return self.calendar.days(self.story, kind)


def fill_programme(
    session: scoped_session[Session], school: School, story: Story, calendar: Calendar
) -> None:
    """Write a programme with everything that happened in it, inside an operation."""
    programme = _programme(school, story, calendar)
    session.add(programme)
    session.flush()
    telling = Telling(session, programme, story, calendar)
    waves = _add_waves(telling)
    people = _add_people(telling)
    if story.parents:
        add_parents(session, programme, story)
    if story.number == DECIDED:
        decide(session, programme)
    for role in ProgrammeRole:
        asked = {
            wave.kind: [form for form in wave.administrations if role in form.roles]
            for wave in waves
        }
        _add_answers(telling, asked, [one for one in people if one[0].role is role])
    if story.is_sorted:
        code_open_answers(session, programme)
    fill_appraisal(session, programme, story.number)
    if story.number == STORY:
        mentees = [member for member, _ in people if member.role is ProgrammeRole.MENTEE]
        handed = HandedIn(role=ProgrammeRole.MENTEE, is_tied=False, rows=marks_of(mentees))
        write_results(session, programme, handed, on=calendar.ends_on)


def _programme(school: School, story: Story, calendar: Calendar) -> Programme:
    return Programme(
        school=school,
        title=story.title,
        mentoring_form=FORM,
        role_models=story.role_models,
        year_kind=YearKind.SCHOOL,
        year=calendar.year,
        starts_on=calendar.starts_on,
        ends_on=calendar.ends_on,
    )


def _add_waves(telling: Telling) -> list[Wave]:
    """Add the waves with the questionnaires that a new programme begins with."""
    start_of = telling.programme.school.start_of
    waves = []
    for kind, roles in defaults(telling.registry, FORM).items():
        days = telling.days(kind)
        instruments = sorted(map(telling.registry.get, roles), key=place_in_order)
        wave = Wave(
            programme=telling.programme,
            kind=kind,
            opens_at=start_of(days[0]),
            closes_at=None if kind is telling.story.stays_open else start_of(days[-1] + DAY),
            administrations=[
                administration_of(instrument, position, roles[instrument.code])
                for position, instrument in enumerate(instruments, start=1)
            ],
        )
        waves.append(wave)
    telling.session.add_all(waves)
    telling.session.flush()
    return waves


def _add_people(telling: Telling) -> list[tuple[Member, int]]:
    """Add the cast with slips, pairs and consents; return everybody with their key."""
    session, members = telling.session, cast(telling.story)
    enrolled = [member.enrolled for member in members]
    codes = unused_codes(session, len(members))
    keys = store_people(session, telling.programme, list(zip(enrolled, codes, strict=True)))
    people = list(zip(members, keys, strict=True))
    session.flush()
    issued_on = telling.calendar.starts_on + SLIPS
    session.execute(update(Slip).where(Slip.person.in_(keys)).values(issued_on=issued_on))
    leavers = [key for member, key in people if member.fate.leaves]
    last_day = telling.days(WaveKind.EXIT)[0] - LEFT
    session.execute(update(Membership).where(Membership.person.in_(leavers)).values(to_on=last_day))
    for member, key in people:
        session.add_all(_consents(telling, member, key))
    return people


def _consents(telling: Telling, member: Member, key: int) -> list[Consent]:
    """Return both papers; a family that does not agree refuses the testing."""
    testing = ConsentState.RECEIVED if member.fate.consents else ConsentState.REFUSED
    states = {Paper.PERSONAL: ConsentState.RECEIVED, Paper.TESTING: testing}
    return [
        Consent(
            programme_id=telling.programme.id,
            person=key,
            paper=paper,
            state=state,
            changed_on=telling.calendar.starts_on + PAPERS,
        )
        for paper, state in states.items()
    ]


def _add_answers(
    telling: Telling,
    asked: Mapping[WaveKind, Sequence[Administration]],
    people: Sequence[tuple[Member, int]],
) -> None:
    """Let everybody of one role answer what they were asked at the waves they were there for."""
    forms = {form: telling.registry.get(form.reference) for kind in asked for form in asked[kind]}
    traits = directions(forms.values())
    for member, key in people:
        levels = member.levels(traits)
        for kind in member.fate.answers:
            day = member.day_of(kind, telling.days(kind))
            for form in asked[kind]:
                answers = member.answers(forms[form], kind, levels[kind])
                store_submission(
                    telling.session, form, person=key, answers=answers, answered_on=day
                )
