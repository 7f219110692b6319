"""SWOT lines are proposed, confirmed, corrected, moved; only confirmed ones are printed."""

from __future__ import annotations

import re
from dataclasses import asdict
from html import unescape

import pytest

from analysis.report import Drafts
from analysis.swot import Proposal
from app.database import db
from app.models import Role, SwotLine
from app.reports import operations
from app.reports.operations import Made
from tests.app.world import make_programme, make_school, make_user, signed_in

PROPOSED = (
    Proposal(origin="rating/mentee/comfort", cell="strength", text="Общаться легко", rule="8,7"),
    Proposal(origin="rating/mentor/comfort", cell="strength", text="И им легко", rule="8,5"),
    Proposal(origin="gap/mentee/events", cell="weakness", text="События хуже", rule="−1,0"),
)


#: What differs between databases, the tests of conclusions show.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def programme(app):
    """Return a programme of which no report has been made."""
    return make_programme(make_school())


@pytest.fixture
def curator(app, programme):
    """Return a browser of the curator."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def make_report(programme, proposed=PROPOSED):
    """Finish a report whose results proposed these lines."""
    job_id = operations.request_report(programme, 1, by=None)
    held = asdict(Drafts(swot=proposed))
    operations.finish(
        job_id,
        Made(files={}, parts={}, source_sha256="0" * 64, frozen=b"", drafts=held),
    )
    return db.session.merge(programme)


def opened(client, programme):
    """Open the page and return what it would send."""
    return fields_of(client.get(f"/staff/programmes/{programme.id}/swot").text)


def fields_of(page):
    """Return what a browser sends when nothing on the page is touched."""
    sent = {}
    for box in re.findall(r"<input[^>]*>", page):
        known = dict(re.findall(r'([\w-]+)="([^"]*)"', box))
        if known.get("name", "").startswith("lines-") and (
            known["type"] == "hidden" or " checked" in box
        ):
            sent[known["name"]] = unescape(known["value"])
    for name, text in re.findall(
        r'<textarea[^>]*name="([^"]+)"[^>]*>\r?\n?(.*?)</textarea>', page, re.DOTALL
    ):
        sent[name] = unescape(text)
    for name, options in re.findall(
        r'<select[^>]*name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL
    ):
        sent[name] = re.search(r'<option selected value="([^"]+)"', options).group(1)
    return sent


def send(client, programme, sent, **more):
    """Send the page."""
    return client.post(f"/staff/programmes/{programme.id}/swot", data=sent | more)


def printed():
    """Return the confirmed lines of every cell, in their order."""
    db.session.rollback()
    lines = db.session.query(SwotLine).filter_by(is_confirmed=True).order_by(SwotLine.position)
    return [(line.cell.value, line.text) for line in lines]


def test_before_the_first_report_own_lines_can_be_written(curator, programme):
    """And the page says where proposals come from, and by which rule."""
    page = curator.get(f"/staff/programmes/{programme.id}/swot").text
    assert "ещё не построен" in page
    assert "не ниже 8 и не меньше 70" in page
    send(curator, programme, fields_of(page), own_threat="Экзамены <b>")
    assert printed() == [("threat", "Экзамены <b>")]
    assert "Экзамены &lt;b&gt;" in curator.get(f"/staff/programmes/{programme.id}/swot").text


def test_only_confirmed_lines_are_printed(curator, programme):
    """A line that was turned down is not proposed again; an open one has no row."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    sent |= {"lines-0-state": "confirmed", "lines-1-state": "declined"}
    send(curator, programme, sent)
    assert printed() == [("strength", "Общаться легко")]
    assert db.session.query(SwotLine).count() == 2
    sent = opened(curator, programme)
    assert [sent[f"lines-{place}-state"] for place in range(3)] == [
        "confirmed", "declined", "open",
    ]  # fmt: skip
    send(curator, programme, sent | {"lines-0-state": "open"})
    assert printed() == []
    assert db.session.query(SwotLine).count() == 1


def test_lines_are_corrected_moved_to_another_cell_and_ordered(curator, programme):
    """All with one form."""
    programme = make_report(programme)
    sent = opened(curator, programme)
    sent |= {f"lines-{place}-state": "confirmed" for place in range(3)}
    send(curator, programme, sent | {"lines-2-text": "Узнавали поздно", "lines-2-cell": "strength"})
    assert [text for _, text in printed()] == ["Общаться легко", "И им легко", "Узнавали поздно"]
    send(curator, programme, opened(curator, programme), do="up:rating/mentor/comfort")
    assert [text for _, text in printed()] == ["И им легко", "Общаться легко", "Узнавали поздно"]
    assert {cell for cell, _ in printed()} == {"strength"}


def test_an_emptied_line_is_not_printed(curator, programme):
    """One's own is gone, a proposal is turned down."""
    programme = make_report(programme)
    sent = opened(curator, programme) | {"lines-0-state": "confirmed", "lines-0-text": ""}
    send(curator, programme, sent, own_strength="Своё")
    assert printed() == [("strength", "Своё")]
    sent = opened(curator, programme)
    own = next(name for name, text in sent.items() if text == "Своё")
    send(curator, programme, sent | {own: " "})
    assert printed() == []


def test_a_confirmed_line_that_nothing_proposes_any_more_is_kept_and_flagged(curator, programme):
    """The curator confirmed it; the curator decides."""
    programme = make_report(programme)
    send(curator, programme, opened(curator, programme) | {"lines-0-state": "confirmed"})
    programme = make_report(programme, PROPOSED[1:])
    page = curator.get(f"/staff/programmes/{programme.id}/swot").text
    assert "больше не дают основания" in page
    assert printed() == [("strength", "Общаться легко")]


def test_two_people_lose_nothing(app, curator, programme):
    """Of the same line both texts are shown; what only one changed is saved."""
    programme = make_report(programme)
    psychologist = signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))
    one, other = opened(curator, programme), opened(psychologist, programme)
    mine = {"lines-0-state": "confirmed", "lines-0-text": "Первый"}
    send(curator, programme, one | mine)
    theirs = mine | {"lines-0-text": "Второй", "lines-2-state": "confirmed"}
    page = send(psychologist, programme, other | theirs).text
    assert "Первый" in page
    assert "Второй" in page
    assert {text for _, text in printed()} == {"Первый", "События хуже"}
    send(psychologist, programme, fields_of(page))
    assert {text for _, text in printed()} == {"Второй", "События хуже"}


def test_a_line_that_is_too_long_is_told_so(curator, programme):
    """Beside the field, and nothing is written."""
    programme = make_report(programme)
    sent = opened(curator, programme) | {"lines-0-text": "ы" * 501, "lines-0-state": "confirmed"}
    assert "не больше 500 знаков" in send(curator, programme, sent).text
    assert printed() == []
