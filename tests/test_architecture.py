"""The house stands: imports go one way, every command has help, nothing of ours is missing."""

from __future__ import annotations

import ast
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import click
import pytest

from app.cli import zamer

ROOT = Path(__file__).parent.parent

#: What each package may not import: nothing points back, and what is asked knows no framework.
FORBIDDEN = {
    "instruments": {"app", "analysis", "flask", "sqlalchemy", "pandas", "numpy", "scipy", "click"},
    "analysis": {"app", "flask", "flask_babel", "sqlalchemy", "wtforms", "click", "jinja2"},
}


def imports(path: Path) -> set[str]:
    """Return the top-level packages a module imports, for type checking only or not."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path.name}: imports are absolute"
            names.add(str(node.module).split(".")[0])
    return names


@pytest.mark.parametrize("package", FORBIDDEN)
def test_imports_go_one_way(package):
    """App → analysis → instruments."""
    modules = list((ROOT / package).rglob("*.py"))
    assert modules
    assert {path.name: imports(path) & FORBIDDEN[package] for path in modules} == {
        path.name: set() for path in modules
    }


def test_one_module_draws():
    """Matplotlib takes seconds to import and is left to those who want pictures."""
    users = {
        str(path.relative_to(ROOT))
        for package in ("app", "analysis", "instruments")
        for path in (ROOT / package).rglob("*.py")
        if "matplotlib" in imports(path)
    }
    assert users == {"analysis/figures/letters.py"}


#: Statistics and pictures take seconds to import; a process that serves forms must not.
HEAVY = {"numpy", "scipy", "pandas", "matplotlib", "pingouin", "statsmodels"}


def test_serving_imports_no_statistics():
    """Reports are made in another process."""
    program = f"import app.serving, wsgi, sys; print({HEAVY!r} & set(sys.modules))"
    environment = {**os.environ, "ZAMER_DATABASE_URL": "sqlite://"}
    with tempfile.TemporaryDirectory() as instance:
        done = subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env=environment | {"ZAMER_INSTANCE": instance},
            check=True,
            capture_output=True,
            text=True,
        )
    assert done.stdout.strip() == "set()"


def test_only_operations_write():
    """Pages, commands and workers change the database through one door."""
    doors = {"operations.py", "sessions.py"}
    writers = {
        path.name if path.name in doors else str(path.relative_to(ROOT))
        for path in (ROOT / "app").rglob("*.py")
        if "with writing()" in path.read_text("utf-8")
    }
    assert writers == {
        *doors,
        # Taking answers back is the other half of giving them.
        "app/answering/erasing.py",
        "app/names/naming.py",
        # The wizard's steps are operations of one capability, a step a file.
        "app/programmes/administering.py",
        "app/programmes/consents.py",
        "app/programmes/enrolment.py",
        "app/programmes/planning.py",
        "app/programmes/reducing.py",
        "app/programmes/slips.py",
        "app/programmes/strata.py",
        # Issuing is what becomes of a report that operations have made.
        "app/reports/issuing.py",
    }
    committing = [
        path.name for path in (ROOT / "app").rglob("*.py") if ".commit()" in path.read_text("utf-8")
    ]
    assert committing == ["database.py"]


def commands(command: click.Command, name: str):
    """Yield every command under `command` with its full name."""
    yield name, command
    if isinstance(command, click.Group):
        for part, inner in command.commands.items():
            yield from commands(inner, f"{name} {part}")


ALL_COMMANDS = dict(commands(zamer, "zamer"))


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_command_and_option_has_help(name):
    """A command that does not say what it does might as well not be there."""
    command = ALL_COMMANDS[name]
    assert command.help
    assert [option.name for option in command.params
            if isinstance(option, click.Option) and not option.help] == []  # fmt: skip


@pytest.mark.parametrize("name", ALL_COMMANDS)
def test_every_command_is_in_the_readme(name):
    """The README shows how each is used."""
    command = ALL_COMMANDS[name]
    assert isinstance(command, click.Group) or name in (ROOT / "README.md").read_text("utf-8")
