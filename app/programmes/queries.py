"""What is counted of a programme: nothing here is drawn from answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import case, exists, func, select

from analysis.stage1_inputs import Participation
from app.database import db
from app.models import (
    Administration,
    Arm,
    Consent,
    Participant,
    Programme,
    ProgrammeRole,
    Stratum,
    Submission,
    Wave,
    WaveKind,
    is_asked,
)
from app.programmes.agreement import has_agreed
from app.programmes.modes import MODES
from app.programmes.strata_queries import by_stratum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement


@dataclass(frozen=True)
class Turnout:
    """How many were asked, and how many of them have handed in at least one questionnaire."""

    invited: int
    answered: int

    @property
    def silent(self) -> int:
        """How many have not answered."""
        return self.invited - self.answered


def participation(programme: Programme) -> list[Participation]:
    """Return how many were invited, agreed and answered, by wave, role, arm and class.

    Whoever gets no questionnaire at a wave was not invited to it. A row of the whole role
    and arm stands before the rows of its classes, where there are classes.
    """
    listed = MODES[programme.linkage_mode].lists_people
    rows = _by_class(programme) if listed else by_stratum(programme)
    has_arms = any(row.arm == Arm.COMPARISON for row in rows)
    has_classes = any(row.class_name for row in rows)
    whole: dict[tuple[str, str, str | None], list[Participation]] = {}
    for row in sorted(rows, key=_order):
        shown = row if has_arms else replace(row, arm=None)
        whole.setdefault((row.wave, row.role, row.arm), []).append(shown)
    return [
        row
        for classes in whole.values()
        for row in (_together(classes), *(classes if has_classes else ()))
    ]


def turnout(rows: Iterable[Participation]) -> Turnout:
    """Return the sum of rows of whole roles."""
    whole = [row for row in rows if row.class_name is None]
    return Turnout(sum(row.invited for row in whole), sum(row.answered for row in whole))


def _by_class(programme: Programme) -> list[Participation]:
    counted = (
        select(
            Wave.kind,
            Participant.role,
            Participant.arm,
            Participant.class_name,
            func.count(),
            _count_if(has_agreed()),
            _count_if(_has_answered()),
        )
        .select_from(Participant)
        .join(Wave, Wave.programme_id == Participant.programme_id)
        .where(Participant.programme_id == programme.id, _is_invited())
        .group_by(Wave.kind, Participant.role, Participant.arm, Participant.class_name)
    )
    recorded = has_consents(programme)
    return [
        Participation(
            wave=kind.value,
            role=role.value,
            arm=arm.value,
            class_name=class_name,
            invited=invited,
            consented=agreed if recorded else None,
            answered=answered,
        )
        for kind, role, arm, class_name, invited, agreed, answered in db.session.execute(counted)
    ]


def has_consents(programme: Programme) -> bool:
    """Say whether the state of any paper has been written down."""
    recorded = exists().where(Consent.programme_id == programme.id)
    return bool(db.session.scalar(select(recorded)))


def agreed_people(programme: Programme) -> int:
    """Return how many participants agreed to both papers."""
    counted = select(_count_if(has_agreed())).select_from(Participant)
    return db.session.scalar(counted.where(Participant.programme_id == programme.id)) or 0


def number_of_people(programme: Programme) -> int:
    """Return how many people take part; a slip that was issued for a lost one is nobody new."""
    counted = select(func.count()).select_from(Participant).filter_by(programme_id=programme.id)
    if not MODES[programme.linkage_mode].lists_people:
        counted = select(func.sum(Stratum.n)).filter_by(programme_id=programme.id)
    return db.session.scalar(counted) or 0


def roles_and_classes(programme: Programme) -> list[tuple[ProgrammeRole, Arm, str, int]]:
    """Return how many participants there are by role, arm and class."""
    columns = Participant.role, Participant.arm, Participant.class_name
    counted = select(*columns, func.count()).filter_by(programme_id=programme.id)
    rows = db.session.execute(counted.group_by(*columns))
    roles, arms = list(ProgrammeRole), list(Arm)
    return sorted(
        ((role, arm, class_name, n) for role, arm, class_name, n in rows),
        key=lambda row: (roles.index(row[0]), arms.index(row[1]), class_order(row[2])),
    )


def class_sizes(programme: Programme) -> dict[str, int]:
    """Return how many people each class has, in the order of classes."""
    sizes: Counter[str] = Counter()
    for _role, _arm, class_name, n in roles_and_classes(programme):
        sizes[class_name] += n
    return {name: sizes[name] for name in sorted(sizes, key=class_order)}


def class_order(class_name: str) -> tuple[int, str]:
    """Return what classes are sorted by: 5 before 10, whatever follows the number."""
    digits = class_name[: len(class_name) - len(class_name.lstrip("0123456789"))]
    return int(digits or 0), class_name


def programmes_of(school_id: int) -> list[Programme]:
    """Return the school's programmes, the newest first."""
    found = select(Programme).filter_by(school_id=school_id).order_by(Programme.id.desc())
    return list(db.session.scalars(found))


def waves_in_order(programme: Programme) -> list[Wave]:
    """Return the waves from entry to exit."""
    waves = db.session.scalars(select(Wave).filter_by(programme_id=programme.id))
    return sorted(waves, key=lambda wave: list(WaveKind).index(wave.kind))


def _count_if(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, 1), else_=0)), 0)


def _is_invited() -> ColumnElement[bool]:
    return (
        exists().where(Administration.wave_id == Wave.id, is_asked()).correlate(Participant, Wave)
    )


def _has_answered() -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Submission.person == Participant.person,
            Submission.administration_id == Administration.id,
            Administration.wave_id == Wave.id,
        )
        .correlate(Participant, Wave)
    )


def _order(row: Participation) -> tuple[int, int, int, tuple[int, str]]:
    return (
        list(WaveKind).index(WaveKind(row.wave)),
        list(ProgrammeRole).index(ProgrammeRole(row.role)),
        list(Arm).index(Arm(row.arm)) if row.arm else 0,
        class_order(row.class_name or ""),
    )


def _together(classes: list[Participation]) -> Participation:
    """Return the row of a whole role and arm."""
    agreed = [row.consented for row in classes if row.consented is not None]
    return replace(
        classes[0],
        class_name=None,
        invited=sum(row.invited for row in classes),
        consented=sum(agreed) if agreed else None,
        answered=sum(row.answered for row in classes),
    )
