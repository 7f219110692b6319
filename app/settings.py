"""Settings: safe defaults, the environment's ZAMER_* over them, secrets made on the first start."""

from __future__ import annotations

import os
import secrets
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.settings_check import check_settings

if TYPE_CHECKING:
    from collections.abc import Mapping

#: The largest request, in bytes: a table of a large school is far smaller.
LARGEST_REQUEST = 10 * 1024 * 1024

#: After this long without a request a member of staff signs in again.
IDLE = timedelta(minutes=30)

#: After this long a cookie that nothing has renewed is forgotten; a pupil may write for hours.
COOKIE_LIFE = timedelta(days=1)

#: What may be set by the environment, each under ZAMER_; the README describes them.
FROM_ENVIRONMENT = ("DATABASE_URL", "INSTANCE", "HOST", "PORT", "LOG_LEVEL", "LANG")

DATABASE_FILE = "zamer.db"

SECRET_FILE = "secret-key"  # noqa: S105 - because it is a file's name


def instance_path(settings: Mapping[str, Any]) -> Path:
    """Return the folder with everything that belongs to this installation."""
    return Path(settings.get("INSTANCE", "instance")).resolve()


def from_environment() -> dict[str, Any]:
    """Return what ZAMER_* says; an empty value says nothing."""
    given = {name: os.environ.get(f"ZAMER_{name}") for name in FROM_ENVIRONMENT}
    return {name: value for name, value in given.items() if value}


def settings_of(overrides: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return every setting of the application.

    The instance folder is made where it is not there, readable by its owner only; so is the
    database in it, even if the folder is not.

    Raises
    ------
    ProblemsError
        A setting could not work.
    """
    given = from_environment() | dict(overrides or {})
    instance = instance_path(given)
    instance.mkdir(mode=0o700, parents=True, exist_ok=True)
    defaults: dict[str, Any] = {
        "INSTANCE": str(instance),
        "DATABASE_URL": f"sqlite:///{instance / DATABASE_FILE}",
        "HOST": "127.0.0.1",
        "PORT": 8000,
        "LOG_LEVEL": "INFO",
        "LOG_NAME": "zamer.log",
        "LANG": "ru",
        "MAX_CONTENT_LENGTH": LARGEST_REQUEST,
        # Flask lets a signed cookie live so long, however busy its owner is.
        "PERMANENT_SESSION_LIFETIME": COOKIE_LIFE,
        "SESSION_COOKIE_NAME": "zamer",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A class may take longer over a form than a token would live; the session bounds it.
        "WTF_CSRF_TIME_LIMIT": None,
        "BOOTSTRAP_SERVE_LOCAL": True,
        "RATELIMIT_STORAGE_URI": "memory://",
        "RATELIMIT_HEADERS_ENABLED": False,
    }
    settings = defaults | given
    settings["INSTANCE"] = str(instance)
    settings["SQLALCHEMY_DATABASE_URI"] = _with_driver(settings["DATABASE_URL"])
    check_settings(settings)
    if "DATABASE_URL" not in given:
        # SQLite gives the files it keeps beside this one the same mode.
        os.close(os.open(instance / DATABASE_FILE, os.O_CREAT | os.O_RDWR, 0o600))
    settings.setdefault("SECRET_KEY", secret(instance, SECRET_FILE))
    settings["BABEL_DEFAULT_LOCALE"] = settings["LANG"]
    # An error of the database must not carry what was answered into a log.
    settings["SQLALCHEMY_ENGINE_OPTIONS"] = {"hide_parameters": True, "pool_pre_ping": True}
    return settings


def secret(instance: Path, name: str) -> str:
    """Return a secret of this installation, made when it is first asked for."""
    path = instance / name
    if not path.exists() or path.stat().st_size == 0:
        _leave_secret(path)
    return path.read_text("ascii")


def _leave_secret(path: Path) -> None:
    """Put a new secret there whole: nobody ever reads an empty one. Whoever comes first wins."""
    number, name = tempfile.mkstemp(prefix=f"{path.name}-", dir=path.parent)
    written = Path(name)
    try:
        with os.fdopen(number, "w") as file:
            file.write(secrets.token_urlsafe(32))
            file.flush()
            os.fsync(number)
        path.hardlink_to(written)
    except FileExistsError:
        # Another process was faster; or a start before was interrupted and left an empty file.
        if path.stat().st_size == 0:
            written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def _with_driver(url: str) -> str:
    """Name the driver we bring where a PostgreSQL address names none."""
    scheme, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in {"postgres", "postgresql"} else url
