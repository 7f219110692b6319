"""What stage 2 is computed from: score tables and item moments of every scale and role."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from analysis.inputs import MOST_ROWS, ScaleInput
from analysis.report_facts import Flow, LinkageCounts
from app.models import Arm, WaveKind
from app.programmes.queries import participation
from app.reports.count_frames import how_many_with_some_scores, turnout, wave_quality
from app.reports.frames import Compared, paired_tables
from app.reports.item_frames import item_moments
from app.reports.person_frames import person_scores
from app.selfcodes.queries import linkage_counts

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.inputs import PersonScores
    from analysis.moments import ItemMoments
    from analysis.paired import PairedScores
    from analysis.quality import WaveQuality
    from app.models import Programme
    from app.reports.frames import Asked, AskedScale, People
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
    forms = _Forms.of(people, [*before.values(), *after.values()])
    for code in dict.fromkeys([*before, *after]):
        twice = _Twice(given, before.get(code), after.get(code))
        yield from _of_instrument(twice, forms, [people, *others])


@dataclass(frozen=True)
class _Forms:
    """What is known of the forms of a role: their items, and how they were filled in."""

    moments: Mapping[int, Mapping[str, ItemMoments]]
    quality: Mapping[int, WaveQuality]

    @classmethod
    def of(cls, people: People, asked: Sequence[Asked]) -> _Forms:
        """Read those of all questionnaires at once."""
        return cls(item_moments(people, asked), wave_quality(people, asked))

    def moments_of(self, asked: Asked | None, scale: str) -> ItemMoments | None:
        """Return the moments of a scale; None where the wave did not ask it."""
        return None if asked is None else self.moments[asked.administration_id].get(scale)

    def quality_of(self, asked: Asked | None) -> WaveQuality | None:
        """Return how a questionnaire was filled in; None where no form was judged."""
        return None if asked is None else self.quality.get(asked.administration_id)


@dataclass(frozen=True)
class _Twice:
    """One questionnaire at entry and at exit; None where the wave did not give it."""

    given: Given
    before: Asked | None
    after: Asked | None

    @cached_property
    def scales(self) -> dict[str, Scale]:
        """Its scales by code, as the later version has them."""
        return {scale.code: scale for asked in self.asked for scale in asked.instrument.scales}

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
    def compared(self) -> Compared:
        """Every scale at entry beside the same at exit."""
        sides = [(_scale(self.before, code), _scale(self.after, code)) for code in self.scales]
        return Compared(self.asked, sides)

    def pairs(self, people: People, *, common: bool, flagged: bool = False) -> Pairs:
        """Return the pairs of every scale; scores that may not be compared stand apart.

        Parameters
        ----------
        common
            Whether persons with a score on some scales only are left out of all of them.
        flagged
            Whether only those are counted who filled in a form in a way that looks careless.
        """
        if self.not_comparable is None:
            found = paired_tables(people, self.compared, common=common, flagged=flagged)
        else:
            alone = [
                side
                for entry, exit_ in self.compared.scales
                for side in ((entry, None), (None, exit_))
            ]
            tables = paired_tables(people, replace(self.compared, scales=alone), flagged=flagged)
            found = [one + other for one, other in zip(tables[::2], tables[1::2], strict=True)]
        return dict(zip(self.scales, found, strict=True))

    def safe_pairs(self, people: People) -> tuple[Pairs, bool]:
        """Return the pairs, and whether anybody was left out who has not a score on every scale.

        A total is the sum of its parts. Where the people of such scales differ, the sums of the
        ones less the other are those of the people who skipped a part; and however many there are
        of these, they may be few within a strategy or a group, or among those who left.
        """
        overlapping = any(scale.overlaps for scale in self.scales.values())
        if len(self.asked) < 2 or self.not_comparable is not None or not overlapping:
            return self.pairs(people, common=False), False
        left_out = how_many_with_some_scores(people, self.compared)
        return self.pairs(people, common=bool(left_out)), bool(left_out)

    def rows(
        self, arms: Mapping[People, tuple[Pairs, bool]]
    ) -> dict[str, tuple[PersonScores, ...] | None]:
        """Return a row per person of all arms; None where they are too many, and are not read.

        There is none where scores may not be compared, for nothing is computed of such rows.
        """
        if self.not_comparable is not None:
            return dict.fromkeys(self.scales, ())
        few = [
            at
            for at, code in enumerate(self.scales)
            if sum(n for pairs, _ in arms.values() for _, _, n in pairs[code].rows) <= MOST_ROWS
        ]
        read = [
            person_scores(people, self.compared, few, common=common)
            for people, (_, common) in arms.items()
            if few
        ]
        return {
            code: tuple(row for of_arm in read for row in of_arm[at]) if at in few else None
            for at, code in enumerate(self.scales)
        }


def _scale(asked: Asked | None, code: str) -> AskedScale:
    """Return a scale with the wave that gave it."""
    if asked is None:
        return None
    scale = next((one for one in asked.instrument.scales if one.code == code), None)
    return None if scale is None else (asked, scale)


def _of_instrument(twice: _Twice, forms: _Forms, arms: list[People]) -> Iterator[ScaleInput]:
    own = arms[0]
    tables = {arm: twice.safe_pairs(arm) for arm in arms}
    common = tables[own][1]
    flagged = twice.pairs(own, common=common, flagged=True)
    rows = twice.rows(tables)
    for code, scale in twice.scales.items():
        pairs = {arm.arm.value: found[code] for arm, (found, _common) in tables.items()}
        yield ScaleInput(
            entry_instrument=None if twice.before is None else twice.before.instrument,
            exit_instrument=None if twice.after is None else twice.after.instrument,
            scale=scale,
            role=own.role.value,
            pairs=pairs[own.arm.value],
            entry_items=forms.moments_of(twice.before, code),
            exit_items=forms.moments_of(twice.after, code),
            not_comparable=twice.not_comparable,
            common=common,
            groups=pairs if len(arms) > 1 else {},
            rows=rows[code],
            flagged=flagged[code],
            entry_quality=forms.quality_of(twice.before),
            exit_quality=forms.quality_of(twice.after),
        )


def flows(given: Given) -> Iterator[Flow]:
    """Yield how many of each role and arm there are and answered anything of stage 2."""
    agreed = {
        (row.role, row.arm): row.consented
        for row in participation(given.programme)
        if row.class_name is None
    }
    for people in given.everybody:
        entry, exit_ = (
            list(given.stage2(kind, people.role).values())
            for kind in (WaveKind.ENTRY, WaveKind.EXIT)
        )
        found = turnout(people, entry, exit_)
        yield Flow(
            role=people.role.value,
            arm=None if people.arm is Arm.PROGRAMME else people.arm.value,
            people=given.invited(people, found.people),
            entry=found.entry,
            exit=found.exit,
            both=found.both,
            withdrawn=found.withdrawn,
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
