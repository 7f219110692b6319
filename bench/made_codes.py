"""Made people who answer the questions of self-generated codes, as skewed as people are.

The shares are set by hand after the names, families and towns of an ordinary Russian school, and
are no measured frequencies; what counts is that some values are common and some rare. Family
makes people alike: twins share everything but their own name, brothers and sisters much.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

Person = dict[str, str]

#: First letters of names, per cent.
PUPILS = {
    "А": 20, "М": 14, "Д": 11, "Е": 9, "К": 9, "В": 8, "И": 6, "С": 6, "П": 4, "Н": 3, "Т": 2,
    "Р": 2, "Л": 2, "Я": 1, "Г": 1, "Ю": 0.5, "З": 0.5, "О": 0.5, "Э": 0.3, "Ф": 0.2,
}  # fmt: skip
MOTHERS = {
    "Е": 17, "А": 14, "Н": 14, "О": 12, "С": 9, "Т": 9, "И": 8, "М": 7, "Ю": 6, "В": 5, "Л": 4,
    "К": 2, "Г": 2, "Д": 1, "Р": 1, "Я": 0.5, "З": 0.5,
}  # fmt: skip
GRANDMOTHERS = {
    "Л": 15, "Н": 15, "Т": 12, "В": 12, "Г": 11, "С": 7, "О": 7, "Е": 6, "И": 5, "А": 5, "М": 3,
    "З": 2, "Р": 1, "Ф": 0.5, "К": 0.5,
}  # fmt: skip
TOWNS = {
    "П": 60, "М": 6, "С": 5, "К": 5, "Н": 3, "Б": 3, "В": 3, "Т": 2, "А": 2, "Е": 2, "О": 2,
    "Д": 2, "И": 1, "У": 1, "Ч": 1, "Р": 1, "Л": 1,
}  # fmt: skip
DAYS = {str(day): 1.0 for day in range(1, 29)} | {"29": 0.93, "30": 0.92, "31": 0.58}

#: The questions of docs/linkage.md: code to value to how common it is.
QUESTIONS: Mapping[str, Mapping[str, float]] = {
    "own": PUPILS,
    "mother": MOTHERS,
    "mother_day": DAYS,
    "grandmother": GRANDMOTHERS,
    "birthplace": TOWNS,
    "brothers": {"0": 66, "1": 25, "2": 6, "3": 2, "4": 1},
    "sisters": {"0": 67, "1": 25, "2": 6, "3": 2},
    "eyes": {"карие": 33, "серые или голубые": 47, "зелёные": 15, "другие": 5},
}

#: What people of one family share: twins all, others what is left of it.
FAMILY = ("mother", "mother_day", "grandmother")

#: Shares of people who are the twin, or a brother or sister, of somebody in the same role.
TWINS, SIBLINGS = 0.02, 0.10

#: Which share does not know an answer, at any wave.
UNKNOWN = {"grandmother": 0.08, "mother_day": 0.03, "birthplace": 0.02}

#: Of the slips, how many leave the answer out.
LEFT_OUT = 0.2


@dataclass(frozen=True)
class Waves:
    """The same people twice, but for those who left and those who came; keys are who they are."""

    entry: dict[int, Person]
    exit: dict[int, Person]


def waves(size: int, slip: float, left: float, random: Random) -> Waves:
    """Return two waves of a size; a share of the first is replaced by others in the second."""
    gone = round(size * left)
    people = school(size + gone, cohorts(size), random)
    keys = list(range(size + gone))
    random.shuffle(keys)
    exit_ = {key: _again(people[key], slip, random) for key in keys[gone:]}
    return Waves({key: people[key] for key in keys[:size]}, exit_)


def cohorts(size: int) -> int:
    """Return how many cohorts so many people of one role come from."""
    return 2 if size <= 30 else 4 if size <= 100 else 7


def school(size: int, grades: int, random: Random) -> list[Person]:
    """Return people, some of whom have family among the others."""
    people: list[Person] = []
    for _ in range(size):
        chance = random.random()
        if not people or chance >= TWINS + SIBLINGS:
            people.append(_stranger(grades, random))
        elif chance < TWINS:
            people.append(random.choice(people) | {"own": _drawn("own", random)})
        else:
            people.append(_sibling(random.choice(people), grades, random))
    return people


def _stranger(grades: int, random: Random) -> Person:
    person = {code: _drawn(code, random) for code in QUESTIONS}
    unknown = {code: "" for code, share in UNKNOWN.items() if random.random() < share}
    return person | unknown | {"cohort": str(2020 + random.randrange(grades))}


def _sibling(older: Person, grades: int, random: Random) -> Person:
    """Return a younger one: one more older brother or sister, and a class of their own."""
    person = _stranger(grades, random) | {code: older[code] for code in FAMILY}
    counted = random.choice(("brothers", "sisters"))
    for code in ("brothers", "sisters"):
        person[code] = str(int(older[code]) + (code == counted))
    for code, alike in (("birthplace", 0.8), ("eyes", 0.6)):
        if random.random() < alike:
            person[code] = older[code]
    return person


def _again(person: Person, slip: float, random: Random) -> Person:
    """Return what a person answers at the other wave; the cohort is not asked but known."""
    answers = dict(person)
    for code in QUESTIONS:
        if random.random() < slip:
            answers[code] = "" if random.random() < LEFT_OUT else _other(code, person, random)
    return answers


def _other(code: str, person: Person, random: Random) -> str:
    while (value := _drawn(code, random)) == person[code]:
        pass
    return value


def _drawn(code: str, random: Random) -> str:
    shares = QUESTIONS[code]
    return random.choices(list(shares), list(shares.values()))[0]
