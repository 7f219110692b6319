"""Two waves are paired, and what they were paired by is gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, text

from app.database import db, writing
from app.models import (
    AuditEvent,
    LinkageCount,
    Participant,
    Person,
    ProgrammeRole,
    ResponseQuality,
    Score,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.selfcodes.elements import NO_CLASS, cohort_of
from app.selfcodes.operations import link_programme, make_addresses
from app.waves.operations import open_wave as reopen
from tests.app.answering.way import scores_of, submissions
from tests.app.selfcodes.classes import (
    CHILDREN,
    add_stratum,
    address_of,
    form_of,
    hold_waves,
    make_self_coded,
    participants,
    persons_of,
    self_codes,
    store,
)
from tests.app.world import close_wave, make_programme, make_school, open_wave, wave_of

#: At exit: seven write the same; one her mother's day otherwise, one does not know it; one the
#: letters of her keyboard; two are others.
EXIT = [
    *CHILDREN[:7],
    CHILDREN[7].replace(" 25 ", " 26 "),
    CHILDREN[8].replace(" 6 ", " ? "),
    CHILDREN[9].replace("Н В 17 А Б", "H в 017 A Б"),
    "Г З 9 Р Ч 0 0 green", "Ю Г 2 Ф У 1 1 other",
]  # fmt: skip


@pytest.fixture
def programme(app):
    """Return a programme of which both waves are over."""
    programme = make_self_coded()
    hold_waves(programme, CHILDREN, EXIT)
    return db.session.merge(programme)


def counts() -> list[tuple[object, ...]]:
    """Return what is left of pairing, by role."""
    db.session.rollback()
    return [
        (one.role, one.entered, one.left, one.exact, one.tolerant, one.ambiguous, one.unmatched)
        for one in db.session.scalars(select(LinkageCount).order_by(LinkageCount.role))
    ]


def test_who_wrote_the_same_is_one_person(programme):
    """Eight of twelve, whatever the keyboard; two more are counted, and stay two people each."""
    assert len(participants()) == 24
    link_programme(programme, by=None)
    assert counts() == [(ProgrammeRole.MENTEE, 12, 12, 8, 2, 0, 4)]
    people = participants()
    assert len(people) == 16
    entry, exit_ = (
        persons_of(form_of(programme, kind)) for kind in (WaveKind.ENTRY, WaveKind.EXIT)
    )
    assert (len(entry), len(exit_), len(entry & exit_)) == (12, 12, 8)
    assert entry | exit_ == {one.person for one in people}
    assert len(db.session.scalars(select(Person)).all()) == 16


def test_answers_scores_and_quality_go_with_the_person(programme):
    """None is lost, none is changed."""

    def held():
        return sorted(
            (one.id, one.answers["se01"], sorted(scores_of(one).items())) for one in submissions()
        )

    def of(table):
        return db.session.query(table).count()

    before, n_scores, n_quality = held(), of(Score), of(ResponseQuality)
    assert n_scores
    link_programme(programme, by=None)
    assert held() == before
    assert (of(Score), of(ResponseQuality)) == (n_scores, n_quality)
    orphans = select(Score).outerjoin(
        Participant, Participant.person == Score.person
    ).where(Participant.person.is_(None))  # fmt: skip
    assert db.session.scalars(orphans).all() == []


def test_what_people_were_paired_by_is_erased(programme):
    """From the table, and from a dump of the database; only counts are left, and the audit."""
    fingerprints = [code.fingerprint for code in self_codes()]
    sealed = [bytes(code.sealed) for code in self_codes()]
    assert len(fingerprints) == 24
    link_programme(programme, by=None)
    assert self_codes() == []
    assert programme.linked_at is not None
    [event] = db.session.scalars(select(AuditEvent).filter_by(action="programme.link"))
    assert event.subject == str(programme.id)
    dump = dumped()
    assert dump
    assert not any(one.encode() in dump for one in fingerprints)
    assert not any(one in dump or repr(one)[2:-1].encode() in dump for one in sealed)


def dumped() -> bytes:
    """Return the database: the very file of SQLite, every row of PostgreSQL."""
    db.session.rollback()
    if db.engine.dialect.name == "sqlite":
        with db.engine.connect() as connection:
            connection.exec_driver_sql("ROLLBACK")
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return Path(str(db.engine.url.database)).read_bytes()
    tables = db.metadata.sorted_tables
    return "".join(
        str(row) for table in tables for row in db.session.execute(text(f'TABLE "{table.name}"'))
    ).encode()


def test_it_is_done_once_and_after_both_waves(app):
    """And only where nobody has a slip."""
    programme = make_self_coded()
    with pytest.raises(RefusedError):
        link_programme(programme, by=None)
    hold_waves(programme, CHILDREN, EXIT)
    link_programme(programme, by=None)
    with pytest.raises(RefusedError):
        link_programme(programme, by=None)
    for kind in (WaveKind.ENTRY, WaveKind.MID, WaveKind.EXIT):
        with pytest.raises(RefusedError):
            reopen(wave_of(programme, kind), None, by=None)
    slips = make_programme(make_school("Школа № 2"))
    for operation in (link_programme, make_addresses):
        with pytest.raises(RefusedError):
            operation(slips, by=None)


def test_roles_are_paired_apart_and_nobody_is_lost_where_a_wave_had_nobody(app):
    """Mentors without a class have that in common; a role of one wave has counts, too."""
    programme = make_self_coded()
    add_stratum(programme, role=ProgrammeRole.MENTOR, class_name="")
    make_addresses(programme, by=None)
    with writing() as session:
        for kind in (WaveKind.ENTRY, WaveKind.EXIT):
            form = form_of(programme, kind)
            form.given_to.append(type(form.given_to[0])(role=ProgrammeRole.MENTOR))
        session.flush()
    open_wave(wave_of(programme, WaveKind.ENTRY))
    store(programme, WaveKind.ENTRY, *CHILDREN, class_name="")
    close_wave(wave_of(programme, WaveKind.ENTRY))
    open_wave(wave_of(programme, WaveKind.EXIT))
    store(programme, WaveKind.EXIT, *CHILDREN[:6], class_name="")
    store(programme, WaveKind.EXIT, *CHILDREN[6:])
    close_wave(wave_of(programme, WaveKind.EXIT))
    link_programme(programme, by=None)
    assert counts() == [
        (ProgrammeRole.MENTEE, 0, 6, 0, 0, 0, 6), (ProgrammeRole.MENTOR, 12, 6, 6, 0, 0, 6),
    ]  # fmt: skip


def test_a_class_of_another_year_is_another_person(app):
    """All eight answers agree and the cohort does not: counted, not joined."""
    programme = make_self_coded()
    add_stratum(programme, class_name="8Б")
    add_stratum(programme, class_name="7В")
    make_addresses(programme, by=None)
    open_wave(wave_of(programme, WaveKind.ENTRY))
    store(programme, WaveKind.ENTRY, *CHILDREN)
    close_wave(wave_of(programme, WaveKind.ENTRY))
    open_wave(wave_of(programme, WaveKind.EXIT))
    store(programme, WaveKind.EXIT, CHILDREN[0], class_name="8Б")
    store(programme, WaveKind.EXIT, *CHILDREN[1:], class_name="7В")
    close_wave(wave_of(programme, WaveKind.EXIT))
    link_programme(programme, by=None)
    [(_, _, _, exact, tolerant, _, _)] = counts()
    assert (exact, tolerant) == (11, 1)


def test_another_secret_erases_nothing(app, make_app, programme):
    """The people stay as they are until the right secret is back."""
    other = make_app(SECRET_KEY="another")
    number = programme.id
    with other.app_context():
        with pytest.raises(RefusedError):
            link_programme(db.session.get_one(type(programme), number), by=None)
        db.session.remove()
    assert len(self_codes()) == 24
    assert programme.linked_at is None


def test_addresses_are_made_once_and_for_k_people_or_more(app):
    """A class that is too small stops all of them, so that nobody prints half."""
    programme = make_self_coded()
    made = address_of(programme)
    assert make_addresses(programme, by=None) == 0
    small = add_stratum(programme, n=4, class_name="9В")
    add_stratum(programme, n=5, class_name="9Г")
    with pytest.raises(RefusedError):
        make_addresses(programme, by=None)
    with writing() as session:
        session.delete(session.merge(small))
    assert make_addresses(programme, by=None) == 1
    assert address_of(programme) == made
    assert address_of(programme, "9Г") != made


@given(number=st.integers(1, 11), year=st.integers(2000, 2100), letters=st.sampled_from("АБВ "))
def test_a_cohort_stays_what_it_is_when_the_class_goes_up(number, year, letters):
    """7 «А» in 2026/27 and 8 «Б» in 2027/28."""
    cohort = cohort_of(f"{number}{letters}", year)
    assert cohort == cohort_of(f"{number + 1} Г", year + 1)
    assert cohort != cohort_of(f"{number + 1} Г", year)


@pytest.mark.parametrize("name", ["", "педагоги", "А7", "2026"])
def test_what_is_no_class_of_a_year_has_that_in_common(name):
    """It is not unknown: nobody could agree in it."""
    assert cohort_of(name, 2026) == NO_CLASS
