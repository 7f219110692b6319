"""The program starts as a person starts it, and says in words why it cannot."""

from __future__ import annotations

import os
import subprocess

import pytest

from app.answering.operations import save_draft
from app.database import db
from app.models import Draft, JobState, ProgrammeRole, ReportJob, Slip, WaveKind
from app.reports import operations
from app.sealing import new_key
from tests.app import world
from tests.app.conftest import run
from tests.browser.serving import ZAMER, free_port


def test_a_start_puts_in_order_what_was_left_over(app):
    """Drafts of a wave that closed by its date are erased, jobs of a dead process have failed."""
    programme = world.make_programme(world.make_school())
    [code] = world.add_people(programme, ProgrammeRole.MENTEE, 1)
    wave = world.wave_of(programme, WaveKind.ENTRY)
    form = world.give(wave, "self-esteem")
    world.open_wave(wave)
    save_draft(form.id, db.session.get_one(Slip, code).person, {"se01": 2}, key=new_key())
    world.close_wave(wave)
    job_id = operations.request_report(programme, 1, by=None)
    settings = {f"ZAMER_{name}": str(app.config[name]) for name in ("DATABASE_URL", "INSTANCE")}
    with subprocess.Popen(
        [ZAMER, "run", "--port", str(free_port())],
        env=os.environ | settings,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert "127.0.0.1" in process.stdout.readline()
        process.terminate()
    db.session.rollback()
    assert db.session.query(Draft).count() == 0
    assert db.session.get_one(ReportJob, job_id).state is JobState.FAILED


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("PORT", "abc", "“abc”"),
        ("PORT", "0", "65535"),
        ("PORT", "65536", "65535"),
        ("PORT", "9" * 5000, "65535"),
        ("LOG_LEVEL", "verbose", "DEBUG, INFO, WARNING, ERROR, CRITICAL"),
        ("DATABASE_URL", "nonsense", "sqlite:///"),
        ("DATABASE_URL", "mysql://somebody:secret@host/base", "sqlite:///"),
        ("DATABASE_URL", "postgresql+nothing://somebody:secret@host/base", "sqlite:///"),
        ("DATABASE_URL", "postgresql://somebody:secret@host:port/base", "sqlite:///"),
        ("DATABASE_URL", "postgresql://somebody:secret@127.0.0.1:1/base", "не удаётся открыть"),
        ("DATABASE_URL", "sqlite:////", "не удаётся открыть"),
    ],
)
@pytest.mark.parametrize("command", [["run"], ["demo", "--no-serve"]], ids=["run", "demo"])
def test_a_setting_that_cannot_work_is_told_in_words(
    monkeypatch, tmp_path, command, name, value, said
):
    """The status is 2; where, what, the rule and what to do; a password is not repeated."""
    monkeypatch.setenv("ZAMER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv(f"ZAMER_{name}", value)
    outcome = run(*command)
    assert outcome.code == 2
    assert f"настройка ZAMER_{name}: " in outcome.err
    assert "Что сделать" in outcome.err
    assert said.replace("“", "«").replace("”", "»") in outcome.err
    assert "secret" not in outcome.err
    assert outcome.out == ""


def test_a_file_that_is_no_database_is_told_in_words(monkeypatch, tmp_path):
    """It stays as it is."""
    path = tmp_path / "letter.db"
    path.write_bytes("Уважаемые коллеги! ".encode() * 100)
    before = path.read_bytes()
    monkeypatch.setenv("ZAMER_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("ZAMER_DATABASE_URL", f"sqlite:///{path}")
    outcome = run("run")
    assert outcome.code == 2
    assert "ZAMER_DATABASE_URL" in outcome.err
    assert path.read_bytes() == before


def test_everything_wrong_with_the_settings_is_told_at_once(monkeypatch, tmp_path):
    """One line each."""
    monkeypatch.setenv("ZAMER_INSTANCE", str(tmp_path / "instance"))
    for name, value in {"PORT": "abc", "LOG_LEVEL": "x", "DATABASE_URL": "y"}.items():
        monkeypatch.setenv(f"ZAMER_{name}", value)
    assert len(run("run").err.splitlines()) == 3
