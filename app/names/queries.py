"""Who is who in a programme whose names are open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from app.database import db
from app.models import Participant, SealedName, Vault
from app.names.vaults import opened_name
from app.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from app.models import Programme, Sex


@dataclass(frozen=True, kw_only=True)
class Named:
    """What is known of one person; `is_broken` where a name is there but does not open."""

    name: str
    is_broken: bool
    age: int | None
    sex: Sex | None


def vault_of(programme: Programme) -> Vault | None:
    """Return the programme's vault."""
    return db.session.get(Vault, programme.id)


def named(programme: Programme, listed: Sequence[Row[Any]], key: bytes) -> dict[int, Named]:
    """Return name, age and sex of people that `people_queries.people` lists."""
    persons = [row.person for row in listed]
    kept = db.session.execute(
        select(Participant.person, Participant.age, Participant.sex, SealedName)
        .outerjoin(
            SealedName,
            (SealedName.programme_id == Participant.programme_id)
            & (SealedName.person == Participant.person),
        )
        .where(Participant.programme_id == programme.id, Participant.person.in_(persons))
    )
    return {
        person: Named(**_opened(key, sealed), age=age, sex=sex) for person, age, sex, sealed in kept
    }


def number_without_name(programme: Programme) -> int:
    """Return how many people have no name yet."""
    counted = (
        select(func.count())
        .select_from(Participant)
        .outerjoin(
            SealedName,
            (SealedName.programme_id == Participant.programme_id)
            & (SealedName.person == Participant.person),
        )
        .where(Participant.programme_id == programme.id, SealedName.person.is_(None))
    )
    return db.session.scalar(counted) or 0


def _opened(key: bytes, kept: SealedName | None) -> dict[str, Any]:
    try:
        name = "" if kept is None else opened_name(key, kept)
    except SealBrokenError:
        return {"name": "", "is_broken": True}
    return {"name": name, "is_broken": False}
