"""What the curator of the demonstration entered by hand."""

from __future__ import annotations

import tomllib
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.appraisal.operations import keep_criteria, keep_default_indicators, keep_form
from app.appraisal.own_criteria import definition, nine_criteria
from app.appraisal.queries import CURATOR, school_indicators
from app.interchange.operations import publish_instruments
from app.models import IndicatorValue, Involvement
from app.registries import registry_of

if TYPE_CHECKING:
    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme

ENTERED = Path(__file__).with_name("appraisal.toml")


@cache
def _entered() -> dict[str, dict[str, Any]]:
    return tomllib.loads(ENTERED.read_text("utf-8"))


def fill_appraisal(session: scoped_session[Session], programme: Programme, number: int) -> None:
    """Write what was entered of a programme of the story, inside an operation."""
    entered, registry = _entered().get(str(number), {}), registry_of(programme.school_id)
    if "lines" in entered:
        files = definition(nine_criteria(registry), entered["lines"], 1)
        publish_instruments(session, programme.school, files, by=None)
    if "involvement" in entered:
        session.add(Involvement(programme_id=programme.id, **entered["involvement"]))
    if "curator" in entered:
        keep_form(session, programme, registry.get(CURATOR), entered["curator"])
    if "criteria" in entered:
        keep_criteria(session, programme, entered["criteria"])
    _add_values(session, programme, entered.get("indicators", ()))


def _add_values(
    session: scoped_session[Session], programme: Programme, values: list[tuple[str, str]]
) -> None:
    """Add the numbers of indicators, in the order of the shipped list."""
    if not school_indicators(programme.school_id):
        keep_default_indicators(session, programme.school, "ru")
        session.flush()
    for indicator, (start, end) in zip(
        school_indicators(programme.school_id), values, strict=False
    ):
        session.add(
            IndicatorValue(
                programme_id=programme.id,
                indicator_id=indicator.id,
                at_start=Decimal(start),
                at_end=Decimal(end),
            )
        )
