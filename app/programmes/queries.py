"""What is counted of a programme: nothing here is drawn from answers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sqlalchemy import case, exists, func, or_, select

from analysis.stage1_inputs import Participation
from app.database import db
from app.models import (
    Administration,
    Arm,
    Consent,
    ConsentCount,
    Participant,
    Programme,
    ProgrammeRole,
    Stratum,
    Submission,
    Wave,
    WaveKind,
    is_asked,
)
from app.programmes.agreement import asks_each_person, has_agreed
from app.programmes.consent_counts import agreed_by_class
from app.programmes.modes import mode_of
from app.programmes.strata_queries import by_stratum

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

#: Where the state of papers is written down: by person, or only counted.
CONSENTS = (Consent, ConsentCount)


@dataclass(frozen=True)
class Turnout:
    """How many were asked, have handed in at least one questionnaire, and have withdrawn.

    Without slips somebody may have answered twice, under other answers to the short questions.
    """

    invited: int
    answered: int
    withdrawn: int

    @property
    def silent(self) -> int:
        """How many may answer and have not."""
        return max(0, self.invited - self.answered - self.withdrawn)


def participation(programme: Programme) -> list[Participation]:
    """Return how many were invited, agreed and answered, by wave, role, arm and class.

    Whoever gets no questionnaire at a wave was not invited to it. A row of the whole role
    and arm stands before the rows of its classes, where there are classes.
    """
    listed = mode_of(programme).lists_people
    rows = _by_class(programme) if listed else _by_stratum(programme)
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
    return Turnout(
        invited=sum(row.invited for row in whole),
        answered=sum(row.answered for row in whole),
        withdrawn=sum(row.withdrawn for row in whole),
    )


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
            _count_if(Participant.withdrawn_on.is_not(None)),
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
            withdrawn=withdrawn,
        )
        for kind, role, arm, class_name, invited, agreed, answered, withdrawn in db.session.execute(
            counted
        )
    ]


def _by_stratum(programme: Programme) -> list[Participation]:
    """Return the rows of people whom nobody lists, with the papers that were counted of each class.

    A class of which some are in the programme and some only compared with it has one count for
    both, and no count for either.
    """
    rows = by_stratum(programme)
    if not has_consents(programme):
        return rows
    agreed = agreed_by_class(programme)
    arms = Counter((row.role, row.class_name) for row in rows if row.wave == rows[0].wave)
    return [
        replace(row, consented=agreed.get((ProgrammeRole(row.role), row.class_name or ""), 0))
        if arms[row.role, row.class_name] <= 1
        else row
        for row in rows
    ]


def has_consents(programme: Programme) -> bool:
    """Say whether the state of any paper has been written down."""
    recorded = (exists().where(kept.programme_id == programme.id) for kept in CONSENTS)
    return bool(db.session.scalar(select(or_(*recorded))))


def agreed_people(programme: Programme) -> int:
    """Return how many participants agreed to both papers."""
    if not mode_of(programme).lists_people:
        return sum(agreed_by_class(programme).values())
    counted = select(_count_if(has_agreed())).select_from(Participant)
    return db.session.scalar(counted.where(Participant.programme_id == programme.id)) or 0


def n_without_consent(programme: Programme) -> int:
    """Return how many participants may not answer before their papers have come."""
    if not asks_each_person(programme):
        return 0
    return number_of_people(programme) - agreed_people(programme)


def number_of_people(programme: Programme) -> int:
    """Return how many people take part; a slip that was issued for a lost one is nobody new."""
    counted = select(func.count()).select_from(Participant).filter_by(programme_id=programme.id)
    if not mode_of(programme).lists_people:
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
    agreed = [row.consented for row in classes]
    return replace(
        classes[0],
        class_name=None,
        invited=sum(row.invited for row in classes),
        consented=None if None in agreed else sum(n or 0 for n in agreed),
        answered=sum(row.answered for row in classes),
        withdrawn=sum(row.withdrawn for row in classes),
    )
