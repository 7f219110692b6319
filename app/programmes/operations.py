"""Every write to a programme itself."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, exists, func, select

from app.audit import record
from app.database import writing
from app.models import (
    LinkageMode,
    Participant,
    Programme,
    Stratum,
    Vault,
    Wave,
    WaveKind,
    YearKind,
)
from app.programmes.administering import CLINICAL
from app.programmes.errors import RefusedError
from app.programmes.guards import has_answers, has_psychologist, lock, waves_of
from app.programmes.modes import MODES
from app.programmes.questionnaires import is_refused, pupils
from app.registries import registry_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import MentoringForm, ProgrammeRole, School, User

#: The month from which a day belongs to the school year that begins in its year.
FIRST_MONTH = 6

#: Years that a programme may begin in.
YEARS = range(2000, 2101)


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """What the first step asks."""

    title: str
    mentoring_form: MentoringForm
    role_models: str
    year_kind: YearKind
    starts_on: date
    ends_on: date
    k: int
    linkage_mode: LinkageMode = LinkageMode.CODES_LIST
    consent_required: bool = True
    named_role: ProgrammeRole | None = None

    @property
    def year(self) -> int:
        """The year that the school or calendar year of the programme begins in."""
        if self.year_kind is YearKind.SCHOOL:
            return school_year_of(self.starts_on)
        return self.starts_on.year


def school_year_of(day: date) -> int:
    """Return the year in which the school year of a day begins; summer prepares the next one."""
    return day.year if day.month >= FIRST_MONTH else day.year - 1


def create_programme(school: School, facts: ProgrammeFacts, *, by: User | None) -> Programme:
    """Set up a programme with its three waves, none of them held.

    Raises
    ------
    RefusedError
        The dates are not in order, or nobody is there to keep names.
    """
    _check_dates(facts)
    _check_named_role(facts)
    with writing() as session:
        _check_keeper_of_names(session, school.id, facts)
        programme = Programme(school_id=school.id)
        _take_over(programme, facts)
        session.add(programme)
        session.flush()
        session.add_all(Wave(programme_id=programme.id, kind=kind) for kind in WaveKind)
        record("programme.create", programme.id, school_id=school.id, by=by)
    return programme


def change_programme(programme: Programme, facts: ProgrammeFacts, *, by: User | None) -> None:
    """Change a programme's facts.

    Raises
    ------
    RefusedError
        The dates are not in order, or something changes that is fixed by now.
    """
    _check_dates(facts)
    _check_named_role(facts)
    with writing() as session:
        lock(session, programme)
        _check_fixed(session, programme, facts, waves_of(session, programme).values())
        if facts.linkage_mode is not programme.linkage_mode:
            _check_keeper_of_names(session, programme.school_id, facts)
            # with nobody in the programme there are no names in it
            session.execute(delete(Vault).filter_by(programme_id=programme.id))
        _take_over(programme, facts)
        record("programme.change", programme.id, school_id=programme.school_id, by=by)


def _take_over(programme: Programme, facts: ProgrammeFacts) -> None:
    programme.title = facts.title
    programme.mentoring_form = facts.mentoring_form
    programme.role_models = facts.role_models
    programme.year_kind, programme.year = facts.year_kind, facts.year
    programme.starts_on, programme.ends_on = facts.starts_on, facts.ends_on
    programme.k = facts.k
    programme.linkage_mode = facts.linkage_mode
    programme.consent_required = facts.consent_required
    programme.named_role = facts.named_role


def _check_dates(facts: ProgrammeFacts) -> None:
    if facts.year not in YEARS:
        raise RefusedError(N_("The year is between 2000 and 2100."), "starts_on")
    if facts.ends_on <= facts.starts_on:
        raise RefusedError(N_("A programme ends after it has begun."), "ends_on")


def _check_named_role(facts: ProgrammeFacts) -> None:
    """Refuse to show children one by one, and people of whom nobody knows who they are."""
    if facts.named_role is None:
        return
    if facts.named_role in pupils(facts.mentoring_form):
        raise RefusedError(N_("Pupils are never shown one by one: only adults are."), "named_role")
    if not MODES[facts.linkage_mode].lists_people:
        raise RefusedError(
            N_("Where answers are anonymous nobody is shown one by one."), "named_role"
        )


def _check_fixed(
    session: scoped_session[Session],
    programme: Programme,
    facts: ProgrammeFacts,
    waves: Iterable[Wave],
) -> None:
    if facts.k != programme.k and has_answers(session, programme):
        raise RefusedError(
            N_("The first answer is in: the smallest group that reports show stays as it is."), "k"
        )
    if facts.named_role is not programme.named_role and has_answers(session, programme):
        raise RefusedError(
            N_("The first answer is in: what was promised about showing people one by one stays."),
            "named_role",
        )
    _check_strata(session, programme, facts.k)
    if facts.linkage_mode is not programme.linkage_mode:
        _check_mode_may_change(session, programme)
        _check_not_clinical(programme, facts.linkage_mode, waves)
    if facts.mentoring_form is not programme.mentoring_form and any(
        wave.administrations for wave in waves
    ):
        raise RefusedError(
            N_(
                "The questionnaires have been chosen for this form of mentoring. Take them all "
                "out at step 3 first."
            ),
            "mentoring_form",
        )


def _check_keeper_of_names(
    session: scoped_session[Session], school_id: int, facts: ProgrammeFacts
) -> None:
    if MODES[facts.linkage_mode].has_names and not has_psychologist(session, school_id):
        raise RefusedError(
            N_(
                "Names are kept by a psychologist, and nobody at the school has this role. "
                "The administrator can give it; or choose another way."
            ),
            "linkage_mode",
        )


def _check_mode_may_change(session: scoped_session[Session], programme: Programme) -> None:
    """Refuse another way of pairing for people who were added for this one."""
    for table in (Participant, Stratum):
        there = select(exists().where(table.programme_id == programme.id))
        if session.scalar(there):
            raise RefusedError(
                N_(
                    "The participants have been added for this way of pairing. Take them out first."
                ),
                "linkage_mode",
            )


def _check_strata(session: scoped_session[Session], programme: Programme, k: int) -> None:
    """Refuse a k that is larger than a stack of people who are to be anonymous."""
    smallest = session.scalar(select(func.min(Stratum.n)).filter_by(programme_id=programme.id))
    if smallest is not None and smallest < k:
        raise RefusedError(
            N_(
                "There is a stack of %(n)s people. Take the participants out first: their stacks "
                "are made anew then.",
                n=smallest,
            ),
            "k",
        )


def _check_not_clinical(programme: Programme, mode: LinkageMode, waves: Iterable[Wave]) -> None:
    """Refuse to make answers to a clinical questionnaire anonymous."""
    registry = registry_of(programme.school_id)
    for administration in (one for wave in waves for one in wave.administrations):
        if is_refused(registry.get(administration.reference), mode):
            raise RefusedError(
                N_(
                    "%(code)s: %(why)s. Take it out at step 3 first.",
                    code=administration.code,
                    why=CLINICAL,
                ),
                "linkage_mode",
            )
