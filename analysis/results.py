"""What a stage-2 report found: the frozen results that JSON serialises and documents point into.

Field names are the keys of the JSON report (docs/report.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.attrition import Attrition
    from analysis.change import ReliableChange
    from analysis.comparison import Comparison, Difference, Sign, Summary, Tests
    from analysis.conclusions import Conclusion
    from analysis.effect import Effect
    from analysis.groups import Groups
    from analysis.individual import IndividualScores
    from analysis.normality import Normality
    from analysis.quality import WaveQuality
    from analysis.reliability import Reliability
    from analysis.report_facts import Flow, LinkageCounts, Plan, ProgrammeFacts, Provenance
    from analysis.signed_rank import HodgesLehmann
    from analysis.stability import Stability
    from analysis.strategies import Strategy, StrategyPair
    from analysis.transitions import Transitions
    from instruments.messages import Message

#: The version of the JSON report's shape.
SCHEMA = 2

NOT_COMPUTED = N_("not computed")


@dataclass(frozen=True, kw_only=True)
class ReliabilityByWave:
    """Internal consistency at each wave, and stability across the programme."""

    entry: Reliability | None
    exit: Reliability | None
    retest: Stability | None


@dataclass(frozen=True, kw_only=True)
class Levels:
    """How many of the matched people are at each level of the scale.

    Attributes
    ----------
    groups
        Codes of the levels that are counted together, from the lowest: one each, unless a level
        holds too few people to be shown apart.
    entry, exit
        People in each of `groups` at either wave.
    """

    groups: tuple[tuple[str, ...], ...]
    entry: tuple[int, ...]
    exit: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """How the forms of a scale were filled in; nobody is left out of any other figure for it.

    Attributes
    ----------
    n_flagged
        People with a score at either wave who filled in a form in a way that looks careless; None
        where the two scores of a person are not known to be of one person.
    entry, exit
        The forms of either wave.
    without_flagged
        The paired block of everybody else with a score at both waves.
    """

    n_flagged: int | None
    entry: WaveQuality | None
    exit: WaveQuality | None
    without_flagged: Comparison | None


@dataclass(frozen=True, kw_only=True)
class ScaleStrategies:
    """The strategies of pairing on one scale and role; None where they are not compared."""

    instrument: str
    scale: str
    role: str | None
    n_matched: int
    strategies: tuple[Strategy, ...] | None
    pairs: tuple[StrategyPair, ...] | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class PairedResult:
    """What is found of any two values of people, at entry and at exit, of one role."""

    instrument: str
    scale: str
    role: str | None
    better: str
    sign: Sign | None
    primary: bool
    n_entry: int
    n_exit: int
    n_matched: int
    entry: Summary | None
    exit: Summary | None
    difference: Difference | None
    hodges_lehmann: HodgesLehmann | None
    tests: Tests
    effect: Effect
    p_holm: float | None
    mdes: float | None
    normality: Normality | None
    notes: Mapping[str, Message] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class ScaleResult(PairedResult):
    """Everything found for one scale of one instrument and one role."""

    version_entry: int | None
    version_exit: int | None
    #: Lowest and highest score that the scale allows.
    range: tuple[float, float]
    reliability: ReliabilityByWave
    levels: Levels | None
    rci: ReliableChange | None
    transitions: Transitions | None
    groups: Groups | None
    attrition: Attrition | None
    quality: Quality


@dataclass(frozen=True, kw_only=True)
class MeasureResult(PairedResult):
    """Everything found for one measure of the school's electronic journal and one role."""


@dataclass(frozen=True, kw_only=True)
class Results:
    """Everything a stage-2 report found.

    Attributes
    ----------
    individuals
        The scores of people of a role that agreed to be shown one by one; no other figure counts
        them.
    linkage
        A row per role where people were paired by their own answers, and have been; else None.
    education
        A result per measure of the electronic journal and role; None where nothing was handed in.
    """

    schema: int
    stage: int
    plan: Plan
    provenance: Provenance
    flow: tuple[Flow, ...]
    scales: tuple[ScaleResult, ...]
    programme: ProgrammeFacts | None = None
    strategies: tuple[ScaleStrategies, ...] | None = None
    individuals: tuple[IndividualScores, ...] = ()
    linkage: tuple[LinkageCounts, ...] | None = None
    education: tuple[MeasureResult, ...] | None = None
    conclusions: tuple[Conclusion, ...] = ()
    notes: Mapping[str, Message] = field(default_factory=dict)


def figure_at(found: object, path: str) -> object:
    """Return what stands at a dotted path of a result; None where nothing does."""
    for name in path.split("."):
        if isinstance(found, tuple):
            found = found[int(name)] if int(name) < len(found) else None
        elif isinstance(found, Mapping):
            found = found.get(name)
        else:
            found = getattr(found, name, None)
    return found
