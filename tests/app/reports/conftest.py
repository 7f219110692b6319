"""What tests of reports share."""

from __future__ import annotations

import pytest

from app.reports import making
from app.reports.kinds import KEPT
from app.reports.render_text import render_text


def plain_file(document, format_, created):
    """Return a document as text that says what it bears as a paper, whatever the format."""
    paper = document.paper
    return "\n".join(
        (format_, paper.issue, paper.watermark, created.isoformat(), render_text(document))
    ).encode()


class PlainFiles:
    """The files of all forms as texts."""

    def __init__(self, forms, *, created, template):  # noqa: ARG002 - because plain files have no template
        self._forms, self._created = forms, created

    def finished(self):
        """Return the files by form and format."""
        return {
            (form, format_): plain_file(document, format_, self._created)
            for form, document in self._forms.items()
            for format_ in KEPT[form]
            if format_ != "json"
        }


@pytest.fixture
def plain_files(monkeypatch):
    """Write every file as plain text: pictures and layout take seconds."""
    monkeypatch.setattr(making, "BegunFiles", PlainFiles)
