"""One scale and role: from its input to everything found of it, with the reasons for what is not.

Each part of a result carries its own notes; here they are gathered under its path.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, TypeVar

from analysis.attrition import attrition
from analysis.change import reliable_change
from analysis.comparison import Comparison, compare
from analysis.groups import groups_of
from analysis.levels import levels_of
from analysis.reliability import Reliability, reliability
from analysis.results import Quality, ReliabilityByWave, ScaleResult
from analysis.stability import stability
from analysis.transitions import transitions
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from analysis.inputs import Grouping, ScaleInput
    from analysis.moments import ItemMoments
    from analysis.quality import WaveQuality
    from analysis.report_facts import Plan
    from instruments.model import Instrument

ONE_WAVE = N_("the answers are of one wave, so there is nothing to compare with")
COMMON = N_(
    "only people with a score on every scale of the questionnaire: its scales share items, and the "
    "others' scores could be worked out"
)
NO_ANSWERS = N_("there are no answers of this wave")
NO_SETS = N_("nobody gave two answers from one set of options")


#: What a result takes over from the comparison of all matched people.
PAIRED_BLOCK = tuple(one.name for one in fields(Comparison) if one.name != "notes")

Part = TypeVar("Part")


@dataclass
class _Notes:
    """The notes of one scale, by the path of what they are about."""

    by_path: dict[str, Message] = field(default_factory=dict)

    def place(self, path: str, found: Part | Message | None) -> Part | None:
        """Return a part after gathering its notes; None after noting why there is none."""
        if isinstance(found, Message):
            self.by_path[path] = found
            return None
        inner = getattr(found, "notes", {})
        self.by_path |= {f"{path}.{at}": note for at, note in inner.items()}
        return found


def scale_result(scale: ScaleInput, plan: Plan, grouping: Grouping | None) -> ScaleResult:
    """Return everything found of one scale and role; `p_holm` comes from the whole family.

    Parameters
    ----------
    scale
        What it is computed from.
    plan
        Says whether the scale is primary, and the bound of equivalence.
    grouping
        The factor of the input's groups, if any.
    """
    paired = compare(scale.pairs, better=scale.scale.better, equivalence=plan.equivalence)
    notes = _Notes(_paired_notes(scale, paired))
    unpaired = _why_unpaired(scale)
    by_wave = _reliability_by_wave(scale, notes)
    change = unpaired or reliable_change(scale.pairs, scale.scale, by_wave.entry)
    moves = unpaired or transitions(scale.scale, scale.pairs)
    groups = unpaired or groups_of(scale.rows, grouping, _by_level(scale, plan))
    lost = unpaired or attrition(scale.pairs)
    return ScaleResult(
        instrument=scale.instrument.code,
        version_entry=_version(scale.entry_instrument),
        version_exit=_version(scale.exit_instrument),
        scale=scale.scale.code,
        role=scale.role,
        better=scale.scale.better,
        range=(float(scale.scale.range[0]), float(scale.scale.range[1])),
        primary=plan.promised(scale.instrument.code, scale.scale.code, scale.role) is not None,
        p_holm=None,
        reliability=by_wave,
        levels=notes.place("levels", unpaired or levels_of(scale.scale, scale.pairs)),
        rci=notes.place("rci", change),
        transitions=notes.place("transitions", moves),
        groups=notes.place("groups", groups),
        attrition=notes.place("attrition", lost),
        quality=_quality(scale, paired, plan, notes),
        **{name: getattr(paired, name) for name in PAIRED_BLOCK},
        notes=notes.by_path,
    )


def _version(instrument: Instrument | None) -> int | None:
    return None if instrument is None else instrument.version


def _paired_notes(scale: ScaleInput, paired: Comparison) -> dict[str, Message]:
    notes = dict(paired.notes)
    reason = _why_unpaired(scale)
    if reason is not None:
        notes = dict.fromkeys(notes, reason)
    if scale.entry_instrument is None:
        notes["version_entry"] = ONE_WAVE
    if scale.exit_instrument is None:
        notes["version_exit"] = ONE_WAVE
    if scale.common:
        notes["n_matched"] = COMMON
    return notes


def _why_unpaired(scale: ScaleInput) -> Message | None:
    """Return why nobody can stand in a pair, whoever answered."""
    if scale.entry_instrument is None or scale.exit_instrument is None:
        return ONE_WAVE
    return scale.not_comparable


def _reliability_by_wave(scale: ScaleInput, notes: _Notes) -> ReliabilityByWave:
    return ReliabilityByWave(
        entry=notes.place(
            "reliability.entry", _reliability(scale, scale.entry_instrument, scale.entry_items)
        ),
        exit=notes.place(
            "reliability.exit", _reliability(scale, scale.exit_instrument, scale.exit_items)
        ),
        retest=notes.place("reliability.retest", _why_unpaired(scale) or stability(scale.pairs)),
    )


def _reliability(
    scale: ScaleInput, instrument: Instrument | None, moments: ItemMoments | None
) -> Reliability | Message:
    if moments is None or instrument is None:
        return NO_ANSWERS
    # A version that is not comparable may make the score of its items in another way.
    methods = {own.code: own.method for own in instrument.scales}
    return reliability(moments, method=methods.get(scale.scale.code, scale.scale.method))


def _quality(scale: ScaleInput, paired: Comparison, plan: Plan, notes: _Notes) -> Quality:
    """Return how the forms were filled in, and the comparison of those filled in with care."""
    without = paired
    if scale.flagged.matched:
        careful = scale.pairs - scale.flagged
        without = compare(careful, better=scale.scale.better, equivalence=plan.equivalence)
    n = without.n_matched
    without = replace(without, n_entry=n, n_exit=n)
    n_flagged = sum(n for _, _, n in scale.flagged.rows)
    return Quality(
        # Where nobody stands in a pair, a person may be two rows.
        n_flagged=notes.place("quality.n_flagged", scale.not_comparable or n_flagged),
        entry=_forms("entry", scale.entry_quality, notes),
        exit=_forms("exit", scale.exit_quality, notes),
        without_flagged=notes.place("quality.without_flagged", _why_unpaired(scale) or without),
    )


def _forms(wave: str, forms: WaveQuality | None, notes: _Notes) -> WaveQuality | None:
    if forms is not None and forms.variance is None:
        notes.by_path[f"quality.{wave}.variance"] = NO_SETS
    return notes.place(f"quality.{wave}", forms or NO_ANSWERS)


def _by_level(scale: ScaleInput, plan: Plan) -> dict[str, Comparison]:
    return {
        level: compare(pairs, better=scale.scale.better, equivalence=plan.equivalence)
        for level, pairs in scale.groups.items()
    }
