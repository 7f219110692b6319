"""The first page: who asks, and which codes it takes."""

from __future__ import annotations

from datetime import date

from app.database import db, writing
from app.models import Role, Slip
from app.programmes.codes import new_code
from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, Page
from tests.app.world import make_programme, make_school, make_user, signed_in


def test_the_first_page_says_who_asks_and_promises_no_mode(app, asked):
    """Which programme's code is going to be typed in it cannot know."""
    text = Child(app).page.text
    for words in ("Введите код", "Школа № 1", "На следующей странице",
                  "Любой вопрос можно пропустить", "Остановиться можно в любой момент"):  # fmt: skip
        assert words in text
    for words in ("анонимн", "конфиденциальн", "психолог", "куратор"):
        assert words not in text.lower()


def test_where_several_schools_ask_none_is_named(app, asked):
    """The page is theirs together."""
    make_programme(make_school("Школа № 2"))
    text = Child(app).page.text
    assert "Школа №" not in text
    assert "Школа спрашивает всех участников наставничества" in text


def test_a_slip_of_the_pen_is_told_from_a_code_that_nobody_holds(app, asked):
    """The check digit knows; a voided code is like an unknown one; the advice fits the slip."""
    child = Child(app)
    code = asked.codes[0]
    wrong = code[:-1] + str((int(code[-1]) + 1) % 10)
    for typed, words in {
        wrong: "В коде опечатка: нужно сверить цифры с листком",
        f"{code[:4]} ": "В коде 12 цифр, а здесь 4",
        f"{code}1": "В коде 12 цифр, а здесь 13",
        "": "Код напечатан на листке: 12 цифр",
        "мой код": "Код состоит из цифр",
    }.items():
        page = child.enter(typed)
        assert page.path == "/"
        assert words in page.text
    with writing() as session:
        session.get_one(Slip, code).voided_on = date(2026, 10, 1)
    for nobodys in (new_code(), code):
        page = child.enter(nobodys)
        assert "Такого кода нет, или он больше не действует" in page.text
        assert page.fields["code"] == [nobodys]


def test_wrong_codes_are_limited_and_right_ones_are_not(make_app):
    """A computer class shares one address."""
    app = make_app(RATELIMIT_ENABLED=True)
    with app.app_context():
        asked = make_asked(MENTEE_FORM)
        client = app.test_client()
        for _ in range(59):
            assert client.post("/", data={"code": "1"}).status_code == 200
        for _ in range(30):
            assert client.post("/", data={"code": asked.codes[0]}).status_code == 302
        assert client.post("/", data={"code": "1"}).status_code == 200
        assert client.post("/", data={"code": "1"}).status_code == 429
        assert client.get("/").status_code == 200
        db.session.remove()


def test_staff_stay_signed_in_while_a_child_answers(app, asked):
    """The cookie holds both, each under its own key."""
    child = Child(app)
    child.client = signed_in(app, make_user(asked.school, Role.CURATOR))
    child.enter(asked.codes[0])
    assert child.answer_all().path == "/thanks"
    with child.client.session_transaction() as cookie:
        assert "_user_id" in cookie
        assert "respondent" not in cookie


def test_another_code_in_the_same_browser_is_another_person(app):
    """Whoever types a code last is who answers."""
    asked = make_asked(MENTEE_FORM, n=2)
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    page = child.enter(asked.codes[1])
    assert page.path.endswith("/1")
    assert page.fields["st30"] == []


def test_no_page_is_cached_and_no_address_tells_a_code(app, asked):
    """A shared computer forgets."""
    child = Child(app)
    child.enter(asked.codes[0])
    response = child.client.get(child.page.path)
    assert response.headers["Cache-Control"] == "no-store"
    assert asked.codes[0] not in child.page.path
    assert asked.codes[0] not in Page(response).html
