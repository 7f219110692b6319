"""A report is made in another process, and its job tells how far it is."""

from __future__ import annotations

import base64
import hashlib
import multiprocessing
import os
import re
import signal
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

import pytest
from werkzeug.http import parse_options_header

from app.database import db
from app.models import JobState, ProgrammeRole, ReportJob, Role, WaveKind
from app.reports import operations, queries
from app.reports.kinds import KEPT
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


def assert_is_read(client, page):
    """Hold the page that is read against the file to keep: only where the pictures are differs."""
    read, kept = client.get(f"{page}/full/page"), client.get(f"{page}/full/html")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    addresses = re.findall(r'src="([^"]+)"', read.text)
    assert addresses == [
        f"{page}/full/pictures/{number}.svg" for number in range(1, len(addresses) + 1)
    ]
    for address, inside in zip(addresses, re.findall(r'src="([^"]+)"', kept.text), strict=True):
        drawn = client.get(address)
        assert drawn.mimetype == "image/svg+xml"
        assert inside == f"data:image/svg+xml;base64,{base64.b64encode(drawn.data).decode()}"
    assert client.get(f"{page}/full/pictures/0.svg").status_code == 404
    assert client.get(f"{page}/full/pictures/{len(addresses) + 1}.svg").status_code == 404
    for one in (read, kept, drawn):
        assert one.headers["Content-Security-Policy"].startswith("sandbox ")
        assert "allow-scripts" not in one.headers["Content-Security-Policy"]
        assert one.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
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


def test_a_curator_asks_reads_and_downloads(app):
    """The page waits, then shows the files of every form."""
    school = make_school()
    programme = held_programme(school)
    client = signed_in(app, make_user(school, Role.CURATOR))
    assert client.get(f"/staff/reports/programmes/{programme.id}").status_code == 200
    page = client.post(f"/staff/reports/programmes/{programme.id}/1").headers["Location"]
    worker_of(app).stop()  # it ends when the job does
    assert "full/xlsx" in client.get(page).text
    assert_is_read(client, page)
    workbook = client.get(f"{page}/full/xlsx")
    how, named = parse_options_header(workbook.headers["Content-Disposition"])
    assert how == "attachment"
    assert named["filename"].startswith(f"{programme.title}, этап 1, полный отчёт, проект от ")
    assert named["filename"].endswith(".xlsx")
    [first, *_] = queries.stages_of(programme)
    checksums = {(file.form, file.format): file.sha256 for file in first.last.files}
    assert checksums.keys() == {(form, format_) for form in KEPT for format_ in KEPT[form]}
    assert hashlib.sha256(workbook.data).hexdigest() == checksums["full", "xlsx"]
    assert client.get(f"{page}/site/xlsx").status_code == 404


def test_a_report_of_another_school_is_not_there(app):
    """Neither its page nor its files."""
    programme = held_programme(make_school())
    job_id = operations.request_report(programme, 1, by=None)
    stranger = signed_in(app, make_user(make_school("Школа № 2"), Role.CURATOR))
    files = ("html", "page", "pictures/1.svg")
    for path in (f"programmes/{programme.id}", job_id, *(f"{job_id}/full/{one}" for one in files)):
        assert stranger.get(f"/staff/reports/{path}").status_code == 404
