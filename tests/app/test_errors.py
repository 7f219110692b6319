"""Error pages are kind and in place; the log finds them and quotes nobody."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import abort, request
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from app.database import db
from app.errors import PAGES, WITHOUT_NUMBER
from tests.app.world import make_school

SECRET = "482913605577"  # noqa: S105 - because it opens nothing
INCIDENT = re.compile(r"\b[0-9a-f]{8}\b")


@pytest.fixture
def broken(make_app):
    """Return an application with pages that fail on demand."""
    app = make_app(TESTING=False, MAX_CONTENT_LENGTH=1000)
    app.add_url_rule("/abort/<int:code>", "aborting", abort, methods=["GET", "POST"])
    app.add_url_rule("/break/<kind>", "breaking", break_, methods=["GET", "POST"])
    app.add_url_rule("/staff/break/<kind>", "staff_breaking", break_)
    app.add_url_rule("/size", "sizing", lambda: str(len(request.form)), methods=["POST"])
    with app.app_context():
        make_school()
        yield app


def break_(kind: str) -> str:
    """Fail, with a secret in the message."""
    if kind == "database":
        raise OperationalError(f"SELECT '{SECRET}'", {"code": SECRET}, ValueError(SECRET))
    if kind == "null":
        db.session.execute(text("SELECT CAST(:code AS TEXT)"), {"code": f"{SECRET}\x00"})
        return "SQLite keeps anything"
    raise LookupError(SECRET)


def log_of(app):
    """Return the lines of the log."""
    path = Path(app.config["INSTANCE"]) / "log" / app.config["LOG_NAME"]
    return path.read_text("utf-8")


@pytest.mark.parametrize("status", PAGES)
def test_every_error_has_a_page_with_its_own_words(broken, status):
    """A title, advice, a way on, and a number to quote where something can be looked up."""
    answer = broken.test_client().get(f"/abort/{status}")
    title, advice = PAGES[status]
    assert answer.status_code == status
    with broken.test_request_context():
        assert f"<h1>{title}</h1>" in answer.text
        assert f"<p>{advice}</p>" in answer.text
    assert bool(INCIDENT.search(answer.text)) == (status not in WITHOUT_NUMBER)
    assert 'href="/"' in answer.text
    assert 'lang="ru"' in answer.text


def test_a_status_without_a_page_borrows_the_nearest(broken):
    """The status itself stays."""
    client = broken.test_client()
    with broken.test_request_context():
        assert str(PAGES[400][0]) in client.get("/abort/418").text
        assert str(PAGES[500][0]) in client.get("/abort/501").text
    assert client.get("/abort/418").status_code == 418


@pytest.mark.parametrize(
    ("kind", "status"), [("bug", 500), ("database", 503)], ids=["a bug", "no database"]
)
def test_what_breaks_inside_is_answered_with_a_page_too(broken, kind, status):
    """The class of the error stands in the log."""
    answer = broken.test_client().get(f"/break/{kind}")
    assert answer.status_code == status
    assert answer.mimetype == "text/html"
    assert {500: "LookupError", 503: "OperationalError"}[status] in log_of(broken)


def test_what_no_column_can_hold_was_not_understood(broken):
    """PostgreSQL refuses a null character, SQLite keeps it."""
    answer = broken.test_client().get("/break/null")
    assert answer.status_code == {"postgresql": 400, "sqlite": 200}[db.engine.dialect.name]


def test_a_request_that_is_too_large_is_told_so(broken):
    """Before anything of it is read."""
    answer = broken.test_client().post("/size", data={"text": "a" * 2000})
    assert answer.status_code == 413


def test_the_staff_are_led_back_to_their_pages(broken):
    """And the others to the first page."""
    client = broken.test_client()
    assert 'href="/staff/"' in client.get("/staff/nowhere").text
    assert 'href="/staff/"' in client.get("/staff/break/bug").text
    assert 'href="/staff/"' not in client.get("/nowhere").text


@pytest.mark.parametrize(
    "address", [f"/{SECRET}", "/break/bug", "/break/database", "/break/null", "/abort/403"]
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_log_has_the_number_and_nothing_that_anybody_typed(broken, capfd, address, method):
    """Neither address, query, form nor the message of the exception; nor does the console."""
    client = broken.test_client()
    send = getattr(client, method)
    data = {"password": SECRET} if method == "post" else None
    answer = send(address, query_string={"code": SECRET}, data=data)
    console = capfd.readouterr()
    if answer.status_code >= 400:
        incident = INCIDENT.search(answer.text)
        assert bool(incident) == (answer.status_code not in WITHOUT_NUMBER)
        number = incident.group() if incident else ""
        line = next(line for line in log_of(broken).splitlines() if number in line)
        assert f"{answer.status_code} {method.upper()} " in line
        assert SECRET not in log_of(broken)
    assert SECRET not in answer.text + console.out + console.err


def test_a_form_without_its_token_says_that_the_page_was_open_too_long(make_app):
    """Not that somebody did something wrong."""
    app = make_app(WTF_CSRF_ENABLED=True, LANG="en")
    with app.app_context():
        make_school()
        answer = app.test_client().post("/staff/sign-in", data={"login": "a"})
    assert answer.status_code == 400
    assert "The page has been open too long" in answer.text
    assert "reload the page" in answer.text


def test_a_form_sent_after_half_an_hour_asks_to_sign_in(make_app):
    """Who works here is not told of tokens; the sign-in page keeps its own words."""
    app = make_app(WTF_CSRF_ENABLED=True, LANG="en")
    with app.app_context():
        make_school()
        answer = app.test_client().post("/staff/programmes/new", data={"title": "a"})
    assert answer.status_code == 400
    assert "The session is over" in answer.text
    assert 'href="/staff/sign-in"' in answer.text
