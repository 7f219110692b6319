"""Which questionnaires suit whom at which wave, and which a new programme begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.models import ProgrammeRole, WaveKind
from app.programmes.modes import MODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.models import LinkageMode, MentoringForm
    from instruments.exact import Exact
    from instruments.model import Instrument
    from instruments.registry import Registry

#: What the codes of questionnaires about the process begin with.
STAGE1 = "stage1-"

#: What a new programme measures at both ends besides, where the library suits the role.
MEASURED = {
    ProgrammeRole.MENTEE: ("anxiety-school", "self-esteem", "engagement"),
    ProgrammeRole.MENTOR: ("self-esteem",),
}

#: From this age on people are adults, whom children's tests do not measure.
ADULT = 18

#: Longer than this, in minutes, is too long for a ten-year-old.
TOO_LONG = 25


def offered(registry: Registry, mentoring_form: MentoringForm, kind: WaveKind) -> list[Instrument]:
    """Return what may be given at a wave: the questionnaires about the process first."""
    stage1 = {_stage1_code(mentoring_form, role, kind) for role in ProgrammeRole}
    suitable = [
        instrument
        for code, instrument in registry.latest().items()
        if suited(instrument)
        and not instrument.template
        and (code in stage1 or not code.startswith(STAGE1))
    ]
    return sorted(suitable, key=place_in_order)


def suited(instrument: Instrument) -> frozenset[ProgrammeRole]:
    """Return the roles that a questionnaire is for."""
    return frozenset(role for role in ProgrammeRole if role in instrument.audience)


def is_refused(instrument: Instrument, mode: LinkageMode) -> bool:
    """Say whether a questionnaire is clinical where nobody could help whoever answers it."""
    return instrument.clinical and not MODES[mode].takes_clinical


def pupils(mentoring_form: MentoringForm) -> frozenset[ProgrammeRole]:
    """Return the roles that pupils have: a form is named after its mentors and its mentees."""
    mentors, mentees = mentoring_form.split("-")
    names = {ProgrammeRole.MENTOR: mentors, ProgrammeRole.MENTEE: mentees}
    return frozenset(role for role, name in names.items() if name == "pupil")


def is_for_children(instrument: Instrument) -> bool:
    """Say whether adults are older than those whom a questionnaire measures."""
    return instrument.ages[1] <= ADULT


def place_in_order(instrument: Instrument) -> tuple[bool, str]:
    """Return what questionnaires are given in the order of: those about the process first."""
    return not instrument.code.startswith(STAGE1), instrument.code


def defaults(
    registry: Registry, mentoring_form: MentoringForm
) -> dict[WaveKind, dict[str, frozenset[ProgrammeRole]]]:
    """Return what a new programme begins with: by wave and code, who gets it."""
    return {
        kind: {
            instrument.code: roles
            for instrument in offered(registry, mentoring_form, kind)
            if (roles := _default_roles(instrument, mentoring_form, kind))
        }
        for kind in WaveKind
    }


def has_stage1(registry: Registry, mentoring_form: MentoringForm) -> bool:
    """Say whether the library has questionnaires about the process for this form."""
    return any(code.startswith(f"{STAGE1}{mentoring_form}-") for code in registry.versions)


def minutes(instruments: Iterable[Instrument]) -> Exact:
    """Return how long the questionnaires take together."""
    return sum(instrument.minutes or 0 for instrument in instruments)


def chosen_minutes(
    registry: Registry, chosen: Mapping[str, frozenset[ProgrammeRole]], role: ProgrammeRole
) -> Exact:
    """Return how long a role is asked at a wave."""
    return minutes(registry.get(code) for code, roles in chosen.items() if role in roles)


def _default_roles(
    instrument: Instrument, mentoring_form: MentoringForm, kind: WaveKind
) -> frozenset[ProgrammeRole]:
    return frozenset(
        role
        for role in suited(instrument)
        if instrument.code == _stage1_code(mentoring_form, role, kind)
        or (
            kind is not WaveKind.MID
            and role in pupils(mentoring_form)
            and instrument.code in MEASURED[role]
        )
    )


def _stage1_code(mentoring_form: MentoringForm, role: ProgrammeRole, kind: WaveKind) -> str:
    return f"{STAGE1}{mentoring_form}-{role}-{kind}"
