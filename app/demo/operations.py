"""Fills an empty database with the demonstration, all of it or nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit import record
from app.auth.accounts import NewAccount
from app.auth.errors import AlreadySetUpError
from app.auth.first_start import reserve_first_school
from app.database import writing
from app.demo.filling import fill_programme
from app.demo.sign_ins import STAFF, demo_password
from app.demo.story import SCHOOL, STORIES, TIME_ZONE, Calendar
from app.models import School
from instruments.messages import N_, Problem, ProblemsError

if TYPE_CHECKING:
    from datetime import date


class SchoolThereError(ProblemsError):
    """The demonstration never mixes with a school that is there."""

    def __init__(self) -> None:
        problem = Problem(
            place=N_("the database"),
            what=N_("it already holds a school"),
            rule=N_("the demonstration fills an empty database only"),
            remedy=N_("name another folder in ZAMER_INSTANCE, or another ZAMER_DATABASE_URL"),
        )
        super().__init__((problem,))


def fill_demonstration(today: date | None = None) -> School:
    """Write the school that does not exist, with everything of its last school year.

    Needs an application context on a migrated database. Codes and keys differ from run to run;
    people and answers do not.

    Parameters
    ----------
    today
        The day it is filled on; the school's today unless told.

    Raises
    ------
    SchoolThereError
        The database holds a school, perhaps this one.
    """
    school = School(name=SCHOOL, time_zone=TIME_ZONE, is_demo=True)
    calendar = Calendar(today or school.today)
    users = [
        NewAccount(login=login, password=demo_password(login), roles=frozenset({role})).user()
        for login, role in STAFF.items()
    ]
    with writing() as session:
        try:
            reserve_first_school(session)
        except AlreadySetUpError as error:
            raise SchoolThereError from error
        session.add(school)
        for user in users:
            user.school = school
        session.add_all(users)
        session.flush()
        for story in STORIES:
            fill_programme(session, school, story, calendar)
        record("demonstration.fill", school.id, school_id=school.id, by=None)
    return school
