"""What reports have drawn on: whether another may be made, and that one has been.

Everything here stands inside an operation that holds the programme.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import delete, select, update

from app.education.differing import tells_of_few
from app.models import EducationImport, EducationResult
from app.programmes.errors import RefusedError
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import scoped_session

    from app.education.differing import Pair
    from app.models import Measure, Programme, ProgrammeRole

    #: By measure, the pupils with both values, and how many more have been erased.
    Drawn: TypeAlias = Mapping[Measure, tuple[list[Pair], int]]

#: What is left of somebody whose values were erased.
ERASED = EducationResult.entry_numerator.is_(None) & EducationResult.exit_numerator.is_(None)


def check_enough_differs(session: scoped_session[Session], programme: Programme) -> None:
    """Refuse a report whose difference from one before would tell the marks of a few.

    Raises
    ------
    RefusedError
        Too few rows differ, because consents were withdrawn or a table was replaced.
    """
    for current in _imports(session, programme, is_current=True):
        rows = {measure: pairs for measure, (pairs, _) in _drawn(session, current).items()}
        if differs_by_few(session, programme, current.role, rows):
            raise RefusedError(
                N_(
                    "A new report is not made: since the last one, educational results of fewer "
                    "than %(k)s pupils have been erased or changed, and the difference of the two "
                    "reports would tell what they were. The report that has been made stays valid.",
                    k=programme.k,
                )
            )


def differs_by_few(
    session: scoped_session[Session],
    programme: Programme,
    role: ProgrammeRole,
    rows: Mapping[Measure, Sequence[Pair]],
) -> bool:
    """Say whether these pupils with both values differ by few from any that were reported."""
    return any(
        tells_of_few(pairs, rows.get(measure, ()), gone=gone, k=programme.k)
        for reported in _imports(session, programme, role=role, is_drawn_on=True)
        for measure, (pairs, gone) in _drawn(session, reported).items()
    )


def draw_on(session: scoped_session[Session], programme: Programme) -> None:
    """Remember that a report shows what is handed in now, and begin to count erasures anew."""
    for current in _imports(session, programme, is_current=True):
        shown = [
            measure
            for measure, (pairs, _) in _drawn(session, current).items()
            if len(pairs) >= programme.k
        ]
        if shown:
            current.is_drawn_on = True
            of_role = select(EducationImport.id).where(
                EducationImport.programme_id == programme.id, EducationImport.role == current.role
            )
            session.execute(
                delete(EducationResult)
                .where(
                    EducationResult.import_id.in_(of_role),
                    EducationResult.measure.in_(shown),
                    ERASED,
                )
                .execution_options(synchronize_session=False)
            )


def check_unchanged(session: scoped_session[Session], programme: Programme) -> None:
    """Refuse to compute where something was handed in or erased since the report was begun.

    Raises
    ------
    RefusedError
        It was.
    """
    for current in _imports(session, programme, is_current=True):
        for pairs, gone in _drawn(session, current).values():
            if len(pairs) >= programme.k and (gone or not current.is_drawn_on):
                raise RefusedError(
                    N_("Educational results have changed meanwhile. Make the report again.")
                )


def erase_results(
    session: scoped_session[Session], programme: Programme, persons: Collection[int]
) -> None:
    """Erase what is kept of people; how many of a reported table they were stays known."""
    of_people = EducationResult.programme_id == programme.id, EducationResult.person.in_(persons)
    drawn_on = select(EducationImport.id).where(
        EducationImport.programme_id == programme.id, EducationImport.is_drawn_on
    )
    nothing = dict.fromkeys(
        ("person", "entry_numerator", "entry_denominator", "exit_numerator", "exit_denominator")
    )
    session.execute(
        update(EducationResult)
        .where(*of_people, EducationResult.import_id.in_(drawn_on), _has_both())
        .values(nothing)
        .execution_options(synchronize_session=False)
    )
    session.execute(
        delete(EducationResult).where(*of_people).execution_options(synchronize_session=False)
    )


def _has_both() -> ColumnElement[bool]:
    return EducationResult.entry_numerator.is_not(None) & EducationResult.exit_numerator.is_not(
        None
    )


def _imports(
    session: scoped_session[Session],
    programme: Programme,
    *,
    is_current: bool = False,
    is_drawn_on: bool = False,
    role: ProgrammeRole | None = None,
) -> Iterable[EducationImport]:
    query = select(EducationImport).where(EducationImport.programme_id == programme.id)
    if is_current:
        query = query.where(EducationImport.replaced_on.is_(None))
    if is_drawn_on:
        query = query.where(EducationImport.is_drawn_on)
    if role is not None:
        query = query.where(EducationImport.role == role)
    return session.scalars(query.execution_options(populate_existing=True)).all()


def _drawn(session: scoped_session[Session], one: EducationImport) -> Drawn:
    """Return what figures of an import are drawn from."""
    columns = (
        EducationResult.entry_numerator,
        EducationResult.entry_denominator,
        EducationResult.exit_numerator,
        EducationResult.exit_denominator,
    )
    rows = session.execute(
        select(EducationResult.measure, *columns).where(
            EducationResult.import_id == one.id, _has_both() | ERASED
        )
    )
    pairs: dict[Measure, list[Pair]] = defaultdict(list)
    gone: dict[Measure, int] = defaultdict(int)
    for measure, entry, of_entry, exit_, of_exit in rows:
        if entry is None or exit_ is None:
            gone[measure] += 1
        else:
            pairs[measure].append((Fraction(entry, of_entry), Fraction(exit_, of_exit)))
    return {measure: (pairs[measure], gone[measure]) for measure in {*pairs, *gone}}
