"""What a programme promises to test: its own plan, or the default one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import exists, select

from analysis.plan import default_plan, promise, read
from app.database import db, now_utc
from app.models import PROCESS, Arm, Participant, ProgrammeRole, WaveKind
from app.programmes.guards import has_begun
from app.programmes.queries import waves_in_order
from app.registries import registry_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from analysis.report_facts import Plan, PrimaryScale
    from app.models import Programme, Wave
    from instruments.model import Instrument


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A questionnaire about the people that the entry wave gives.

    Attributes
    ----------
    roles
        Who gets it at entry.
    again
        Who of them gets it at exit, too: only they can be compared.
    """

    instrument: Instrument
    roles: frozenset[ProgrammeRole]
    again: frozenset[ProgrammeRole]

    @property
    def promises(self) -> list[PrimaryScale]:
        """What a plan may promise of it: scale by scale, mentees first."""
        return [
            promise(self.instrument, scale, role.value)
            for scale in self.instrument.scales
            for role in ProgrammeRole
            if role in self.roles
        ]


def tick_of(one: PrimaryScale) -> str:
    """Return what a scale and role are ticked by."""
    return f"{one.instrument} {one.scale} {one.role}"


def plan_of(programme: Programme) -> Plan:
    """Return the programme's plan as it stands now."""
    waves = {wave.kind: wave for wave in waves_in_order(programme)}
    return plan_at(programme, waves, now_utc())


def plan_at(programme: Programme, waves: Mapping[WaveKind, Wave], moment: datetime) -> Plan:
    """Return the programme's plan, and since when it has been made and locked."""
    plan = (
        default_of(programme, waves[WaveKind.ENTRY])
        if programme.plan is None
        else read(programme.plan)
    )
    return replace(
        plan,
        made_on=_opened_on(waves[WaveKind.ENTRY], moment),
        locked_on=_opened_on(waves[WaveKind.EXIT], moment),
    )


def _opened_on(wave: Wave, moment: datetime) -> str | None:
    """Return the day in the school on which the wave opened, if it has."""
    if wave.opens_at is None or not has_begun(wave, moment):
        return None
    return wave.programme.school.day_of(wave.opens_at).isoformat()


def default_of(programme: Programme, entry: Wave) -> Plan:
    """Return the default plan of what the mentees are given at entry."""
    measured = measured_at(programme, entry, None)
    return default_plan(
        [one.instrument for one in measured if ProgrammeRole.MENTEE in one.roles],
        [ProgrammeRole.MENTEE.value],
    )


def measured_at(programme: Programme, entry: Wave, exit_: Wave | None) -> list[Measured]:
    """Return the questionnaires about the people at entry, in their order."""
    registry = registry_of(programme.school_id)
    later = {one.code: one.roles for one in exit_.administrations} if exit_ else {}
    return [
        Measured(
            instrument=registry.get(one.reference),
            roles=one.roles,
            again=one.roles & later.get(one.code, frozenset()),
        )
        for one in entry.administrations
        if one.construct != PROCESS
    ]


def has_comparison_arm(programme: Programme) -> bool:
    """Say whether anybody is only measured to compare with."""
    compared = exists().where(
        Participant.programme_id == programme.id, Participant.arm == Arm.COMPARISON
    )
    return bool(db.session.scalar(select(compared)))
