"""Waves open and close by the school's days, in order, and never again once reported."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from app.database import db, now_utc, writing
from app.models import AuditEvent, Draft, ProgrammeRole, Slip, WaveKind
from app.programmes.errors import RefusedError
from app.waves.operations import close_wave, open_wave, plan_wave
from app.waves.states import state_of
from tests.app import world

DAY = timedelta(days=1)
ENTRY, MID, EXIT = WaveKind.ENTRY, WaveKind.MID, WaveKind.EXIT


def ready_programme(time_zone="Europe/Moscow"):
    """Return a programme that could open any of its waves."""
    programme = world.make_programme(world.make_school(time_zone=time_zone))
    world.add_people(programme, ProgrammeRole.MENTEE, 2)
    for kind in WaveKind:
        world.give(world.wave_of(programme, kind), "self-esteem")
    return programme


@pytest.fixture
def programme(app):
    """Return a programme that could open any of its waves."""
    return ready_programme()


@pytest.fixture
def entry(programme):
    """Return its entry wave."""
    return world.wave_of(programme, ENTRY)


@pytest.fixture
def exit_(programme):
    """Return its exit wave."""
    return world.wave_of(programme, EXIT)


def refusal(operation, *arguments):
    """Return why an operation is refused."""
    with pytest.raises(RefusedError) as refused:
        operation(*arguments, by=None)
    return str(refused.value)


@pytest.mark.parametrize(
    ("time_zone", "begins", "ends"),
    [
        ("Asia/Kamchatka", (2035, 10, 4, 12), (2035, 10, 20, 12)),
        ("Europe/Kaliningrad", (2035, 10, 4, 22), (2035, 10, 20, 22)),
    ],
)
def test_a_planned_wave_keeps_to_the_schools_midnight(app, time_zone, begins, ends):
    """From the first minute of the first day to the last of the last, east and west."""
    wave = world.wave_of(ready_programme(time_zone), ENTRY)
    plan_wave(wave, date(2035, 10, 5), date(2035, 10, 20), by=None)
    begins, ends = datetime(*begins, tzinfo=UTC), datetime(*ends, tzinfo=UTC)
    second = timedelta(seconds=1)
    moments = [begins - second, begins, ends - second, ends]
    assert [wave.is_open(moment) for moment in moments] == [False, True, True, False]
    assert [wave.is_closed(moment) for moment in moments] == [False, False, False, True]
    state = state_of(wave)
    assert (state.opens_on, state.closes_on) == (date(2035, 10, 5), date(2035, 10, 20))


def test_a_wave_opens_closes_and_opens_again(programme, entry):
    """Its first day stays; all of it is written down."""
    open_wave(entry, None, by=None)
    opened = entry.opens_at
    assert entry.is_open()
    close_wave(entry, by=None)
    assert entry.is_closed()
    open_wave(entry, programme.school.today, by=None)
    assert entry.is_open()
    assert entry.opens_at == opened
    assert entry.closes_at == programme.school.start_of(programme.school.today + DAY)
    plan_wave(entry, None, None, by=None)
    assert (entry.opens_at, entry.closes_at) == (opened, None)
    actions = [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]
    assert actions == ["wave.open", "wave.close", "wave.reopen", "wave.plan"]


def test_a_wave_that_is_planned_can_be_opened_earlier(programme, entry):
    """The closing day stays as it was given."""
    today = programme.school.today
    plan_wave(entry, today + 5 * DAY, today + 9 * DAY, by=None)
    assert not entry.is_open()
    open_wave(entry, today + 9 * DAY, by=None)
    assert entry.is_open()
    assert state_of(entry).closes_on == today + 9 * DAY


def test_a_wave_that_asks_nothing_or_nobody_does_not_open(app):
    """Neither now nor by a date."""
    programme = world.make_programme(world.make_school())
    entry, tomorrow = world.wave_of(programme, ENTRY), programme.school.today + DAY
    assert "questionnaires" in refusal(open_wave, entry, None)
    assert "questionnaires" in refusal(plan_wave, entry, tomorrow, None)
    world.give(entry, "self-esteem")
    assert "participants" in refusal(open_wave, entry, None)
    assert "participants" in refusal(plan_wave, entry, tomorrow, None)
    assert entry.opens_at is None


@pytest.mark.parametrize("kind", [MID, EXIT])
def test_entry_is_held_before_the_other_waves(programme, entry, kind):
    """Held is opened and closed, or planned to be by then."""
    wave, today = world.wave_of(programme, kind), programme.school.today
    assert "Entry comes before" in refusal(open_wave, wave, None)
    assert "Entry comes before" in refusal(plan_wave, wave, today + DAY, None)
    open_wave(entry, None, by=None)
    assert "Entry comes before" in refusal(open_wave, wave, None)
    plan_wave(entry, None, today, by=None)
    assert "Entry comes before" in refusal(open_wave, wave, None)
    plan_wave(wave, today + DAY, None, by=None)
    assert "Entry comes before" in refusal(plan_wave, entry, None, today + DAY)
    assert "Entry comes before" in refusal(plan_wave, entry, None, None)
    close_wave(entry, by=None)
    open_wave(wave, None, by=None)
    assert wave.is_open()


def test_one_wave_is_open_at_a_time(programme, entry, exit_):
    """Also when entry is opened once more."""
    world.close_wave(entry)
    open_wave(exit_, None, by=None)
    assert "Another wave" in refusal(open_wave, entry, None)
    mid = world.wave_of(programme, MID)
    assert "Another wave" in refusal(plan_wave, mid, programme.school.today + DAY, None)
    close_wave(exit_, by=None)
    open_wave(entry, None, by=None)
    assert entry.is_open()


def test_days_that_are_over_are_refused(programme, entry):
    """For opening, for closing, and in the wrong order."""
    today = programme.school.today
    assert "Open now" in refusal(plan_wave, entry, today - DAY, None)
    assert "a later one" in refusal(plan_wave, entry, today, today - DAY)
    assert "closes after" in refusal(plan_wave, entry, today + 2 * DAY, today + DAY)
    assert "closes after" in refusal(plan_wave, entry, None, today + DAY)
    assert "a later one" in refusal(open_wave, entry, today - DAY)
    plan_wave(entry, today, today, by=None)
    assert entry.is_open()
    assert "Close now" in refusal(plan_wave, entry, today, today - DAY)


def test_each_state_allows_what_makes_sense_of_it(entry):
    """Pressing a button twice is told, and does nothing."""
    assert "not open" in refusal(close_wave, entry)
    open_wave(entry, None, by=None)
    assert "already" in refusal(open_wave, entry, None)
    close_wave(entry, by=None)
    closed = entry.closes_at
    assert "not open" in refusal(close_wave, entry)
    assert "Open again" in refusal(plan_wave, entry, None, None)
    assert entry.closes_at == closed


def test_a_reported_wave_is_never_opened_again(programme, entry):
    """The difference of two reports could tell an answer."""
    world.close_wave(entry)
    with writing():
        entry.reported_at = now_utc()
    assert "report" in refusal(open_wave, entry, None)
    assert "report" in refusal(open_wave, entry, programme.school.today)
    refusal(plan_wave, entry, None, programme.school.today + DAY)
    assert entry.is_closed()


def begin_draft(wave):
    """Begin a questionnaire and do not hand it in."""
    with writing() as session:
        person = session.query(Slip).first().person
        administration = wave.administrations[0]
        session.add(Draft(administration_id=administration.id, person=person, sealed=b""))


def test_closing_erases_what_was_not_handed_in(entry):
    """And nothing else."""
    open_wave(entry, None, by=None)
    begin_draft(entry)
    plan_wave(entry, None, None, by=None)
    assert db.session.query(Draft).count() == 1
    close_wave(entry, by=None)
    assert db.session.query(Draft).count() == 0


def test_drafts_of_a_wave_that_closed_by_its_date_go_with_the_next_change(entry, exit_):
    """Nobody was there to press a button."""
    world.open_wave(entry)
    begin_draft(entry)
    world.close_wave(entry)
    open_wave(exit_, None, by=None)
    assert db.session.query(Draft).count() == 0
