"""The administrator lets people in and out, and cannot lock the school out."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from app.admin import operations
from app.auth.accounts import NewAccount
from app.auth.errors import LastAdministratorError, LoginTakenError
from app.auth.operations import find_signing_in
from app.database import db, writing
from app.models import AuditEvent, Role, School, User
from tests.app.world import make_school, make_user, signed_in

PASSWORD = "длинный пароль"  # noqa: S105 - because nobody has it
LAST = "This is the only administrator"


@pytest.fixture
def app(make_app):
    """Return an application in English, its context pushed."""
    app = make_app(LANG="en")
    with app.app_context():
        yield app


@pytest.fixture
def administrator(app):
    """Return the only administrator of a school."""
    return make_user(make_school(), Role.ADMINISTRATOR, login="admin")


@pytest.fixture
def client(app, administrator):
    """Return a browser in which the administrator is signed in."""
    return signed_in(app, administrator)


def audited():
    """Return what was written down, in its order."""
    return [event.action for event in db.session.query(AuditEvent).order_by(AuditEvent.id)]


def shown_password(answer):
    """Return the password that a page shows."""
    return re.findall(r'<dd class="code[^"]*">(.+)</dd>', answer.text)[-1]


def test_the_list_shows_who_works_here_and_nobody_else(client, administrator):
    """With roles and whether they can sign in."""
    gone = make_user(administrator.school, Role.CURATOR, Role.PSYCHOLOGIST, login="gone")
    make_user(make_school(), Role.CURATOR, login="elsewhere")
    with writing():
        gone.is_active = False
    page = client.get("/staff/users").text
    assert "psychologist, curator" in page
    assert page.count("cannot sign in") == 1
    assert "elsewhere" not in page


@pytest.mark.parametrize("typed", [PASSWORD, ""])
def test_somebody_new_gets_a_password_that_is_shown_once(client, typed):
    """Typed or thought up; it opens, and is nowhere to be read afterwards."""
    form = {"login": "Petrov", "password": typed, "curator": "y"}
    password = shown_password(client.post("/staff/users/add", data=form))
    assert password == typed or not typed
    user = find_signing_in("petrov", password)
    assert user.roles == {Role.CURATOR}
    assert audited() == ["user.add"]
    assert password not in client.get("/staff/users").text


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"login": "ADMIN"}, "This login is taken."),
        ({"login": "elsewhere"}, "This login is taken."),
        ({"login": ""}, "This field is required."),
        ({"login": "a b"}, "2 to 64 letters"),
        ({"password": "short"}, "The password is too short"),
        ({"login": "petrov.petr", "password": "petrov.petr"}, "same as the login"),
        ({"curator": None}, "Tick at least one role."),
    ],
)
def test_somebody_new_is_added_by_the_rules(client, change, said):
    """What is wrong stands next to its field."""
    make_user(make_school(), Role.CURATOR, login="elsewhere")
    form = {"login": "petrov", "password": PASSWORD, "curator": "y"} | change
    filled = {name: value for name, value in form.items() if value is not None}
    answer = client.post("/staff/users/add", data=filled)
    assert answer.status_code == 200
    assert said in answer.text
    assert db.session.query(User).count() == 2


def test_of_two_who_take_the_same_login_at_once_one_gets_it(app, administrator):
    """The other is told that it is taken."""
    account = NewAccount(login="petrov", password=PASSWORD, roles=frozenset({Role.CURATOR}))
    school_id = administrator.school_id

    def add(_number: int) -> bool:
        with app.app_context():
            try:
                operations.add_user(db.session.get(School, school_id), account, by=None)
            except LoginTakenError:
                return False
            return True

    with ThreadPoolExecutor(4) as threads:
        assert sorted(threads.map(add, range(4))) == [False, False, False, True]


def test_roles_are_changed_and_hold_at_once(app, client, administrator):
    """Whoever is signed in loses or gets pages with the next click."""
    user = make_user(administrator.school, Role.CURATOR)
    theirs = signed_in(app, user)
    assert theirs.get("/staff/users").status_code == 403
    assert (
        'checked class="form-check-input" id="curator"'
        in client.get(f"/staff/users/{user.id}").text
    )
    client.post(f"/staff/users/{user.id}", data={"administrator": "y"})
    assert theirs.get("/staff/users").status_code == 200
    assert user.roles == {Role.ADMINISTRATOR}
    assert audited() == ["user.roles"]
    assert "at least one role" in client.post(f"/staff/users/{user.id}", data={"submit": "y"}).text


@pytest.mark.parametrize("typed", [PASSWORD, ""])
def test_a_new_password_signs_its_owner_out_everywhere(app, client, administrator, typed):
    """It is shown once and opens."""
    user = make_user(administrator.school, Role.CURATOR, login="petrov")
    theirs = signed_in(app, user)
    answer = client.post(f"/staff/users/{user.id}/password", data={"password": typed})
    assert find_signing_in("petrov", shown_password(answer)).id == user.id
    assert theirs.get("/staff/password").status_code == 302
    assert audited() == ["user.password"]


def test_a_new_password_keeps_the_rules_too(client, administrator):
    """The page says so next to the field."""
    user = make_user(administrator.school, Role.CURATOR, login="petrov.petr")
    address = f"/staff/users/{user.id}/password"
    assert client.get(address).status_code == 200
    assert "too short" in client.post(address, data={"password": "short"}).text
    assert "the login" in client.post(address, data={"password": "PETROV.petr"}).text
    assert audited() == []


def test_whoever_leaves_is_out_and_may_come_back(app, client, administrator):
    """What they did stays theirs."""
    user = make_user(administrator.school, Role.CURATOR)
    theirs = signed_in(app, user)
    client.post(f"/staff/users/{user.id}/deactivate")
    assert theirs.get("/staff/password").status_code == 302
    assert not user.is_active
    client.post(f"/staff/users/{user.id}/activate")
    assert user.is_active
    assert theirs.get("/staff/password").status_code == 302
    assert audited() == ["user.deactivate", "user.activate"]


def test_the_last_administrator_stays(client, administrator):
    """An administrator of another school, or one who has left, does not count."""
    make_user(make_school(), Role.ADMINISTRATOR)
    gone = make_user(administrator.school, Role.ADMINISTRATOR)
    client.post(f"/staff/users/{gone.id}/deactivate")
    address = f"/staff/users/{administrator.id}"
    assert LAST in client.post(address, data={"curator": "y"}).text
    assert LAST in client.post(f"{address}/deactivate", follow_redirects=True).text
    assert administrator.roles == {Role.ADMINISTRATOR}
    assert administrator.is_active
    assert audited() == ["user.deactivate"]


def test_an_administrator_may_go_when_there_is_another(client, administrator):
    """They can take more roles and, with a successor, lose the old one."""
    address = f"/staff/users/{administrator.id}"
    client.post(address, data={"administrator": "y", "curator": "y"})
    assert administrator.roles == {Role.ADMINISTRATOR, Role.CURATOR}
    make_user(administrator.school, Role.ADMINISTRATOR)
    client.post(address, data={"curator": "y"})
    assert administrator.roles == {Role.CURATOR}
    assert client.get("/staff/users").status_code == 403


@pytest.mark.parametrize("act", ["deactivate", "change_roles"])
def test_two_administrators_cannot_remove_each_other_at_once(app, administrator, act):
    """One of them stays, whoever clicks faster."""
    other = make_user(administrator.school, Role.ADMINISTRATOR)
    keys = [administrator.id, other.id]

    def remove(key: int) -> bool:
        with app.app_context():
            user = db.session.get(User, key)
            try:
                if act == "deactivate":
                    operations.deactivate(user, by=None)
                else:
                    operations.change_roles(user, {Role.CURATOR}, by=None)
            except LastAdministratorError:
                return False
            return True

    with ThreadPoolExecutor(2) as threads:
        assert sorted(threads.map(remove, keys)) == [False, True]
    db.session.rollback()
    left = [db.session.get(User, key) for key in keys]
    assert [user.is_active and user.is_administrator for user in left].count(True) == 1


def test_ones_own_password_is_changed_with_the_old_one(client, administrator):
    """The page of one's own account leads there."""
    own = client.get(f"/staff/users/{administrator.id}").text
    assert 'href="/staff/password"' in own
    assert f"/staff/users/{administrator.id}/password" not in own
