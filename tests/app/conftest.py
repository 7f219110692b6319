"""Running the command as a person does, and a table to run it on."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from app.cli import zamer
from tests.app.applications import app, compiled_templates, kept_apps, make_app, quick_hashes
from tests.app.databases import database_url, emptied, postgres, sqlite_template
from tests.conftest import DATA

if TYPE_CHECKING:
    from pathlib import Path


__all__ = [
    "app",
    "compiled_templates",
    "database_url",
    "emptied",
    "kept_apps",
    "make_app",
    "postgres",
    "quick_hashes",
    "sqlite_template",
]


@dataclass(frozen=True)
class Outcome:
    """What a command did."""

    code: int
    out: str
    err: str


def run(*arguments: object) -> Outcome:
    """Run `zamer` with these arguments; an exception of the program itself is one here too."""
    result = CliRunner().invoke(zamer, [str(argument) for argument in arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Outcome(result.exit_code, result.stdout, result.stderr)


SALT = DATA / "sai_salt.csv"
SAI = DATA / "sai.toml"


def salt_rows() -> list[list[str]]:
    """Return the rows of the real table, header first."""
    with SALT.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def csv_text(rows: list[list[str]], delimiter: str = ",") -> str:
    """Return rows as CSV."""
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return target.getvalue()


@pytest.fixture
def write(tmp_path):
    """Return a function that writes a file and gives its path."""

    def written(name: str, content: str | bytes, encoding: str = "utf-8") -> Path:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode(encoding))
        return path

    return written
