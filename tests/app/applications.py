"""The application for tests: put together once, as good as new for every test."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from flask import g
from jinja2 import FileSystemBytecodeCache

from app.auth import passwords
from app.database import db
from app.factory import create_app
from app.limits import limiter
from app.logs import open_log
from app.names import passphrases
from app.names.keyring import Keyring

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from flask import Flask
    from jinja2 import BytecodeCache


class KeptApp:
    """An application that nothing of an earlier test is left in."""

    def __init__(self, app: Flask, instance: Path) -> None:
        self._app = app
        self._instance = instance
        self._config = dict(app.config)
        self._extensions = dict(app.extensions)
        self._before = list(app.before_request_funcs[None])
        self._files = {path: path.read_bytes() for path in instance.rglob("*") if path.is_file()}

    def again(self) -> Flask:
        """Return the application as it was when it was made."""
        app = self._app
        shutil.rmtree(self._instance)
        for path, content in self._files.items():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            path.write_bytes(content)
        for kept, now in ((self._config, app.config), (self._extensions, app.extensions)):
            now.clear()
            now.update(kept)
        app.before_request_funcs[None][:] = self._before
        Keyring().init_app(app)
        limiter.enabled = app.config["RATELIMIT_ENABLED"]
        open_log(app)
        return app


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Return what compiles a template once for all applications."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def quick_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let passwords and passphrases cost next to nothing: what they cost has tests of its own."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(passwords, "_HASHER", hasher)
    nobodys = f"$argon2id$v=19$m=8,t=1,p=1${'A' * 22}${'A' * 43}"
    monkeypatch.setattr(passwords, "_NOBODYS_HASH", nobodys)
    for name, cost in (("MEMORY_KIB", 8), ("PASSES", 1), ("LANES", 1)):
        monkeypatch.setattr(passphrases, name, cost)


@pytest.fixture
def make_app(
    database_url: str,
    tmp_path: Path,
    compiled_templates: BytecodeCache,
    quick_hashes: None,
) -> Iterator[Callable[..., Flask]]:
    """Return a maker of applications on this test's database."""
    made: list[Flask] = []

    def make(**settings: object) -> Flask:
        made.append(_made(database_url, tmp_path / "instance", compiled_templates, settings))
        return made[-1]

    yield make
    for app in made:
        let_go(app)


@pytest.fixture(scope="session")
def kept_apps() -> dict[str, KeptApp]:
    """Return the applications that tests without wishes of their own share, by database."""
    return {}


@pytest.fixture
def app(
    database_url: str,
    kept_apps: dict[str, KeptApp],
    compiled_templates: BytecodeCache,
    tmp_path_factory: pytest.TempPathFactory,
    quick_hashes: None,
) -> Iterator[Flask]:
    """Return an application on an empty database, its context pushed.

    Putting one together takes longer than most tests, so it is one and the same, as good as new.
    """
    if database_url not in kept_apps:
        instance = tmp_path_factory.mktemp("kept")
        made = _made(database_url, instance, compiled_templates, {})
        kept_apps[database_url] = KeptApp(made, instance)
    app = kept_apps[database_url].again()
    with app.app_context():
        yield app
    let_go(app)


def let_go(app: Flask) -> None:
    """Close what the application holds open."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()


def _made(
    url: str, instance: Path, templates: BytecodeCache, settings: Mapping[str, object]
) -> Flask:
    defaults = {
        "DATABASE_URL": url,
        "INSTANCE": str(instance),
        "TESTING": True,
        "WTF_CSRF_ENABLED": False,
        "RATELIMIT_ENABLED": False,
    }
    app = create_app(defaults | settings)
    app.jinja_env.bytecode_cache = templates
    app.before_request_funcs.setdefault(None, []).insert(0, _forget_the_last_request)
    return app


def _forget_the_last_request() -> None:
    """Empty `g`: a test that holds a context open would show one browser's user to the next."""
    for name in list(g):
        g.pop(name)
