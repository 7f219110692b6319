"""Scores of the first version are carried over to where they lie now, and back."""

from __future__ import annotations

from datetime import date

import pytest
from flask_migrate import downgrade
from sqlalchemy import inspect, text

from app.database import db, writing
from app.migrating import MIGRATIONS, migrate_to_head
from app.models import ProgrammeRole, ResponseQuality, Score, Slip, Submission, WaveKind
from tests.app.world import add_people, give, make_programme, make_school, wave_of

#: Of each scale of each form, in the first version: numerator and denominator.
STORED = {"total": (41, 3), "tests": (7, 1)}


@pytest.fixture
def first_version(app):
    """Return the submissions of a database of the first version, two people's at two waves."""
    programme = make_programme(make_school())
    codes = add_people(programme, ProgrammeRole.MENTEE, 2)
    for kind in (WaveKind.ENTRY, WaveKind.EXIT):
        form = give(wave_of(programme, kind), "anxiety-school")
        with writing() as session:
            for code in codes:
                session.add(
                    Submission(
                        administration_id=form.id,
                        person=session.get_one(Slip, code).person,
                        answers={},
                        answered_on=date(2026, 10, 5),
                    )
                )
    downgrade(directory=str(MIGRATIONS), revision="0001")
    found = [(one.id, one.administration_id, one.person) for one in db.session.query(Submission)]
    with writing() as session:
        for id_, *_ in found:
            for scale, (numerator, denominator) in STORED.items():
                session.execute(
                    text("INSERT INTO score VALUES (:id, :scale, 1, :numerator, :denominator)"),
                    {"id": id_, "scale": scale, "numerator": numerator, "denominator": denominator},
                )
    return found


def test_every_score_is_carried_to_its_person_and_form(first_version):
    """How their forms were filled in is not known and not made up."""
    migrate_to_head()
    scores = {
        (one.administration_id, one.person, one.scale): (one.numerator, one.denominator)
        for one in db.session.query(Score)
    }
    assert scores == {
        (form, person, scale): stored
        for _, form, person in first_version
        for scale, stored in STORED.items()
    }
    assert {one.scoring_version for one in db.session.query(Score)} == {1}
    assert db.session.query(ResponseQuality).count() == 0


def test_every_score_is_carried_back(first_version):
    """To its submission."""
    migrate_to_head()
    db.session.rollback()
    downgrade(directory=str(MIGRATIONS), revision="0001")
    rows = db.session.execute(
        text("SELECT submission_id, scale, scoring_version, numerator, denominator FROM score")
    )
    assert {tuple(row) for row in rows} == {
        (id_, scale, 1, *stored) for id_, *_ in first_version for scale, stored in STORED.items()
    }


def test_primary_keys_are_those_of_the_models(app):
    """The order of their columns is what makes counting fast, and nothing else compares it."""
    inspector = inspect(db.engine)
    for name, table in db.metadata.tables.items():
        key = inspector.get_pk_constraint(name)
        assert key["constrained_columns"] == [column.name for column in table.primary_key], name


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_postgresql_finds_scores_in_the_index(app):
    """It carries them, so that counting need not look into the table."""
    [definition] = db.session.scalars(
        text("SELECT indexdef FROM pg_indexes WHERE indexname = 'ix_score_scale'")
    )
    assert definition.endswith(
        "(administration_id, scale, scoring_version, person) INCLUDE (numerator, denominator)"
    )
