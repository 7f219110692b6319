"""What has been handed in, and how a journal's table was read the last time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from app.database import db
from app.models import EducationImport, EducationResult, JournalLayout, Measure, ProgrammeRole

if TYPE_CHECKING:
    from datetime import date

    from app.models import Programme


@dataclass(frozen=True, kw_only=True)
class MeasureCount:
    """How many pupils have a value of one measure."""

    measure: Measure
    before: int
    after: int
    both: int


@dataclass(frozen=True, kw_only=True)
class There:
    """What is there of one role."""

    role: ProgrammeRole
    imported_on: date
    is_tied: bool
    measures: tuple[MeasureCount, ...]


def handed_in(programme: Programme) -> list[There]:
    """Return what is there, role by role."""
    imports = db.session.scalars(
        select(EducationImport).filter_by(programme_id=programme.id, replaced_on=None)
    )
    by_role = {one.role: one for one in imports}
    return [
        There(
            role=role,
            imported_on=by_role[role].imported_on,
            is_tied=by_role[role].is_tied,
            measures=_counts(by_role[role]),
        )
        for role in ProgrammeRole
        if role in by_role
    ]


def _counts(one: EducationImport) -> tuple[MeasureCount, ...]:
    entry, exit_ = EducationResult.entry_numerator, EducationResult.exit_numerator
    rows = db.session.execute(
        select(
            EducationResult.measure,
            func.count(entry),
            func.count(exit_),
            func.count(entry + exit_),  # null where either is
        )
        .where(EducationResult.import_id == one.id)
        .group_by(EducationResult.measure)
    )
    found = {
        measure: MeasureCount(measure=measure, before=before, after=after, both=both)
        for measure, before, after, both in rows
    }
    return tuple(found[measure] for measure in Measure if measure in found)


def remembered(programme: Programme, digest: str, way: str) -> dict[str, int]:
    """Return where a table with this header had what; empty where it is new."""
    layout = db.session.get(JournalLayout, (programme.school_id, digest))
    return {} if layout is None else dict(layout.columns.get(way, {}))
