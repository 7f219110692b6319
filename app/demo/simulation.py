"""People who do not exist: what they are like at each wave, and what they answer.

Everybody has a level of every trait, a standard normal among pupils at large; an item shows it
with noise, cut into the answers the item has. No database here, and no chance: the same seed
gives the same people.
"""

from __future__ import annotations

import math
from functools import cache
from random import Random
from typing import TYPE_CHECKING

from app.demo.effects import AT_LARGE, Trait, effect, start
from app.models import WaveKind
from instruments.model import Better, Instrument, Item, Kind, Scale

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from app.models import ProgrammeRole

    Levels = Mapping[Trait, float]
    Answers = dict[str, int | str | None]

SEED = "zamer"

#: The share of a score's variance that is the trait, before strength is cut into answers.
RELIABILITY = 0.8

#: How much of a trait stays from entry to exit; an expectation tells less of the reality.
STABILITY = 0.82
EXPECTATION_STABILITY = 0.5

#: What a trait shares with all traits, with those of its construct, and has of its own.
SHARES = (0.30, 0.45, 0.25)

#: A rating is cut from a normal curve with this spread, as a share of the range.
RATING_SPREAD = 0.19

#: How much easier or harder than the average an item may be to agree with.
ITEM_EASE = 0.4

#: The shares of closed and of open questions that get no answer.
SKIPPED, SILENT = 0.02, 0.18

#: The share of «да» differs from question to question; few have been here before.
YES = (0.6, 0.9)
YES_BEFORE = 0.3


def generator(*place: object) -> Random:
    """Return the chance of one place in the simulation, the same at every run."""
    return Random(" ".join(map(str, (SEED, *place))))  # noqa: S311 - because nothing secret is drawn


def leaves(instrument: Instrument) -> tuple[Scale, ...]:
    """Return the scales that are no sums of other scales: each measures a trait."""
    return tuple(scale for scale in instrument.scales if not scale.overlaps)


def directions(instruments: Iterable[Instrument]) -> dict[Trait, int]:
    """Return every trait that the questionnaires measure, with +1 where more of it is better."""
    return {
        Trait(instrument.construct, scale.code): -1 if scale.better is Better.LOWER else 1
        for instrument in instruments
        for scale in leaves(instrument)
    }


def draw_levels(
    random: Random, traits: Mapping[Trait, int], *, programme: int, role: ProgrammeRole
) -> dict[WaveKind, Levels]:
    """Return one person's level of every trait at every wave.

    Entry comes from who is chosen for a role; exit is what is left of entry, something new, and
    what the programme does; half-way is in the middle.
    """
    first, second = _deviations(random, traits), _deviations(random, traits)
    unit = math.sqrt(RELIABILITY)
    entry = {trait: first[trait] + start(role, trait) / unit for trait in traits}
    exit_ = {}
    for trait in traits:
        stays = stability(trait)
        fresh = math.sqrt(1 - stays**2) * second[trait]
        exit_[trait] = stays * entry[trait] + fresh + effect(programme, role, trait) / unit
    mid = {trait: (entry[trait] + exit_[trait]) / 2 for trait in traits}
    return {WaveKind.ENTRY: entry, WaveKind.MID: mid, WaveKind.EXIT: exit_}


def stability(trait: Trait) -> float:
    """Return how much of a trait stays from entry to exit."""
    return EXPECTATION_STABILITY if trait.construct == "process" else STABILITY


def _deviations(random: Random, traits: Mapping[Trait, int]) -> dict[Trait, float]:
    """Return standard normal levels that go together as far as `SHARES` says."""
    all_, construct, own = (math.sqrt(share) for share in SHARES)
    wellbeing = random.gauss()
    common = {code: random.gauss() for code in sorted({trait.construct for trait in traits})}
    return {
        trait: all_ * traits[trait] * wellbeing
        + construct * common[trait.construct]
        + own * random.gauss()
        for trait in sorted(traits)
    }


def draw_answers(
    random: Random, instrument: Instrument, levels: Levels, sentences: Mapping[str, str]
) -> Answers:
    """Return one person's answers to one questionnaire.

    Parameters
    ----------
    sentences
        Item code to what the person would write there.

    Returns
    -------
    dict
        None was skipped; an item that is not shown is absent.
    """
    closed = _scored(random, instrument, levels)
    before = {item.show_if.item for item in instrument.items if item.show_if}
    answers: Answers = {}
    for item in instrument.items:
        if item.show_if and answers.get(item.show_if.item) != item.show_if.equals:
            continue
        if item.kind is Kind.TEXT:
            answers[item.code] = None if random.random() < SILENT else sentences[item.code]
            continue
        answer = closed[item.code] if item.code in closed else _yes(random, item, before)
        answers[item.code] = None if random.random() < SKIPPED else answer
    return answers


def _scored(random: Random, instrument: Instrument, levels: Levels) -> dict[str, int]:
    """Return the answers to all items that measure a trait."""
    answers = {}
    for scale in leaves(instrument):
        trait = Trait(instrument.construct, scale.code)
        middle = AT_LARGE[trait.construct]
        shown = loading(len(scale.keys))
        for number, key in enumerate(scale.keys):
            noise = math.sqrt(1 - shown**2) * random.gauss()
            strength = middle + ease(trait, number) + shown * levels[trait] + noise
            item = instrument.by_code[key.item]
            answers[key.item] = _cut(item, strength, reverse=key.reverse)
    return answers


def loading(n_items: int) -> float:
    """Return how strongly each of so many items shows the trait, for the scale's reliability."""
    shared = RELIABILITY / (n_items - RELIABILITY * (n_items - 1))
    return math.sqrt(shared)


@cache
def ease(trait: Trait, number: int) -> float:
    """Return how easily the item of this number in its scale is agreed with, at any wave."""
    return generator("ease", *trait, number).uniform(-ITEM_EASE, ITEM_EASE)


def _cut(item: Item, strength: float, *, reverse: bool) -> int:
    """Return the answer nearest to how strongly the trait shows; a reversed item is turned."""
    scores = _scores(item)
    steps = len(scores)
    width = (steps - 1) * RATING_SPREAD if item.kind is Kind.RATING else 1.0
    place = round((steps - 1) / 2 + width * strength)
    place = min(max(place, 0), steps - 1)
    return scores[-1 - place if reverse else place]


def _scores(item: Item) -> Sequence[int]:
    """Return the possible answers in rising order."""
    if item.choices:
        return sorted(int(choice.score) for choice in item.choices)
    low, high = item.range or (0, 0)
    return range(int(low), int(high) + 1)


@cache
def _usual_yes(code: str) -> float:
    return generator("yes", code).uniform(*YES)


def _yes(random: Random, item: Item, before: set[str]) -> int:
    share = YES_BEFORE if item.code in before else _usual_yes(item.code)
    return int(random.random() < share)
