"""What the files of a report are called."""

from __future__ import annotations

import datetime as dt

import pytest

from app.models import ReportJob
from app.reports.media import download_name
from tests.app.world import make_programme, make_school


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Плечом к плечу", "Плечом к плечу, этап 2, 22.11.2026"),
        ('9/10: "Рука" <об> руку?', "9 10 Рука об руку, этап 2, 22.11.2026"),
        ("..\\Вместе.", "Вместе, этап 2, 22.11.2026"),
        ("я" * 200, f"{'я' * 80}, этап 2, 22.11.2026"),
    ],
    ids=["plain", "signs", "dots", "long"],
)
def test_a_file_is_called_after_its_programme(app, title, name):
    """With the stage and the day, and nothing in it that some system does not allow."""
    programme = make_programme(make_school(), title=title)
    asked = dt.datetime(2026, 11, 22, 9, tzinfo=dt.UTC)
    with app.test_request_context():
        job = ReportJob(programme=programme, stage=2, requested_at=asked)
        assert download_name(job) == name
