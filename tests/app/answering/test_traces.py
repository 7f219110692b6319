"""Once a wave is over nothing in the database tells who answered before whom."""

from __future__ import annotations

import random

import pytest
from sqlalchemy import text

from app.answering.operations import hand_in, save_draft, tidy_closed_waves
from app.database import db, writing
from app.models import (
    AnswerTheme,
    CodedAnswer,
    Draft,
    ProgrammeRole,
    ResponseQuality,
    Score,
    Screening,
    Submission,
    Theme,
    Verdict,
    WaveKind,
)
from app.reports.operations import keep_answers
from app.sealing import new_key
from app.waves.operations import close_wave, open_wave
from instruments.registry import Registry
from tests.app import world
from tests.app.answering.way import person_with

FORMS = ("self-esteem", "anxiety-school")
ANSWERS = {item.code: 1 for code in FORMS for item in Registry().get(code).items}
N = 12

#: Table to the columns of its key.
KEYS = {
    "submission": "id",
    "score": "person, administration_id, scale, scoring_version",
    "response_quality": "administration_id, person",
}

#: Only there rows lie as they came.
on_postgresql = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


class Held:
    """An open wave that twelve people answered one after another; one more has begun."""

    def __init__(self):
        self.programme = world.make_programme(world.make_school())
        self.wave = world.wave_of(self.programme, WaveKind.ENTRY)
        self.forms = [world.give(self.wave, code) for code in FORMS]
        world.open_wave(self.wave)
        codes = world.add_people(self.programme, ProgrammeRole.MENTEE, N + 1)
        *self.persons, undecided = random.sample([person_with(code) for code in codes], N + 1)
        for person in self.persons:
            for form in self.forms:
                hand_in(form.id, person, ANSWERS)
        save_draft(self.forms[0].id, undecided, ANSWERS, key=new_key())


@pytest.fixture
def held(app):
    """Return the wave, in tables whose files are empty.

    Erased rows leave holes, and PostgreSQL fills holes in an order of its own: round the file, from
    where it stopped. That tells of nobody's answering either, but only without them a place follows
    from the key alone.
    """
    if db.engine.dialect.name == "postgresql":
        with writing() as session:
            session.execute(text("TRUNCATE submission CASCADE"))
    return Held()


def rows(table, order):
    """Return the keys of a table's rows."""
    db.session.rollback()
    return db.session.execute(text(f"SELECT {KEYS[table]} FROM {table} ORDER BY {order}")).all()  # noqa: S608 - because all of it stands here


def content():
    """Return everything that is stored of answers."""
    db.session.rollback()
    return [
        sorted(
            str({name: value for name, value in vars(one).items() if name != "_sa_instance_state"})
            for one in db.session.query(table)
        )
        for table in (Submission, Score, ResponseQuality, Screening, CodedAnswer, AnswerTheme)
    ]


def n_writers(table, column="xmin"):
    """Count the transactions that wrote a table's rows, or locked them last (xmax)."""
    db.session.rollback()
    return db.session.scalar(text(f"SELECT count(DISTINCT {column}::text) FROM {table}"))  # noqa: S608 - because all of it stands here


def lies_in_key_order():
    """Say whether place and writer of every row follow from its key, and people are all alike."""
    return (
        all(
            rows(table, "ctid") == rows(table, KEYS[table]) and n_writers(table) == 1
            for table in KEYS
        )
        and n_writers("participant", "xmax") == n_writers("person", "xmax") == 1
    )


def of_whom():
    """Return whose forms lie where, from the first place to the last."""
    db.session.rollback()
    return list(db.session.scalars(text("SELECT person FROM submission ORDER BY ctid")))


@on_postgresql
def test_while_a_wave_is_open_rows_lie_as_they_came(held):
    """Which is what has to be undone."""
    assert of_whom() == [person for person in held.persons for _ in FORMS]
    assert n_writers("submission") == n_writers("score") == N * len(FORMS)
    assert n_writers("participant", "xmax") > N


@on_postgresql
@pytest.mark.parametrize("how", ["by hand", "by a report", "at the start"])
def test_a_wave_that_is_over_lies_in_key_order(held, how):
    """However it closed; nothing is lost, no draft is left."""
    with writing() as session:
        first = session.query(Submission).first()
        whose = {"submission_id": first.id, "item": "se01"}
        session.add_all([Screening(**whose, verdict=Verdict.CALM), CodedAnswer(**whose)])
        session.add(Theme(id=1, programme_id=held.programme.id, title="Помощь"))
        session.flush()
        session.add(AnswerTheme(**whose, theme_id=1))
    before = content()
    if how == "by hand":
        close_wave(held.wave, by=None)
    else:
        world.close_wave(held.wave)
        assert not lies_in_key_order()
        keep_answers(held.programme, 2) if how == "by a report" else tidy_closed_waves()
    assert lies_in_key_order()
    assert content() == before
    assert db.session.query(Draft).count() == 0


@on_postgresql
def test_what_was_written_anew_is_left_alone(held):
    """A start finds nothing to do; forms that came later are put in order with the rest."""
    close_wave(held.wave, by=None)
    writer = db.session.scalar(text("SELECT max(xmin::text) FROM submission"))
    tidy_closed_waves()
    assert db.session.scalar(text("SELECT max(xmin::text) FROM submission")) == writer
    open_wave(held.wave, None, by=None)
    [code] = world.add_people(held.programme, ProgrammeRole.MENTEE, 1)
    hand_in(held.forms[0].id, person_with(code), ANSWERS)
    assert n_writers("submission") == 2
    close_wave(held.wave, by=None)
    assert lies_in_key_order()


@on_postgresql
def test_another_wave_is_not_touched(held):
    """Its rows, and whoever answers it, wait for nobody."""
    other = Held()
    before = [(one.id, one.person) for one in db.session.query(Submission)]
    writers = n_writers("submission")
    close_wave(held.wave, by=None)
    assert n_writers("submission") == writers - N * len(FORMS) + 1
    assert sorted(before) == sorted((one.id, one.person) for one in db.session.query(Submission))
    assert other.wave.is_open()


def test_an_answer_has_a_date_and_no_time(held):
    """Nor anything else that would tell an order; random keys do not."""
    columns = {column.name: str(column.type) for column in Submission.__table__.columns}
    assert columns["answered_on"] == "DATE"
    assert not [name for name, kind in columns.items() if "TIME" in kind]
    ids = [
        db.session.query(Submission.id)
        .filter_by(person=person)
        .order_by(Submission.administration_id)
        .first()
        .id
        for person in held.persons
    ]
    assert ids != sorted(ids)
