"""Every write to a programme's plan of analysis: kept by default, changed until the exit wave."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.plan import kept, read
from app.audit import record
from app.database import now_utc, writing
from app.models import WaveKind
from app.programmes.errors import RefusedError
from app.programmes.guards import has_begun, lock, waves_of
from app.programmes.plans import default_of, has_comparison_arm, measured_at, plan_at, tick_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from analysis.report_facts import Plan
    from app.models import Programme, User, Wave

#: What decided who is in the programme, where chance did.
RANDOM = "random"


def keep_default_plan(programme: Programme, entry: Wave, moment: datetime) -> None:
    """Store the default plan of what the entry wave gives, inside an operation.

    A plan of the school's own stays. So does whatever is stored once the wave has opened: a later
    version of the program may have another default.
    """
    stored = programme.plan
    if stored is None or (read(stored).origin == "default" and not has_begun(entry, moment)):
        programme.plan = kept(default_of(programme, entry))


def change_plan(programme: Programme, wanted: Plan, *, by: User | None) -> None:
    """Take over scales, test, bound and allocation of a plan of the school's own.

    Where it is what stands already nothing is written.

    Raises
    ------
    RefusedError
        The exit wave has opened; no scale is primary, or one that the entry wave does not measure;
        lots are claimed where there is nobody to compare with.
    """
    with writing() as session:
        lock(session, programme)
        waves, now = waves_of(session, programme), now_utc()
        if has_begun(waves[WaveKind.EXIT], now):
            raise RefusedError(N_("The exit wave has opened: the plan stays as it is."))
        _check_primary(programme, waves, wanted)
        if wanted.allocation == RANDOM and not has_comparison_arm(programme):
            raise RefusedError(N_("There is no comparison group."), "random")
        stands = plan_at(programme, waves, now)
        changed = replace(
            stands,
            primary=wanted.primary,
            test=wanted.test,
            equivalence=wanted.equivalence,
            allocation=wanted.allocation,
        )
        if changed == stands:
            return
        has_opened = has_begun(waves[WaveKind.ENTRY], now)
        changed_on = programme.school.day_of(now).isoformat() if has_opened else None
        programme.plan = kept(replace(changed, origin="own", changed_on=changed_on))
        record("plan.change", programme.id, school_id=programme.school_id, by=by)


def _check_primary(programme: Programme, waves: Mapping[WaveKind, Wave], wanted: Plan) -> None:
    if not wanted.primary:
        raise RefusedError(N_("Tick at least one scale."), "primary")
    measured = measured_at(programme, waves[WaveKind.ENTRY], waves[WaveKind.EXIT])
    known = {tick_of(promised) for one in measured for promised in one.promises}
    for one in wanted.primary:
        if tick_of(one) not in known:
            raise RefusedError(
                N_("The entry wave does not measure %(scale)s.", scale=one.scale), "primary"
            )
