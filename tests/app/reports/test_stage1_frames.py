"""Stage 1 counts answers to what everybody was asked."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.words import Words
from app.answering.operations import store_submission
from app.database import db, writing
from app.interchange.operations import add_instruments
from app.models import (
    PROCESS,
    Administration,
    AdministrationRole,
    ProgrammeRole,
    Slip,
    WaveKind,
)
from app.registries import registry_of
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.world import add_people, close_wave, make_programme, make_school, open_wave, wave_of
from tests.conftest import broken


@pytest.fixture
def programme(app):
    """Return a programme that gives a questionnaire of the school's own at exit."""
    school = make_school()
    text = broken('construct = "anxiety"', f'construct = "{PROCESS}"').decode()
    text = text.replace("version = 2\n", "version = 1\n").replace("[1]\n", "[]\n")
    text = text.replace('changes = "Wording."\n', "")
    text = text.replace('kind = "text"\nshow_if', 'kind = "yes_no"\nunscored = true\nshow_if')
    add_instruments(school, {Path("small.toml"): text.encode()})
    programme = make_programme(school)
    instrument = registry_of(school.id).get("small")
    wave = wave_of(programme, WaveKind.EXIT)
    with writing() as session:
        session.add(
            Administration(
                wave_id=wave.id, code=instrument.code, version=1, sha256=instrument.sha256,
                construct=PROCESS, position=1,
                given_to=[AdministrationRole(role=ProgrammeRole.MENTEE)],
            )
        )  # fmt: skip
    open_wave(wave)
    return db.session.merge(programme)


def test_how_many_were_asked_further_is_not_told(programme):
    """Three of twelve said yes, which is hidden; only they were asked why."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 12)
    [form] = db.session.query(Administration)
    with writing() as session:
        for number, code in enumerate(codes):
            store_submission(
                session, form, person=session.get_one(Slip, code).person,
                answers={"sm03": 7, "sm04": int(number < 3), "sm05": 1},
                answered_on=programme.starts_on,
            )  # fmt: skip
    close_wave(wave_of(programme, WaveKind.EXIT))
    keep_answers(programme, 1)
    [satisfaction] = report_of(db.session.merge(programme), 1, Words()).results.satisfaction
    [outcome] = satisfaction.outcomes
    assert (outcome.item, outcome.n, outcome.yes) == ("small@1/sm04", 12, None)
