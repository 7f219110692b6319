"""Fills a migrated database with a made-up programme of any size; a fixed seed, so always alike.

One school, one programme, two closed waves, one questionnaire of 80 items in 4 scales of 20
(four-scales.toml). Answers come from a level per person that moves a little between the waves;
some people tick one answer all the way down. The rows that go in at once, past the application,
are the ones it would have written: `check_made` compares a handful with what it writes itself.
"""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from sqlalchemy import insert, select

from analysis.quality import LONG_RUN, form_quality
from app.database import db, writing
from app.factory import create_app
from app.interchange.operations import add_instruments
from app.migrating import migrate_to_head
from app.models import (
    Administration,
    AdministrationRole,
    Arm,
    MentoringForm,
    Participant,
    Person,
    Programme,
    ProgrammeRole,
    ResponseQuality,
    School,
    Score,
    Submission,
    Wave,
    WaveKind,
    YearKind,
)
from app.registries import registry_of
from app.reports.given import Given
from instruments.scoring import SCORING_VERSION, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from flask import Flask

    from app.reports.frames import Asked, People
    from instruments.model import Instrument, Scale

    Matrix = np.ndarray[Any, np.dtype[Any]]

SEED = 20261122

DEFINITION = Path(__file__).with_name("four-scales.toml")

#: People made, and rows sent to the database, at a time.
CHUNK = 10_000

#: The share of people who tick one answer all the way down at a wave.
CARELESS = 0.02

WAVES = {
    WaveKind.ENTRY: (datetime(2025, 10, 1, tzinfo=UTC), datetime(2025, 10, 20, tzinfo=UTC)),
    WaveKind.EXIT: (datetime(2026, 5, 1, tzinfo=UTC), datetime(2026, 5, 20, tzinfo=UTC)),
}


@contextmanager
def opened(url: str, instance: str) -> Iterator[Flask]:
    """Give the application on a database, its context pushed."""
    app = create_app({"DATABASE_URL": url, "INSTANCE": instance, "LOG_LEVEL": "ERROR"})
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()


@dataclass(frozen=True)
class Asking:
    """The made-up programme, and its questionnaire at both waves."""

    programme: Programme
    people: People
    before: Asked
    after: Asked

    @property
    def scales(self) -> tuple[Scale, ...]:
        """The four scales."""
        return self.before.instrument.scales

    @classmethod
    def of_programme(cls) -> Asking:
        """Find it in the database."""
        given = Given.of(db.session.get_one(Programme, 1))
        [people] = given.groups_of_people()
        [before], [after] = (given.stage2(kind, people.role).values() for kind in WAVES)
        return cls(given.programme, people, before, after)


def make_programme(url: str, instance: str, people: int) -> None:
    """Bring an empty database up to date and fill it."""
    with opened(url, instance):
        migrate_to_head()
        _for_loading()
        forms = _waves_given()
        random = np.random.default_rng(SEED)
        persons = np.unique(random.integers(1, 2**63 - 1, size=people))
        for start in range(0, len(persons), CHUNK):
            _add_people(persons[start : start + CHUNK], start, forms, random)
        check_made(forms)
        settle()


def _for_loading() -> None:
    """Let SQLite not wait for the disk while a database is made that can be made again."""
    if db.engine.dialect.name == "sqlite":
        db.session.connection().exec_driver_sql("COMMIT")
        for pragma in ("synchronous = OFF", "secure_delete = OFF", "cache_size = -1000000"):
            db.session.connection().exec_driver_sql(f"PRAGMA {pragma}")
        db.session.connection().exec_driver_sql("BEGIN")


def _waves_given() -> dict[WaveKind, Administration]:
    """Add the school, its questionnaire and a programme with two waves that are over."""
    with writing() as session:
        session.add(School(id=1, name="Школа № 1", time_zone="Europe/Moscow"))
    add_instruments(db.session.get_one(School, 1), {DEFINITION: DEFINITION.read_bytes()})
    instrument = registry_of(1).get("four-scales")
    with writing() as session:
        session.add(
            Programme(
                id=1,
                school_id=1,
                title="Помогаем учиться",
                mentoring_form=MentoringForm.PUPIL_PUPIL,
                year_kind=YearKind.SCHOOL,
                year=2025,
                starts_on=date(2025, 9, 1),
                ends_on=date(2026, 5, 31),
            )
        )
        session.flush()
        forms = {kind: _given_at(kind, instrument) for kind in WAVES}
        session.add_all(forms.values())
    return forms


def _given_at(kind: WaveKind, instrument: Instrument) -> Administration:
    opened_at, closed_at = WAVES[kind]
    return Administration(
        wave=Wave(
            programme_id=1,
            kind=kind,
            opens_at=opened_at,
            closes_at=closed_at,
            reported_at=closed_at,
        ),
        code=instrument.code,
        version=instrument.version,
        sha256=instrument.sha256,
        construct=instrument.construct,
        position=1,
        given_to=[AdministrationRole(role=ProgrammeRole.MENTEE)],
    )


def _add_people(
    persons: Matrix,
    first: int,
    forms: dict[WaveKind, Administration],
    random: np.random.Generator,
) -> None:
    keys = [int(person) for person in persons]
    with writing() as session:
        session.execute(insert(Person.__table__), [{"id": key, "school_id": 1} for key in keys])
        session.execute(
            insert(Participant.__table__),
            [
                {
                    "programme_id": 1,
                    "person": key,
                    "number": number,
                    "role": ProgrammeRole.MENTEE,
                    "class_name": f"{number % 7 + 5}А",
                    "arm": Arm.PROGRAMME,
                }
                for number, key in enumerate(keys, start=first + 1)
            ],
        )
    levels = random.normal(size=(len(keys), 1))
    for form in forms.values():
        answers = _answers(levels, random)
        _add_forms(form, keys, answers, random)
        levels = levels + random.normal(0.1, 0.5, size=levels.shape)


def _answers(levels: Matrix, random: np.random.Generator) -> Matrix:
    """Return 80 answers from 1 to 4 for each level; every second item is turned the other way."""
    drawn = levels + random.normal(size=(len(levels), 80))
    drawn[:, 1::2] *= -1
    answers = np.clip(np.round(drawn + 2.5), 1, 4).astype(np.int64)
    careless = random.random(len(levels)) < CARELESS
    answers[careless] = answers[careless][:, :1]
    return answers


def _add_forms(
    form: Administration, keys: Sequence[int], answers: Matrix, random: np.random.Generator
) -> None:
    """Store the forms of one wave as `store_submission` would."""
    instrument = registry_of(1).get("four-scales")
    codes = [item.code for item in instrument.items]
    administration_id, day = form.id, WAVES[form.wave.kind][0].date()
    ids = random.integers(1, 2**63 - 1, size=len(keys))
    with writing() as session:
        session.execute(
            insert(Submission.__table__),
            [
                {
                    "id": int(id_),
                    "administration_id": administration_id,
                    "person": key,
                    "answers": dict(zip(codes, row, strict=True)),
                    "answered_on": day,
                }
                for id_, key, row in zip(ids, keys, answers.tolist(), strict=True)
            ],
        )
        session.execute(
            insert(Score.__table__), _score_rows(instrument, administration_id, keys, answers)
        )
        session.execute(
            insert(ResponseQuality.__table__), _quality_rows(administration_id, keys, answers)
        )


def _score_rows(
    instrument: Instrument, administration_id: int, keys: Sequence[int], answers: Matrix
) -> list[dict[str, object]]:
    place = {item.code: at for at, item in enumerate(instrument.items)}
    totals = {}
    for scale in instrument.scales:
        turned = [
            5 - answers[:, place[key.item]] if key.reverse else answers[:, place[key.item]]
            for key in scale.keys
        ]
        totals[scale.code] = np.sum(turned, axis=0).tolist()
    return [
        {
            "administration_id": administration_id,
            "person": key,
            "scale": code,
            "scoring_version": SCORING_VERSION,
            "numerator": totals[code][at],
            "denominator": 1,
        }
        for at, key in enumerate(keys)
        for code in sorted(totals)
    ]


def _quality_rows(
    administration_id: int, keys: Sequence[int], answers: Matrix
) -> list[dict[str, object]]:
    run = longest = np.ones(len(answers), dtype=np.int64)
    for at in range(1, answers.shape[1]):
        run = np.where(answers[:, at] == answers[:, at - 1], run + 1, 1)
        longest = np.maximum(longest, run)
    n = answers.shape[1]
    variances = (np.sum(answers**2, axis=1) - np.sum(answers, axis=1) ** 2 / n) / (n - 1)
    flagged = (longest >= LONG_RUN) & (2 * longest >= n)
    return [
        {
            "administration_id": administration_id,
            "person": key,
            "missing": 0.0,
            "longest_run": run,
            "variance": variance,
            "flagged": is_flagged,
        }
        for key, run, variance, is_flagged in zip(
            keys, longest.tolist(), variances.tolist(), flagged.tolist(), strict=True
        )
    ]


def check_made(forms: dict[WaveKind, Administration]) -> None:
    """Refuse rows that are not what the application itself would have stored.

    Raises
    ------
    ValueError
        A score, or how a form was filled in, differs.
    """
    instrument = registry_of(1).get("four-scales")
    for form in forms.values():
        some = select(Submission).filter_by(administration_id=form.id).limit(100)
        for one in db.session.scalars(some):
            whose = {"administration_id": one.administration_id, "person": one.person}
            stored = {
                row.scale: row.numerator
                for row in db.session.scalars(select(Score).filter_by(**whose))
            }
            found = score(instrument, one.answers)
            if stored != {code: scored.value for code, scored in found.items()}:
                raise ValueError(f"scores of {one.person} differ")
            kept = db.session.get_one(ResponseQuality, (form.id, one.person))
            judged = form_quality(instrument, one.answers)
            if (kept.longest_run, kept.flagged) != (judged.longest_run, judged.flagged):
                raise ValueError(f"the form of {one.person} is judged differently")


def settle() -> None:
    """Do what PostgreSQL does by itself after a while: count, and mark what everybody may see."""
    db.session.rollback()
    if db.engine.dialect.name == "postgresql":
        with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")


if __name__ == "__main__":
    make_programme(sys.argv[1], sys.argv[2], int(sys.argv[3]))
