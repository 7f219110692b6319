"""The four steps from nothing to an open wave; each page works later, too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l

from app.models import WaveKind
from app.programmes.modes import mode_of
from app.programmes.queries import number_of_people, waves_in_order

if TYPE_CHECKING:
    from app.models import Programme

#: Endpoint to title.
STEPS = {
    "programmes.edit": _l("Programme"),
    "programmes.people": _l("Participants"),
    "programmes.forms": _l("Questionnaires"),
    "programmes.slips": _l("Slips"),
}

#: The last step where people make codes of their own.
ADDRESSES = {"pairing.addresses": _l("Addresses")}


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step as the indicator shows it."""

    number: int
    title: Any
    endpoint: str
    is_done: bool


def steps_of(programme: Programme | None) -> list[Step]:
    """Return the steps; None is a programme that is being set up.

    The slips are done with when the entry wave has a date: they are what people need by then.
    """
    done = [False] * len(STEPS) if programme is None else _done(programme)
    steps = STEPS
    if programme is not None and not mode_of(programme).has_slips:
        steps = dict(list(STEPS.items())[:-1]) | ADDRESSES
    return [
        Step(number=number, title=title, endpoint=endpoint, is_done=is_done)
        for number, ((endpoint, title), is_done) in enumerate(
            zip(steps.items(), done, strict=True), start=1
        )
    ]


def _done(programme: Programme) -> list[bool]:
    waves = {wave.kind: wave for wave in waves_in_order(programme)}
    both_ends = waves[WaveKind.ENTRY], waves[WaveKind.EXIT]
    return [
        True,
        number_of_people(programme) > 0,
        all(wave.administrations for wave in both_ends),
        waves[WaveKind.ENTRY].opens_at is not None,
    ]
