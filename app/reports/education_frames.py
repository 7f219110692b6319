"""From the database to tables of marks and attendance: the database counts, nobody is read out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, or_, select

from analysis.education import MeasureInput
from analysis.paired import PairedScores
from app.database import db
from app.models import EducationImport, EducationResult, Measure, ProgrammeRole
from app.reports.frames import pair_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.models import Programme


def measure_inputs(programme: Programme) -> Iterator[MeasureInput]:
    """Yield an input per role and measure that anything has been handed in of, mentees first."""
    imports = db.session.scalars(
        select(EducationImport).filter_by(programme_id=programme.id, replaced_on=None)
    )
    by_role = {one.role: one for one in imports}
    for role in ProgrammeRole:
        for measure in Measure if role in by_role else ():
            pairs = _pairs(by_role[role], measure)
            if pairs.rows:
                yield MeasureInput(
                    measure=measure.value,
                    role=role.value,
                    pairs=pairs,
                    is_tied=by_role[role].is_tied,
                )


def _pairs(one: EducationImport, measure: Measure) -> PairedScores:
    columns = (
        EducationResult.entry_numerator,
        EducationResult.exit_numerator,
        EducationResult.entry_denominator,
        EducationResult.exit_denominator,
    )
    rows = db.session.execute(
        select(*columns, func.count())
        .where(
            EducationResult.import_id == one.id,
            EducationResult.measure == measure,
            or_(*(column.is_not(None) for column in columns[:2])),
        )
        .group_by(*columns)
    )
    return PairedScores.from_rows((*pair_of(values), n) for *values, n in rows)
