"""Marks that are tied to pupils who agreed: kept, erased with them, and tied by nobody else."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from sqlalchemy import select

from app.database import db
from app.education.operations import HandedIn, hand_in
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
from app.reports import operations as reports
from tests.app import world
from tests.app.education.journals import csv_journal
from tests.app.education.way import go_on, kept, reported, upload
from tests.app.names.way import PASSPHRASE, dump, let_in

MENTEE = ProgrammeRole.MENTEE

ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


class Confidential:
    """Six mentees with both consents and another without, in a programme that keeps names."""

    def __init__(self):
        self.school = world.make_school()
        self.user = world.make_user(self.school, Role.PSYCHOLOGIST)
        self.programme = world.make_programme(
            self.school, k=3, linkage_mode=LinkageMode.CONFIDENTIAL,
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
    assert {one.person for _, one in kept()} == set(sealed.persons[:6])
    sealed.withdraw(0)
    sealed.hand_in()
    assert {one.person for _, one in kept()} == set(sealed.persons[1:6])


def test_a_withdrawal_erases_the_marks_too(sealed):
    """Before a report the row is gone; after one only that there was one is left."""
    sealed.hand_in()
    sealed.withdraw(0)
    assert len(kept()) == 5
    reports.keep_answers(sealed.own(), 2)
    sealed.withdraw(1)
    left = [one for _, one in kept() if one.person is None]
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
    assert reported(sealed.programme)[0]["n_matched"] == 6
    sealed.withdraw(0, 1, 2)
    assert reported(sealed.programme)[0]["n_matched"] == 3
    assert len(kept()) == 3


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
    assert kept() == []


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
    assert {one.person for _, one in kept()} == set(sealed.persons[:6])
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
    assert [one.person for _, one in kept()] == [None] * 7
