"""A school's list of indicators as somebody wants it, and what is refused of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.programmes.errors import RefusedError
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.models import Indicator, IndicatorDirection, IndicatorUnit

#: A longer list is no table that anybody reads.
MOST_INDICATORS = 60


@dataclass(frozen=True, kw_only=True)
class IndicatorLine:
    """One line of a school's list as it should be.

    Attributes
    ----------
    id
        None of a new one.
    field
        What the title's field is called, to say there what is wrong.
    """

    id: int | None
    field: str
    title: str
    unit: IndicatorUnit
    direction: IndicatorDirection
    position: int
    is_retired: bool = False


def check_titles(lines: Sequence[IndicatorLine], others: Sequence[str]) -> None:
    """Refuse a title that is taken, also by a line that somebody has added meanwhile."""
    if len(lines) + len(others) > MOST_INDICATORS:
        raise RefusedError(
            N_("A list has at most %(most)s indicators.", most=MOST_INDICATORS), lines[-1].field
        )
    seen = {title.casefold() for title in others}
    for line in lines:
        title = line.title.casefold()
        if title in seen:
            raise RefusedError(
                N_("There is another indicator of this title. Give this one a title of its own."),
                line.field,
            )
        seen.add(title)


def check_units(
    lines: Sequence[IndicatorLine], there: Mapping[int, Indicator], used: Collection[int]
) -> None:
    """Refuse another unit of an indicator that has numbers.

    Parameters
    ----------
    there, used
        The school's indicators by their numbers, and those of them that have numbers.
    """
    for line in lines:
        if line.id in used and line.id is not None and there[line.id].unit is not line.unit:
            raise RefusedError(
                N_(
                    "Numbers have been entered for this indicator, so its unit stays. Retire it, "
                    "and add another one with the unit you need."
                ),
                line.field,
            )
