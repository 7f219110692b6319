"""The plan of analysis: made when the entry wave opens, locked when the exit wave does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.plan import read
from app.database import db, now_utc, writing
from app.models import Arm, AuditEvent, Programme, ProgrammeRole, Role, WaveKind
from app.programmes import planning
from app.programmes.administering import choose_questionnaires
from app.programmes.errors import RefusedError
from app.programmes.planning import change_plan
from app.programmes.plans import measured_at, plan_of
from app.waves.operations import close_wave, open_wave, plan_wave
from tests.app import world

ENTRY, EXIT = WaveKind.ENTRY, WaveKind.EXIT
MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR
DAY = timedelta(days=1)


@pytest.fixture
def programme(app):
    """Return a programme that measures mentees on two questionnaires, mentors on one."""
    programme = world.make_programme(world.make_school())
    world.add_people(programme, MENTEE, 2)
    entry = world.wave_of(programme, ENTRY)
    world.give(entry, "stage1-pupil-pupil-mentee-entry", MENTEE)
    world.give(entry, "anxiety-school", MENTEE)
    world.give(entry, "self-esteem")
    for code in ("anxiety-school", "self-esteem"):
        world.give(world.wave_of(programme, EXIT), code)
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a curator's browser."""
    return world.signed_in(app, world.make_user(programme.school, Role.CURATOR))


def address(programme):
    """Return the address of the page."""
    return f"/staff/programmes/{programme.id}/plan"


def primary(plan):
    """Return what a plan promises a test of."""
    return [(one.instrument, one.scale, one.role, one.expected) for one in plan.primary]


def stored(programme):
    """Return the plan as the database holds it."""
    db.session.expire_all()
    found = db.session.get_one(Programme, programme.id).plan
    return None if found is None else read(found)


def actions():
    """Return what has been written down of plans."""
    events = db.session.query(AuditEvent).order_by(AuditEvent.id)
    return [event.action for event in events if event.action.startswith("plan.")]


def only_self_esteem(programme, **more):
    """Return the plan with one scale of the two."""
    plan = plan_of(programme)
    return replace(plan, primary=plan.primary[1:], **more)


DEFAULT = [
    ("anxiety-school", "total", "mentee", "fall"), ("self-esteem", "total", "mentee", "rise"),
]  # fmt: skip


def test_before_the_entry_wave_the_default_plan_follows_the_questionnaires(programme):
    """The mentees' total scores, what is asked about the process left out; nothing is dated."""
    plan = plan_of(programme)
    assert primary(plan) == DEFAULT
    assert (plan.origin, plan.made_on, plan.locked_on) == ("default", None, None)
    choose_questionnaires(programme, {ENTRY: {"engagement": frozenset({MENTEE})}}, by=None)
    assert primary(plan_of(programme)) == [("engagement", "total", "mentee", "rise")]


def test_the_default_plan_is_stored_when_the_entry_wave_is_opened(programme):
    """With the day on which it opened."""
    entry = world.wave_of(programme, ENTRY)
    open_wave(entry, None, by=None)
    assert primary(stored(programme)) == DEFAULT
    assert plan_of(programme).made_on == programme.school.today.isoformat()
    assert actions() == []


def test_a_date_stores_the_plan_and_what_is_chosen_later_still_counts(programme):
    """Nobody is there when the wave opens by itself."""
    entry, today = world.wave_of(programme, ENTRY), programme.school.today
    plan_wave(entry, today + DAY, today + 9 * DAY, by=None)
    assert primary(stored(programme)) == DEFAULT
    choose_questionnaires(programme, {ENTRY: {"self-esteem": frozenset(ProgrammeRole)}}, by=None)
    assert primary(stored(programme)) == DEFAULT[1:]
    assert plan_of(programme).made_on is None
    world.open_wave(entry)
    assert plan_of(programme).made_on == "2026-09-01"


def test_what_was_stored_stays_once_the_entry_wave_has_opened(programme, monkeypatch):
    """A later version of the program may have another default."""
    entry = world.wave_of(programme, ENTRY)
    open_wave(entry, None, by=None)
    monkeypatch.setattr(planning, "default_of", lambda *_: replace(stored(programme), primary=()))
    close_wave(entry, by=None)
    open_wave(entry, programme.school.today + DAY, by=None)
    assert primary(stored(programme)) == DEFAULT


def test_a_programme_of_before_plans_were_stored_has_the_default(programme):
    """Its waves opened without one; the days are those of the waves."""
    world.close_wave(world.wave_of(programme, ENTRY))
    world.open_wave(world.wave_of(programme, EXIT))
    plan = plan_of(programme)
    assert stored(programme) is None
    assert primary(plan) == DEFAULT
    assert (plan.made_on, plan.locked_on) == ("2026-09-01", "2026-09-01")


def test_days_are_the_schools(programme):
    """At half past nine in the evening, UTC, it is the next day in Moscow."""
    with writing():
        world.wave_of(programme, ENTRY).opens_at = world.LONG_AGO + timedelta(hours=21.5)
    assert plan_of(programme).made_on == "2026-09-02"


def test_an_own_plan_is_stored_and_written_down(programme):
    """Before the entry wave no day of a change is kept, and later choices leave it alone."""
    change_plan(programme, only_self_esteem(programme, test="paired_t", equivalence=0.3), by=None)
    own = stored(programme)
    assert primary(own) == DEFAULT[1:]
    assert (own.test, own.equivalence, own.origin) == ("paired_t", 0.3, "own")
    assert own.changed_on is None
    choose_questionnaires(programme, {ENTRY: {"engagement": frozenset({MENTEE})}}, by=None)
    open_wave(world.wave_of(programme, ENTRY), None, by=None)
    assert stored(programme) == own
    assert actions() == ["plan.change"]


def test_a_change_after_the_entry_wave_has_opened_keeps_its_day(programme):
    """The report says it."""
    world.open_wave(world.wave_of(programme, ENTRY))
    change_plan(programme, only_self_esteem(programme), by=None)
    plan = plan_of(programme)
    assert plan.changed_on == programme.school.today.isoformat()
    assert (plan.origin, plan.made_on) == ("own", "2026-09-01")


def test_saving_what_stands_changes_nothing(programme):
    """A plan that was looked at stays the default one."""
    open_wave(world.wave_of(programme, ENTRY), None, by=None)
    before = stored(programme)
    change_plan(programme, plan_of(programme), by=None)
    assert stored(programme) == before
    assert (before.origin, actions()) == ("default", [])


def refusal(programme, plan):
    """Return which field a plan is refused at."""
    with pytest.raises(RefusedError) as refused:
        change_plan(programme, plan, by=None)
    assert actions() == []
    return refused.value.field


def test_a_plan_is_refused_where_it_promises_what_cannot_be_done(programme):
    """No scale, a scale that nobody is given, lots without anybody to compare with."""
    plan = plan_of(programme)
    assert refusal(programme, replace(plan, primary=())) == "primary"
    mentors = replace(plan.primary[0], role="mentor")
    assert refusal(programme, replace(plan, primary=(mentors,))) == "primary"
    assert refusal(programme, replace(plan, allocation="random")) == "random"
    assert stored(programme) is None


def test_lots_may_have_been_drawn_where_there_is_a_comparison_group(programme):
    """It is the school that says so."""
    world.add_people(programme, MENTEE, 1, arm=Arm.COMPARISON)
    change_plan(programme, replace(plan_of(programme), allocation="random"), by=None)
    assert stored(programme).allocation == "random"


def test_the_plan_is_locked_from_the_moment_the_exit_wave_opens(programme):
    """Not by its date alone, and still once it has closed."""
    world.close_wave(world.wave_of(programme, ENTRY))
    exit_ = world.wave_of(programme, EXIT)
    with writing():
        exit_.opens_at = now_utc() + DAY
    change_plan(programme, only_self_esteem(programme), by=None)
    own = stored(programme)
    world.close_wave(exit_)
    with pytest.raises(RefusedError):
        change_plan(programme, replace(own, test="paired_t"), by=None)
    assert stored(programme) == own
    assert plan_of(programme).locked_on == "2026-09-01"


def filled_in(*ticks, **more):
    """Return what the page sends."""
    return {
        "primary": list(ticks), "test": "wilcoxon", "equivalence": "0.2",
        "expected.anxiety-school.total.mentee": "fall",
        "expected.self-esteem.total.mentee": "rise",
        "expected.self-esteem.total.mentor": "",
    } | more  # fmt: skip


def test_the_page_shows_the_plan_and_saves_another(browser, programme):
    """Every scale of every role that gets it; what is ticked, expected and chosen is kept."""
    page = browser.get(address(programme)).text
    for tick in ("anxiety-school total mentee", "self-esteem total mentee"):
        assert f'value="{tick}" checked' in page
    assert 'value="self-esteem total mentor">' in page
    assert "mentor" not in page.split("anxiety-school total mentee")[0]
    assert 'name="random"' not in page
    answer = browser.post(
        address(programme),
        data=filled_in("self-esteem total mentor", test="paired_t", equivalence="0.35"),
    )
    assert answer.status_code == 302
    plan = stored(programme)
    assert primary(plan) == [("self-esteem", "total", "mentor", None)]
    assert (plan.test, plan.equivalence, plan.allocation) == ("paired_t", 0.35, None)
    assert browser.get(address(programme)).text.count(" checked") == 2


def test_the_page_asks_for_lots_where_there_is_a_comparison_group(browser, programme):
    """And takes the answer."""
    world.add_people(programme, MENTEE, 1, arm=Arm.COMPARISON)
    assert 'name="random"' in browser.get(address(programme)).text
    sent = filled_in("self-esteem total mentee", random="y")
    assert browser.post(address(programme), data=sent).status_code == 302
    assert stored(programme).allocation == "random"


def test_the_page_says_who_does_not_get_a_questionnaire_again(browser, programme):
    """Of them there will be nothing to compare."""
    before = browser.get(address(programme)).text.count("наставники")
    chosen = {"anxiety-school": frozenset({MENTEE}), "self-esteem": frozenset({MENTEE})}
    choose_questionnaires(programme, {EXIT: chosen}, by=None)
    measured = measured_at(
        programme, world.wave_of(programme, ENTRY), world.wave_of(programme, EXIT)
    )
    assert [one.roles - one.again for one in measured] == [set(), {MENTOR}]
    assert browser.get(address(programme)).text.count("наставники") == before + 1


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        (filled_in(), "primary"),
        (filled_in("self-esteem total parent"), "primary"),
        (filled_in("self-esteem total mentee", equivalence="0.05"), "equivalence"),
        (filled_in("self-esteem total mentee", equivalence="1.5"), "equivalence"),
        (filled_in("self-esteem total mentee", equivalence="nan"), "equivalence"),
        (filled_in("self-esteem total mentee", equivalence=""), "equivalence"),
        (filled_in("self-esteem total mentee", test="sign"), "test"),
    ],
    ids=["nothing", "unknown", "too-small", "too-large", "no-number", "empty", "no-such-test"],
)
def test_a_mistake_is_shown_beside_its_field_and_nothing_is_kept(browser, programme, sent, field):
    """What had been ticked stays ticked."""
    page = browser.post(address(programme), data=sent).text
    assert f'id="{field}-error"' in page
    for tick in ("self-esteem total mentee", "anxiety-school total mentee"):
        assert (f'value="{tick}" checked' in page) is (tick in sent["primary"])
    assert stored(programme) is None


def test_the_locked_page_shows_the_plan_and_takes_nothing(browser, programme):
    """The plan that holds, not what somebody sends in vain."""
    world.close_wave(world.wave_of(programme, ENTRY))
    world.open_wave(world.wave_of(programme, EXIT))
    page = browser.get(address(programme)).text
    assert "<form method" not in page.split("<main", 1)[1]
    assert "01.09.2026" in page
    assert page.count("<li>Тревожность, общий балл") + page.count("<li>Самооценка") > 0
    sent = browser.post(address(programme), data=filled_in("self-esteem total mentor"))
    assert sent.status_code == 200
    assert 'role="alert"' in sent.text
    assert stored(programme) is None


def test_the_page_says_where_there_is_nothing_to_plan_yet(app):
    """And leads to the questionnaires."""
    programme = world.make_programme(world.make_school())
    browser = world.signed_in(app, world.make_user(programme.school, Role.PSYCHOLOGIST))
    page = browser.get(address(programme)).text
    assert f'href="/staff/programmes/{programme.id}/forms"' in page
    assert 'name="primary"' not in page


def test_what_is_planned_and_not_given_is_said_until_it_is_saved_away(browser, programme):
    """The questionnaires changed after the school had made its plan."""
    change_plan(programme, only_self_esteem(programme), by=None)
    chosen = {"anxiety-school": frozenset({MENTEE})}
    choose_questionnaires(programme, {ENTRY: chosen}, by=None)
    assert "self-esteem: total" in browser.get(address(programme)).text
    sent = filled_in("anxiety-school total mentee")
    assert browser.post(address(programme), data=sent).status_code == 302
    assert "self-esteem: total" not in browser.get(address(programme)).text


def test_the_programmes_page_leads_to_the_plan(browser, programme):
    """For both who run it."""
    page = browser.get(f"/staff/programmes/{programme.id}").text
    assert f'href="{address(programme)}"' in page
