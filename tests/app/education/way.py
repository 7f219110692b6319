"""What tests of marks and attendance do on the pages, and what they look at afterwards."""

from __future__ import annotations

import html
import io
import json
import re
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from app.database import db
from app.education.operations import HandedIn, hand_in
from app.models import EducationImport, EducationResult, Measure, ProgrammeRole
from app.reports.making import report_file

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


def kept() -> list[tuple[bool, EducationResult]]:
    """Return the values of each import that has any, those that count last."""
    found = db.session.execute(
        select(EducationImport.replaced_on, EducationResult)
        .join(EducationResult, EducationResult.import_id == EducationImport.id)
        .order_by(EducationImport.replaced_on.is_(None))
    )
    return [(day is None, one) for day, one in found]


def reported(programme: Programme) -> list[dict[str, Any]]:
    """Return what the report of stage 2 says of marks."""
    return json.loads(report_file(db.session.merge(programme), 2, "json"))["education"]
