"""What the figures of a programme do not give away, whoever subtracts them."""

from __future__ import annotations

import json

import pytest

from app.answering.operations import store_submission
from app.database import db, writing
from app.models import Administration, ProgrammeRole, Slip, WaveKind
from app.registries import LIBRARY
from app.reports.making import report_file
from tests.app.world import (
    add_people,
    close_wave,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

N = 21


@pytest.fixture
def programme(app):
    """Return a programme of 21 mentees, asked about anxiety at entry and exit."""
    programme = make_programme(make_school())
    for kind in (WaveKind.ENTRY, WaveKind.EXIT):
        give(wave_of(programme, kind), "anxiety-school", ProgrammeRole.MENTEE)
        open_wave(wave_of(programme, kind))
    return programme


def answer(programme, codes, kind, skip=lambda _number, _item: False):
    """Let people answer, each in a way of their own; some items are skipped."""
    instrument = LIBRARY.get("anxiety-school")
    administration = (
        db.session.query(Administration).filter_by(wave_id=wave_of(programme, kind).id).one()
    )
    with writing() as session:
        for number, code in enumerate(codes):
            answers = {
                item.code: None if skip(number, item) else (number * 5 + place * place) % 4 + 1
                for place, item in enumerate(instrument.items)
            }
            person = session.get_one(Slip, code).person
            store_submission(session, administration, person=person, answers=answers,
                             answered_on=programme.starts_on)  # fmt: skip


def stage2(programme):
    """Return the scales of the report, by code, once both waves are over."""
    for kind in (WaveKind.ENTRY, WaveKind.EXIT):
        close_wave(wave_of(programme, kind))
    scales = json.loads(report_file(db.session.merge(programme), 2, "json"))["scales"]
    return {scale["scale"]: scale for scale in scales}


@pytest.mark.parametrize("skipped", [1, 5])
def test_a_total_and_its_parts_stand_on_the_same_people(programme, skipped):
    """Whoever skipped a part must not be what is left of the others' sums, not in a strategy."""
    codes = add_people(programme, ProgrammeRole.MENTEE, N)
    own = {"tests": set(), "peers": set(), "teachers": set()}
    for scale in LIBRARY.get("anxiety-school").scales:
        own.get(scale.code, set()).update(scale.item_codes)
    answer(programme, codes, WaveKind.ENTRY)
    answer(programme, codes, WaveKind.EXIT,
           lambda number, item: number < skipped and item.code not in own["tests"])  # fmt: skip
    scales = stage2(programme)
    assert {scale["n_matched"] for scale in scales.values()} == {N - skipped}
    assert scales["tests"]["n_exit"] == N - skipped
    assert "общие пункты" in scales["tests"]["notes"]["n_matched"]
    parts = sum(scales[code]["exit"]["mean"] for code in own)
    assert parts == pytest.approx(scales["total"]["exit"]["mean"])


def test_whoever_skipped_another_part_has_not_left(programme):
    """Nor is there a scale on which they have: less a part's leavers, a total's would be they."""
    codes = add_people(programme, ProgrammeRole.MENTEE, N + 3)
    tests = next(s for s in LIBRARY.get("anxiety-school").scales if s.code == "tests").item_codes
    answer(programme, codes, WaveKind.ENTRY)
    answer(programme, codes[:-1], WaveKind.EXIT,
           lambda number, item: number < 2 and item.code not in tests)  # fmt: skip
    scales = stage2(programme)
    assert {scale["n_matched"] for scale in scales.values()} == {N}
    assert {scale["n_exit"] for scale in scales.values()} == {N}
    assert {scale["attrition"]["n_lost"] for scale in scales.values()} == {1}


def test_reliability_is_too_coarse_to_find_who_is_missing(programme):
    """One person answered at entry only; alpha and SEM are as printed, so nobody's SD is exact."""
    codes = add_people(programme, ProgrammeRole.MENTEE, N + 4)
    answer(programme, codes, WaveKind.ENTRY)
    answer(programme, codes[1:], WaveKind.EXIT)
    total = stage2(programme)["total"]
    found = total["reliability"]["entry"]
    assert (found["n"], total["n_matched"]) == (N + 4, N + 3)
    assert found["alpha"] == round(found["alpha"], 2)
    assert found["sem"] == round(found["sem"], 1)
    assert all(item["r_rest"] == round(item["r_rest"], 2) for item in found["items"])


def test_a_fingerprint_cannot_be_found_by_trying(app, make_app, programme, tmp_path):
    """The same answers give the same one here, and another in another installation."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 1)
    answer(programme, codes, WaveKind.ENTRY)
    close_wave(wave_of(programme, WaveKind.ENTRY))

    def fingerprint() -> str:
        report = json.loads(report_file(db.session.merge(programme), 2, "json"))
        return report["provenance"]["data_sha256"]

    here = fingerprint()
    assert fingerprint() == here
    with make_app(INSTANCE=str(tmp_path / "elsewhere")).app_context():
        assert fingerprint() != here


def test_participation_alone_keeps_no_wave_closed(programme):
    """Before the exit wave is over stage 1 shows nothing drawn from answers."""
    add_people(programme, ProgrammeRole.MENTEE, N)
    close_wave(wave_of(programme, WaveKind.ENTRY))
    report_file(programme, 1, "json")
    assert wave_of(programme, WaveKind.ENTRY).reported_at is None
    report_file(programme, 2, "json")
    assert wave_of(programme, WaveKind.ENTRY).reported_at is not None
    assert wave_of(programme, WaveKind.EXIT).reported_at is None


@pytest.mark.parametrize("format_", ["html", "xlsx", "json"])
@pytest.mark.parametrize("stage", [1, 2])
def test_a_programme_without_people_has_reports_that_say_so(app, stage, format_):
    """Never a traceback, never an empty table without its reason."""
    content = report_file(make_programme(make_school()), stage, format_)
    assert len(content) > 500
    if format_ == "html" and stage == 2:
        assert "Считать пока не по чему" in content.decode()
