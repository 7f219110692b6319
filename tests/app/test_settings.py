"""Settings are safe without being told anything, and secrets are made once."""

from __future__ import annotations

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from app.database import db
from app.factory import create_app
from app.migrating import migrate_to_head
from app.settings import IDLE, from_environment, secret, settings_of


def test_cookies_are_kept_from_scripts_and_other_sites(tmp_path):
    """A cookie lives longer than idleness may last: that is counted on the server."""
    settings = settings_of({"INSTANCE": tmp_path})
    assert settings["SESSION_COOKIE_HTTPONLY"] is True
    assert settings["SESSION_COOKIE_SAMESITE"] == "Lax"
    assert settings["PERMANENT_SESSION_LIFETIME"] > 10 * IDLE


def test_an_installation_makes_its_secret_once_and_shows_it_to_nobody(tmp_path):
    """Mode 0600 in a folder of mode 0700."""
    instance = tmp_path / "instance"
    first = settings_of({"INSTANCE": instance})
    second = settings_of({"INSTANCE": instance})
    assert first["SECRET_KEY"] == second["SECRET_KEY"]
    assert len(first["SECRET_KEY"]) >= 40
    assert stat.S_IMODE((instance / "secret-key").stat().st_mode) == 0o600
    assert stat.S_IMODE(instance.stat().st_mode) == 0o700


def test_two_installations_have_two_secrets(tmp_path):
    """So have two secrets of one installation."""
    made = {secret(tmp_path, "one"), secret(tmp_path, "two")}
    assert len(made) == 2


def test_many_that_start_at_once_have_one_secret(tmp_path):
    """It is whole for everybody, and nothing else is left in the folder."""
    start = Barrier(8)

    def first(name):
        start.wait()
        return secret(tmp_path, name)

    with ThreadPoolExecutor(8) as threads:
        for number in range(50):
            made = set(threads.map(first, [f"secret-{number}"] * 8))
            assert len(made) == 1
            assert len(made.pop()) >= 40
    assert len(list(tmp_path.iterdir())) == 50


def test_an_empty_secret_is_replaced(tmp_path):
    """A start before was interrupted; whoever knows nothing must not know the secret."""
    path = tmp_path / "secret-key"
    path.touch(0o644)
    made = secret(tmp_path, "secret-key")
    assert len(made) >= 40
    assert secret(tmp_path, "secret-key") == made
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


@pytest.fixture
def usual_umask():
    """Let new files be readable by everybody, as they usually are."""
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.mark.usefixtures("usual_umask")
def test_a_database_in_a_folder_that_others_read_is_not_theirs_to_read(tmp_path):
    """Nor are the files that SQLite keeps beside it."""
    tmp_path.chmod(0o755)
    app = create_app({"INSTANCE": tmp_path})
    with app.app_context():
        migrate_to_head()
        with db.engine.begin() as connection:
            connection.exec_driver_sql("CREATE TABLE anything (id INTEGER)")
        files = {
            path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob("zamer.db*")
        }
        db.engine.dispose()
    assert files.keys() == {"zamer.db", "zamer.db-wal", "zamer.db-shm"}
    assert set(files.values()) == {0o600}


def test_the_environment_is_over_the_defaults_and_what_is_given_over_both(tmp_path, monkeypatch):
    """Only what begins with ZAMER_ counts, and of that only what the README names."""
    for name, value in {"TESTING": "0", "LOG_NAME": "x", "HOST": ""}.items():
        monkeypatch.setenv(f"ZAMER_{name}", value)
    monkeypatch.setenv("ZAMER_INSTANCE", str(tmp_path / "from-environment"))
    monkeypatch.setenv("ZAMER_LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    assert from_environment()["LOG_LEVEL"] == "DEBUG"
    assert settings_of(None)["LOG_LEVEL"] == "DEBUG"
    assert settings_of(None)["INSTANCE"] == str(tmp_path / "from-environment")
    assert settings_of({"LOG_LEVEL": "INFO"})["LOG_LEVEL"] == "INFO"
    assert settings_of(None)["HOST"] == "127.0.0.1"
    assert settings_of(None)["LOG_NAME"] == "zamer.log"
    assert "TESTING" not in settings_of(None)


def test_a_postgresql_address_gets_the_driver_that_is_installed(tmp_path):
    """Whichever way it is written; another driver may be named."""
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = settings_of({"INSTANCE": tmp_path, "DATABASE_URL": f"{scheme}://host/base"})
        assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://host/base"
