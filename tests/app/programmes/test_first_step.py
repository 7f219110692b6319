"""A programme is set up, listed, changed, and what its first answer fixes stays."""

from __future__ import annotations

from datetime import date

import pytest

from app.database import db, writing
from app.models import AuditEvent, MentoringForm, Programme, ProgrammeRole, Role, WaveKind, YearKind
from app.programmes.errors import RefusedError
from app.programmes.guards import has_answers
from app.programmes.operations import (
    ProgrammeFacts,
    change_programme,
    create_programme,
    school_year_of,
)
from tests.app.world import (
    add_people,
    give,
    hand_in,
    make_programme,
    make_school,
    make_user,
    signed_in,
    wave_of,
)

FILLED_IN = {
    "title": "Помогаем учиться",
    "mentoring_form": "pupil-pupil",
    "role_models": "лидер – пассивный",
    "year_kind": "school",
    "starts_on": "2026-09-01",
    "ends_on": "2027-05-31",
    "k": "5",
}


def facts(**more):
    """Return the facts of a programme."""
    known = {
        "title": "Помогаем учиться",
        "mentoring_form": MentoringForm.PUPIL_PUPIL,
        "role_models": "",
        "year_kind": YearKind.SCHOOL,
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 5, 31),
        "k": 5,
    }
    return ProgrammeFacts(**(known | more))


@pytest.fixture
def school(app):
    """Return a school."""
    return make_school()


@pytest.fixture
def browser(app, school):
    """Return a curator's browser."""
    return signed_in(app, make_user(school, Role.CURATOR))


def test_an_empty_list_says_what_to_do_first(browser):
    """Whoever comes for the first time finds the button."""
    page = browser.get("/staff/programmes/").text
    assert "Программ пока нет" in page
    assert "/staff/programmes/new" in page


def test_the_first_step_makes_a_programme_with_its_three_waves(browser):
    """And leads on to the participants."""
    response = browser.post("/staff/programmes/new", data=FILLED_IN)
    programme = db.session.query(Programme).one()
    assert response.location == f"/staff/programmes/{programme.id}/people"
    assert (programme.year, programme.year_text, programme.k) == (2026, "2026/27", 5)
    assert {wave_of(programme, kind).opens_at for kind in WaveKind} == {None}
    assert [event.action for event in db.session.query(AuditEvent)] == ["programme.create"]
    assert "Помогаем учиться" in browser.get("/staff/programmes/").text
    page = browser.get(f"/staff/programmes/{programme.id}").text
    assert f"Номер для командной строки: {programme.id}" in page
    assert "Помогаем учиться" in browser.get(f"/staff/programmes/{programme.id}/edit").text


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("title", "", "Обязательное поле"),
        ("k", "2", "между 3 и 10"),
        ("k", "11", "между 3 и 10"),
        ("starts_on", "завтра", "дат"),
        ("ends_on", "2026-08-31", "должен быть позже первого"),
        ("starts_on", "1999-09-01", "от 2000 до 2100"),
    ],
)
def test_a_wrong_fact_is_refused_next_to_its_field(browser, field, value, said):
    """Nothing is stored."""
    page = browser.post("/staff/programmes/new", data=FILLED_IN | {field: value}).text
    assert "invalid-feedback" in page
    assert said in page
    assert db.session.query(Programme).count() == 0


def test_the_smallest_group_is_fixed_by_the_first_answer(browser, school):
    """The page says so instead of asking, and the operation refuses."""
    programme = make_programme(school)
    questionnaire = give(wave_of(programme, WaveKind.ENTRY), "self-esteem")
    change_programme(programme, facts(k=4), by=None)
    hand_in(questionnaire, *add_people(programme, ProgrammeRole.MENTEE, 1))
    assert has_answers(db.session, programme)
    with pytest.raises(RefusedError) as refused:
        change_programme(programme, facts(k=5), by=None)
    assert refused.value.field == "k"
    page = browser.get(f"/staff/programmes/{programme.id}/edit").text
    assert 'name="k"' not in page
    browser.post(f"/staff/programmes/{programme.id}/edit", data=FILLED_IN | {"title": "Другое"})
    assert (programme.title, programme.k) == ("Другое", 4)


def test_the_form_of_mentoring_stays_while_questionnaires_are_chosen_for_it(school):
    """They would ask about something else."""
    programme = make_programme(school)
    change_programme(programme, facts(mentoring_form=MentoringForm.TEACHER_PUPIL), by=None)
    give(wave_of(programme, WaveKind.MID), "self-esteem")
    with pytest.raises(RefusedError) as refused:
        change_programme(programme, facts(), by=None)
    assert refused.value.field == "mentoring_form"


@pytest.mark.parametrize(
    ("day", "year"), [(date(2026, 9, 1), 2026), (date(2027, 5, 31), 2026), (date(2027, 6, 1), 2027)]
)
def test_summer_belongs_to_the_school_year_it_prepares(day, year):
    """In June a school sets up its next programme."""
    assert school_year_of(day) == year


def test_a_calendar_year_is_written_as_one_year(school):
    """From January to December."""
    dates = {"starts_on": date(2027, 1, 11), "ends_on": date(2027, 12, 24)}
    programme = create_programme(school, facts(year_kind=YearKind.CALENDAR, **dates), by=None)
    assert programme.year_text == "2027"


def test_another_schools_programme_is_not_there(app, browser):
    """Neither its pages nor its waves, whoever asks."""
    other = make_programme(make_school("Школа № 2"))
    with writing():
        other.title = "Чужая"
    pages = ["", "/edit", "/people", "/forms", "/slips", "/slips/1", "/consents"]
    statuses = [browser.get(f"/staff/programmes/{other.id}{page}").status_code for page in pages]
    wave = wave_of(other, WaveKind.ENTRY)
    statuses += [
        browser.get(f"/staff/waves/{wave.id}{page}").status_code for page in ("", "/close")
    ]
    assert set(statuses) == {404}
    assert "Чужая" not in browser.get("/staff/programmes/").text


def test_only_psychologists_and_curators_come_here(app, school):
    """An administrator sees no programmes, and a stranger signs in first."""
    programme = make_programme(school)
    rules = [
        rule
        for rule in app.url_map.iter_rules()
        if rule.endpoint.split(".")[0] in {"programmes", "waves"}
    ]
    administrator = signed_in(app, make_user(school, Role.ADMINISTRATOR))
    psychologist = signed_in(app, make_user(school, Role.PSYCHOLOGIST))
    assert len(rules) > 12
    for rule in rules:
        assert app.view_functions[rule.endpoint].roles == {Role.PSYCHOLOGIST, Role.CURATOR}
    page = f"/staff/programmes/{programme.id}"
    assert administrator.get(page).status_code == 403
    assert psychologist.get(page).status_code == 200
    assert app.test_client().get(page).status_code == 302
