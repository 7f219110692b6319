"""Programmes of made-up people who answer in every way there is, the same for the same seed.

They skip items and whole forms, tick all the way down, come late and leave; some take part in a
comparison group, and pairs are formed in several ways.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answering.operations import store_submission
from app.database import db, writing
from app.education.operations import HandedIn, hand_in
from app.models import Administration, Arm, Measure, Programme, ProgrammeRole, Slip, WaveKind
from app.programmes.enrolment import add_people
from app.programmes.new_people import NewPerson
from app.registries import LIBRARY
from instruments.model import Kind
from tests.app.world import close_wave, give, make_programme, make_school, open_wave, wave_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instruments.model import Instrument, Item

MENTEE, MENTOR = ProgrammeRole
ENTRY, EXIT = WaveKind.ENTRY, WaveKind.EXIT

#: What each role is asked; the first has a total of three parts, which share its items.
ASKED = {
    (ENTRY, MENTEE): ("anxiety-school", "stage1-pupil-pupil-mentee-entry"),
    (EXIT, MENTEE): ("anxiety-school", "stage1-pupil-pupil-mentee-exit"),
    (ENTRY, MENTOR): ("self-esteem", "stage1-pupil-pupil-mentor-entry"),
    (EXIT, MENTOR): ("self-esteem", "stage1-pupil-pupil-mentor-exit"),
}

STRATEGIES = ("лидер – пассивный", "равный – равному", "адаптированный – неадаптированный")
CLASSES = ("5А", "5Б", "6А", "6Б")

#: Shares of people to whom something happens; drawn anew for every programme.
SHARES = (0.0, 0.02, 0.05, 0.1, 0.3)

#: The share of items that somebody skips who skips any.
SKIPPED = 0.1

#: The share of forms that somebody who is there does not hand in.
FORGOTTEN = 0.02


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """What a programme is made of.

    Attributes
    ----------
    sizes
        Mentees, mentors, and the mentees of a comparison group.
    strategies
        How many there are.
    shares
        Of people who come late, who leave, who tick all the way down, who hand in nearly empty
        forms, who skip items, and who answer at exit as they did at entry.
    """

    seed: int
    k: int
    sizes: tuple[int, int, int]
    strategies: int
    shares: Mapping[str, float]

    @classmethod
    def of(cls, seed: int) -> Crowd:
        """Draw a programme of 6 to 300 people; the small ones have more to hide."""
        random = _chance(seed)
        n = random.randint(6, random.choice((12, 20, 30, 60, 120, 300)))
        mentors = random.randint(0, min(n // 2, 60))
        others = random.choice((0, 0, random.randint(0, n // 3)))
        return cls(
            seed=seed,
            k=random.randint(3, 10),
            sizes=(n - mentors - others, mentors, others),
            strategies=random.randint(0, len(STRATEGIES)),
            shares={
                name: random.choice(SHARES)
                for name in ("late", "leaves", "careless", "empty", "skips", "steady")
            },
        )

    def people(self) -> list[NewPerson]:
        """Return everybody; one strategy is rarer than the next, and of some none is known."""
        random = _chance(self.seed, "people")
        mentees, mentors, others = self.sizes
        strategies = ("", *STRATEGIES[: self.strategies])
        weights = [1, *(4**place for place in range(self.strategies))]
        pairs = random.choices(strategies, weights, k=max(mentees, mentors))
        classes = CLASSES[: random.randint(1, len(CLASSES))]
        own = [
            NewPerson(
                role=role,
                class_name=random.choice(classes),
                group=f"Пара {place + 1}",
                strategy=pairs[place],
            )
            for role, n in ((MENTEE, mentees), (MENTOR, mentors))
            for place in range(n)
        ]
        compared = NewPerson(role=MENTEE, class_name=classes[0], arm=Arm.COMPARISON)
        return own + [compared] * others


@dataclass(frozen=True)
class Held:
    """A programme in the database, and the keys of its people in the order of the crowd."""

    crowd: Crowd
    programme: Programme
    people: tuple[tuple[int, ProgrammeRole], ...]

    @classmethod
    def of(cls, crowd: Crowd) -> Held:
        """Write a programme with its people and waves; nobody has answered."""
        programme = make_programme(make_school(f"Школа {crowd.seed}"), k=crowd.k)
        for (kind, role), codes in ASKED.items():
            for code in codes:
                give(wave_of(programme, kind), code, role)
        everybody = crowd.people()
        codes = add_people(programme, everybody, more=False, by=None)
        keys = [db.session.get_one(Slip, code).person for code in codes]
        roles = [person.role for person in everybody]
        return cls(crowd, programme, tuple(zip(keys, roles, strict=True)))

    def hand_in_marks(self, kind: WaveKind) -> None:
        """Hand in the mentees' marks: after the entry wave those before, then those of both."""
        rows = {
            measure: [
                (one.mark(measure, ENTRY), one.mark(measure, EXIT) if kind is EXIT else None, None)
                for one in (Somebody(self.crowd, place) for place in range(self.crowd.sizes[0]))
            ]
            for measure in Measure
        }
        handed = HandedIn(role=MENTEE, is_tied=False, rows=rows)
        hand_in(db.session.merge(self.programme), handed, {}, by=None)

    def answer(self, kind: WaveKind, *, turn: int = 0) -> None:
        """Let everybody who is there answer a wave, and close it.

        Parameters
        ----------
        turn
            Another one gives other answers of the same people to the same forms.
        """
        wave = wave_of(self.programme, kind)
        open_wave(wave)
        forms = db.session.scalars(select(Administration).filter_by(wave_id=wave.id)).all()
        day = self.programme.starts_on
        with writing() as session:
            for place, (person, role) in enumerate(self.people):
                for form in forms:
                    if role in form.roles and self._hands_in(place, form):
                        somebody = Somebody(self.crowd, place, turn)
                        answers = somebody.answers(LIBRARY.get(form.reference), kind)
                        store_submission(
                            session, form, person=person, answers=answers, answered_on=day
                        )
        close_wave(wave)

    def _hands_in(self, place: int, form: Administration) -> bool:
        kind = form.wave.kind
        gone = "late" if kind is ENTRY else "leaves"
        is_there = not Somebody(self.crowd, place).has(gone)
        return is_there and _chance(self.crowd.seed, place, kind, form.code).random() > FORGOTTEN


@dataclass(frozen=True)
class Somebody:
    """One person of a crowd."""

    crowd: Crowd
    place: int
    turn: int = 0

    def has(self, name: str) -> bool:
        """Say whether this person is one of a share."""
        return _chance(self.crowd.seed, name, self.place).random() < self.crowd.shares[name]

    def mark(self, measure: Measure, kind: WaveKind) -> Fraction | None:
        """Return what the journal holds; who comes late or leaves has nothing of one term."""
        if self.has("late" if kind is ENTRY else "leaves"):
            return None
        random = _chance(
            self.crowd.seed, self.place, measure, ENTRY if self.has("steady") else kind
        )
        return Fraction(random.randint(200, 500), 100)

    def answers(self, instrument: Instrument, kind: WaveKind) -> dict[str, int | str | None]:
        """Return the answers to a questionnaire at a wave."""
        wave = ENTRY if self.has("steady") else kind
        random = _chance(self.crowd.seed, self.place, wave, instrument.code, self.turn)
        strength = random.gauss(0.6 if wave is ENTRY else 0.4, 0.2)
        careless, empty, skips = map(self.has, ("careless", "empty", "skips"))
        found: dict[str, int | str | None] = {}
        for place, item in enumerate(instrument.items):
            of_item = strength if careless else random.gauss(strength, 0.2)
            answer = _answer(item, of_item)
            left_out = random.random() < SKIPPED and skips
            found[item.code] = None if left_out or (empty and place) else answer
        return found


def _answer(item: Item, strength: float) -> int | str:
    """Return the answer that comes nearest to a strength from 0 to 1."""
    if item.kind is Kind.TEXT:
        return "Всё хорошо"
    if item.kind is Kind.YES_NO:
        return int(strength > 0.3)
    scores = [int(choice.score) for choice in item.choices] or _whole(item)
    return scores[min(len(scores) - 1, max(0, int(strength * len(scores))))]


def _whole(item: Item) -> list[int]:
    low, high = item.range or (0, 0)
    return list(range(int(low), int(high) + 1))


def _chance(*place: object) -> Random:
    return Random(" ".join(map(str, place)))  # noqa: S311 - because nothing secret is drawn
