"""The first start happens once, to whoever holds the address."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.auth.accounts import NewAccount
from app.auth.errors import AlreadySetUpError
from app.auth.first_start import is_set_up, set_up_token
from app.auth.operations import set_up_school
from app.database import db
from app.demo.sign_ins import demo_sign_ins
from app.models import AuditEvent, Role, School, User
from tests.app.world import make_school

FORM = {
    "name": "Школа № 5",
    "time_zone": "Asia/Kamchatka",
    "first-login": "Ivanova",
    "first-password": "длинный пароль",
    "first-administrator": "y",
    "first-psychologist": "y",
}


@pytest.fixture
def app(make_app):
    """Return an application in English on an empty database, its context pushed."""
    app = make_app(LANG="en")
    with app.app_context():
        yield app


@pytest.fixture
def address(app):
    """Return the one-time address."""
    return f"/setup/{set_up_token(Path(app.config['INSTANCE']))}"


def token_file(app):
    """Return where the token is kept."""
    return Path(app.config["INSTANCE"]) / "setup-token"


def test_the_token_is_made_once_and_readable_by_its_owner_only(app):
    """It cannot be guessed either."""
    token = set_up_token(Path(app.config["INSTANCE"]))
    assert token == set_up_token(Path(app.config["INSTANCE"]))
    assert len(token) >= 40
    assert stat.S_IMODE(token_file(app).stat().st_mode) == 0o600


@pytest.mark.parametrize("page", ["/", "/staff/", "/staff/sign-in", "/staff/users"])
def test_before_there_is_a_school_every_page_says_what_to_do(app, address, page):
    """And does not give the address away."""
    client = app.test_client()
    assert client.get(page).location == "/not-set-up"
    shown = client.get("/not-set-up")
    assert "has not been set up yet" in shown.text
    assert address.rpartition("/")[2] not in shown.text
    assert client.get("/health").status_code == 200
    assert client.get("/static/staff.css", buffered=True).status_code == 200


def test_the_school_is_set_up_and_the_person_signed_in(app, address):
    """With everything in the audit; the token is gone."""
    client = app.test_client()
    assert client.get(address).status_code == 200
    more = {"second-login": "petrov", "second-password": "другой пароль", "second-curator": "y"}
    assert client.post(address, data=FORM | more).location == "/staff/"
    assert client.get("/staff/users").status_code == 200
    school = db.session.query(School).one()
    assert (school.name, school.time_zone, school.is_demo) == ("Школа № 5", "Asia/Kamchatka", False)
    roles = {user.login: user.roles for user in db.session.query(User)}
    assert roles == {
        "ivanova": {Role.ADMINISTRATOR, Role.PSYCHOLOGIST},
        "petrov": {Role.CURATOR},
    }
    actions = sorted(event.action for event in db.session.query(AuditEvent))
    assert actions == ["school.set_up", "user.add", "user.add"]
    assert not token_file(app).exists()


def test_the_address_works_once(app, address):
    """Afterwards it leads to the sign-in, and nobody is sent away from the other pages."""
    app.test_client().post(address, data=FORM)
    client = app.test_client()
    used = client.get(address)
    assert used.status_code == 404
    assert "set up already" in used.text
    assert 'href="/staff/sign-in"' in used.text
    assert client.post(address, data=FORM | {"name": "Другая"}).status_code == 404
    assert client.post(f"{address}/demonstration").status_code == 404
    assert client.get("/not-set-up").location == "/"
    assert client.get("/staff/sign-in").status_code == 200
    assert db.session.query(School).one().name == "Школа № 5"


@pytest.mark.parametrize("token", ["wrong", "ключ", "setup-token", "x" * 43])
@pytest.mark.parametrize("is_made", [True, False])
def test_another_token_opens_nothing(app, token, is_made):
    """Neither before a token was made nor after."""
    if is_made:
        set_up_token(Path(app.config["INSTANCE"]))
    client = app.test_client()
    assert client.get(f"/setup/{token}").status_code == 404
    assert "out of date" in client.get(f"/setup/{token}").text
    assert client.post(f"/setup/{token}", data=FORM).status_code == 404
    assert client.post(f"/setup/{token}/demonstration").status_code == 404
    assert not is_set_up()


def test_a_token_that_was_left_behind_opens_nothing_once_there_is_a_school(app, address):
    """Such as after a restored copy of the folder."""
    make_school()
    assert app.test_client().get(address).status_code == 404


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "This field is required."),
        ({"name": "  "}, "between 1 and 200"),
        ({"name": "Ш" * 201}, "between 1 and 200"),
        ({"time_zone": "Mars/Olympus"}, "Not a valid choice"),
        ({"first-login": "a b"}, "2 to 64 letters"),
        ({"first-password": "ivanova"}, "too short"),
        ({"first-login": "ivanova.marina", "first-password": "Ivanova.Marina"}, "as the login"),
        ({"first-administrator": ""}, "Somebody must be administrator"),
        ({"second-login": "petrov"}, "too short"),
        ({"second-login": "p.petrov", "second-password": "другой пароль"}, "at least one role"),
        ({"third-password": "другой пароль"}, "2 to 64 letters"),
        (
            {"third-login": "IVANOVA", "third-password": "другой пароль", "third-curator": "y"},
            "stands above already",
        ),
    ],
)
def test_what_is_missing_is_said_next_to_its_field(app, address, change, said):
    """And nothing is written."""
    form = {name: value for name, value in (FORM | change).items() if value}
    answer = app.test_client().post(address, data=form)
    assert answer.status_code == 200
    assert said in answer.text
    assert not is_set_up()


def test_everything_that_is_wrong_is_said_at_once(app, address):
    """Whoever mends the first mistake is not sent back for the next one."""
    wrong = {"name": "", "first-login": "anna", "first-password": "короткий",
             "second-login": "anna", "second-password": "другой пароль", "second-curator": "y"}  # fmt: skip
    page = app.test_client().post(address, data=wrong).text
    said = ("This field is required.", "too short", "at least one role",
            "Somebody must be administrator", "stands above already")  # fmt: skip
    assert [words for words in said if words not in page] == []


def test_anybody_of_the_three_may_be_the_administrator(app, address):
    """And whoever is not sees no staff pages after signing in."""
    form = {name: value for name, value in FORM.items() if name != "first-administrator"}
    other = {
        "third-login": "admin",
        "third-password": "другой пароль",
        "third-administrator": "y",
    }
    client = app.test_client()
    assert client.post(address, data=form | other).status_code == 302
    assert client.get("/staff/users").status_code == 403


def test_of_two_browsers_at_once_one_wins(app):
    """The other is told that a school is there; there is one school, with one staff."""

    def set_up(number: int) -> bool:
        account = NewAccount(
            login=f"user{number}", password="длинный пароль", roles=frozenset(Role)
        )
        with app.app_context():
            try:
                set_up_school(f"Школа № {number}", "Europe/Moscow", [account])
            except AlreadySetUpError:
                return False
            return True

    with ThreadPoolExecutor(8) as threads:
        won = list(threads.map(set_up, range(8)))
    assert won.count(True) == 1
    assert db.session.query(School).count() == 1
    assert db.session.query(User).one().school.name == f"Школа № {won.index(True)}"


def test_the_demonstration_fills_the_system_and_leads_to_its_sign_ins(app, address):
    """The address is gone afterwards."""
    client = app.test_client()
    assert "Load the demonstration" in client.get(address).text
    assert client.post(f"{address}/demonstration").location == "/staff/sign-in"
    assert db.session.query(School).one().is_demo
    page = client.get("/staff/sign-in").text
    assert all(sign_in.password in page for sign_in in demo_sign_ins())
    assert not token_file(app).exists()
    assert client.post(f"{address}/demonstration").status_code == 404


def test_the_address_may_not_be_tried_without_end(make_app):
    """Twenty times a minute are enough for a person."""
    app = make_app(RATELIMIT_ENABLED=True)
    client = app.test_client()
    answers = [client.get(f"/setup/{number}").status_code for number in range(25)]
    assert answers == [404] * 20 + [429] * 5
