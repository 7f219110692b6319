"""Holm's correction over the scales and roles whose test the plan promises."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.comparison import holm
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.report_facts import Plan
    from analysis.results import ScaleResult

NOT_PRIMARY = N_("exploratory: the plan promises no test of this scale and role")


def corrected(found: Sequence[ScaleResult], plan: Plan) -> tuple[ScaleResult, ...]:
    """Return the results with `p_holm`, corrected over the planned tests that are there."""
    p_values = {
        place: test.p
        for place, result in enumerate(found)
        if result.primary and (test := getattr(result.tests, plan.test)) is not None
    }
    p_holm = dict(zip(p_values, holm(list(p_values.values())), strict=True))
    done = []
    for place, result in enumerate(found):
        reason = result.notes.get(f"tests.{plan.test}") if result.primary else NOT_PRIMARY
        notes = result.notes if reason is None else {**result.notes, "p_holm": reason}
        done.append(replace(result, p_holm=p_holm.get(place), notes=notes))
    return tuple(done)
