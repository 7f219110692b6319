"""Who stands behind the figures of a report: worked out again from what the database holds.

It is slow and plain on purpose, and shares no code with what the reports are made by.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeAlias

from sqlalchemy import select

from app.database import db
from app.models import (
    Administration,
    Arm,
    EducationImport,
    EducationResult,
    Participant,
    ResponseQuality,
    Score,
    Strategy,
    Submission,
    Wave,
)
from app.registries import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models import Programme
    from instruments.model import Instrument

People: TypeAlias = frozenset[int]

WAVES = ("entry", "exit")


@dataclass(frozen=True)
class Form:
    """What one person handed in at one wave."""

    answers: Mapping[str, object]
    scores: frozenset[str]
    flagged: bool
    has_variance: bool


class Truth:
    """Everything that a programme holds of its people."""

    def __init__(self, programme: Programme) -> None:
        rows = db.session.execute(
            select(Participant, Strategy.title)
            .outerjoin(Strategy, Strategy.id == Participant.strategy_id)
            .where(Participant.programme_id == programme.id)
        ).all()
        self.people = {one.person: one for one, _ in rows}
        self.strategy = {one.person: title for one, title in rows}
        #: By wave and code of the questionnaire, then by person.
        self.forms: dict[tuple[str, str], dict[int, Form]] = defaultdict(dict)
        for form, wave, submission in db.session.execute(
            select(Administration, Wave.kind, Submission)
            .join(Wave, Wave.id == Administration.wave_id)
            .join(Submission, Submission.administration_id == Administration.id)
            .where(Wave.programme_id == programme.id, Wave.reported_at.is_not(None))
        ):
            whose = {"administration_id": form.id, "person": submission.person}
            quality = db.session.scalars(select(ResponseQuality).filter_by(**whose)).one()
            scores = db.session.scalars(select(Score.scale).filter_by(**whose))
            self.forms[wave.value, form.code][submission.person] = Form(
                submission.answers, frozenset(scores), quality.flagged, quality.variance is not None
            )

        #: By measure and role, the rows with both values.
        self.marks: dict[tuple[str, str], People] = defaultdict(frozenset)
        for role, row in db.session.execute(
            select(EducationImport.role, EducationResult)
            .join(EducationImport, EducationImport.id == EducationResult.import_id)
            .where(
                EducationImport.programme_id == programme.id, EducationImport.replaced_on.is_(None)
            )
        ):
            if None not in (row.entry_numerator, row.exit_numerator):
                self.marks[row.measure.value, role.value] |= {row.id}

    def of(self, role: str, arm: Arm = Arm.PROGRAMME) -> People:
        """Return the people of a role and arm."""
        return frozenset(
            person for person, one in self.people.items() if (one.role, one.arm) == (role, arm)
        )

    def scale(self, instrument: str, scale: str, role: str, arm: Arm = Arm.PROGRAMME) -> ScaleBase:
        """Return the bases of one scale."""
        return ScaleBase(self, LIBRARY.get(instrument), scale, self.of(role, arm))

    def pupils(self, measure: str, role: str) -> People:
        """Return the rows of a measure that have a value before and after: nobody's names."""
        return self.marks[measure, role]

    def answered(self, wave: str, reference: str, role: str) -> People:
        """Return who answered one item, by its `CODE@n/item`."""
        questionnaire, _, item = reference.partition("/")
        forms = self.forms[wave, questionnaire.partition("@")[0]]
        return frozenset(
            person for person, form in forms.items() if form.answers.get(item) is not None
        ) & self.of(role)


@dataclass(frozen=True)
class ScaleBase:
    """Who stands behind the figures of one scale, of one role and arm."""

    truth: Truth
    instrument: Instrument
    code: str
    everybody: People

    def forms(self, wave: str) -> dict[int, Form]:
        """Return the forms of a wave."""
        forms = self.truth.forms[wave, self.instrument.code]
        return {person: form for person, form in forms.items() if person in self.everybody}

    def scored(self, wave: str) -> People:
        """Return who has a score of the scale and is not left out for another scale of it."""
        forms = self.forms(wave).items()
        return frozenset(who for who, form in forms if self.code in form.scores) - self._left_out

    @cached_property
    def _left_out(self) -> People:
        """Who has scores of some scales of a wave, not of all, where the scales share items."""
        scales = self.instrument.scales
        waves = [self.forms(wave) for wave in WAVES]
        if not all((*waves, any(scale.overlaps for scale in scales))):
            return frozenset()
        return frozenset(
            who for forms in waves for who, form in forms.items()
            if 0 < len(form.scores) < len(scales)
        )  # fmt: skip

    @property
    def matched(self) -> People:
        """Who has both scores."""
        return self.scored("entry") & self.scored("exit")

    @property
    def flagged(self) -> People:
        """Who has a score and filled in a form in a way that looks careless."""
        careless = {
            person for wave in WAVES for person, form in self.forms(wave).items() if form.flagged
        }
        return (self.scored("entry") | self.scored("exit")) & careless

    def of_strategy(self, titles: frozenset[str]) -> People:
        """Return the matched people whose pairs were formed in one of these ways."""
        return frozenset(who for who in self.matched if self.truth.strategy[who] in titles)
