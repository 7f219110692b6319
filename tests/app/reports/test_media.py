"""What the files of a report are called."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models import BOTH_STAGES, IssuedReport, ReportForm, ReportJob
from app.reports.media import download_name
from tests.app.world import make_programme, make_school

ASKED = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Плечом к плечу", "Плечом к плечу"),
        ('9/10: "Рука" <об> руку?', "9 10 Рука об руку"),
        ("..\\Вместе.", "Вместе"),
        ("я" * 200, "я" * 80),
    ],
    ids=["plain", "signs", "dots", "long"],
)
def test_a_file_is_called_after_its_programme(app, title, name):
    """With the stage and the day, and nothing in it that some system does not allow."""
    programme = make_programme(make_school(), title=title)
    with app.test_request_context():
        job = ReportJob(programme=programme, stage=2, requested_at=ASKED)
        called = download_name(job, ReportForm.FULL, None)
    assert called == f"{name}, этап 2, полный отчёт, проект от 22.11.2026"


def test_a_file_that_was_issued_bears_its_number(app):
    """And the day of the issue, whenever the draft was made."""
    programme = make_programme(make_school(), title="Вместе")
    issued = IssuedReport(number=3, issued_on=dt.date(2026, 11, 30))
    with app.test_request_context():
        job = ReportJob(programme=programme, stage=BOTH_STAGES, requested_at=ASKED)
        called = download_name(job, ReportForm.SUMMARY, issued)
    assert called == "Вместе, оба этапа, справка, № 3 от 30.11.2026"
