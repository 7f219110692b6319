"""What tests of names do on the pages, and where they look for names afterwards."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.database import db
from app.models import AuditEvent
from app.names.keyring import EXTENSION
from tests.app.conftest import csv_text

if TYPE_CHECKING:
    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from app.models import Programme
    from app.names.vaults import OpenVault

PASSPHRASE = "кот забор синева метель"  # noqa: S105 - because it seals what tests make up

OTHER = "дождь линейка огурец вокзал"

NAMES = ("Вымыслова Небылица", "Вымыслов Кто-то", "Небылицын Некто")

TABLE = [
    ["ФИО", "Класс", "роль", "Возраст", "Пол"],
    [NAMES[0], "5А", "наставляемый", "11", "ж"],
    [NAMES[1], "9Б", "наставник", "", "М"],
    [NAMES[2], "5А", "наставляемый", "12", ""],
]


@dataclass
class Clock:
    """Seconds that pass when a test says so."""

    now: float = 1000.0

    def __call__(self) -> float:
        """Return the moment."""
        return self.now


def page_of(programme: Programme, end: str = "") -> str:
    """Return the address of the names, or of a page under it."""
    return f"/staff/programmes/{programme.id}/names{end}"


def unlock(
    browser: FlaskClient, programme: Programme, passphrase: str = PASSPHRASE
) -> TestResponse:
    """Type a passphrase in."""
    return browser.post(page_of(programme), data={"passphrase": passphrase})


def let_in(browser: FlaskClient, programme: Programme, opened: OpenVault) -> None:
    """Hold the names open in a browser, without the time a passphrase takes."""
    with browser.session_transaction() as cookie:
        token = cookie["_user_id"]
    browser.application.extensions[EXTENSION].hold(token, programme.id, opened)


def upload(browser: FlaskClient, programme: Programme, rows: list[list[str]]) -> TestResponse:
    """Add the people of a table."""
    file = io.BytesIO(csv_text(rows).encode())
    address = f"/staff/programmes/{programme.id}/people/table"
    return browser.post(address, data={"table-table": (file, "list.csv"), "table-more": "y"})


def audited() -> list[str]:
    """Return what has been written down, in order."""
    return list(db.session.scalars(select(AuditEvent.action).order_by(AuditEvent.id)))


def dump() -> bytes:
    """Return every value in the database."""
    rows = [row for table in db.metadata.sorted_tables for row in db.session.execute(select(table))]
    return b"\n".join(
        value if isinstance(value, bytes) else str(value).encode() for row in rows for value in row
    )
