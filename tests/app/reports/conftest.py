"""What tests of reports share."""

from __future__ import annotations

import pytest

from app.reports import render_html


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the pictures of a page undrawn, which take seconds; their words stay."""
    monkeypatch.setattr(render_html, "picture_svg", lambda _picture, _words: "")
