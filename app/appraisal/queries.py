"""What the curator has entered of a programme, and what there is to enter."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, select

from app.appraisal.own_criteria import CRITERIA, OWN_CRITERIA
from app.database import db
from app.models import CuratorForm, Indicator, IndicatorValue, Involvement

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.models import Programme

#: The curator's questionnaire in the library.
CURATOR = "curator"

DEFAULTS = Path(__file__).with_name("indicators.toml")


@cache
def default_indicators() -> tuple[dict[str, Any], ...]:
    """Return the list that a school begins with: title in each language, unit, direction."""
    return tuple(tomllib.loads(DEFAULTS.read_text("utf-8"))["indicators"])


def involvement_of(programme: Programme) -> Involvement | None:
    """Return how many pupils take part, where it was entered."""
    return db.session.get(Involvement, programme.id)


def forms_of(programme: Programme) -> dict[str, CuratorForm]:
    """Return what was filled in, by the questionnaire's code."""
    forms = db.session.scalars(select(CuratorForm).filter_by(programme_id=programme.id))
    return {form.code: form for form in forms}


def criteria_answers(programme: Programme) -> dict[str, int | None]:
    """Return the points of the nine criteria and of the school's own lines, by item code."""
    forms = forms_of(programme)
    found: dict[str, int | None] = {}
    for code in (OWN_CRITERIA, CRITERIA):
        if code in forms:
            found |= forms[code].answers
    return found


def school_indicators(school_id: int) -> Sequence[Indicator]:
    """Return a school's list in its order, those no longer asked for at the end."""
    return db.session.scalars(
        select(Indicator)
        .filter_by(school_id=school_id)
        .order_by(Indicator.is_retired, Indicator.position, Indicator.id)
    ).all()


def values_of(programme: Programme) -> dict[int, IndicatorValue]:
    """Return the numbers of a programme by indicator."""
    values = db.session.scalars(select(IndicatorValue).filter_by(programme_id=programme.id))
    return {value.indicator_id: value for value in values}


def asked_indicators(programme: Programme, values: Mapping[int, IndicatorValue]) -> list[Indicator]:
    """Return the indicators of a programme: the school's list, and what it had filled in before."""
    return [
        indicator
        for indicator in school_indicators(programme.school_id)
        if not indicator.is_retired or indicator.id in values
    ]


def used_indicators(school_id: int) -> frozenset[int]:
    """Return the indicators of a school for which some programme has a number."""
    used = exists().where(IndicatorValue.indicator_id == Indicator.id)
    return frozenset(db.session.scalars(select(Indicator.id).where(
        Indicator.school_id == school_id, used
    )))  # fmt: skip
