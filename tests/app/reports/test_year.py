"""A report of several programmes of a year: asked for on the page, made, issued."""

from __future__ import annotations

import json
from datetime import date

import pytest

from app.database import db
from app.models import ReportCompanion, ReportForm, Role
from app.programmes.errors import RefusedError
from app.reports import operations, queries
from app.reports.making import make, report_file
from app.reports.worker import Worker
from tests.app.world import make_programme, make_school, make_user, signed_in


@pytest.fixture
def school(app):
    """Return a school with two programmes of one year."""
    school = make_school()
    for title in ("Первая", "Вторая"):
        make_programme(school, title=title)
    return school


def programmes(school):
    """Return the programmes of the school."""
    return queries.db.session.query(operations.Programme).filter_by(school_id=school.id).all()


def test_the_page_offers_the_other_programmes_of_the_year(app, school, monkeypatch):
    """Whoever ticks one gets a report of both: whole and for the site, with results of each."""
    asked = []
    monkeypatch.setattr(Worker, "warm", lambda _worker: None)
    monkeypatch.setattr(Worker, "ask", lambda _worker, job_id: asked.append(job_id))
    first, second = programmes(school)
    make_programme(school, title="Прошлая", year=2025, starts_on=date(2025, 9, 1))
    client = signed_in(app, make_user(school, Role.CURATOR))
    page = client.get(f"/staff/reports/programmes/{first.id}").text
    assert f'value="{second.id}"' in page
    assert "Прошлая" not in page
    client.post(f"/staff/reports/programmes/{first.id}/1", data={"beside": [second.id]})
    make(asked[0])
    job = db.session.get(operations.ReportJob, asked[0])
    assert {file.form for file in job.files} == {ReportForm.FULL, ReportForm.SITE}
    held = json.loads(queries.file_of(job, ReportForm.FULL, "json").content)
    assert [one["programme"]["title"] for one in held["programmes"]] == ["Первая", "Вторая"]
    page = queries.file_of(job, ReportForm.FULL, "html").content.decode()
    assert "Программа «Первая»" in page
    assert "Программа «Вторая»" in page


def test_programmes_of_other_years_and_schools_do_not_stand_beside(app, school):
    """Nothing is noted then."""
    first, _ = programmes(school)
    strangers = [
        make_programme(school, year=2025, starts_on=date(2025, 9, 1)),
        make_programme(make_school("Школа № 2")),
    ]
    for stranger in strangers:
        with pytest.raises(RefusedError, match="one year"):
            operations.request_report(first, 1, by=None, beside=[stranger])
        with pytest.raises(RefusedError, match="one year"):
            report_file(first, 1, "json", beside=[stranger])
    assert db.session.query(ReportCompanion).count() == 0
