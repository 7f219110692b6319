"""How a programme stands at a glance: its waves, who has answered, who has agreed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.models import Arm, ProgrammeRole
from app.programmes.queries import (
    Turnout,
    agreed_people,
    has_consents,
    n_without_consent,
    number_of_people,
    participation,
    turnout,
    waves_in_order,
)
from app.programmes.words import ARMS, ROLES_OF_MANY, WAVES
from app.waves.states import State, state_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.stage1_inputs import Participation
    from app.models import Programme, Wave


@dataclass(frozen=True, kw_only=True)
class BoardRow:
    """How many of a role, or of a class of it, were asked and have answered."""

    title: Any
    arm: Any
    class_name: str | None
    invited: int
    answered: int
    withdrawn: int


@dataclass(frozen=True, kw_only=True)
class WaveOverview:
    """One wave: how it stands, and its turnout by role and by class."""

    wave: Wave
    title: Any
    state: State
    turnout: Turnout
    roles: list[BoardRow]
    classes: list[BoardRow]


@dataclass(frozen=True)
class ConsentCounts:
    """How many participants agreed to both papers; None where nothing is written down.

    Attributes
    ----------
    waiting
        How many may not answer before their papers have come.
    """

    people: int
    agreed: int | None
    waiting: int


def overview(programme: Programme) -> list[WaveOverview]:
    """Return the waves from entry to exit."""
    rows = participation(programme)
    return [
        _wave_overview(wave, [row for row in rows if row.wave == wave.kind])
        for wave in waves_in_order(programme)
    ]


def consent_counts(programme: Programme) -> ConsentCounts:
    """Return how many participants agreed."""
    agreed = agreed_people(programme) if has_consents(programme) else None
    return ConsentCounts(number_of_people(programme), agreed, n_without_consent(programme))


def _wave_overview(wave: Wave, rows: Iterable[Participation]) -> WaveOverview:
    board = [(row, _board_row(row)) for row in rows]
    return WaveOverview(
        wave=wave,
        title=WAVES[wave.kind],
        state=state_of(wave),
        turnout=turnout(row for row, _ in board),
        roles=[shown for row, shown in board if row.class_name is None],
        classes=[shown for row, shown in board if row.class_name is not None],
    )


def _board_row(row: Participation) -> BoardRow:
    return BoardRow(
        title=ROLES_OF_MANY[ProgrammeRole(row.role)],
        arm=ARMS[Arm.COMPARISON] if row.arm == Arm.COMPARISON else "",
        class_name=row.class_name,
        invited=row.invited,
        answered=row.answered,
        withdrawn=row.withdrawn,
    )
