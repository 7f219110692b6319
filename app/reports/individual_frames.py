"""From the database to the scores of the few adults who agreed to be shown one by one."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from analysis.individual import FEWEST, MOST, IndividualInput
from app.database import db
from app.models import Consent, ConsentState, Paper, Participant, Score, WaveKind
from instruments.scoring import SCORING_VERSION

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models import Programme
    from app.reports.frames import Asked
    from app.reports.given import Given


def individual_inputs(given: Given) -> list[IndividualInput]:
    """Return every scale of everybody who is shown one by one, by number.

    Nobody is where the role has other than two to six people; of whose two papers one has not come
    nothing is shown.
    """
    role = given.programme.named_role
    if role is None:
        return []
    people = _people(given.programme)
    before, after = (given.stage2(kind, role) for kind in (WaveKind.ENTRY, WaveKind.EXIT))
    asked = {code: after.get(code) or before[code] for code in dict.fromkeys([*before, *after])}
    scores = {
        kind: _scores(waves, people)
        for kind, waves in ((WaveKind.ENTRY, before), (WaveKind.EXIT, after))
    }
    return [
        IndividualInput(
            number=number,
            role=role.value,
            instrument=one.instrument,
            scale=scale,
            entry=scores[WaveKind.ENTRY].get((person, code, scale.code)),
            exit=scores[WaveKind.EXIT].get((person, code, scale.code)),
        )
        for person, number in people.items()
        for code, one in asked.items()
        for scale in one.instrument.scales
    ]


def _people(programme: Programme) -> dict[int, int]:
    """Return the numbers of those who agreed, by person, in rising order."""
    in_role = Participant.programme_id == programme.id, Participant.role == programme.named_role
    n = db.session.scalar(select(func.count()).select_from(Participant).where(*in_role)) or 0
    if not FEWEST <= n <= MOST:
        return {}
    rows = db.session.execute(
        select(Participant.person, Participant.number)
        .join(
            Consent,
            (Consent.programme_id == Participant.programme_id)
            & (Consent.person == Participant.person),
        )
        .where(*in_role, Consent.state == ConsentState.RECEIVED)
        .group_by(Participant.person, Participant.number)
        .having(func.count() == len(Paper))
        .order_by(Participant.number)
    )
    return {row.person: row.number for row in rows}


def _scores(
    asked: Mapping[str, Asked], people: Mapping[int, int]
) -> dict[tuple[int, str, str], Fraction]:
    """Return the scores of one wave by person, questionnaire and scale."""
    codes = {one.administration_id: code for code, one in asked.items()}
    rows = db.session.scalars(
        select(Score).where(
            Score.administration_id.in_(codes),
            Score.person.in_(people),
            Score.scoring_version == SCORING_VERSION,
        )
    )
    return {
        (row.person, codes[row.administration_id], row.scale): Fraction(
            row.numerator, row.denominator
        )
        for row in rows
    }
