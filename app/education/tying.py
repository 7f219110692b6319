"""Who in a programme that keeps names may have marks tied to them, by name."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.database import db
from app.education.pairing import name_key
from app.models import Arm, Participant, SealedName
from app.names.vaults import opened_name
from app.programmes.agreement import has_agreed
from app.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.models import Programme, ProgrammeRole
    from app.names.vaults import OpenVault


def persons_by_name(programme: Programme, role: ProgrammeRole, vault: OpenVault) -> dict[str, int]:
    """Return participants by surname and first name: those whose two papers have come.

    Whoever shares the two with another participant is left out, as are people of a comparison
    group.
    """
    names = list(_names(programme, role, vault))
    times = Counter(key for key, _ in names)
    return {key: person for key, person in names if times[key] == 1}


def _names(
    programme: Programme, role: ProgrammeRole, vault: OpenVault
) -> Iterator[tuple[str, int]]:
    rows = db.session.execute(
        select(Participant.person, SealedName)
        .join(
            SealedName,
            (SealedName.programme_id == Participant.programme_id)
            & (SealedName.person == Participant.person),
        )
        .where(
            Participant.programme_id == programme.id,
            Participant.role == role,
            Participant.arm == Arm.PROGRAMME,
            Participant.withdrawn_on.is_(None),
            has_agreed(),
        )
    )
    for person, kept in rows:
        try:
            name = opened_name(vault.key, kept)
        except SealBrokenError:  # the page of names shows it as damaged
            continue
        yield name_key(name), person
