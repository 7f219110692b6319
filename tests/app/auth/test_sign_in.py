"""Staff sign in, out, and change their password; others do not."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from app.auth.passwords import hash_password, is_outdated
from app.database import db, writing
from app.demo.sign_ins import demo_password, demo_sign_ins
from app.models import AuditEvent, Role, School, StaffSession
from tests.app.world import make_school, make_user, signed_in

PASSWORD = "верный пароль 1"  # noqa: S105 - because nobody has it
WRONG = "The login or the password is wrong."


@pytest.fixture
def app(make_app):
    """Return an application in English, with limits, its context pushed."""
    app = make_app(LANG="en", RATELIMIT_ENABLED=True)
    with app.app_context():
        yield app


@pytest.fixture
def curator(app):
    """Return a curator whose password is known."""
    return with_password(make_user(make_school(), Role.CURATOR, login="curator"))


def with_password(user, password_hash=""):
    """Give somebody the password of these tests."""
    with writing():
        user.password_hash = password_hash or hash_password(PASSWORD)
    return user


def sign_in(client, login="curator", password=PASSWORD, **query):
    """Send the form."""
    form = {"login": login, "password": password}
    return client.post("/staff/sign-in", query_string=query, data=form)


def is_in(client):
    """Say whether the browser gets a page for staff."""
    return client.get("/staff/password").status_code == 200


@pytest.mark.parametrize("typed", ["curator", "  CuraTor "])
def test_the_right_password_opens_whatever_the_case_of_the_login(app, curator, typed):
    """And leads to one's work."""
    client = app.test_client()
    answer = sign_in(client, login=typed)
    assert answer.location == "/staff/"
    assert client.get("/staff/").location == "/staff/programmes/"
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_an_administrator_alone_works_with_the_staff(app):
    """Programmes are not theirs to see."""
    client = signed_in(app, make_user(make_school(), Role.ADMINISTRATOR))
    assert client.get("/staff/").location == "/staff/users"


def test_a_failure_does_not_tell_what_was_wrong(app, curator):
    """Nor does it let anybody in; somebody who has left fails alike."""
    gone = with_password(make_user(curator.school, Role.CURATOR, login="gone"))
    with writing():
        gone.is_active = False
    client = app.test_client()
    answers = [
        sign_in(client, password="wrong password"),
        sign_in(client, login="nobody"),
        sign_in(client, login="gone"),
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert all(answer.text.count(WRONG) == 1 for answer in answers)
    assert not is_in(client)


@pytest.mark.parametrize(
    ("wanted", "followed"),
    [
        ("/staff/programmes/7?tab=people", "/staff/programmes/7?tab=people"),
        ("https://elsewhere.example/", "/staff/"),
        ("//elsewhere.example/", "/staff/"),
        ("/\\elsewhere.example/", "/staff/"),
        ("/\t/elsewhere.example/", "/staff/"),
        ("javascript:alert(1)", "/staff/"),
        ("", "/staff/"),
    ],
)
def test_one_is_led_on_within_the_site_only(app, curator, wanted, followed):
    """A link in a letter must not lead away through our sign-in page."""
    assert sign_in(app.test_client(), next=wanted).location == followed


def test_whoever_has_to_sign_in_comes_back_to_the_page_they_wanted(app, curator):
    """With its query; a button that was pressed is not pressed again."""
    client = app.test_client()
    sent = client.get("/staff/users?order=login").location
    assert sent == "/staff/sign-in?next=/staff/users?order%3Dlogin"
    assert "to open this page" in client.get(sent).text
    assert client.post("/staff/sign-out").location == "/staff/sign-in"


def test_after_ten_failures_one_waits_even_with_the_right_password(app, curator):
    """But under that login only, and only failures count."""
    other = with_password(make_user(curator.school, Role.CURATOR, login="other"))
    client = app.test_client()
    for password in [PASSWORD, PASSWORD, "wrong password", *[""] * 9]:
        assert sign_in(app.test_client(), password=password).status_code in {200, 302}
    refused = sign_in(client)
    assert refused.status_code == 429
    assert "Too many tries" in refused.text
    assert sign_in(client, login=" CURATOR ").status_code == 429
    assert sign_in(client, login=other.login).status_code == 302


def test_after_sixty_failures_an_address_waits_whatever_the_login(app, curator):
    """Nobody tries one password under every login there may be."""
    client = app.test_client()
    for number in range(59):
        assert sign_in(client, login=f"login-{number}", password="").status_code == 200
    assert sign_in(app.test_client()).status_code == 302
    assert sign_in(client, login="login-60", password="").status_code == 200
    assert sign_in(client).status_code == 429
    elsewhere = app.test_client()
    elsewhere.environ_base["REMOTE_ADDR"] = "10.0.0.2"
    assert sign_in(elsewhere).status_code == 302


def test_a_hash_of_old_parameters_is_renewed_when_its_owner_signs_in(app, curator):
    """Nobody has to think of another password for it."""
    with_password(curator, PasswordHasher(time_cost=1, memory_cost=1024).hash(PASSWORD))
    assert is_outdated(curator.password_hash)
    assert sign_in(app.test_client()).status_code == 302
    db.session.expire_all()
    assert not is_outdated(curator.password_hash)
    assert sign_in(app.test_client()).status_code == 302


def test_signing_out_ends_the_session_on_the_server(app, curator):
    """A cookie that somebody copied is worth nothing afterwards."""
    client, copy = app.test_client(), app.test_client()
    sign_in(client)
    copied = client.get_cookie("zamer").value
    copy.set_cookie("zamer", copied)
    assert is_in(copy)
    assert client.post("/staff/sign-out").location == "/staff/sign-in"
    assert not is_in(client)
    assert not is_in(copy)
    assert db.session.query(StaffSession).count() == 0


def test_a_new_password_ends_every_session_but_this_browsers(app, curator):
    """It is audited, and the old one opens nothing."""
    here, there = app.test_client(), app.test_client()
    sign_in(here)
    sign_in(there)
    before = here.get_cookie("zamer").value
    form = {"old": PASSWORD, "new": "совсем новый пароль", "again": "совсем новый пароль"}
    assert here.post("/staff/password", data=form).status_code == 302
    assert is_in(here)
    assert not is_in(there)
    there.set_cookie("zamer", before)
    assert not is_in(there)
    assert WRONG in sign_in(there).text
    assert sign_in(there, password="совсем новый пароль").status_code == 302
    assert [event.action for event in db.session.query(AuditEvent)] == ["user.password"]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"old": "wrong password"}, "This is not your password."),
        ({"new": "short", "again": "short"}, "The password is too short"),
        ({"new": "Head.Curator", "again": "Head.Curator"}, "must not be the same as the login"),
        ({"again": "something else"}, "The two passwords differ."),
        ({"old": ""}, "This field is required."),
    ],
)
def test_a_password_is_changed_by_its_rules(app, curator, change, said):
    """What is wrong stands next to its field."""
    with writing():
        curator.login = "head.curator"
    client = signed_in(app, curator)
    form = {"old": PASSWORD, "new": "совсем новый пароль", "again": "совсем новый пароль"}
    answer = client.post("/staff/password", data=form | change)
    assert answer.status_code == 200
    assert said in answer.text
    assert sign_in(app.test_client(), login="head.curator").status_code == 302


def test_the_demonstration_shows_its_sign_ins_and_they_work(app):
    """Only those it made itself, of people who may sign in and have kept their passwords."""
    demo = School(name="Демо", time_zone="Europe/Moscow", is_demo=True)
    with writing() as session:
        session.add(demo)
    shown = make_user(demo, Role.PSYCHOLOGIST, login="psychologist")
    gone = make_user(demo, Role.CURATOR, login="curator")
    added = make_user(demo, Role.CURATOR, login="added")
    changed = with_password(make_user(demo, Role.ADMINISTRATOR, login="admin"))
    for user in (shown, gone, added):
        with_password(user, hash_password(demo_password(user.login)))
    with writing():
        gone.is_active = False
    assert [sign_in_.login for sign_in_ in demo_sign_ins()] == ["psychologist"]
    page = app.test_client().get("/staff/sign-in").text
    assert demo_password("psychologist") in page
    assert demo_password(changed.login) not in page
    answer = sign_in(
        app.test_client(), login="psychologist", password=demo_password("psychologist")
    )
    assert answer.status_code == 302


def test_a_real_school_shows_no_sign_ins(app, curator):
    """Nor does its page mention them."""
    assert "demonstration" not in app.test_client().get("/staff/sign-in").text


def test_passwords_of_the_demonstration_differ_by_login_and_installation(make_app):
    """Who knows one of them knows no other."""
    made = set()
    for key in ("one", "two"):
        with make_app(SECRET_KEY=key).app_context():
            made |= {demo_password("psychologist"), demo_password("curator")}
    assert len(made) == 4
    assert all(len(password) == 12 and password == password.lower() for password in made)
