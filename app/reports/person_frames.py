"""From the database to rows of single people, for what needs them; nobody's key leaves it."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from analysis.inputs import PersonScores
from app.database import db
from app.models import Membership, Participant, Score, Strategy
from app.reports.frames import HAS_SOME_SCORES, OF_PEOPLE, score_of
from instruments.scoring import SCORING_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from fractions import Fraction

    from sqlalchemy import Select, Subquery

    from app.reports.frames import AskedScale, Compared, People


def person_scores(
    people: People, compared: Compared, wanted: Sequence[int], *, common: bool = False
) -> dict[int, list[PersonScores]]:
    """Return everybody with a score at either wave, in an order that means nothing, in one reading.

    Parameters
    ----------
    wanted
        The places of the scales that are read, which the lists are by.
    common
        As `paired_tables` takes it.
    """
    scales = [(at, *compared.scales[at]) for at in wanted]
    codes = {side[1].code for _, *sides in scales for side in sides if side is not None}
    values = people.values | compared.values | {"wanted": sorted(codes)}
    found: dict[int, list[PersonScores]] = {at: [] for at in wanted}
    rows = db.session.execute(_rows(common=common), values)
    for (_person, strategy, group), of_person in groupby(rows, key=lambda row: row[:3]):
        scores = {(form, code): score_of(*ratio) for _, _, _, form, code, *ratio in of_person}
        for at, entry, exit_ in scales:
            before, after = _score_of(entry, scores), _score_of(exit_, scores)
            if before is not None or after is not None:
                found[at].append(
                    PersonScores(
                        entry=before,
                        exit=after,
                        level=people.arm.value,
                        strategy=strategy,
                        cluster=None if group is None else str(group),
                    )
                )
    return found


def _score_of(side: AskedScale, scores: Mapping[tuple[int, str], Fraction]) -> Fraction | None:
    return None if side is None else scores.get((side[0].administration_id, side[1].code))


@cache
def _rows(*, common: bool) -> Select[Any]:
    """Return the query of every score of the people, one person's together."""
    cluster = _first_groups()
    query = (
        select(
            Participant.person,
            Strategy.title,
            cluster.c.group_id,
            Score.administration_id,
            Score.scale,
            Score.numerator,
            Score.denominator,
        )
        .join(Score, Score.person == Participant.person)
        .outerjoin(Strategy, Strategy.id == Participant.strategy_id)
        .outerjoin(cluster, cluster.c.person == Participant.person)
        .where(
            OF_PEOPLE,
            Score.administration_id.in_(bindparam("forms", expanding=True)),
            Score.scale.in_(bindparam("wanted", expanding=True)),
            Score.scoring_version == SCORING_VERSION,
        )
        .order_by(Participant.person)
    )
    return query.where(~HAS_SOME_SCORES) if common else query


def _first_groups() -> Subquery:
    """Return the mentoring group each person was placed in at entry: the first they were in."""
    place = func.row_number().over(
        partition_by=Membership.person, order_by=(Membership.from_on, Membership.group_id)
    )
    placed = (
        select(Membership.person, Membership.group_id, place.label("place"))
        .where(
            Membership.programme_id == bindparam("programme_id"),
            Membership.role == bindparam("role"),
        )
        .subquery()
    )
    return select(placed.c.person, placed.c.group_id).where(placed.c.place == 1).subquery()
