"""A school that asks, and a questionnaire of its own with every kind of item."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from app.database import now_utc, writing
from app.models import Administration, AdministrationRole, OwnInstrument, ProgrammeRole, WaveKind
from app.registries import registry_of
from instruments.loader import parse
from tests.app.answering.way import person_with
from tests.app.world import (
    add_people,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)
from tests.conftest import SMALL

if TYPE_CHECKING:
    from app.models import Programme, School, Wave
    from instruments.model import Instrument

MENTEE_FORM = "stage1-pupil-pupil-mentee-entry"

#: Every kind of item; a condition on a condition; an item that has to be answered.
KINDS = (
    SMALL.split("[[options]]", 1)[0]
    .replace('"small"', '"kinds"')
    .replace("version = 2", "version = 1")
    .replace("comparable_with = [1]", "comparable_with = []")
    + """
[[options]]
code = "half"
choices = [{score = 0, ru = "нет"}, {score = 0.5, ru = "отчасти"}, {score = 1, ru = "да"}]

[[items]]
code = "kd01"
kind = "choice"
options = "half"
text = {ru = "Первый."}

[[items]]
code = "kd02"
kind = "yes_no"
unscored = true
text = {ru = "Второй?"}

[[items]]
code = "kd03"
kind = "multiple"
options = "half"
unscored = true
show_if = {item = "kd02", equals = 1}
text = {ru = "Третий."}

[[items]]
code = "kd04"
kind = "number"
range = [0, 24]
text = {ru = "Сколько часов?"}

[[items]]
code = "kd05"
kind = "vas"
range = [0, 100]
ends = {ru = ["плохо", "хорошо"]}
text = {ru = "Пятый."}

[[items]]
code = "kd06"
kind = "text"
show_if = {item = "kd05", equals = 50}
text = {ru = "Шестой."}

[[items]]
code = "kd07"
kind = "rating"
range = [1, 10]
required = true
text = {ru = "Седьмой."}

[[items]]
code = "kd08"
kind = "text"
required = true
text = {ru = "Восьмой."}

[[scales]]
code = "total"
title = {ru = "Итог"}
keys = ["kd01", "-kd04", "kd05", "kd07"]
method = "sum"
max_missing = 0
better = "higher"
range = [1, 135]
"""
)


@dataclass
class Asked:
    """A wave that is open, and whom it asks."""

    school: School
    programme: Programme
    wave: Wave
    forms: list[Administration]
    codes: list[str]

    @property
    def person(self) -> int:
        """The first of them."""
        return person_with(self.codes[0])


def make_asked(*forms: str, time_zone: str = "Europe/Moscow", n: int = 1) -> Asked:
    """Open an entry wave with these forms for mentees."""
    school = make_school(time_zone=time_zone)
    programme = make_programme(school)
    wave = wave_of(programme, WaveKind.ENTRY)
    given = [give(wave, code, ProgrammeRole.MENTEE) for code in forms]
    open_wave(wave)
    codes = add_people(programme, ProgrammeRole.MENTEE, n)
    return Asked(school, programme, wave, given, codes)


def give_kinds(asked: Asked) -> Instrument:
    """Publish the school's own questionnaire and give it after the others."""
    definition = parse(KINDS.encode(), file="kinds.toml")
    with writing() as session:
        session.add(
            OwnInstrument(
                school_id=asked.school.id,
                code=definition.code,
                version=1,
                definition=KINDS,
                sha256=definition.sha256,
                added_on=now_utc().date(),
            )
        )
        form = Administration(
            wave_id=asked.wave.id,
            code=definition.code,
            version=1,
            sha256=definition.sha256,
            construct=definition.construct,
            position=9,
            given_to=[AdministrationRole(role=ProgrammeRole.MENTEE)],
        )
        session.add(form)
    asked.forms.append(form)
    return registry_of(asked.school.id).get("kinds@1")


@pytest.fixture
def asked(app) -> Asked:
    """Return an open wave with two forms for one mentee."""
    return make_asked(MENTEE_FORM, "anxiety-school")


@pytest.fixture
def kinds(app) -> Asked:
    """Return an open wave with the questionnaire that holds every kind of item."""
    asked = make_asked()
    give_kinds(asked)
    return asked
