"""Opening and closing in the browser: from an empty programme to an open wave."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from app.database import db, now_utc, writing
from app.models import Programme, ProgrammeRole, Role, WaveKind
from tests.app.programmes.test_first_step import FILLED_IN
from tests.app.programmes.test_people import rows
from tests.app.world import (
    add_people,
    close_wave,
    give,
    hand_in,
    make_programme,
    make_school,
    make_user,
    open_wave,
    signed_in,
    wave_of,
)


@pytest.fixture
def programme(app):
    """Return a programme with three mentees and a questionnaire at entry."""
    programme = make_programme(make_school())
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem", ProgrammeRole.MENTEE)
    add_people(programme, ProgrammeRole.MENTEE, 3, class_name="5А")
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


def address(programme, kind=WaveKind.ENTRY):
    """Return the address of a wave's page."""
    return f"/staff/waves/{wave_of(programme, kind).id}"


def test_the_four_steps_lead_from_nothing_to_an_open_wave(app):
    """Every step by the forms that the pages show."""
    browser = signed_in(app, make_user(make_school(), Role.CURATOR))
    people = browser.post("/staff/programmes/new", data=FILLED_IN).location
    browser.post(people, data=rows(("mentee", "5А", "6"), ("mentor", "9А", "6")))
    programme = db.session.query(Programme).one()
    forms = f"/staff/programmes/{programme.id}/forms"
    page = browser.get(forms).text
    ticks: dict[str, list[str]] = {}
    for wave, tick in re.findall(r'name="(\w+)" value="([^"]+)"[^>]* checked', page):
        ticks.setdefault(wave, []).append(tick)
    browser.post(forms, data=ticks)
    assert "12" in browser.get(f"/staff/programmes/{programme.id}/slips").text
    browser.post(address(programme), data={"open_now": "1"})
    page = browser.get(f"/staff/programmes/{programme.id}").text
    assert page.count("✓") == 4
    assert "открыт" in page
    assert wave_of(programme, WaveKind.ENTRY).is_open()


def test_before_the_exit_opens_its_page_leads_to_the_plan(browser, programme):
    """From then on it is locked; the page of the entry does not speak of it."""
    plan = f"/staff/programmes/{programme.id}/plan"
    assert plan in browser.get(address(programme, WaveKind.EXIT)).text
    assert plan not in browser.get(address(programme)).text


def test_dates_are_kept_and_shown(browser, programme):
    """In the school's days."""
    today = programme.school.today
    opens, closes = today + timedelta(days=3), today + timedelta(days=9)
    dates = {"opens_on": opens.isoformat(), "closes_on": closes.isoformat(), "save": "1"}
    page = browser.post(address(programme), data=dates, follow_redirects=True).text
    assert f"откроется {opens:%d.%m.%Y}" in page
    shown = browser.get(address(programme)).text
    assert opens.isoformat() in shown
    assert closes.isoformat() in shown


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        (WaveKind.ENTRY, {"opens_on": "2020-01-01", "save": "1"}, "Этот день уже прошёл"),
        (WaveKind.ENTRY, {"closes_on": "2020-01-01", "open_now": "1"}, "Этот день уже прошёл"),
        (WaveKind.ENTRY, {"opens_on": "скоро", "save": "1"}, "invalid-feedback"),
        (WaveKind.EXIT, {"open_now": "1"}, "Сначала выберите анкеты"),
    ],
)
def test_a_refusal_stands_on_the_page(browser, programme, kind, sent, said):
    """And the wave stays as it was."""
    assert said in browser.post(address(programme, kind), data=sent).text
    assert wave_of(programme, kind).opens_at is None


def test_closing_says_who_is_left_and_asks(browser, programme):
    """Looking closes nothing; confirming does."""
    entry = wave_of(programme, WaveKind.ENTRY)
    open_wave(entry)
    codes = add_people(programme, ProgrammeRole.MENTOR, 4)
    hand_in(entry.administrations[0], codes[0])
    page = browser.get(f"{address(programme)}/close").text
    assert "Ответили: 0 из 3. Ещё не ответили: 3." in page
    assert "сотрутся" in page
    assert entry.is_open()
    page = browser.post(f"{address(programme)}/close", follow_redirects=True).text
    assert "закрыт" in page
    assert wave_of(programme, WaveKind.ENTRY).is_closed()
    again = browser.post(f"{address(programme)}/close", follow_redirects=True).text
    assert "Замер не открыт" in again


def test_a_reported_wave_offers_no_button(browser, programme):
    """It says why."""
    entry = wave_of(programme, WaveKind.ENTRY)
    close_wave(entry)
    assert "Открыть снова" in browser.get(address(programme)).text
    with writing():
        entry.reported_at = now_utc()
    page = browser.get(address(programme)).text
    assert "по разнице двух отчётов" in page
    assert '<button class="btn btn-primary" name=' not in page
    assert "по разнице" in browser.post(address(programme), data={"open_now": "1"}).text
    assert address(programme) not in browser.get(f"/staff/programmes/{programme.id}").text


def test_the_programmes_page_is_the_class_board(browser, programme):
    """Answered of invited, by role and class, and the way to the reports."""
    entry = wave_of(programme, WaveKind.ENTRY)
    open_wave(entry)
    hand_in(entry.administrations[0], *add_people(programme, ProgrammeRole.MENTEE, 2))
    page = browser.get(f"/staff/programmes/{programme.id}").text
    assert "Наставляемые: 2 из 5" in page
    assert "5А, Наставляемые: 0 из 3" in page
    assert f"/staff/reports/programmes/{programme.id}" in page
    assert "2 из 5" in browser.get("/staff/programmes/").text
