"""A session lives on the server, and as long as it is used."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.sessions import session_json_serializer
from itsdangerous import TimestampSigner, URLSafeTimedSerializer

from app.auth.sessions import begin
from app.database import db, now_utc, writing
from app.models import Role, StaffSession
from tests.app.world import make_school, make_user, signed_in


@pytest.fixture
def administrator(app):
    """Return an administrator."""
    return make_user(make_school(), Role.ADMINISTRATOR)


def age_sessions(by):
    """Make every session as old as this."""
    with writing() as session:
        session.query(StaffSession).update({"seen_at": now_utc() - by})


def is_in(client):
    """Say whether the browser gets a page for staff."""
    return client.get("/staff/users").status_code == 200


def test_thirty_idle_minutes_end_a_session(app, administrator):
    """A minute less does not; signing in again opens."""
    client = signed_in(app, administrator)
    age_sessions(timedelta(minutes=29))
    assert is_in(client)
    age_sessions(timedelta(minutes=31))
    assert not is_in(client)
    assert is_in(signed_in(app, administrator))


def test_every_click_begins_the_half_hour_anew(app, administrator):
    """An hour of work is not interrupted."""
    client = signed_in(app, administrator)
    for _ in range(4):
        age_sessions(timedelta(minutes=20))
        assert is_in(client)


def test_an_hour_of_work_outlasts_the_signature_of_the_cookie(app, administrator):
    """Nothing on these pages renews the cookie itself."""
    client = signed_in(app, administrator)
    with client.session_transaction() as cookie:
        content = dict(cookie)
    client.set_cookie("zamer", old_signature(app, content, timedelta(hours=4)))
    assert is_in(client)


class _SignerOfEarlier(TimestampSigner):
    """Signs as if it were earlier."""

    def get_timestamp(self):
        """Return a moment four hours ago."""
        return super().get_timestamp() - int(timedelta(hours=4).total_seconds())


def old_signature(app, content, age):
    """Return a cookie as it was signed that long ago."""
    interface = app.session_interface
    return URLSafeTimedSerializer(
        app.secret_key,
        salt=interface.salt,
        serializer=session_json_serializer,
        signer=_SignerOfEarlier,
        signer_kwargs={
            "key_derivation": interface.key_derivation,
            "digest_method": interface.digest_method,
        },
    ).dumps(content)


def test_the_table_of_sessions_lets_nobody_in(app, administrator):
    """It holds hashes of the tokens that the cookies hold."""
    client = signed_in(app, administrator)
    kept = db.session.query(StaffSession).one().token_sha256
    with client.session_transaction() as cookie:
        assert cookie["_user_id"] != kept
        cookie["_user_id"] = kept
    assert not is_in(client)


def test_whoever_is_deactivated_is_out_at_once(app, administrator):
    """Not only at the next sign-in."""
    client = signed_in(app, administrator)
    with writing():
        administrator.is_active = False
    assert not is_in(client)


def test_sessions_that_have_ended_are_swept_when_somebody_signs_in(app, administrator):
    """The table does not grow for ever."""
    signed_in(app, administrator)
    age_sessions(timedelta(days=1))
    with app.test_request_context():
        begin(administrator)
    assert db.session.query(StaffSession).count() == 1
