"""From the database to rows of single people, for what needs them; nobody's key leaves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.inputs import PersonScores
from app.database import db
from app.models import Membership, Participant, Strategy
from app.reports.frames import Scores, pair_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Subquery

    from app.reports.frames import Asked, People
    from instruments.model import Scale


def person_scores(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    *,
    left_out: Subquery | None = None,
) -> Iterator[PersonScores]:
    """Yield everybody with a score at either wave, in an order that means nothing.

    Parameters
    ----------
    left_out
        As `paired_scores` takes it.
    """
    scores, cluster = Scores.of(entry, exit_, left_out), _first_groups(people)
    rows = db.session.execute(
        scores.joined(select(Strategy.title, cluster.c.group_id, *scores.columns))
        .outerjoin(Strategy, Strategy.id == Participant.strategy_id)
        .outerjoin(cluster, cluster.c.person == Participant.person)
        .where(people.condition)
        .order_by(Participant.person)
    )
    for strategy, group, *columns in rows:
        before, after = pair_of(columns)
        yield PersonScores(
            entry=before,
            exit=after,
            level=people.arm.value,
            strategy=strategy,
            cluster=None if group is None else str(group),
        )


def _first_groups(people: People) -> Subquery:
    """Return the mentoring group each person was placed in at entry: the first they were in."""
    place = func.row_number().over(
        partition_by=Membership.person, order_by=(Membership.from_on, Membership.group_id)
    )
    placed = (
        select(Membership.person, Membership.group_id, place.label("place"))
        .where(Membership.programme_id == people.programme_id, Membership.role == people.role)
        .subquery()
    )
    return select(placed.c.person, placed.c.group_id).where(placed.c.place == 1).subquery()
