"""Reports of people whom nobody lists: every format is made, and a lost slip is nobody new."""

from __future__ import annotations

import json

import pytest

from app.answering.operations import hand_in
from app.database import db
from app.models import Arm, LinkageMode, Participant, ProgrammeRole, Stratum, WaveKind
from app.programmes.new_people import NewPerson
from app.programmes.strata import add_strata, extra_slips
from app.registries import registry_of
from app.reports.kinds import FORMATS
from app.reports.making import report_file
from tests.app.world import (
    LONG_AGO,
    close_wave,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

MENTEE = ProgrammeRole.MENTEE


@pytest.fixture
def programme(app):
    """Return a programme of two strategies and a comparison arm; one person lost the slip."""
    programme = make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT, k=3)
    people = [
        NewPerson(role=MENTEE, class_name="7А", strategy=name, group="1") for name in "аб" * 9
    ]
    people += [NewPerson(role=MENTEE, class_name="7Б", arm=Arm.COMPARISON)] * 12
    add_strata(programme, people, more=False, merge=False, by=None)
    answer(programme, WaveKind.ENTRY)
    stratum = db.session.query(Stratum).filter_by(arm=Arm.PROGRAMME).first()
    lost = db.session.query(Participant).filter_by(stratum_id=stratum.id).first().person
    extra_slips(programme, stratum.id, "", by=None)
    kept = {one.person for one in db.session.query(Participant).order_by(Participant.number)[:30]}
    newest = db.session.query(Participant).order_by(Participant.number.desc()).first().person
    answer(programme, WaveKind.EXIT, kept - {lost} | {newest})
    return programme


def answer(programme, kind, persons=None):
    """Let people answer at a wave, everybody differently, and close it."""
    wave = wave_of(programme, kind)
    given = give(wave, "self-esteem", MENTEE)
    items = registry_of(programme.school_id).get("self-esteem").items
    open_wave(wave)
    people = db.session.query(Participant).filter_by(programme_id=programme.id).all()
    for place, one in enumerate(people):
        if persons is None or one.person in persons:
            answers = {
                item.code: item.range[0] + (place + shift) % (item.range[1] - item.range[0] + 1)
                for shift, item in enumerate(items)
            }
            hand_in(given.id, one.person, answers, moment=LONG_AGO)
    close_wave(wave)


def test_every_format_is_made(programme):
    """Of both stages, without groups, which nobody is in."""
    for stage in (1, 2):
        assert all(report_file(programme, stage, format_) for format_ in FORMATS)


def test_who_lost_a_slip_is_counted_once_and_compared_with_nobody(programme):
    """Thirty are invited, thirty answered each time, twenty-nine can be paired."""
    report = json.loads(report_file(programme, 2, "json"))
    assert report["programme"]["linkage_mode"] == "codes_hat"
    flows = {flow["arm"]: flow for flow in report["flow"]}
    assert (flows[None]["people"], flows[None]["entry"], flows[None]["both"]) == (18, 18, 17)
    assert (flows["comparison"]["people"], flows["comparison"]["both"]) == (12, 12)
    assert flows[None]["exit"] == 18
    [scale] = [one for one in report["scales"] if one["scale"] == "total"]
    assert scale["n_matched"] == 17
    first = json.loads(report_file(programme, 1, "json"))
    whole = [row for row in first["participation"] if row["class_name"] is None]
    assert {(row["wave"], row["arm"], row["invited"]) for row in whole} == {
        (wave, arm, n) for wave in ("entry", "exit")
        for arm, n in (("programme", 18), ("comparison", 12))
    }  # fmt: skip
