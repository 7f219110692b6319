"""What stage 2 is computed from: score tables and item moments of every scale and role."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from analysis.inputs import MOST_ROWS, ScaleInput
from analysis.report_facts import Flow, LinkageCounts
from app.models import Arm, WaveKind
from app.programmes.queries import participation
from app.reports.frames import (
    Asked,
    People,
    flagged_persons,
    how_many,
    how_many_of,
    how_many_withdrew,
    paired_scores,
    wave_quality,
    with_some_scores,
)
from app.reports.item_frames import item_moments
from app.reports.person_frames import person_scores
from app.selfcodes.queries import linkage_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy import Subquery

    from analysis.inputs import PersonScores
    from analysis.moments import ItemMoments
    from analysis.paired import PairedScores
    from app.models import Programme
    from app.reports.given import Given
    from instruments.messages import Message
    from instruments.model import Scale

    #: The table of every scale, by its code.
    Pairs: TypeAlias = dict[str, PairedScores]


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
        twice = _Twice(given, before.get(code), after.get(code))
        yield from _of_instrument(twice, [people, *others])


@dataclass(frozen=True)
class _Twice:
    """One questionnaire at entry and at exit; None where the wave did not give it."""

    given: Given
    before: Asked | None
    after: Asked | None

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Its scales by code, as the later version has them."""
        return {
            scale.code: scale
            for asked in (self.before, self.after)
            if asked is not None
            for scale in asked.instrument.scales
        }

    @cached_property
    def not_comparable(self) -> Message | None:
        """Why scores of the two waves may not be compared."""
        if self.before is None or self.after is None:
            return None
        return self.given.registry.why_not_comparable(self.before.instrument, self.after.instrument)

    @cached_property
    def asked(self) -> list[Asked]:
        """The waves that gave it."""
        return [one for one in (self.before, self.after) if one is not None]

    @cached_property
    def with_some_scores(self) -> Subquery:
        """The persons with a score on some scales of a wave, and none on the others."""
        return with_some_scores(self.asked, list(self.scales.values()))

    def of_scale(self, code: str) -> tuple[tuple[Asked, Scale] | None, tuple[Asked, Scale] | None]:
        """Return the scale with the waves that gave it."""
        return self._of_scale(self.before, code), self._of_scale(self.after, code)

    def pairs(self, people: People, *, common: bool, flagged: bool = False) -> Pairs:
        """Return the pairs of every scale; scores that may not be compared stand apart.

        Parameters
        ----------
        common
            Whether persons with a score on some scales only are left out of all of them.
        flagged
            Whether only those are counted who filled in a form in a way that looks careless.
        """
        only = flagged_persons(self.asked) if flagged else None
        left_out = self.with_some_scores if common else None
        found = {}
        for code in self.scales:
            entry, exit_ = self.of_scale(code)
            if self.not_comparable is None:
                found[code] = paired_scores(people, entry, exit_, left_out=left_out, only=only)
            else:
                found[code] = paired_scores(people, entry, None, only=only) + paired_scores(
                    people, None, exit_, only=only
                )
        return found

    def safe_pairs(self, people: People) -> tuple[Pairs, bool]:
        """Return the pairs, and whether anybody was left out who has not a score on every scale.

        A total is the sum of its parts. Where the people of such scales differ, the sums of the
        ones less the other are those of the people who skipped a part; and however many there are
        of these, they may be few within a strategy or a group, or among those who left.
        """
        overlapping = any(scale.overlaps for scale in self.scales.values())
        if len(self.asked) < 2 or self.not_comparable is not None or not overlapping:
            return self.pairs(people, common=False), False
        return self.pairs(people, common=True), bool(how_many_of(people, self.with_some_scores))

    def rows(
        self, code: str, arms: Mapping[People, tuple[Pairs, bool]]
    ) -> tuple[PersonScores, ...] | None:
        """Return a row per person of all arms; None where they are too many, and are not read.

        There is none where scores may not be compared, for nothing is computed of such rows.
        """
        if self.not_comparable is not None:
            return ()
        if sum(n for pairs, _ in arms.values() for _, _, n in pairs[code].rows) > MOST_ROWS:
            return None
        return tuple(
            row
            for people, (_, common) in arms.items()
            for row in person_scores(
                people,
                *self.of_scale(code),
                left_out=self.with_some_scores if common else None,
            )
        )

    @staticmethod
    def _of_scale(asked: Asked | None, code: str) -> tuple[Asked, Scale] | None:
        if asked is None:
            return None
        scale = next((one for one in asked.instrument.scales if one.code == code), None)
        return None if scale is None else (asked, scale)


def _of_instrument(twice: _Twice, arms: list[People]) -> Iterator[ScaleInput]:
    own = arms[0]
    entry_moments, exit_moments = (_moments(own, asked) for asked in (twice.before, twice.after))
    entry_quality, exit_quality = (
        wave_quality(own, asked) for asked in (twice.before, twice.after)
    )
    tables = {arm: twice.safe_pairs(arm) for arm in arms}
    common = tables[own][1]
    flagged = twice.pairs(own, common=common, flagged=True)
    for code, scale in twice.scales.items():
        pairs = {arm.arm.value: found[code] for arm, (found, _common) in tables.items()}
        yield ScaleInput(
            entry_instrument=None if twice.before is None else twice.before.instrument,
            exit_instrument=None if twice.after is None else twice.after.instrument,
            scale=scale,
            role=own.role.value,
            pairs=pairs[own.arm.value],
            entry_items=entry_moments.get(code),
            exit_items=exit_moments.get(code),
            not_comparable=twice.not_comparable,
            common=common,
            groups=pairs if len(arms) > 1 else {},
            rows=twice.rows(code, tables),
            flagged=flagged[code],
            entry_quality=entry_quality,
            exit_quality=exit_quality,
        )


def _moments(people: People, asked: Asked | None) -> dict[str, ItemMoments]:
    if asked is None:
        return {}
    scales = asked.instrument.scales
    found = item_moments(people, asked, scales)
    return {scale.code: moments for scale, moments in zip(scales, found, strict=True)}


def flows(given: Given) -> Iterator[Flow]:
    """Yield how many of each role and arm there are and answered anything of stage 2."""
    agreed = {
        (row.role, row.arm): row.consented
        for row in participation(given.programme)
        if row.class_name is None
    }
    for people in given.everybody():
        entry, exit_ = (
            list(given.stage2(kind, people.role).values())
            for kind in (WaveKind.ENTRY, WaveKind.EXIT)
        )
        yield Flow(
            role=people.role.value,
            arm=None if people.arm is Arm.PROGRAMME else people.arm.value,
            people=given.invited(people),
            entry=how_many(people, entry),
            exit=how_many(people, exit_),
            both=how_many(people, entry, exit_),
            withdrawn=how_many_withdrew(people),
            # where there is one arm only, rows of participation do not name it
            consented=agreed.get((people.role, people.arm), agreed.get((people.role, None))),
        )


def linkage_of(programme: Programme) -> tuple[LinkageCounts, ...] | None:
    """Return how people were paired by their own answers; None where they were not."""
    if programme.linked_at is None:
        return None
    return tuple(
        LinkageCounts(
            role=count.role.value,
            entered=count.entered,
            left=count.left,
            exact=count.exact,
            tolerant=count.tolerant,
            ambiguous=count.ambiguous,
            unmatched=count.unmatched,
        )
        for count in linkage_counts(programme)
    )
