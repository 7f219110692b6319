"""The database: SQLite for a school, PostgreSQL for a region; one way to write to either."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import JSON, BigInteger, DateTime, Enum, Integer, MetaData, String, event
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from enum import StrEnum

    from flask_sqlalchemy.session import Session
    from sqlalchemy import Connection, Dialect, Engine
    from sqlalchemy.orm import scoped_session

#: How long a writer waits for another on SQLite, in seconds.
BUSY_SECONDS = 10

#: The execution option that marks a transaction which is going to write.
WRITES = "zamer_writes"

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """What every table shares: constraints have names, so that a migration can change them."""

    metadata = MetaData(naming_convention=NAMES)


db = SQLAlchemy(model_class=Base)

if TYPE_CHECKING:
    Model = Base
else:
    Model = db.Model

#: A 63-bit number; on SQLite it is the rowid itself, which would otherwise tell the order.
Key = BigInteger().with_variant(Integer(), "sqlite")

#: One JSON value, which both databases can look into.
Json = JSON(none_as_null=True).with_variant(JSONB(none_as_null=True), "postgresql")


class Instant(TypeDecorator[datetime]):
    """A moment, always UTC and always aware of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - because SQLAlchemy calls it so
        """Store UTC; a moment of no zone is refused."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment has a time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - because SQLAlchemy calls it so
        """Return what SQLite gives without a zone as the UTC that it is."""
        if value is None:
            return None
        moment: datetime = value
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class ExactDecimal(TypeDecorator[Decimal]):
    """A decimal number as it was written: both databases keep every digit of it."""

    impl = String(40)
    cache_ok = True

    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - because SQLAlchemy calls it so
        """Store the digits."""
        return None if value is None else str(value)

    def process_result_value(self, value: Any, dialect: Dialect) -> Decimal | None:  # noqa: ARG002 - because SQLAlchemy calls it so
        """Return the number."""
        return None if value is None else Decimal(value)


def one_of(words: type[StrEnum], name: str) -> Enum:
    """Return a column type that holds one of these words, checked by the database."""
    return Enum(
        words,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=32,
        values_callable=lambda members: [member.value for member in members],
    )


def random_key() -> int:
    """Return a random number from 1 that fits into 63 bits."""
    return secrets.randbelow(2**63 - 1) + 1


def now_utc() -> datetime:
    """Return this moment."""
    return datetime.now(UTC)


def random_id() -> Mapped[int]:
    """Make a primary key that tells nothing, not even the order of rows."""
    return mapped_column(Key, primary_key=True, autoincrement=False, default=random_key)


def prepare_engine(engine: Engine) -> None:
    """Make SQLite keep foreign keys and what it was told, and let writers queue."""
    if engine.dialect.name != "sqlite":
        event.listen(engine, "connect", _open_postgresql)
        return
    event.listen(engine, "connect", _open_sqlite)
    event.listen(engine, "begin", _begin_sqlite)


def _open_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    for pragma in (
        "journal_mode = WAL",
        "foreign_keys = ON",
        "synchronous = FULL",
        f"busy_timeout = {BUSY_SECONDS * 1000}",
        # what is erased, a draft above all, is not left readable in the file
        "secure_delete = ON",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _open_postgresql(connection: Any, _record: object) -> None:
    connection.autocommit = True  # a setting made within a transaction is undone with it
    # Compiling a query costs more than it saves: nothing here runs for many seconds.
    connection.execute("SET jit = off")
    connection.autocommit = False


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


@contextmanager
def one_moment() -> Iterator[scoped_session[Session]]:
    """Hold one transaction that sees the database as it is at its first read, whoever writes.

    SQLite sees it so anyway.
    """
    session = db.session
    session.rollback()
    if db.engine.dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    try:
        yield session
    finally:
        session.rollback()


@contextmanager
def writing() -> Iterator[scoped_session[Session]]:
    """Hold one transaction that writes, from its first read to its commit.

    What was read before is read again inside: on SQLite under the write lock, so that two
    writers queue up instead of failing. An error leaves nothing behind.
    """
    session = db.session
    session.rollback()
    session.connection(execution_options={WRITES: True})
    try:
        yield session
        session.commit()
    finally:
        session.rollback()
