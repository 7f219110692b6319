"""What a programme gave to whom: the questionnaires of the waves that are over."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from app.database import db
from app.models import (
    PROCESS,
    Administration,
    Arm,
    Participant,
    Programme,
    ProgrammeRole,
    Stratum,
    Wave,
    WaveKind,
)
from app.programmes.modes import mode_of
from app.registries import registry_of
from app.reports.frames import Asked, People

if TYPE_CHECKING:
    from instruments.registry import Registry


@dataclass(frozen=True)
class Given:
    """The questionnaires of a programme at the waves whose answers a report keeps.

    Attributes
    ----------
    waves
        Those that are closed for good.
    begun
        Those that have been opened, closed or not.
    """

    programme: Programme
    registry: Registry
    waves: dict[WaveKind, Wave]
    begun: frozenset[WaveKind]

    @classmethod
    def of(cls, programme: Programme) -> Given:
        """Gather what was given; answers that may still change are not looked at."""
        waves = db.session.scalars(
            select(Wave)
            .filter_by(programme_id=programme.id)
            .options(selectinload(Wave.administrations).selectinload(Administration.given_to))
        ).all()
        return cls(
            programme,
            registry_of(programme.school_id),
            {wave.kind: wave for wave in waves if wave.reported_at is not None},
            frozenset(wave.kind for wave in waves if wave.is_open() or wave.is_closed()),
        )

    def stage1(self, kind: WaveKind, role: ProgrammeRole) -> dict[str, Asked]:
        """Return the questionnaires about the process, by code."""
        return {
            code: asked
            for code, asked in self._asked(kind, role).items()
            if asked.instrument.construct == PROCESS
        }

    def stage2(self, kind: WaveKind, role: ProgrammeRole) -> dict[str, Asked]:
        """Return the questionnaires about the people, by code."""
        return {
            code: asked
            for code, asked in self._asked(kind, role).items()
            if asked.instrument.construct != PROCESS
        }

    def everything(self, kind: WaveKind, role: ProgrammeRole) -> dict[str, Asked]:
        """Return all questionnaires, by code."""
        return self._asked(kind, role)

    def _asked(self, kind: WaveKind, role: ProgrammeRole) -> dict[str, Asked]:
        wave = self.waves.get(kind)
        return {
            administration.code: Asked(
                administration.id, self.registry.get(administration.reference)
            )
            for administration in (wave.administrations if wave else ())
            if role in administration.roles
        }

    def groups_of_people(self) -> list[People]:
        """Return the roles and arms that have statistics, which one shown one by one has not."""
        return [one for one in self.everybody if one.role is not self.programme.named_role]

    @cached_property
    def everybody(self) -> list[People]:
        """The roles and arms that anybody is in: mentees first, comparison arms last."""
        held = {
            (role, arm)
            for table in (Participant, Stratum)
            for role, arm in db.session.execute(
                select(table.role, table.arm).filter_by(programme_id=self.programme.id).distinct()
            )
        }
        return [
            People(self.programme.id, role, arm)
            for role in ProgrammeRole
            for arm in Arm
            if (role, arm) in held
        ]

    def invited(self, people: People, listed: int) -> int:
        """Count the people of a role and arm; whoever lost a slip is counted once.

        Parameters
        ----------
        listed
            The participants of theirs there are.
        """
        if mode_of(self.programme).lists_people:
            return listed
        counted = select(func.sum(Stratum.n)).filter_by(
            programme_id=people.programme_id, role=people.role, arm=people.arm
        )
        return db.session.scalar(counted) or 0
