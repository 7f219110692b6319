"""Every write of requisites: what a school's papers bear, and its own Word template."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit import record
from app.database import writing
from app.models import Requisites, School
from app.reports.docx_fill import check_template

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import User


def change_requisites(school: School, filled: Mapping[str, object], *, by: User) -> None:
    """Let the school's papers bear this from now on; those that were issued stay as they are."""
    with writing() as session:
        held = _held(session, school)
        for name, value in filled.items():
            setattr(held, name, value)
        record("requisites.change", school.id, school_id=school.id, by=by)


def set_template(school: School, name: str, content: bytes, *, by: User) -> None:
    """Let the school's reports be written into its own Word template from now on.

    Raises
    ------
    RefusedError
        Nothing can be written into it.
    """
    check_template(content)
    with writing() as session:
        held = _held(session, school)
        held.template, held.template_name = content, name
        record("requisites.template", school.id, school_id=school.id, by=by)


def remove_template(school: School, *, by: User) -> None:
    """Let the school's reports be written as usual again."""
    with writing() as session:
        held = _held(session, school)
        held.template, held.template_name = None, ""
        record("requisites.template_remove", school.id, school_id=school.id, by=by)


def _held(session: scoped_session[Session], school: School) -> Requisites:
    """Return the school's row, made where there is none; whoever comes second waits."""
    session.get_one(School, school.id, with_for_update=True)
    held = session.get(Requisites, school.id)
    if held is None:
        held = Requisites(school_id=school.id)
        session.add(held)
    return held
