"""The truth behind the demonstration: who was chosen and what the programmes do to them.

Everything is in standard deviations of a score among pupils at large, in the scale's own
direction: less anxiety is minus. What the reports find should come near to it and, in a small
programme, may well miss it.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from app.models import ProgrammeRole

if TYPE_CHECKING:
    from collections.abc import Mapping

MENTEE, MENTOR = ProgrammeRole


class Trait(NamedTuple):
    """What a scale measures, whichever wave's questionnaire it stands in."""

    construct: str
    scale: str


#: How far above the middle of their answers pupils at large stand; ratings lean to the top.
AT_LARGE: Mapping[str, float] = MappingProxyType(
    {"anxiety": -0.5, "self-esteem": 0.4, "engagement": 0.2, "process": 1.6}
)

#: How far from pupils at large those stand at entry who were chosen for a role: the low are
#: chosen, and some of the way up they would go by themselves.
CHOSEN: Mapping[tuple[ProgrammeRole, str], float] = MappingProxyType(
    {
        (MENTEE, "anxiety"): 0.6,
        (MENTEE, "engagement"): -0.6,
        (MENTEE, "self-esteem"): -0.4,
        (MENTOR, "self-esteem"): 0.2,
    }
)

#: What the programme of this number adds from entry to exit.
EFFECTS: Mapping[tuple[int, ProgrammeRole], Mapping[Trait, float]] = MappingProxyType(
    {
        (1, MENTEE): MappingProxyType(
            {
                Trait("anxiety", "tests"): -0.60,
                Trait("anxiety", "teachers"): -0.45,
                Trait("anxiety", "peers"): -0.25,
                Trait("self-esteem", "total"): 0.30,
                Trait("engagement", "behavioural"): 0.25,
                Trait("engagement", "emotional"): 0.20,
                Trait("engagement", "cognitive"): 0.15,
            }
        ),
        (1, MENTOR): MappingProxyType({Trait("self-esteem", "total"): 0.10}),
        (2, MENTEE): MappingProxyType(
            {
                Trait("anxiety", "tests"): -0.20,
                Trait("anxiety", "teachers"): -0.15,
                Trait("engagement", "behavioural"): 0.55,
                Trait("engagement", "emotional"): 0.35,
                Trait("engagement", "cognitive"): 0.35,
            }
        ),
        (2, MENTOR): MappingProxyType({Trait("self-esteem", "total"): 0.05}),
        # The third does nothing to anybody: that, too, is to be seen in a report.
        (3, MENTEE): MappingProxyType({}),
        (3, MENTOR): MappingProxyType({}),
    }
)

#: How much better (or worse) than expected each side of the process turns out, in all programmes.
REALITY: Mapping[ProgrammeRole, Mapping[Trait, float]] = MappingProxyType(
    {
        MENTEE: MappingProxyType(
            {
                Trait("process", "comfort"): 0.40,
                Trait("process", "support"): 0.40,
                Trait("process", "safety"): 0.25,
                Trait("process", "personal-meetings"): 0.15,
                Trait("process", "group-meetings"): -0.35,
                Trait("process", "events"): -0.60,
                Trait("process", "plan"): -0.60,
                Trait("process", "results"): -0.40,
                Trait("process", "came-true"): -0.10,
            }
        ),
        MENTOR: MappingProxyType(
            {
                Trait("process", "comfort"): 0.35,
                Trait("process", "leadership"): 0.10,
                Trait("process", "group-meetings"): -0.30,
                Trait("process", "planning"): -0.45,
                Trait("process", "keeping-to-plan"): -0.70,
                Trait("process", "involvement"): -0.20,
                Trait("process", "training"): -0.50,
            }
        ),
    }
)


def start(role: ProgrammeRole, trait: Trait) -> float:
    """Return how far from pupils at large the people of a role stand at entry."""
    return CHOSEN.get((role, trait.construct), 0.0)


def effect(programme: int, role: ProgrammeRole, trait: Trait) -> float:
    """Return what the programme adds from entry to exit."""
    change = EFFECTS[programme, role].get(trait, 0.0)
    return change + REALITY[role].get(trait, 0.0)
