"""What tests of marks and attendance do on the pages."""

from __future__ import annotations

import html
import io
import re
from fractions import Fraction
from typing import TYPE_CHECKING

from app.education.operations import HandedIn, hand_in
from app.models import Measure, ProgrammeRole

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.models import Programme

FIELD = re.compile(r'<(?:input|select)[^>]*name="([^"]+)"[^>]*>')
VALUE = re.compile(r'value="([^"]*)"')
CHOSEN = re.compile(r'<option selected value="([^"]*)"')


def page_of(programme: Programme, end: str = "") -> str:
    """Return the address of the page, or of a step of it."""
    return f"/staff/programmes/{programme.id}/education{end}"


def upload(
    browser: FlaskClient, programme: Programme, *contents: bytes, name: str = "a.csv", **more: str
) -> TestResponse:
    """Send a table or two."""
    files = zip(("before", "after"), contents, strict=False)
    return browser.post(
        page_of(programme),
        data={field: (io.BytesIO(content), name) for field, content in files}
        | {"role": "mentee"}
        | more,
    )


def fields_of(page: TestResponse) -> dict[str, str]:
    """Return what a page would send if its button were pressed."""
    fields = {}
    form = page.text.rpartition("<form")[2].partition("</form>")[0]
    for found in FIELD.finditer(form):
        tag, name = found.group(), found.group(1)
        rest = form[found.end() :].partition("</select>")[0]
        value = CHOSEN.search(rest) if tag.startswith("<select") else VALUE.search(tag)
        fields[name] = html.unescape(value.group(1)) if value else ""
    return fields


def go_on(
    browser: FlaskClient, programme: Programme, page: TestResponse, step: str, **more: str
) -> TestResponse:
    """Press the button of a page, with some fields filled in otherwise."""
    return browser.post(page_of(programme, step), data=fields_of(page) | more)


def hand_in_marks(
    programme: Programme, pairs: Sequence[tuple[int, int]], *, measure: Measure = Measure.MEAN_MARK
) -> None:
    """Keep a list of pairs without names."""
    rows = {measure: [(Fraction(entry), Fraction(exit_), None) for entry, exit_ in pairs]}
    hand_in(programme, HandedIn(role=ProgrammeRole.MENTEE, is_tied=False, rows=rows), {}, by=None)
