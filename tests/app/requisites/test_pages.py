"""Requisites are filled in on one page, which shows how they will look."""

from __future__ import annotations

import html
import io

import pytest
from sqlalchemy import select

from app.database import db
from app.models import ApprovalKind, AuditEvent, Requisites, Role
from app.reports.docx_template import default_template
from tests.app.world import make_school, make_user, signed_in

PAGE = "/staff/requisites"

FILLED = {
    "approval": "order",
    "approval_side": "left",
    "approval_number": "12",
    "head_name": "<script>alert(1)</script>",
    "grounds": "приказ школы\nот 01.09.2026",
    "curator_name": "А. А. Абрамова",
}


@pytest.fixture
def school(app):
    """Return a school."""
    return make_school()


@pytest.fixture
def curator(app, school):
    """Return the curator's browser."""
    return signed_in(app, make_user(school, Role.CURATOR))


@pytest.fixture
def administrator(app, school):
    """Return the administrator's browser."""
    return signed_in(app, make_user(school, Role.ADMINISTRATOR))


def held():
    """Return what is kept."""
    db.session.rollback()
    return db.session.scalar(select(Requisites))


def send(browser, content, name="шаблон.docx"):
    """Send a template and return the page that follows."""
    sent = {"template": (io.BytesIO(content), name)}
    return browser.post(f"{PAGE}/template", data=sent, follow_redirects=True)


def test_what_is_saved_is_seen(curator, school):
    """On the same page, as the paper will have it; the audit says that, not what."""
    page = curator.post(PAGE, data=FILLED, follow_redirects=True).text
    preview = html.unescape(page.partition('id="preview"')[2])
    for line in ("УТВЕРЖДЕНО ПРИКАЗОМ", "№ 12", "приказ школы от 01.09.2026.", "А. А. Абрамова"):
        assert line in preview
    assert "paper-approval left" in preview
    assert "<script>alert" not in page
    kept = held()
    assert (kept.school_id, kept.approval) == (school.id, ApprovalKind.ORDER)
    [event] = db.session.scalars(select(AuditEvent))
    assert (event.action, event.subject) == ("requisites.change", str(school.id))


def test_a_page_that_was_never_saved_shows_what_is_usual(curator):
    """And the text of the acts stands there to be added to."""
    page = curator.get(PAGE).text
    assert "УТВЕРЖДАЮ" in page
    assert page.count("Р-145") == 2
    assert held() is None


def test_what_is_too_long_is_said_beside_the_field_and_nothing_is_lost(curator):
    """The rest stays as it was typed; nothing is half-written."""
    page = curator.post(PAGE, data=FILLED | {"approval_number": "9" * 41}).text
    assert 'id="approval_number-error"' in page
    assert "А. А. Абрамова" in page
    assert held() is None


def test_the_links_lead_there(app, curator, administrator):
    """From the menu; the names of the school are the administrator's."""
    assert f'href="{PAGE}"' in curator.get("/staff/password").text
    assert 'href="/staff/school"' in administrator.get(PAGE).text
    assert 'href="/staff/school"' not in curator.get(PAGE).text


def test_an_administrator_gives_and_takes_back_a_template(administrator):
    """It comes back byte for byte."""
    assert "шаблон.docx" in send(administrator, default_template("ru")).text
    assert administrator.get(f"{PAGE}/template").data == default_template("ru")
    administrator.post(f"{PAGE}/template/remove")
    assert administrator.get(f"{PAGE}/template").data == default_template("ru")
    assert held().template_name == ""
    actions = db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)).all()
    assert actions == ["requisites.template", "requisites.template_remove"]


@pytest.mark.parametrize("content", [b"not a zip", b""], ids=["text", "empty"])
def test_what_is_no_template_is_refused_beside_the_field(administrator, content):
    """With what to do; the template there is stays."""
    send(administrator, default_template("ru"), "первый.docx")
    page = send(administrator, content).text
    assert "docx" in page
    assert 'id="template-error"' in page
    assert held().template_name == "первый.docx"
