"""Who takes part in a programme of the demonstration, with whom, and which waves they answer."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.demo.effects import MENTEE, MENTOR
from app.demo.open_answers import sentences_of
from app.demo.simulation import draw_answers, draw_levels, generator
from app.demo.story import LOST, STORIES, Side, Story
from app.models import WaveKind
from app.programmes.new_people import NewPerson

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from app.demo.effects import Trait
    from app.demo.simulation import Answers, Levels
    from app.models import ProgrammeRole
    from instruments.model import Instrument

#: A class answers on one day; this share were ill and answer later.
ILL = 0.1

EVERY_WAVE = frozenset(WaveKind)


@dataclass(frozen=True, kw_only=True)
class Fate:
    """How it goes for somebody in the programme."""

    answers: frozenset[WaveKind] = EVERY_WAVE
    consents: bool = True
    leaves: bool = False


@dataclass(frozen=True, kw_only=True)
class Member:
    """One participant; the number counts within the role of the programme."""

    story: Story
    number: int
    enrolled: NewPerson
    fate: Fate

    @property
    def role(self) -> ProgrammeRole:
        """What the member is in the programme."""
        return self.enrolled.role

    @property
    def place(self) -> tuple[int, ProgrammeRole, int]:
        """Which place in the simulation is theirs."""
        return self.story.number, self.role, self.number

    @property
    def turn(self) -> int:
        """Their place among all of their role in the school."""
        earlier = STORIES[: self.story.number - 1]
        return self.number + sum(story.sides[self.role].people for story in earlier)

    def levels(self, traits: Mapping[Trait, int]) -> dict[WaveKind, Levels]:
        """Return what they are like at every wave."""
        random = generator("levels", *self.place)
        return draw_levels(random, traits, programme=self.story.number, role=self.role)

    def answers(self, instrument: Instrument, kind: WaveKind, levels: Levels) -> Answers:
        """Return what they answer to a questionnaire at a wave."""
        random = generator("answers", *self.place, kind, instrument.code)
        return draw_answers(random, instrument, levels, sentences_of(self.role, self.turn))

    def day_of(self, kind: WaveKind, days: tuple[date, ...]) -> date:
        """Return the day of a wave on which they answer: their class's, or a later one."""
        classes = self.story.sides[self.role].classes
        random = generator("day", *self.place, kind)
        day = classes.index(self.enrolled.class_name)
        if random.random() < ILL:
            day = random.randrange(day, len(days))
        return days[day]


def cast(story: Story) -> list[Member]:
    """Return everybody in a programme: mentors first, class by class."""
    return [member for role in (MENTOR, MENTEE) for member in _of_role(story, role)]


def _of_role(story: Story, role: ProgrammeRole) -> Iterator[Member]:
    side = story.sides[role]
    numbers = range(side.people)
    fates = _fates(side, generator("fates", story.number, role).sample(numbers, side.people))
    strategies = story.strategies or ("",)
    for number in numbers:
        group = number % story.sides[MENTOR].people
        yield Member(
            story=story,
            number=number,
            fate=fates[number],
            enrolled=NewPerson(
                role=role,
                class_name=side.classes[number * len(side.classes) // side.people],
                group=_group_label(story, group),
                strategy=strategies[group % len(strategies)],
            ),
        )


def _group_label(story: Story, group: int) -> str:
    """Return what the pair is called; a mentor may have two mentees."""
    second = group + story.sides[MENTOR].people
    word = "Группа" if second < story.sides[MENTEE].people else "Пара"
    return f"{word} {group + 1}"


def _fates(side: Side, order: list[int]) -> dict[int, Fate]:
    """Return everybody's fate; whoever stands earlier in the order has the harder one."""
    beginners = side.people - side.unconsented - side.late
    lost = round(LOST * beginners)
    fates = [
        *[Fate(answers=frozenset(), consents=False)] * side.unconsented,
        *[Fate(answers=EVERY_WAVE - {WaveKind.ENTRY})] * side.late,
        *[Fate(answers=frozenset({WaveKind.ENTRY}), leaves=True)] * lost,
        *[Fate(answers=EVERY_WAVE - {WaveKind.MID})] * side.absent,
        *[Fate()] * (beginners - lost - side.absent),
    ]
    return dict(zip(order, fates, strict=True))
