"""Nothing on a page of staff is drawn from answers: other answers leave every page as it is."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import delete, select

from app.database import db, writing
from app.models import (
    Administration,
    ResponseQuality,
    Role,
    Score,
    Submission,
    Wave,
)
from app.reports.operations import keep_answers, request_report
from app.reports.worker import Worker
from tests.app.reports.crowd import ENTRY, EXIT, Crowd, Held
from tests.app.world import make_user, signed_in

#: What else stands in addresses.
PLAIN = {"number": 1, "stage": 2, "form": "full", "format_": "html", "user_id": 1,
         "paper": "personal"}  # fmt: skip

#: Another one on every page.
TOKEN = re.compile(rb'name="csrf_token"[^>]*')


@pytest.fixture
def held(app, monkeypatch):
    """Return a programme whose waves are over and of which a report has been asked for."""
    monkeypatch.setattr(Worker, "warm", lambda _worker: None)  # because it starts a process
    held = Held.of(Crowd.of(7_022))
    answer_again(held, turn=0)
    keep_answers(held.programme, 2)
    return held


def answer_again(held, *, turn):
    """Put other answers of the same people in the place of those that are there."""
    forms = select(Administration.id).join(Wave).filter_by(programme_id=held.programme.id)
    with writing() as session:
        for table in (Score, ResponseQuality, Submission):
            session.execute(delete(table).where(table.administration_id.in_(forms)))
    for kind in (ENTRY, EXIT):
        held.answer(kind, turn=turn)


def pages(app, browser, held, job_id):
    """Return every page for staff that a signed-in person can open."""
    waves = db.session.scalars(select(Wave.id).filter_by(programme_id=held.programme.id)).all()
    found = {}
    for rule in app.url_map.iter_rules():
        if not rule.rule.startswith("/staff/") or "GET" not in rule.methods:
            continue
        if rule.endpoint == "screening.index":  # texts, one by one, for the psychologist alone
            continue
        for wave in waves if "wave_id" in rule.arguments else waves[:1]:
            things = {"programme_id": held.programme.id, "wave_id": wave, "job_id": job_id,
                      "theme_id": 1}  # fmt: skip
            parts = {name: (things | PLAIN)[name] for name in rule.arguments}
            address = rule.build(parts, append_unknown=False)[1]
            answer = browser.get(address)
            if answer.status_code == 200:
                found[address] = TOKEN.sub(b"", answer.data)
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_other_answers_change_no_page(app, held):
    """Who has answered stands there; what they answered stands in reports only."""
    job_id = request_report(held.programme, 2, by=None)
    browsers = [
        signed_in(app, make_user(held.programme.school, role))
        for role in (Role.CURATOR, Role.PSYCHOLOGIST)
    ]
    before = [pages(app, browser, held, job_id) for browser in browsers]
    scores = sorted(db.session.scalars(select(Score.numerator)))
    answer_again(held, turn=1)
    assert sorted(db.session.scalars(select(Score.numerator))) != scores
    assert [pages(app, browser, held, job_id) for browser in browsers] == before
    assert all(len(seen) > 12 for seen in before)
