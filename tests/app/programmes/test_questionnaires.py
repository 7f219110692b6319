"""Questionnaires are chosen per wave and role, in exact versions, until the wave opens."""

from __future__ import annotations

import pytest

from app.database import db, writing
from app.models import MentoringForm, ProgrammeRole, Role, WaveKind
from app.programmes import questionnaire_views
from app.programmes.administering import choose_questionnaires
from app.programmes.errors import RefusedError
from app.programmes.questionnaires import chosen_minutes, defaults, offered
from instruments.registry import Registry
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

ENTRY, MID, EXIT = WaveKind.ENTRY, WaveKind.MID, WaveKind.EXIT
MENTEE, MENTOR = frozenset({ProgrammeRole.MENTEE}), frozenset({ProgrammeRole.MENTOR})


@pytest.fixture
def programme(app):
    """Return a programme without questionnaires."""
    return make_programme(make_school())


def given(programme, kind):
    """Return what a wave gives: code to roles, in order."""
    wave = wave_of(programme, kind)
    db.session.refresh(wave)
    return {one.code: one.roles for one in wave.administrations}


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


def test_a_new_programme_is_advised_what_the_methodology_asks_for(programme):
    """The process for both roles at every wave; three scales for mentees at both ends."""
    advised = defaults(Registry(), programme.mentoring_form)
    assert list(advised[ENTRY]) == [
        "stage1-pupil-pupil-mentee-entry", "stage1-pupil-pupil-mentor-entry",
        "anxiety-school", "engagement", "self-esteem",
    ]  # fmt: skip
    assert advised[ENTRY]["self-esteem"] == MENTEE | MENTOR
    assert advised[EXIT]["anxiety-school"] == MENTEE
    assert list(advised[MID]) == [
        "stage1-pupil-pupil-mentee-mid", "stage1-pupil-pupil-mentor-mid",
    ]  # fmt: skip
    assert chosen_minutes(Registry(), advised[ENTRY], ProgrammeRole.MENTEE) == 17


@pytest.mark.parametrize("mentoring_form", MentoringForm)
@pytest.mark.parametrize("kind", WaveKind)
def test_only_what_suits_participants_this_form_and_wave_is_offered(mentoring_form, kind):
    """Not the curator's questionnaire, the criteria, or another wave's."""
    codes = [instrument.code for instrument in offered(Registry(), mentoring_form, kind)]
    process = [code for code in codes if code.startswith("stage1-")]
    assert codes[: len(process)] == process
    assert all(code.endswith(kind) and mentoring_form in code for code in process)
    assert {"anxiety-school", "satisfaction-school"} <= set(codes)
    assert not {"curator", "criteria"} & set(codes)


def test_the_page_advises_saves_and_shows_what_was_saved(browser, programme):
    """Exact versions and hashes are stored, the process first."""
    address = f"/staff/programmes/{programme.id}/forms"
    page = browser.get(address).text
    assert page.count(" checked") == 14
    assert "пока ничего не сохранено" in page
    ticks = {"entry": ["self-esteem mentee", "stage1-pupil-pupil-mentee-entry mentee"],
             "exit": ["self-esteem mentee", "self-esteem mentor"]}  # fmt: skip
    assert browser.post(address, data=ticks).status_code == 302
    assert list(given(programme, ENTRY)) == ["stage1-pupil-pupil-mentee-entry", "self-esteem"]
    assert given(programme, EXIT) == {"self-esteem": MENTEE | MENTOR}
    assert given(programme, MID) == {}
    stored = wave_of(programme, EXIT).administrations[0]
    assert stored.sha256 == Registry().get(stored.reference).sha256
    assert browser.get(address).text.count(" checked") == 4


def test_too_much_for_a_ten_year_old_is_said(browser, programme, monkeypatch):
    """Minutes are summed per role and wave."""
    advised = defaults(Registry(), programme.mentoring_form)[ENTRY]
    choose_questionnaires(programme, {ENTRY: advised}, by=None)
    address = f"/staff/programmes/{programme.id}/forms"
    page = browser.get(address).text
    assert "Наставляемые: 17" in page
    assert "слишком долго" not in page
    monkeypatch.setattr(questionnaire_views, "TOO_LONG", 16)
    assert "больше 16 минут" in browser.get(address).text


def test_other_forms_are_told_that_the_library_lacks_the_process(app, programme):
    """Only pupil – pupil has it now."""
    other = make_programme(programme.school, mentoring_form=MentoringForm.TEACHER_TEACHER)
    browser = signed_in(app, make_user(programme.school, Role.CURATOR))
    assert "пока нет анкет" in browser.get(f"/staff/programmes/{other.id}/forms").text
    assert "пока нет анкет" not in browser.get(f"/staff/programmes/{programme.id}/forms").text


@pytest.mark.parametrize(
    ("mentoring_form", "pupils"),
    [
        (MentoringForm.PUPIL_PUPIL, {ProgrammeRole.MENTEE, ProgrammeRole.MENTOR}),
        (MentoringForm.TEACHER_PUPIL, {ProgrammeRole.MENTEE}),
        (MentoringForm.STUDENT_PUPIL, {ProgrammeRole.MENTEE}),
        (MentoringForm.EMPLOYER_PUPIL, {ProgrammeRole.MENTEE}),
        (MentoringForm.TEACHER_TEACHER, set()),
        (MentoringForm.EMPLOYER_STUDENT, set()),
    ],
)
def test_adults_are_not_advised_to_take_childrens_tests(mentoring_form, pupils):
    """The library measures ten- to eighteen-year-olds."""
    advised = defaults(Registry(), mentoring_form)
    roles = {role for kind in (ENTRY, EXIT) for given in advised[kind].values() for role in given}
    assert roles == pupils


def test_the_page_says_what_half_way_answers_are_for(app, programme):
    """So that nobody waits for figures that no report has yet."""
    browser = signed_in(app, make_user(programme.school, Role.CURATOR))
    page = browser.get(f"/staff/programmes/{programme.id}/forms").text
    assert "отчёты пока учитывают только как участие" in page


def test_a_given_questionnaire_knows_what_it_asks_about(programme):
    """As its definition says."""
    chosen = {ENTRY: {"stage1-pupil-pupil-mentee-entry": MENTEE, "self-esteem": MENTEE}}
    choose_questionnaires(programme, chosen, by=None)
    constructs = {one.code: one.construct for one in wave_of(programme, ENTRY).administrations}
    assert constructs == {
        "stage1-pupil-pupil-mentee-entry": "process", "self-esteem": "self-esteem",
    }  # fmt: skip


def test_a_test_for_children_says_so_where_adults_could_get_it(app, programme):
    """Beside the questionnaire; among pupils nobody needs to be told."""
    other = make_programme(programme.school, mentoring_form=MentoringForm.TEACHER_TEACHER)
    browser = signed_in(app, make_user(programme.school, Role.CURATOR))
    page = browser.get(f"/staff/programmes/{other.id}/forms").text
    assert "Методика рассчитана на 10–18 лет" in page
    assert " checked" not in page
    page = browser.get(f"/staff/programmes/{programme.id}/forms").text
    assert "Методика рассчитана" not in page


@pytest.mark.parametrize(
    ("code", "roles"),
    [
        ("curator", MENTEE),
        ("stage1-pupil-pupil-mentee-exit", MENTEE),
        ("stage1-pupil-pupil-mentee-entry", MENTOR),
        ("unknown", MENTEE),
        ("self-esteem", frozenset()),
    ],
)
def test_what_does_not_suit_is_refused(programme, code, roles):
    """Whoever sends it by hand."""
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {ENTRY: {code: roles}}, by=None)
    assert given(programme, ENTRY) == {}


def test_the_questionnaires_of_a_wave_stay_once_it_has_opened(browser, programme):
    """Also after it has closed; the other waves can still be changed."""
    give(wave_of(programme, ENTRY), "self-esteem")
    open_wave(wave_of(programme, ENTRY))
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {ENTRY: {"engagement": MENTEE}}, by=None)
    close_wave(wave_of(programme, ENTRY))
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {ENTRY: {}}, by=None)
    page = browser.get(f"/staff/programmes/{programme.id}/forms").text
    assert "больше не меняются" in page
    browser.post(f"/staff/programmes/{programme.id}/forms", data={"exit": ["engagement mentee"]})
    assert given(programme, EXIT) == {"engagement": MENTEE}
    assert list(given(programme, ENTRY)) == ["self-esteem"]


def test_an_answered_questionnaire_stays_whatever_the_dates_say(programme):
    """Answers may have been imported before the wave opened."""
    answered = give(wave_of(programme, ENTRY), "self-esteem", ProgrammeRole.MENTEE)
    hand_in(answered, *add_people(programme, ProgrammeRole.MENTEE, 1))
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {ENTRY: {"self-esteem": MENTEE | MENTOR}}, by=None)
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {ENTRY: {}}, by=None)
    choose_questionnaires(
        programme, {ENTRY: {"self-esteem": MENTEE, "engagement": MENTEE}}, by=None
    )
    assert list(given(programme, ENTRY)) == ["engagement", "self-esteem"]
    assert wave_of(programme, ENTRY).administrations[1].id == answered.id


def test_a_wave_with_a_date_keeps_a_questionnaire(programme):
    """Otherwise it would open empty."""
    give(wave_of(programme, EXIT), "self-esteem")
    with writing():
        wave_of(programme, EXIT).opens_at = programme.school.start_of(programme.ends_on)
    with pytest.raises(RefusedError):
        choose_questionnaires(programme, {EXIT: {}}, by=None)
    choose_questionnaires(programme, {EXIT: {"engagement": MENTEE}}, by=None)


def test_both_ends_give_the_same_version(programme):
    """What one end has decides for the other."""
    entry = give(wave_of(programme, ENTRY), "self-esteem")
    choose_questionnaires(programme, {EXIT: {"self-esteem": MENTEE}}, by=None)
    (exit_,) = wave_of(programme, EXIT).administrations
    assert (exit_.version, exit_.sha256) == (entry.version, entry.sha256)
