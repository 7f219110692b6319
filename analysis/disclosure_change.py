"""The base rule on reliable change: how many changed beyond the error betrays no few people."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.change import by_direction
from analysis.effect import directions
from analysis.rounding import DIGITS
from analysis.stage2_cells import digits_of
from analysis.words import rounded
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from analysis.change import ReliableChange
    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput

OTHER_BASE = N_("with the SD of the matched people it would come close to single scores")

#: The numbers of people in a reliable change, besides all of them.
COUNTS = ("improved", "unchanged", "deteriorated", "rose", "fell")


def protected_change(
    change: ReliableChange, rule: BaseRule, *, scale: ScaleInput
) -> ReliableChange | Message:
    """Return as much of the reliable change as betrays no few people.

    Parameters
    ----------
    change
        Of the scale's matched people, as computed.
    rule
        The programme's k.
    scale
        What it was computed from.

    Returns
    -------
    ReliableChange or Message
        Those who reliably rose, or fell, and those whose change is within the error stand apart
        where each are nobody or k people, and so are those between them and all whose score rose,
        or fell, where the latter are shown; else two of the three, or the reason. Of a local
        source the SD is hidden and threshold and reliability are rounded as printed.
    """
    if change.rose is None or change.fell is None:
        return change
    shown = _shown_sides((change.rose, change.fell), rule, directions(scale.pairs.differences))
    if not any(shown):
        return N_("by their change fewer than %(k)s people would stand apart", k=rule.k)
    rose = change.rose if shown[0] else None
    fell = change.fell if shown[1] else None
    improved, deteriorated = by_direction(scale.scale.better, rose, fell)
    change = replace(
        change,
        rose=rose,
        fell=fell,
        improved=improved,
        deteriorated=deteriorated,
        unchanged=change.unchanged if all(shown) else None,
    )
    change = replace(change, notes=_notes(change, rule))
    return _rounded(change, digits_of(scale)) if change.local else change


def _notes(change: ReliableChange, rule: BaseRule) -> dict[str, Message]:
    reason = N_("apart from others they might be fewer than %(k)s people", k=rule.k)
    hidden = (path for path in COUNTS if getattr(change, path) is None)
    return dict.fromkeys(hidden, reason) | dict(change.notes)


def _shown_sides(
    sides: tuple[int, int], rule: BaseRule, steps: tuple[int, int, int]
) -> tuple[bool, bool]:
    """Say whether those who reliably rose, and those who reliably fell, may stand apart."""
    rose, fell = sides
    if any(map(rule.is_small, steps)):  # and so not shown
        groups = rule.merged((fell, sum(steps) - rose - fell, rose))
        return (2,) in groups, (0,) in groups
    beside = ((rose, steps[0] - rose), (fell, steps[2] - fell))
    is_rise_shown, is_fall_shown = (not any(map(rule.is_small, pair)) for pair in beside)
    return is_rise_shown, is_fall_shown


def _rounded(change: ReliableChange, digits: int) -> ReliableChange:
    """Return a change by the school's own answers as its reliability is shown, and without SD."""
    return replace(
        change,
        sd=None,
        r=float(rounded(change.r, DIGITS)),
        threshold=float(rounded(change.threshold, digits)),
        notes={**change.notes, "sd": OTHER_BASE},
    )
