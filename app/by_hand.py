"""What the command line does with a programme in the database."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.database import db
from app.interchange.operations import add_instruments, import_submissions
from app.interchange.tables import read_table
from app.models import Programme, ReportForm, School
from app.programmes.errors import RefusedError
from app.programmes.reducing import check_term, reduce_programme, what_would_go
from app.reports.operations import request_report
from app.reports.queries import STAGES, has_report
from app.serving import working
from instruments.messages import N_, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from app.programmes.reducing import Reduction
    from instruments.messages import Message


def import_answers(number: int, kind: str, reference: str, file: Path) -> int:
    """Take in the answers of a table and return how many forms they were."""
    table = read_table(file)
    with working():
        return import_submissions(_programme(number), kind, reference, table)


def publish(files: Sequence[Path], school: int | None) -> list[str]:
    """Publish a school's own definitions and return the references of the new ones."""
    with working():
        return add_instruments(_school(school), {file: file.read_bytes() for file in files})


def report(
    number: int, stage: int, form: str, format_: str, *, beside: Sequence[int] = ()
) -> bytes:
    """Make one file of a report, with other programmes of the year beside it."""
    from app.reports.making import report_file  # noqa: PLC0415 - because only reports need scipy

    with working():
        others = [_programme(other) for other in beside]
        return report_file(_programme(number), stage, format_, ReportForm(form), beside=others)


def reduce(number: int, *, dry_run: bool) -> tuple[Reduction, list[int]]:
    """Make both reports, erase single answers, and return what went and which stages have none.

    Where too little has changed since the last report it is the one that stays.
    """
    from app.reports.making import make  # noqa: PLC0415 - because only reports need scipy

    with working():
        programme = _programme(number)
        check_term(programme)
        if dry_run:
            return what_would_go(programme), []
        for stage in STAGES:
            try:
                make(request_report(programme, stage, by=None))
            except RefusedError:
                continue
        without = [stage for stage in STAGES if not has_report(programme, stage)]
        return reduce_programme(programme, by=None), without


def _programme(number: int) -> Programme:
    """Return the programme of this number, or say which there are."""
    programme = db.session.get(Programme, number)
    if programme is None:
        raise _unknown(
            N_("--programme %(number)s", number=number),
            N_("a programme's number stands on its page"),
            db.session.scalars(select(Programme.id)).all(),
        )
    return programme


def _school(number: int | None) -> School:
    """Return the school of this number, or the only one."""
    schools = {school.id: school for school in db.session.scalars(select(School))}
    if number is None and len(schools) == 1:
        return next(iter(schools.values()))
    if number is None or number not in schools:
        raise _unknown(
            N_("--school %(number)s", number="" if number is None else number),
            N_("where there are several schools one is named by its number"),
            list(schools),
        )
    return schools[number]


def _unknown(place: Message, rule: Message, known: Sequence[int]) -> ProblemsError:
    problem = Problem(
        place=place,
        what=N_("there is none of this number"),
        rule=rule,
        remedy=N_("name one of: %(known)s", known=", ".join(map(str, known)) or "—"),
    )
    return ProblemsError((problem,))
