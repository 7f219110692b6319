"""How forms were filled in, counted by the database: whose look careless, and the means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.quality import WaveQuality
from app.database import db
from app.models import Participant, ResponseQuality

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Subquery

    from app.reports.frames import Asked, People


def flagged_persons(asked: Sequence[Asked]) -> Subquery:
    """Return the persons who filled in one of these forms in a way that looks careless."""
    rows = select(ResponseQuality.person).where(
        ResponseQuality.administration_id.in_([one.administration_id for one in asked]),
        ResponseQuality.flagged,
    )
    return rows.distinct().subquery()


def wave_quality(people: People, asked: Asked | None) -> WaveQuality | None:
    """Return how the forms of a wave were filled in; None where none has been judged."""
    if asked is None:
        return None
    n, missing, longest_run, variance = db.session.execute(
        select(
            func.count(),
            func.avg(ResponseQuality.missing),
            func.avg(ResponseQuality.longest_run),
            func.avg(ResponseQuality.variance),
        )
        .join(Participant, Participant.person == ResponseQuality.person)
        .where(people.condition, ResponseQuality.administration_id == asked.administration_id)
    ).one()
    if not n:
        return None
    return WaveQuality(
        n=n,
        missing=float(missing),
        longest_run=float(longest_run),
        variance=None if variance is None else float(variance),
    )
