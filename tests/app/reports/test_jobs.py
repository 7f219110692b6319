"""A report is made in another process, and its job tells how far it is."""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from werkzeug.http import parse_options_header

from app.database import db
from app.models import JobState, ProgrammeRole, ReportJob, Role, WaveKind
from app.reports import operations, queries
from app.reports.worker import worker_of
from tests.app.world import (
    add_people,
    close_wave,
    give,
    make_programme,
    make_school,
    make_user,
    open_wave,
    signed_in,
    wave_of,
)


def held_programme(school):
    """Return a programme whose entry wave was held and nobody answered."""
    programme = make_programme(school)
    add_people(programme, ProgrammeRole.MENTEE, 6)
    give(wave_of(programme, WaveKind.ENTRY), "anxiety-school", ProgrammeRole.MENTEE)
    open_wave(wave_of(programme, WaveKind.ENTRY))
    close_wave(wave_of(programme, WaveKind.ENTRY))
    return db.session.merge(programme)


def test_after_a_child_has_died_the_next_report_has_another(app):
    """What the dead one was making failed and says under which number; the next is made."""
    programme = held_programme(make_school())
    worker = worker_of(app)
    worker.warm()
    lost = operations.request_report(programme, 1, by=None)
    done = worker.ask(lost)
    [child] = multiprocessing.active_children()
    os.kill(child.pid, signal.SIGKILL)
    assert isinstance(done.exception(), BrokenProcessPool)
    found = operations.request_report(programme, 1, by=None)
    worker.ask(found).result()
    worker.stop()
    db.session.rollback()
    failed = db.session.get_one(ReportJob, lost)
    assert failed.state is JobState.FAILED
    assert failed.incident in (Path(app.config["INSTANCE"]) / "log/zamer.log").read_text("utf-8")
    assert db.session.get_one(ReportJob, found).state is JobState.DONE


def test_a_curator_asks_reads_downloads_and_issues(app):
    """The page waits, shows the files, and gives the report a number."""
    school = make_school()
    programme = held_programme(school)
    client = signed_in(app, make_user(school, Role.CURATOR))
    assert client.get(f"/staff/reports/programmes/{programme.id}").status_code == 200
    page = client.post(f"/staff/reports/programmes/{programme.id}/1").headers["Location"]
    worker_of(app).stop()  # it ends when the job does
    assert "xlsx" in client.get(page).text
    report = client.get(f"{page}/html")
    assert report.status_code == 200
    assert "sandbox" in report.headers["Content-Security-Policy"]
    workbook = client.get(f"{page}/xlsx")
    how, named = parse_options_header(workbook.headers["Content-Disposition"])
    assert how == "attachment"
    assert named["filename"].startswith(f"{programme.title}, этап 1, ")
    assert named["filename"].endswith(".xlsx")
    [first, _] = queries.stages_of(programme)
    checksums = {file.format: file.sha256 for file in first.last.files}
    assert checksums.keys() == {"docx", "html", "json", "pdf", "xlsx"}
    assert hashlib.sha256(workbook.data).hexdigest() == checksums["xlsx"]
    for _ in range(2):
        client.post(f"{page}/issue")
    [first, _] = queries.stages_of(programme)
    assert [issued.number for issued in first.issued] == [1]


def test_numbers_count_the_issues_of_a_stage(app):
    """Each stage of each programme has its own."""
    school = make_school()
    user = make_user(school, Role.CURATOR)
    programme = held_programme(school)
    numbers = []
    for stage in (1, 1, 2):
        job_id = operations.request_report(programme, stage, by=user)
        operations.begin(job_id)
        operations.finish(job_id, {"json": b"{}"}, source_sha256="0" * 64)
        job = db.session.get_one(ReportJob, job_id)
        numbers.append(operations.issue(job, by=user).number)
    assert numbers == [1, 2, 1]


def test_a_report_of_another_school_is_not_there(app):
    """Neither its page nor its files."""
    programme = held_programme(make_school())
    job_id = operations.request_report(programme, 1, by=None)
    stranger = signed_in(app, make_user(make_school("Школа № 2"), Role.CURATOR))
    for path in (f"programmes/{programme.id}", f"{job_id}", f"{job_id}/html"):
        assert stranger.get(f"/staff/reports/{path}").status_code == 404
