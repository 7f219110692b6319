"""The plan of a comparison: which it is unless a school makes its own, and how it is kept.

Pages read plans too, so nothing slow to import is imported here.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from analysis.report_facts import Plan, PrimaryScale
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from instruments.model import Instrument, Scale

#: What a plan may name as its test, as `Tests` names them.
TESTS = ("wilcoxon", "paired_t")

#: Which direction is expected, by the scale's own: that it improves.
EXPECTED = {Better.HIGHER: "rise", Better.LOWER: "fall", Better.NONE: None}

#: Bounds of equivalence that make sense, in SDs of the entry scores.
LEAST_BOUND, GREATEST_BOUND = 0.1, 1.0

#: Not the school's choice but what came about: when the waves opened.
OF_THE_WAVES = frozenset({"made_on", "locked_on"})


def default_plan(instruments: Iterable[Instrument], roles: Sequence[str | None]) -> Plan:
    """Return the plan that holds unless a school makes its own.

    Of each instrument the scale coded `total`, else its only scale, else all; each for every
    role, expected to improve; Wilcoxon's test, two-sided.
    """
    return Plan(
        primary=tuple(
            promise(instrument, scale, role)
            for instrument in instruments
            for scale in _headline(instrument)
            for role in roles
        )
    )


def promise(instrument: Instrument, scale: Scale, role: str | None) -> PrimaryScale:
    """Return what a plan says of a scale unless told otherwise: that it is expected to improve."""
    return PrimaryScale(
        instrument=instrument.code, scale=scale.code, role=role, expected=EXPECTED[scale.better]
    )


def _headline(instrument: Instrument) -> tuple[Scale, ...]:
    return tuple(scale for scale in instrument.scales if scale.code == "total") or instrument.scales


def kept(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON knows it, without the dates that its waves tell."""
    return {name: value for name, value in asdict(plan).items() if name not in OF_THE_WAVES}


def read(stored: Mapping[str, Any]) -> Plan:
    """Return the plan that `kept` made JSON of; what was not kept yet is as by default."""
    primary = tuple(PrimaryScale(**one) for one in stored["primary"])
    return Plan(**{**stored, "primary": primary})
