"""Before a report is computed its answers are settled; after a crash nothing is left waiting."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import select, text

from app.answering.operations import save_draft
from app.database import db, writing
from app.models import (
    Draft,
    JobState,
    Programme,
    ProgrammeRole,
    ReportJob,
    Role,
    Slip,
    Wave,
    WaveKind,
)
from app.reports import operations
from app.sealing import new_key
from app.waves.operations import open_wave as open_now
from tests.app import world


@pytest.fixture
def programme(app):
    """Return a programme whose entry wave closed by its date, with a form begun at it."""
    programme = world.make_programme(world.make_school())
    begin_form(programme, WaveKind.ENTRY)
    world.close_wave(world.wave_of(programme, WaveKind.ENTRY))
    return programme


def begin_form(programme, kind):
    """Let somebody begin a form at a wave and not hand it in."""
    [code] = world.add_people(programme, ProgrammeRole.MENTEE, 1)
    wave = world.wave_of(programme, kind)
    form = world.give(wave, "self-esteem")
    world.open_wave(wave)
    save_draft(form.id, db.session.get_one(Slip, code).person, {"se01": 2}, key=new_key())


def n_drafts():
    """Count what has been begun."""
    db.session.rollback()
    return db.session.query(Draft).count()


def test_a_report_erases_what_was_begun_at_waves_that_are_over(programme):
    """By their date; what has been begun at a wave that is open stays."""
    begin_form(world.make_programme(programme.school), WaveKind.ENTRY)
    assert n_drafts() == 2
    operations.keep_answers(programme, 1)
    assert n_drafts() == 1


def test_any_wave_that_changes_erases_it_everywhere(programme):
    """Nobody may come back to the programme itself."""
    other = world.make_programme(programme.school)
    begin_form(other, WaveKind.EXIT)
    world.close_wave(world.wave_of(other, WaveKind.ENTRY))
    world.close_wave(world.wave_of(other, WaveKind.EXIT))
    open_now(world.wave_of(other, WaveKind.EXIT), None, by=None)
    assert n_drafts() == 0


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite has one writer
def test_waves_are_locked_in_one_order(app, programme):
    """Somebody who holds the first and wants another never waits for a report that has it."""
    first, programme_id, other_wave = 0, programme.id, world.wave_of(programme, WaveKind.ENTRY).id
    with writing():
        world.wave_of(programme, WaveKind.EXIT).id = first  # on disk it comes last
    db.session.remove()

    def keep():
        with app.app_context():
            operations.keep_answers(db.session.get_one(Programme, programme_id), 2)

    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    with ThreadPoolExecutor(1) as threads, db.engine.connect() as other:
        other.execute(select(Wave.id).where(Wave.id == first).with_for_update())
        kept = threads.submit(keep)
        while not other.scalar(waiting):
            assert not kept.done()
        try:
            other.execute(select(Wave.id).where(Wave.id == other_wave).with_for_update(nowait=True))
        finally:
            other.rollback()
        kept.result()


def test_jobs_that_nobody_works_on_any_more_offer_another_try(app, programme):
    """The log has one number for all of them; what is done stays."""
    left = [operations.request_report(programme, stage, by=None) for stage in (1, 2)]
    operations.begin(left[1])
    done = operations.request_report(programme, 1, by=None)
    made = operations.Made(files={}, parts={}, source_sha256="0" * 64, frozen=b"")
    operations.finish(done, made)
    for _ in range(2):
        operations.fail_unfinished()
    jobs = [db.session.get_one(ReportJob, job_id) for job_id in (*left, done)]
    assert [job.state for job in jobs] == [JobState.FAILED, JobState.FAILED, JobState.DONE]
    [incident] = {job.incident for job in jobs[:2]}
    log = (Path(app.config["INSTANCE"]) / "log/zamer.log").read_text("utf-8")
    assert log.count("reports left behind") == log.count(incident) == 1
    browser = world.signed_in(app, world.make_user(programme.school, Role.CURATOR))
    page = browser.get(f"/staff/reports/{left[0]}").text
    assert "Попробовать ещё раз" in page
    assert incident in page
