"""What the curator entered of a programme, as stage 1 takes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.stage1_inputs import FilledForm, IndicatorInput, InvolvementInput
from app.appraisal.queries import asked_indicators, forms_of, involvement_of, values_of

if TYPE_CHECKING:
    from app.models import Programme
    from instruments.registry import Registry


def involvement_input(programme: Programme) -> InvolvementInput | None:
    """Return how many of the school's pupils take part."""
    found = involvement_of(programme)
    if found is None:
        return None
    return InvolvementInput(involved=found.involved, pupils=found.pupils, target=found.target)


def filled_forms(programme: Programme, registry: Registry) -> dict[str, FilledForm]:
    """Return the curator's questionnaires by code, each in exactly the version filled in."""
    return {
        code: FilledForm(
            instrument=registry.get(f"{form.code}@{form.version}"), answers=form.answers
        )
        for code, form in forms_of(programme).items()
    }


def indicator_inputs(programme: Programme) -> tuple[IndicatorInput, ...]:
    """Return the school's indicators with the programme's numbers; none where it has no number."""
    values = values_of(programme)
    if not values:
        return ()
    return tuple(
        IndicatorInput(
            title=one.title,
            unit=one.unit.value,
            direction=one.direction.value,
            start=values[one.id].at_start if one.id in values else None,
            end=values[one.id].at_end if one.id in values else None,
        )
        for one in asked_indicators(programme, values)
    )
