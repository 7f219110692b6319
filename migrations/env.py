"""Runs the migrations inside the application's context, on its engine."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from alembic import context
from flask import current_app

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

database = current_app.extensions["migrate"].db


def run() -> None:
    """Migrate, each revision in a transaction where the database can."""
    with database.engine.connect() as connection, tables_may_be_copied(connection):
        context.configure(
            connection=connection,
            target_metadata=database.metadata,
            **current_app.extensions["migrate"].configure_args,
        )
        with context.begin_transaction():
            context.run_migrations()
            check_references(connection)


@contextmanager
def tables_may_be_copied(connection: Connection) -> Iterator[None]:
    """Let SQLite drop a table that others point at: it alters one by putting a copy in its place.

    What points at it cannot be told to wait inside a transaction; at its end all of it is checked.
    """
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")


def check_references(connection: Connection) -> None:
    """Refuse a migration on SQLite that leaves a row pointing nowhere."""
    if connection.dialect.name == "sqlite":
        lost = {row[0] for row in connection.exec_driver_sql("PRAGMA foreign_key_check")}
        if lost:
            raise RuntimeError(f"rows that point nowhere, in {', '.join(sorted(lost))}")


if context.is_offline_mode():
    raise SystemExit("Migrations run against a database: set ZAMER_DATABASE_URL.")
run()
