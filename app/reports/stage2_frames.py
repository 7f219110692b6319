"""What stage 2 is computed from: score tables and item moments of every scale and role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.inputs import ScaleInput
from analysis.results import Flow
from app.models import Arm, WaveKind
from app.reports.frames import Asked, People, how_many, item_moments, paired_scores

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.paired import PairedScores
    from analysis.reliability import ItemMoments
    from app.reports.given import Given
    from instruments.messages import Message
    from instruments.model import Scale


def scale_inputs(given: Given) -> Iterator[ScaleInput]:
    """Yield an input per scale and role, mentees first; the arms beside each other in each.

    A comparison arm is never pooled with the programme's own people.
    """
    groups = given.groups_of_people()
    for people in groups:
        if people.arm is Arm.PROGRAMME:
            others = [other for other in groups if other.role == people.role and other != people]
            yield from _of_role(given, people, others)


def _of_role(given: Given, people: People, others: list[People]) -> Iterator[ScaleInput]:
    before = given.stage2(WaveKind.ENTRY, people.role)
    after = given.stage2(WaveKind.EXIT, people.role)
    for code in dict.fromkeys([*before, *after]):
        yield from _of_instrument(given, [people, *others], before.get(code), after.get(code))


def _of_instrument(
    given: Given, arms: list[People], before: Asked | None, after: Asked | None
) -> Iterator[ScaleInput]:
    reason = None
    if before is not None and after is not None:
        reason = given.registry.why_not_comparable(before.instrument, after.instrument)
    entry_moments, exit_moments = (_moments(arms[0], asked) for asked in (before, after))
    scales = _scales(before) | _scales(after)
    for code, scale in scales.items():
        entry, exit_ = _of_scale(before, code), _of_scale(after, code)
        pairs = {arm.arm.value: _pairs(arm, entry, exit_, reason) for arm in arms}
        yield ScaleInput(
            entry_instrument=None if before is None else before.instrument,
            exit_instrument=None if after is None else after.instrument,
            scale=scale,
            role=arms[0].role.value,
            pairs=pairs[arms[0].arm.value],
            entry_items=entry_moments.get(code),
            exit_items=exit_moments.get(code),
            not_comparable=reason,
            groups=pairs if len(arms) > 1 else {},
        )


def _scales(asked: Asked | None) -> dict[str, Scale]:
    return {} if asked is None else {scale.code: scale for scale in asked.instrument.scales}


def _moments(people: People, asked: Asked | None) -> dict[str, ItemMoments]:
    if asked is None:
        return {}
    scales = asked.instrument.scales
    found = item_moments(people, asked, scales)
    return {scale.code: moments for scale, moments in zip(scales, found, strict=True)}


def _of_scale(asked: Asked | None, code: str) -> tuple[Asked, Scale] | None:
    scale = _scales(asked).get(code)
    return None if asked is None or scale is None else (asked, scale)


def _pairs(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    reason: Message | None,
) -> PairedScores:
    """Return the pairs of one arm; scores that may not be compared stand apart."""
    if reason is None:
        return paired_scores(people, entry, exit_)
    return paired_scores(people, entry, None) + paired_scores(people, None, exit_)


def flows(given: Given) -> Iterator[Flow]:
    """Yield how many of each role and arm there are and answered anything of stage 2."""
    for people in given.groups_of_people():
        entry, exit_ = (
            list(given.stage2(kind, people.role).values())
            for kind in (WaveKind.ENTRY, WaveKind.EXIT)
        )
        yield Flow(
            role=people.role.value,
            arm=None if people.arm is Arm.PROGRAMME else people.arm.value,
            people=how_many(people),
            entry=how_many(people, entry),
            exit=how_many(people, exit_),
            both=how_many(people, entry, exit_),
        )
