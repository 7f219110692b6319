"""Settings are safe without being told anything, and secrets are made once."""

from __future__ import annotations

import stat

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


def test_the_environment_is_over_the_defaults_and_what_is_given_over_both(tmp_path, monkeypatch):
    """Only what begins with ZAMER_ counts."""
    monkeypatch.setenv("ZAMER_INSTANCE", str(tmp_path / "from-environment"))
    monkeypatch.setenv("ZAMER_LOG_LEVEL", "DEBUG")
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    assert from_environment()["LOG_LEVEL"] == "DEBUG"
    assert settings_of(None)["LOG_LEVEL"] == "DEBUG"
    assert settings_of(None)["INSTANCE"] == str(tmp_path / "from-environment")
    assert settings_of({"LOG_LEVEL": "INFO"})["LOG_LEVEL"] == "INFO"


def test_a_postgresql_address_gets_the_driver_that_is_installed(tmp_path):
    """Whichever way it is written; another driver may be named."""
    for scheme in ("postgres", "postgresql", "postgresql+psycopg"):
        settings = settings_of({"INSTANCE": tmp_path, "DATABASE_URL": f"{scheme}://host/base"})
        assert settings["SQLALCHEMY_DATABASE_URI"] == "postgresql+psycopg://host/base"
