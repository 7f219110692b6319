"""Both reports of a programme whose people paired themselves."""

from __future__ import annotations

import io
import json

import jsonschema
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from app.database import db
from app.models import Arm, AuditEvent, ProgrammeRole, Role, WaveKind
from app.programmes.queries import number_of_people, participation, turnout
from app.reports.making import make, report_file
from app.reports.operations import request_report
from tests.app.selfcodes.classes import (
    CHILDREN,
    add_stratum,
    hold_waves,
    make_self_coded,
    participants,
    self_codes,
    store,
)
from tests.app.selfcodes.test_linking import EXIT
from tests.app.world import close_wave, make_user, open_wave, wave_of
from tests.conftest import DATA

SCHEMA = json.loads((DATA.parent.parent / "docs" / "report.schema.json").read_text("utf-8"))


@pytest.fixture
def programme(app):
    """Return a programme of which both waves are over; fifteen were invited."""
    programme = make_self_coded(n=15)
    hold_waves(programme, CHILDREN, EXIT)
    return db.session.merge(programme)


def stage2(programme) -> dict:
    """Return the report as JSON."""
    report = json.loads(report_file(programme, 2, "json"))
    jsonschema.validate(report, SCHEMA)
    return report


def test_the_first_report_of_both_waves_pairs_people(programme):
    """And says how many, by role; they are matched where all they wrote agrees."""
    report = stage2(programme)
    assert self_codes() == []
    assert report["linkage"] == [
        {"role": "mentee", "entered": 12, "left": 12, "exact": 8, "tolerant": 2,
         "ambiguous": 0, "unmatched": 4},
    ]  # fmt: skip
    assert report["flow"] == [
        {
            "role": "mentee",
            "people": 15,
            "entry": 12,
            "exit": 12,
            "both": 8,
            "arm": None,
            "withdrawn": 0,
            "consented": None,
        }
    ]
    [scale] = report["scales"]
    assert (scale["n_entry"], scale["n_exit"], scale["n_matched"]) == (12, 12, 8)
    assert (scale["attrition"]["n_lost"], scale["attrition"]["n_stayed"]) == (4, 8)


def test_every_count_of_pairing_adds_up(programme):
    """Nobody of either wave is left out, and nobody stands twice."""
    for count in stage2(programme)["linkage"]:
        pairs = count["exact"] + count["tolerant"]
        assert count["entered"] + count["left"] == (
            2 * pairs + count["ambiguous"] + count["unmatched"]
        )


def test_a_report_of_the_entry_wave_pairs_nobody(app):
    """The elements are needed still; there is no block about pairing."""
    programme = make_self_coded()
    open_wave(wave_of(programme, WaveKind.ENTRY))
    store(programme, WaveKind.ENTRY, *CHILDREN)
    close_wave(wave_of(programme, WaveKind.ENTRY))
    assert stage2(programme)["linkage"] is None
    assert len(self_codes()) == 12


@pytest.mark.parametrize("stage", [1, 2])
def test_a_job_pairs_people_in_the_name_of_whoever_asked(programme, stage):
    """As `keep_answers` does for the command line; a second job pairs nobody again."""
    curator = make_user(programme.school, Role.CURATOR)
    for _ in range(2):
        make(request_report(programme, stage, by=curator))
    [event] = db.session.scalars(select(AuditEvent).filter_by(action="programme.link"))
    assert event.user_id == curator.id
    assert len(participants()) == 16


def test_the_page_and_the_workbook_say_it_too(programme):
    """The same counts, and that nobody knows who left."""
    page = report_file(programme, 2, "html").decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_file(programme, 2, "xlsx")))
    written = [row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()]
    assert any(row[1:7] == [12, 12, 8, 2, 0, 4] for row in written)
    texts = " ".join(str(value) for row in written for value in row if isinstance(value, str))
    for said in (page, texts):
        assert "Выбывшие" not in said
        assert "выбыли" not in said.replace("они выбыли или", "")


def test_invited_are_those_the_addresses_were_given_to(app):
    """By role, arm and class; whoever answered is counted beside them."""
    programme = make_self_coded(n=15)
    add_stratum(programme, n=9, class_name="8Б", arm=Arm.COMPARISON)
    add_stratum(programme, n=6, class_name="10А", role=ProgrammeRole.MENTOR)
    open_wave(wave_of(programme, WaveKind.ENTRY))
    store(programme, WaveKind.ENTRY, *CHILDREN[:7])
    close_wave(wave_of(programme, WaveKind.ENTRY))
    rows = [row for row in participation(programme) if row.class_name is None]
    assert [(row.wave, row.role, row.arm, row.invited, row.answered) for row in rows] == [
        ("entry", "mentee", "programme", 15, 7), ("entry", "mentee", "comparison", 9, 0),
        ("exit", "mentee", "programme", 15, 0), ("exit", "mentee", "comparison", 9, 0),
    ]  # fmt: skip
    assert number_of_people(programme) == 30
    flow = stage2(programme)["flow"]
    assert [(one["arm"], one["people"], one["entry"]) for one in flow if one["role"] == "mentee"] == [
        (None, 15, 7), ("comparison", 9, 0),
    ]  # fmt: skip


def test_somebody_who_came_twice_leaves_nobody_silent_below_none(app):
    """A slip of the pen and a second try are two people: more may answer than are invited."""
    programme = make_self_coded(n=5)
    open_wave(wave_of(programme, WaveKind.ENTRY))
    store(programme, WaveKind.ENTRY, *CHILDREN[:6])
    found = turnout([row for row in participation(programme) if row.wave == "entry"])
    assert (found.invited, found.answered, found.silent) == (5, 6, 0)
