"""What is kept of marks: replaced, erased, reduced, and never so that two reports tell of a few."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.database import db
from app.education.operations import HandedIn, hand_in, remove
from app.models import (
    ConsentState,
    EducationImport,
    EducationResult,
    LinkageMode,
    Measure,
    Paper,
    Participant,
    Programme,
    ProgrammeRole,
    Role,
)
from app.names.facts import PersonFacts
from app.names.naming import set_facts
from app.names.operations import create_vault
from app.programmes.consents import set_consents
from app.programmes.enrolment import remove_everybody
from app.programmes.errors import RefusedError
from app.programmes.reducing import reduce_programme
from app.reports import keeping
from app.reports import operations as reports
from app.reports.making import report_file
from tests.app import world
from tests.app.education.journals import csv_journal
from tests.app.education.way import go_on, hand_in_marks, upload
from tests.app.names.way import PASSPHRASE, dump, let_in

MENTEE = ProgrammeRole.MENTEE
K = 3

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

#: Twelve pupils.
MARKS = [(n + 1, n + 2) for n in range(12)]


@pytest.fixture
def programme(app):
    """Return a programme without names."""
    return world.make_programme(world.make_school(), k=K)


def rows():
    """Return the values of each import that has any, those that count last."""
    found = db.session.execute(
        select(EducationImport.replaced_on, EducationResult)
        .join(EducationResult, EducationResult.import_id == EducationImport.id)
        .order_by(EducationImport.replaced_on.is_(None))
    )
    return [(day is None, one) for day, one in found]


def education(programme):
    """Return what the report of stage 2 says of marks."""
    return json.loads(report_file(db.session.merge(programme), 2, "json"))["education"]


def test_values_are_exact_and_their_rows_have_random_numbers(programme):
    """Thirds stay thirds; nobody's row tells when it came."""
    third = [(Fraction(13, 3), None, None), (None, Fraction(14, 3), None)]
    handed = HandedIn(role=MENTEE, is_tied=False, rows={Measure.MEAN_MARK: third})
    hand_in(programme, handed, {}, by=None)
    held = db.session.scalars(select(EducationResult)).all()
    assert {(one.entry_numerator, one.entry_denominator) for one in held} == {(13, 3), (None, None)}
    assert {(one.exit_numerator, one.exit_denominator) for one in held} == {(14, 3), (None, None)}
    assert all(one.id > 2**20 for one in held)


@ON_ONE
def test_the_report_compares_what_was_handed_in(programme):
    """By role and measure; nothing of a role that has none."""
    assert education(programme) is None
    hand_in_marks(programme, MARKS)
    [found] = education(programme)
    assert (found["scale"], found["role"], found["n_matched"]) == ("mean_mark", "mentee", 12)
    assert found["difference"]["mean"] == 1


@ON_ONE
def test_whatever_no_report_has_drawn_on_may_be_replaced(programme):
    """Even by a table that differs for one pupil; the former rows are gone."""
    hand_in_marks(programme, MARKS)
    hand_in_marks(programme, [*MARKS[:-1], (20, 30)])
    assert len(rows()) == 12
    reports.keep_answers(db.session.merge(programme), 1)
    hand_in_marks(db.session.merge(programme), MARKS)


def test_after_a_report_one_corrected_mark_is_refused(programme):
    """And many are not; what was reported is compared with, however often it is replaced."""
    hand_in_marks(programme, MARKS)
    reports.keep_answers(programme, 2)
    for changed in ([*MARKS[:-1], (12, 20)], MARKS[:-1], [*MARKS, (20, 30)]):
        with pytest.raises(RefusedError):
            hand_in_marks(db.session.merge(programme), changed)
    others = [(entry + 20, exit_ + 30) for entry, exit_ in MARKS]
    hand_in_marks(db.session.merge(programme), others)
    with pytest.raises(RefusedError):
        hand_in_marks(db.session.merge(programme), [*MARKS[:-1], (12, 20)])
    remove(db.session.merge(programme), MENTEE, by=None)
    with pytest.raises(RefusedError):
        hand_in_marks(db.session.merge(programme), MARKS[1:])
    hand_in_marks(db.session.merge(programme), MARKS)
    [found] = education(programme)
    assert found["difference"]["mean"] == 1


@ON_ONE
def test_another_table_for_the_wrong_one_is_taken(programme):
    """Two columns were mixed up: the first report stays, the second is made."""
    hand_in_marks(programme, [(exit_, entry) for entry, exit_ in MARKS[:5]])
    assert education(programme)[0]["difference"]["mean"] == -1
    hand_in_marks(db.session.merge(programme), [(n + 30, n + 32) for n in range(5)])
    assert education(programme)[0]["difference"]["mean"] == 2


@ON_ONE
def test_a_list_under_k_was_never_shown(programme):
    """So any other may follow."""
    hand_in_marks(programme, MARKS[: K - 1])
    assert education(programme)[0]["entry"] is None
    hand_in_marks(db.session.merge(programme), MARKS[:K])
    assert education(programme)[0]["entry"] is not None


@ON_ONE
def test_what_is_replaced_while_a_report_is_being_made_stops_it(programme):
    """Nobody could say which of the two it shows."""
    hand_in_marks(programme, MARKS)
    job_id = reports.request_report(db.session.merge(programme), 2, by=None)
    job = reports.begin(job_id)
    hand_in_marks(job.programme, [(entry + 20, exit_ + 30) for entry, exit_ in MARKS])
    with pytest.raises(RefusedError):
        keeping.check_settled(db.session, db.session.merge(programme), 2)


class Confidential:
    """Six mentees with both consents and another without, in a programme that keeps names."""

    def __init__(self):
        self.school = world.make_school()
        self.user = world.make_user(self.school, Role.PSYCHOLOGIST)
        self.programme = world.make_programme(
            self.school, k=K, linkage_mode=LinkageMode.CONFIDENTIAL,
            starts_on=date(2025, 9, 1), ends_on=date(2026, 5, 31),
        )  # fmt: skip
        codes = world.add_people(self.programme, MENTEE, 7)
        for code in codes[:6]:
            world.consent(code, ConsentState.RECEIVED, ConsentState.RECEIVED)
        self.persons = list(
            db.session.scalars(
                select(Participant.person)
                .filter_by(programme_id=self.programme.id)
                .order_by(Participant.number)
            )
        )

    def named(self):
        """Write the names down, and return what opens them."""
        _, vault = create_vault(self.programme, PASSPHRASE, by=self.user)
        names = {one: PersonFacts(name=name_of(place)) for place, one in enumerate(self.persons)}
        set_facts(self.programme, names, vault, by=self.user)
        return vault

    def hand_in(self, pairs=None):
        """Keep marks of all seven."""
        values = pairs or [(n + 1, n + 2) for n in range(7)]
        tied = [(Fraction(entry), Fraction(exit_), person)
                for (entry, exit_), person in zip(values, self.persons, strict=True)]  # fmt: skip
        handed = HandedIn(role=MENTEE, is_tied=True, rows={Measure.MEAN_MARK: tied})
        hand_in(self.own(), handed, {}, by=self.user)

    def own(self):
        """Return the programme as it is now."""
        return db.session.get(Programme, self.programme.id)

    def withdraw(self, *places):
        """Withdraw the consents of these people."""
        states = {(self.persons[place], Paper.TESTING): ConsentState.WITHDRAWN for place in places}
        set_consents(self.own(), states, by=None, erasing=True)


def name_of(place):
    """Return the name of a mentee."""
    return f"Небылицын{'абвгдежз'[place]} Некто Вымыслович"


@pytest.fixture
def sealed(app):
    """Return the programme that keeps names."""
    return Confidential()


@ON_ONE
def test_only_those_who_agreed_are_tied(sealed):
    """Whoever's papers have not come is not kept, whatever the page said before."""
    sealed.hand_in()
    assert {one.person for _, one in rows()} == set(sealed.persons[:6])
    sealed.withdraw(0)
    sealed.hand_in()
    assert {one.person for _, one in rows()} == set(sealed.persons[1:6])


@ON_ONE
def test_a_programme_without_names_ties_nobody(programme):
    """However it was asked."""
    [code] = world.add_people(programme, MENTEE, 1)
    world.consent(code, ConsentState.RECEIVED, ConsentState.RECEIVED)
    person = db.session.scalar(select(Participant.person))
    tied = {Measure.MISSED: [(Fraction(1), Fraction(2), person)]}
    with pytest.raises(RefusedError):
        hand_in(programme, HandedIn(role=MENTEE, is_tied=True, rows=tied), {}, by=None)
    assert rows() == []


def test_a_withdrawal_erases_the_marks_too(sealed):
    """Before a report the row is gone; after one only that there was one is left."""
    sealed.hand_in()
    sealed.withdraw(0)
    assert len(rows()) == 5
    reports.keep_answers(sealed.own(), 2)
    sealed.withdraw(1)
    left = [one for _, one in rows() if one.person is None]
    assert [(one.entry_numerator, one.exit_numerator) for one in left] == [(None, None)]
    with pytest.raises(RefusedError):
        reports.keep_answers(sealed.own(), 2)
    with pytest.raises(RefusedError):
        sealed.hand_in()
    reports.keep_answers(sealed.own(), 1)


@ON_ONE
def test_when_enough_have_withdrawn_a_report_is_made_again(sealed):
    """And counting begins anew."""
    sealed.hand_in()
    assert education(sealed.programme)[0]["n_matched"] == 6
    sealed.withdraw(0, 1, 2)
    assert education(sealed.programme)[0]["n_matched"] == 3
    assert len(rows()) == 3


def test_nothing_of_it_is_left_of_a_reduced_programme(sealed):
    """Rows, ties, and what was replaced."""
    sealed.hand_in()
    reports.keep_answers(sealed.own(), 2)
    sealed.hand_in([(n + 20, n + 30) for n in range(7)])
    reduce_programme(sealed.own(), by=None)
    assert db.session.query(EducationResult).count() == 0
    assert db.session.query(EducationImport).count() == 0


@ON_ONE
def test_people_who_are_taken_out_take_their_marks_along(sealed):
    """Before the first wave."""
    sealed.hand_in()
    remove_everybody(sealed.own(), by=None)
    assert rows() == []


@ON_ONE
def test_the_psychologist_ties_marks_while_the_names_are_open(app, sealed):
    """Names that are not found stand on the screen and nowhere else."""
    browser, vault = world.signed_in(app, sealed.user), sealed.named()
    table = csv_journal(
        [(name_of(place), 3, 4) for place in range(7)] + [("Чужой Олег", 5, 5)],
        ("ФИО", "Средний балл 1", "Средний балл 2"),
    )
    closed = upload(browser, sealed.own(), table, is_tied="y")
    assert "Откройте" not in closed.text
    let_in(browser, sealed.own(), vault)
    columns = upload(browser, sealed.own(), table, is_tied="y")
    look = go_on(browser, sealed.own(), columns, "/columns")
    assert "Чужой Олег" in look.text
    assert "Небылицынж Некто" in look.text, "no consent of the seventh"
    assert "Небылицына" not in look.text
    go_on(browser, sealed.own(), look, "/keep")
    assert {one.person for _, one in rows()} == set(sealed.persons[:6])
    assert "Чужой" not in dump().decode(errors="ignore")


@ON_ONE
def test_a_curator_ties_nobody(app, sealed):
    """The list stays one without names."""
    curator = world.signed_in(app, world.make_user(sealed.school, Role.CURATOR))
    table = csv_journal(
        [(name_of(place), 3, 4) for place in range(7)], ("ФИО", "Средний балл 1", "Средний балл 2")
    )
    look = go_on(curator, sealed.own(), upload(curator, sealed.own(), table, is_tied="y"),
                 "/columns")  # fmt: skip
    go_on(curator, sealed.own(), look, "/keep")
    assert [one.person for _, one in rows()] == [None] * 7
