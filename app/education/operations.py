"""Every write of educational results: handed in, removed, a journal's layout remembered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.audit import record
from app.database import writing
from app.education.drawing import differs_by_few
from app.models import EducationImport, EducationResult, JournalLayout, Participant
from app.programmes.agreement import has_agreed
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.programmes.modes import mode_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from fractions import Fraction

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.education.differing import Pair
    from app.education.pairing import Value
    from app.models import Measure, Programme, ProgrammeRole, User

#: What a table in this form is remembered under, and where in it is what.
Layouts = dict[str, dict[str, dict[str, int]]]


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """The values of one role, by measure; who has them only where they are tied."""

    role: ProgrammeRole
    is_tied: bool
    rows: Mapping[Measure, Sequence[Value]]

    def pairs(self) -> dict[Measure, list[Pair]]:
        """Return the pupils with both values."""
        return {
            measure: [
                (entry, exit_)
                for entry, exit_, _ in rows
                if entry is not None and exit_ is not None
            ]
            for measure, rows in self.rows.items()
        }


def hand_in(programme: Programme, handed: HandedIn, layouts: Layouts, *, by: User | None) -> None:
    """Keep the results of a role instead of those before, and where the journal writes what.

    Raises
    ------
    RefusedError
        A report has drawn on those before, and these differ by few pupils; nobody may be tied; or
        nothing is left to keep.
    """
    with writing() as session:
        lock(session, programme)
        handed = _of_the_willing(session, programme, handed)
        if not any(handed.rows.values()):
            raise RefusedError(N_("Nothing has been saved: nobody of the table may be kept."))
        _check_enough(session, programme, handed)
        _put_away(session, programme, handed.role)
        write_results(session, programme, handed, on=programme.school.today)
        _remember(session, programme, layouts)
        record("education.import", programme.id, school_id=programme.school_id, by=by)


def remove(programme: Programme, role: ProgrammeRole, *, by: User | None) -> None:
    """Take the results of a role out; the next report says that there are none."""
    with writing() as session:
        lock(session, programme)
        _put_away(session, programme, role)
        record("education.remove", programme.id, school_id=programme.school_id, by=by)


def write_results(
    session: scoped_session[Session], programme: Programme, handed: HandedIn, *, on: date
) -> None:
    """Write the rows as handed in on a day, inside an operation."""
    one = EducationImport(
        programme_id=programme.id,
        role=handed.role,
        imported_on=on,
        is_tied=handed.is_tied,
    )
    session.add(one)
    session.flush()
    session.add_all(
        EducationResult(
            programme_id=programme.id,
            import_id=one.id,
            measure=measure,
            person=person,
            **_parts("entry", entry),
            **_parts("exit", exit_),
        )
        for measure, rows in handed.rows.items()
        for entry, exit_, person in rows
    )


def _parts(term: str, value: Fraction | None) -> dict[str, int | None]:
    return {
        f"{term}_numerator": None if value is None else value.numerator,
        f"{term}_denominator": None if value is None else value.denominator,
    }


def _of_the_willing(
    session: scoped_session[Session], programme: Programme, handed: HandedIn
) -> HandedIn:
    """Return the rows of those who may be tied: both papers came, and neither was withdrawn."""
    if not handed.is_tied:
        return handed
    if not mode_of(programme).has_names:
        raise RefusedError(N_("This programme keeps no names."))
    willing = set(
        session.scalars(
            select(Participant.person).where(
                Participant.programme_id == programme.id,
                Participant.role == handed.role,
                Participant.withdrawn_on.is_(None),
                has_agreed(),
            )
        )
    )
    rows = {
        measure: [row for row in rows if row[2] in willing] for measure, rows in handed.rows.items()
    }
    return HandedIn(role=handed.role, is_tied=True, rows=rows)


def _check_enough(session: scoped_session[Session], programme: Programme, handed: HandedIn) -> None:
    if differs_by_few(session, programme, handed.role, handed.pairs()):
        raise RefusedError(
            N_(
                "Nothing has been saved. A report has been made of the results that are here, and "
                "these differ from them for fewer than %(k)s pupils: the difference of two "
                "reports would tell the marks of these pupils. The report stays valid as it is; "
                "tables that differ for %(k)s pupils or more are taken.",
                k=programme.k,
            )
        )


def _put_away(session: scoped_session[Session], programme: Programme, role: ProgrammeRole) -> None:
    """Let the rows of a role count no more; those that no report has drawn on are erased."""
    held = session.scalar(
        select(EducationImport)
        .filter_by(programme_id=programme.id, role=role, replaced_on=None)
        .execution_options(populate_existing=True)
    )
    if held is None:
        return
    if held.is_drawn_on:
        held.replaced_on = programme.school.today
        session.flush()
        return
    for table, condition in (
        (EducationResult, EducationResult.import_id == held.id),
        (EducationImport, EducationImport.id == held.id),
    ):
        session.execute(delete(table).where(condition).execution_options(synchronize_session=False))
    session.expunge(held)


def _remember(session: scoped_session[Session], programme: Programme, layouts: Layouts) -> None:
    for digest, ways in layouts.items():
        key = (programme.school_id, digest)
        held = session.get(JournalLayout, key)
        if held is None:
            session.add(JournalLayout(school_id=key[0], header_sha256=digest, columns=dict(ways)))
        else:
            held.columns = {**held.columns, **ways}
