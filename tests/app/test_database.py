"""The database keeps what it acknowledged, and a migration brings it to the models."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade
from sqlalchemy import inspect, text

from app.database import db, writing
from app.migrating import MIGRATIONS, migrate_to_head
from app.models import School


def differences():
    """Return how the database differs from the models."""
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return compare_metadata(context, db.metadata)


def test_migrations_go_down_and_up_and_equal_the_models(app):
    """Nothing is left behind on the way down, nothing is missing on the way up."""
    downgrade(directory=str(MIGRATIONS), revision="base")
    assert inspect(db.engine).get_table_names() == ["alembic_version"]
    migrate_to_head()
    assert differences() == []


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_sqlite_is_safe_for_many_writers_and_for_power_loss(app):
    """The settings that make it so hold on every connection."""
    with db.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in (
                "journal_mode",
                "foreign_keys",
                "synchronous",
                "busy_timeout",
                "secure_delete",
            )
        ]
    assert found == ["wal", 1, 2, 10_000, 1]


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_does_not_pack_files_of_reports_again(app):
    """They are packed already: to try it took longer than to store them."""
    how = (
        "SELECT attstorage::text FROM pg_attribute "
        "WHERE attrelid = 'report_file'::regclass AND attname = 'content'"
    )
    assert db.session.scalar(text(how)) == "e"
    downgrade(directory=str(MIGRATIONS), revision="0004")
    assert db.session.scalar(text(how)) == "x"
    migrate_to_head()


def test_32_threads_read_then_write_and_none_fails(app):
    """Each adds one to what it has read; the sum is right."""
    with writing() as session:
        session.add(School(name="0", time_zone="Europe/Moscow"))

    def add_one(_number: int) -> None:
        with app.app_context(), writing() as session:
            school = session.query(School).with_for_update().one()
            school.name = str(int(school.name) + 1)

    with ThreadPoolExecutor(32) as threads:
        list(threads.map(add_one, range(320)))
    assert db.session.query(School).one().name == "320"


def test_an_error_inside_an_operation_leaves_nothing_behind(app):
    """All or nothing."""

    def fail() -> None:
        with writing() as session:
            session.add(School(name="Школа", time_zone="Europe/Moscow"))
            session.flush()
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert db.session.query(School).count() == 0


def test_every_constraint_has_a_name(app):
    """A nameless one could not be changed by a migration."""
    inspector = inspect(db.engine)
    for table in inspector.get_table_names():
        checks = inspector.get_check_constraints(table)
        names = [check["name"] for check in checks + inspector.get_foreign_keys(table)]
        assert None not in names, table


def test_health_tells_of_a_database_that_is_behind(app):
    """Current, then not."""
    client = app.test_client()
    assert client.get("/health").json == {"database": "ok", "migrations": "current"}
    with db.engine.begin() as connection:
        connection.execute(text("DELETE FROM alembic_version"))
    behind = client.get("/health")
    assert behind.status_code == 503
    assert behind.json == {"database": "ok", "migrations": "outdated"}
