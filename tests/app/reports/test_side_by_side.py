"""All files of a report at once are what each is alone."""

from __future__ import annotations

import threading

import pytest

from app.models import ReportForm
from app.reports import pictures
from app.reports.formats import lay_out
from app.reports.kinds import KEPT
from app.reports.side_by_side import BegunFiles
from tests.app.papers import DAY, document


@pytest.fixture
def threads(monkeypatch):
    """Return the threads that draw pictures; nothing drawn before is remembered."""
    found, draw = [], pictures.figure_svg

    def seen(*of):
        found.append(threading.get_ident())
        return draw(*of)

    monkeypatch.setattr(pictures, "figure_svg", seen)
    pictures.picture_svg.cache_clear()
    return found


def test_every_file_is_what_it_is_alone(threads):
    """Byte by byte; and only the caller's thread draws, for letters cannot bear two."""
    forms = {form: document(f"Отчёт: {form}") for form in ReportForm}
    files = BegunFiles(forms, created=DAY, template=None).finished()
    assert set(threads) == {threading.get_ident()}
    assert files == {
        (form, format_): lay_out(forms[form], format_, created=DAY)
        for form in forms
        for format_ in KEPT[form]
        if format_ != "json"
    }
