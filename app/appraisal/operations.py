"""Every write of the curator's appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from app.appraisal.indicator_rules import check_titles, check_units
from app.appraisal.own_criteria import (
    OWN_CRITERIA,
    added_to,
    definition,
    nine_criteria,
    own_criteria,
)
from app.appraisal.queries import default_indicators, school_indicators, used_indicators
from app.audit import record
from app.database import writing
from app.interchange.operations import add_instruments
from app.models import (
    CuratorForm,
    Indicator,
    IndicatorDirection,
    IndicatorUnit,
    IndicatorValue,
    Involvement,
    School,
)
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.registries import registry_of
from instruments.errors import InstrumentError
from instruments.messages import N_
from instruments.scoring import check_answer

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from decimal import Decimal

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.appraisal.indicator_rules import IndicatorLine
    from app.models import Programme, User
    from instruments.model import Instrument


@dataclass(frozen=True, kw_only=True)
class Share:
    """How many of the school's pupils take part in mentoring, of how many, and the target."""

    involved: int
    pupils: int
    target: int


def save_involvement(programme: Programme, share: Share | None, *, by: User | None) -> None:
    """Keep how many pupils take part; None takes it back."""
    with writing() as session:
        lock(session, programme)
        if share is None:
            session.execute(delete(Involvement).filter_by(programme_id=programme.id))
        else:
            session.merge(
                Involvement(
                    programme_id=programme.id,
                    involved=share.involved,
                    pupils=share.pupils,
                    target=share.target,
                )
            )
        record("involvement.save", programme.id, school_id=programme.school_id, by=by)


def save_form(
    programme: Programme,
    instrument: Instrument,
    answers: Mapping[str, int | None],
    *,
    by: User | None,
) -> None:
    """Keep the curator's answers to exactly this version; without an answer nothing is kept."""
    with writing() as session:
        lock(session, programme)
        keep_form(session, programme, instrument, answers)
        subject = f"{programme.id}/{instrument.reference}"
        record("curator-form.save", subject, school_id=programme.school_id, by=by)


def save_criteria(
    programme: Programme, answers: Mapping[str, int | None], *, by: User | None
) -> None:
    """Keep the points of the nine criteria, and of these with the school's own lines."""
    with writing() as session:
        lock(session, programme)
        keep_criteria(session, programme, answers)
        record("criteria.save", programme.id, school_id=programme.school_id, by=by)


def keep_criteria(
    session: scoped_session[Session], programme: Programme, answers: Mapping[str, int | None]
) -> None:
    """Write the points of the criteria inside an operation."""
    registry = registry_of(programme.school_id)
    keep_form(session, programme, nine_criteria(registry), answers)
    own = own_criteria(registry)
    if own is None:
        session.execute(delete(CuratorForm).filter_by(programme_id=programme.id, code=OWN_CRITERIA))
    else:
        keep_form(session, programme, own, answers)


def keep_form(
    session: scoped_session[Session],
    programme: Programme,
    instrument: Instrument,
    answers: Mapping[str, int | None],
) -> None:
    """Write a form inside an operation.

    Raises
    ------
    AnswerError
        An answer is none of its item's.
    """
    kept = {item.code: answers.get(item.code) for item in instrument.items}
    for item in instrument.items:
        check_answer(item, kept[item.code])
    if all(answer is None for answer in kept.values()):
        session.execute(
            delete(CuratorForm).filter_by(programme_id=programme.id, code=instrument.code)
        )
        return
    session.merge(
        CuratorForm(
            programme_id=programme.id,
            code=instrument.code,
            version=instrument.version,
            sha256=instrument.sha256,
            answers=kept,
            filled_on=programme.school.today,
        )
    )


def choose_lines(school: School, chosen: Collection[str], *, by: User | None) -> None:
    """Add lines to the nine criteria: another choice is the next version of the school's own.

    Raises
    ------
    RefusedError
        Somebody has just made another choice.
    """
    registry = registry_of(school.id)
    nine, own = nine_criteria(registry), own_criteria(registry)
    if set(chosen) == set(() if own is None else added_to(nine, own)):
        return
    version = max(registry.versions.get(OWN_CRITERIA, (0,))) + 1
    try:
        add_instruments(school, definition(nine, chosen, version), by=by)
    except InstrumentError as error:
        raise RefusedError(
            N_("Somebody has changed the lines meanwhile. Look at them, and choose once more.")
        ) from error


def seed_indicators(school: School, lang: str) -> None:
    """Let a school that has no list of indicators begin with ours."""
    if school_indicators(school.id):
        return
    with writing() as session:
        session.get_one(School, school.id, with_for_update=True)
        if not school_indicators(school.id):
            keep_default_indicators(session, school, lang)


def keep_default_indicators(session: scoped_session[Session], school: School, lang: str) -> None:
    """Write our list inside an operation."""
    session.add_all(
        Indicator(
            school_id=school.id,
            title=one["title"].get(lang, one["title"]["ru"]),
            unit=IndicatorUnit(one["unit"]),
            direction=IndicatorDirection(one["direction"]),
            position=place,
        )
        for place, one in enumerate(default_indicators(), start=1)
    )


def save_values(
    programme: Programme,
    values: Mapping[int, tuple[Decimal | None, Decimal | None]],
    *,
    by: User | None,
) -> None:
    """Keep numbers by indicator, at the start and at the end; other indicators stay as they are."""
    with writing() as session:
        lock(session, programme)
        own = set(session.scalars(select(Indicator.id).filter_by(school_id=programme.school_id)))
        for indicator_id, (start, end) in values.items():
            if indicator_id not in own:
                continue
            key = {"programme_id": programme.id, "indicator_id": indicator_id}
            if start is None and end is None:
                session.execute(delete(IndicatorValue).filter_by(**key))
            else:
                session.merge(IndicatorValue(**key, at_start=start, at_end=end))
        record("indicators.save", programme.id, school_id=programme.school_id, by=by)


def change_indicators(school: School, lines: Sequence[IndicatorLine], *, by: User | None) -> None:
    """Change a school's list: lines in their order, new ones added, none ever deleted.

    Raises
    ------
    RefusedError
        Two lines are called alike, the list is too long, or a unit has numbers already.
    """
    with writing() as session:
        session.get_one(School, school.id, with_for_update=True)
        there = {indicator.id: indicator for indicator in school_indicators(school.id)}
        known = [line for line in lines if line.id is None or line.id in there]
        named = {line.id for line in known}
        check_titles(known, [one.title for one in there.values() if one.id not in named])
        check_units(known, there, used_indicators(school.id))
        _write_lines(session, school, known, there)
        record("indicators.change", school.id, school_id=school.id, by=by)


def _write_lines(
    session: scoped_session[Session],
    school: School,
    lines: Sequence[IndicatorLine],
    there: Mapping[int, Indicator],
) -> None:
    """Write the lines; a title that goes from one line to another waits for its old line."""
    for line in lines:
        if line.id is not None and there[line.id].title != line.title:
            there[line.id].title = f"… {line.id}"
    session.flush()
    in_order = sorted(lines, key=lambda line: (line.is_retired, line.position))
    for position, line in enumerate(in_order, start=1):
        facts = {
            "title": line.title,
            "unit": line.unit,
            "direction": line.direction,
            "position": position,
            "is_retired": line.is_retired,
        }
        if line.id is None:
            session.add(Indicator(school_id=school.id, **facts))
            continue
        for name, value in facts.items():
            setattr(there[line.id], name, value)
