"""A class that answers without slips: who they are, what they write, and the addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answering.operations import hand_in
from app.answering.queries import definition_of
from app.database import db, writing
from app.models import (
    Arm,
    LinkageMode,
    Participant,
    ProgrammeRole,
    SelfCode,
    Stratum,
    Submission,
    WaveKind,
)
from app.selfcodes.operations import enter, make_addresses
from app.selfcodes.queries import stratum_of
from tests.app.answering.way import Child
from tests.app.world import close_wave, give, make_programme, make_school, open_wave, wave_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask import Flask

    from app.models import Administration, Programme

#: The questionnaire that the tests give.
FORM = "self-esteem"

#: Twelve children: own letter, mother, her day, grandmother, birthplace, brothers, sisters, eyes.
CHILDREN = (
    "А Е 3 Л П 0 0 brown", "М А 14 Н П 1 0 light", "Д Н 21 Т М 0 1 light",
    "Е О 8 В П 0 0 green", "К С 30 Г С 2 0 brown", "В Т 12 С К 0 0 light",
    "И И 19 О П 1 1 brown", "С М 25 Е Н 0 0 other", "П Ю 6 И П 0 2 light",
    "Н В 17 А Б 1 0 brown", "Т Л 28 М В 0 0 light", "Р К 1 З П 3 0 green",
)  # fmt: skip

CODES = ("own", "mother", "mother_day", "grandmother", "birthplace", "brothers", "sisters", "eyes")


def answers_of(child: str) -> dict[str, str]:
    """Return what a child writes, by the name of the field; ? is «не знаю»."""
    words = ("dont-know" if word == "?" else word for word in child.split())
    return {f"q_{code}": word for code, word in zip(CODES, words, strict=True)}


def make_self_coded(n: int = 12, **more: object) -> Programme:
    """Return a programme without slips, whose mentees of 7А have an address."""
    programme = make_programme(
        make_school(), linkage_mode=LinkageMode.SELF_CODE, **({"k": 5} | more)
    )
    for kind in (WaveKind.ENTRY, WaveKind.EXIT):
        give(wave_of(programme, kind), FORM, ProgrammeRole.MENTEE)
    add_stratum(programme, n=n, class_name="7А")
    make_addresses(programme, by=None)
    return programme


def add_stratum(programme: Programme, n: int = 12, **more: object) -> Stratum:
    """Invite so many people of one kind."""
    facts: dict[str, object] = {"role": ProgrammeRole.MENTEE, "arm": Arm.PROGRAMME}
    stratum = Stratum(programme_id=programme.id, n=n, **(facts | more))
    with writing() as session:
        session.add(stratum)
    return stratum


def address_of(programme: Programme, class_name: str = "7А") -> str:
    """Return the address of a class."""
    stratum = db.session.scalars(
        select(Stratum).filter_by(programme_id=programme.id, class_name=class_name)
    ).one()
    return f"/a/{stratum.token}"


def asked(app: Flask, address: str) -> Child:
    """Let a child read the promise and agree; the short questions come next."""
    browser = Child(app)
    browser.open(address)
    browser.press("agree")
    return browser


def come(app: Flask, address: str, child: str) -> Child:
    """Let a child answer the short questions, find them right, and begin."""
    browser = asked(app, address)
    browser.press("check", **answers_of(child))
    browser.press("confirm")
    return browser


def answer(app: Flask, address: str, *children: str, marks: str = "2") -> None:
    """Let children answer everything."""
    for child in children:
        browser = come(app, address, child)
        assert browser.page.path.startswith("/forms/"), browser.page.text
        assert browser.answer_all(marks).path == "/thanks"


def store(programme: Programme, kind: WaveKind, *children: str, class_name: str = "7А") -> None:
    """Let children answer everything without a page, each otherwise than the one before."""
    stratum = stratum_of(address_of(programme, class_name).removeprefix("/a/"))
    form = form_of(programme, kind)
    assert stratum is not None
    for place, child in enumerate(children):
        said = answers_of(child).items()
        person = enter(stratum, {name[2:]: None if word == "dont-know" else word
                                 for name, word in said})  # fmt: skip
        marks = {f"se{number:02}": 1 + (place + number) % 3 for number in range(1, 11)}
        items = definition_of(form).by_code
        hand_in(form.id, person, {code: mark for code, mark in marks.items() if code in items})


def hold_waves(programme: Programme, entry: Sequence[str], exit_: Sequence[str]) -> None:
    """Hold both waves, with these children at each."""
    for kind, children in ((WaveKind.ENTRY, entry), (WaveKind.EXIT, exit_)):
        open_wave(wave_of(programme, kind))
        store(programme, kind, *children)
        close_wave(wave_of(programme, kind))


def form_of(programme: Programme, kind: WaveKind) -> Administration:
    """Return the questionnaire of a wave."""
    return wave_of(programme, kind).administrations[0]


def participants() -> list[Participant]:
    """Return whoever is there."""
    db.session.rollback()
    return list(db.session.scalars(select(Participant)))


def self_codes() -> list[SelfCode]:
    """Return what people would be paired by."""
    db.session.rollback()
    return list(db.session.scalars(select(SelfCode)))


def persons_of(administration: Administration) -> set[int]:
    """Return who has handed a form in."""
    db.session.rollback()
    return set(
        db.session.scalars(select(Submission.person).filter_by(administration_id=administration.id))
    )
