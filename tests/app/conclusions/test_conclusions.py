"""Conclusions are corrected on one page, and nobody loses what they or others wrote."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import unescape

import pytest

from analysis.conclusions import Draft
from analysis.report import Drafts
from app.database import db, now_utc, writing
from app.models import AuditEvent, Conclusion, Role
from app.reports import operations
from app.reports.conclusion_frames import decided_on
from app.reports.operations import Made
from tests.app.world import make_programme, make_school, make_user, signed_in

DRAFTS = (
    Draft(origin="high/mentee", kind="strength", text="Хорошо: 8,7 из 10."),
    Draft(origin="yes/mentee", kind="strength", text="«Да» ответили 84\N{NO-BREAK SPACE}%."),
    Draft(origin="advice/events", kind="recommendation", text="Сообщать заранее."),
)
OTHERS = (Draft(origin="high/mentee", kind="strength", text="Хорошо: 8,1 из 10."), *DRAFTS[1:])


@pytest.fixture
def programme(app):
    """Return a programme of which no report has been made."""
    return make_programme(make_school())


@pytest.fixture
def curator(app, programme):
    """Return a browser of the curator."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def make_report(programme, drafts=DRAFTS, stage=1):
    """Finish a report whose results gave these drafts."""
    job_id = operations.request_report(programme, stage, by=None)
    held = asdict(Drafts(conclusions=drafts))
    operations.finish(
        job_id,
        Made(files={}, parts={}, source_sha256="0" * 64, frozen=b"", drafts=held),
    )
    return db.session.merge(programme)


def address(programme, stage=1):
    """Return the address of the page."""
    return f"/staff/programmes/{programme.id}/conclusions/{stage}"


def fields_of(page):
    """Return what a browser sends when nothing on the page is touched."""
    sent = dict(
        re.findall(
            r'<input[^>]*id="[^"]*" name="(sentences-[^"]+)" type="hidden" value="([^"]*)"', page
        )
    )
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL
    ):
        sent[name] = unescape(text)
    for box in re.findall(r"<input[^>]*type=\"checkbox\"[^>]*>", page):
        if " checked" in box:
            sent[re.search(r'name="([^"]+)"', box).group(1)] = "y"
    return sent


def opened(client, programme, stage=1):
    """Open the page and return what it would send."""
    return fields_of(client.get(address(programme, stage)).text)


def send(client, programme, sent, stage=1, **more):
    """Send the page."""
    return client.post(address(programme, stage), data=sent | more)


def rows():
    """Return what is kept, by origin."""
    db.session.rollback()
    return {one.origin: one for one in db.session.query(Conclusion)}


def printed_by(programme):
    """Return what the next report would be told: text and whether it is struck, by origin."""
    decided = decided_on(programme, 1).conclusions
    return {one.origin: (one.text, one.is_struck) for one in decided}


def test_before_the_first_report_the_page_says_so(curator, programme):
    """With the button that makes it."""
    page = curator.get(address(programme)).text
    assert "Построить отчёт" in page
    assert f"/staff/reports/programmes/{programme.id}/1" in page
    assert curator.get(address(programme, 3)).status_code == 404


def test_saving_an_untouched_page_decides_nothing(curator, programme):
    """What nobody touched goes on following the results."""
    programme = make_report(programme)
    assert send(curator, programme, opened(curator, programme)).status_code == 302
    assert rows() == {}
    assert db.session.query(AuditEvent).filter_by(action="conclusions.save").count() == 0


def test_a_sentence_is_edited_struck_added_and_put_back(curator, programme):
    """With one button; the audit does not hold the words."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    sent |= {"sentences-0-text": "Своими\r\nсловами <b>", "sentences-1-struck": "y"}
    send(curator, programme, sent, own_recommendation="Моё предложение")
    assert printed_by(programme) == {
        "high/mentee": ("Своими словами <b>", False),
        "yes/mentee": (DRAFTS[1].text, True),
        None: ("Моё предложение", False),
    }
    page = curator.get(address(programme)).text
    assert "Своими словами &lt;b&gt;" in page
    sent = fields_of(page)
    send(curator, programme, sent, do="restore:high/mentee")
    sent = opened(curator, programme)
    own = next(name for name, text in sent.items() if text == "Моё предложение")
    send(curator, programme, sent | {own: ""})
    kept = rows()
    assert set(kept) == {"high/mentee", "yes/mentee"}
    assert kept["high/mentee"].text == DRAFTS[0].text
    events = db.session.query(AuditEvent).filter_by(action="conclusions.save").all()
    assert {event.subject for event in events} == {f"{programme.id}/1"}


def test_an_emptied_draft_is_struck(curator, programme):
    """That is how people take a sentence out."""
    programme = make_report(programme)
    send(curator, programme, opened(curator, programme) | {"sentences-0-text": " "})
    assert printed_by(programme)["high/mentee"] == (DRAFTS[0].text, True)


def test_sentences_are_moved(curator, programme):
    """And what else was changed on the page is saved with it."""
    programme = make_report(programme)
    sent = opened(curator, programme) | {"sentences-2-text": "Раньше."}
    send(curator, programme, sent, do="down:high/mentee")
    page = curator.get(address(programme)).text
    assert page.index("84") < page.index("8,7 из 10") < page.index("Раньше.")
    make_report(programme, OTHERS)
    assert "8,1 из 10" in curator.get(address(programme)).text


def test_a_changed_draft_under_an_edited_sentence_asks_to_be_read(curator, programme):
    """Old and new draft side by side; then it is quiet again."""
    programme = make_report(programme)
    sent = opened(curator, programme) | {"sentences-0-text": "Моё."}
    send(curator, programme, sent)
    assert "Перечитайте" not in curator.get(address(programme)).text
    programme = make_report(programme, OTHERS)
    page = curator.get(address(programme)).text
    assert "Перечитайте" in page
    assert all(text in page for text in ("Моё.", DRAFTS[0].text, OTHERS[0].text))
    send(curator, programme, fields_of(page), do="read:high/mentee")
    assert "Перечитайте" not in curator.get(address(programme)).text
    assert printed_by(programme)["high/mentee"] == ("Моё.", False)


def test_a_draft_that_came_meanwhile_has_not_been_read(curator, programme):
    """The page that was open did not show it."""
    programme = make_report(programme)
    send(curator, programme, opened(curator, programme) | {"sentences-0-text": "Моё."})
    sent = opened(curator, programme)
    programme = make_report(programme, OTHERS)
    send(curator, programme, sent | {"sentences-0-text": "Моё снова."})
    assert printed_by(programme)["high/mentee"] == ("Моё снова.", False)
    assert "Перечитайте" in curator.get(address(programme)).text


def test_an_edited_sentence_outlives_its_draft(curator, programme):
    """It is kept, and flagged."""
    programme = make_report(programme)
    send(curator, programme, opened(curator, programme) | {"sentences-0-text": "Моё."})
    programme = make_report(programme, DRAFTS[1:])
    page = curator.get(address(programme)).text
    assert "Моё." in page
    assert "нет: результаты его больше не дают" in page


def test_two_people_lose_nothing(app, curator, programme):
    """Each keeps what only they changed; of the same sentence both texts are shown."""
    programme = make_report(programme)
    psychologist = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))
    one, other = opened(curator, programme), opened(psychologist, programme)
    send(curator, programme, one | {"sentences-0-text": "Первый."})
    answer = send(
        psychologist,
        programme,
        other | {"sentences-0-text": "Второй.", "sentences-1-text": "Только мой."},
    )
    assert answer.status_code == 200
    assert "Первый." in answer.text
    assert "Второй." in answer.text
    assert printed_by(programme) == {
        "high/mentee": ("Первый.", False),
        "yes/mentee": ("Только мой.", False),
    }
    send(psychologist, programme, fields_of(answer.text))
    assert printed_by(programme)["high/mentee"] == ("Второй.", False)


def test_who_works_on_what_has_gone_keeps_it(curator, programme):
    """The draft vanished while it was being edited: it stays as a sentence of their own."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    programme = make_report(programme, DRAFTS[1:])
    send(curator, programme, sent | {"sentences-0-text": "Правлю."})
    assert printed_by(programme) == {None: ("Правлю.", False)}


def test_a_sentence_that_is_too_long_is_told_so_and_nothing_is_lost(curator, programme):
    """Beside the field; the other changes wait in theirs."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    sent |= {"sentences-0-text": "ы" * 2001, "sentences-1-text": "Ждёт."}
    page = send(curator, programme, sent).text
    assert "не больше 2000 знаков" in page
    assert "Ждёт." in page
    assert rows() == {}


def test_of_a_reduced_programme_nothing_is_corrected(curator, programme):
    """No report would print it."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    with writing() as session:
        session.merge(programme).reduced_at = now_utc()
    assert "править нечего" in curator.get(address(programme)).text
    send(curator, programme, sent | {"sentences-0-text": "Моё."})
    assert rows() == {}
