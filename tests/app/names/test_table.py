"""The school's table brings names in where they are kept, and nowhere else."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest

from app.database import db, writing
from app.interchange.tables import table_of
from app.models import (
    ConsentState,
    LinkageMode,
    Paper,
    Participant,
    ProgrammeRole,
    Role,
    SealedName,
    Sex,
)
from app.names.queries import named
from app.programmes.codes import typed_code
from app.programmes.consents import set_consents
from app.programmes.people_queries import people
from tests.app.names.way import NAMES, TABLE, audited, dump, let_in, page_of, unlock, upload
from tests.app.world import make_programme, make_user, signed_in


def table_back(page):
    """Return the rows of the table that the page gives back."""
    [content] = re.findall(r'href="data:text/csv;base64,([^"]+)"', page)
    return [row.cells for row in table_of(Path("a.csv"), b64decode(content)).rows]


def known(programme, opened):
    """Return name, age and sex by code."""
    listed = people(programme)
    facts = named(programme, listed, opened.key)
    return {
        row.code: (facts[row.person].name, facts[row.person].age, facts[row.person].sex)
        for row in listed
    }


def test_names_are_sealed_and_the_table_comes_back_with_codes(browser, programme, opened):
    """Each code has the name that stands in its row."""
    let_in(browser, programme, opened)
    rows = table_back(upload(browser, programme, TABLE).text)
    found = known(programme, opened)
    assert [found[typed_code(row[-1])] for row in rows] == [
        (NAMES[0], 11, Sex.FEMALE), (NAMES[1], None, Sex.MALE), (NAMES[2], 12, None),
    ]  # fmt: skip
    assert [row[0] for row in rows] == list(NAMES)
    assert audited()[-1] == "people.add"


@pytest.mark.parametrize(
    ("header", "cells", "name"),
    [
        (["имя"], ["Вымыслова Небылица"], "Вымыслова Небылица"),
        (["Name"], ["Fable  Invented"], "Fable Invented"),
        (["Имя", "Отчество", "Фамилия"], ["Небылица", "Фоминична", "Вымыслова"],
         "Вымыслова Небылица Фоминична"),
        (["ФИО", "Имя"], ["Вымыслова Н. Ф.", "Небылица"], "Вымыслова Н. Ф."),
    ],
    ids=["имя", "name", "parts", "whole before part"],
)  # fmt: skip
def test_a_name_may_stand_in_one_column_or_in_its_parts(
    browser, programme, opened, header, cells, name
):
    """Surname first, wherever its column stands."""
    let_in(browser, programme, opened)
    upload(browser, programme, [["роль", *header], ["наставник", *cells]])
    assert [one[0] for one in known(programme, opened).values()] == [name]


@pytest.mark.parametrize(
    ("header", "cells", "said"),
    [
        (["телефон"], ["1"], "нет столбца «ФИО»"),
        (["ФИО"], [""], "ячейка пуста"),
        (["ФИО"], ["Я" * 121], "здесь стоит не имя"),
        (["ФИО", "возраст"], ["Вымыслова", "Вымыслова"], "здесь стоит не возраст"),
        (["ФИО", "возраст"], ["Вымыслова", "5"], "от 6 до 99"),
        (["ФИО", "возраст"], ["Вымыслова", "100"], "от 6 до 99"),
        (["ФИО", "возраст"], ["Вымыслова", "11,5"], "здесь стоит не возраст"),
        (["ФИО", "пол"], ["Вымыслова", "Небылица"], "не «ж» и не «м»"),
        (["ФИО", "пол", "sex"], ["Вымыслова", "ж", "f"], "для возраста и для пола"),
    ],
)
def test_a_table_with_a_mistake_is_refused_whole_without_quoting_names(
    browser, programme, opened, header, cells, said
):
    """Whatever stands in a wrong cell may be a name."""
    let_in(browser, programme, opened)
    rows = [["роль", "класс", *header], ["наставник", "5А", *cells]]
    page = upload(browser, programme, rows).text
    assert "Никто не добавлен" in page
    assert said in page
    assert "Вымыслова" not in page
    assert "Небылица" not in page
    assert db.session.query(Participant).count() == 0


def test_a_table_needs_open_names(browser, programme, opened, clock):
    """The page says so before and after."""
    page = browser.get(f"/staff/programmes/{programme.id}/people").text
    assert "multipart" not in page
    assert page_of(programme) in page
    refused = upload(browser, programme, TABLE).text
    assert "Имена закрыты" in refused
    assert NAMES[0] not in refused
    unlock(browser, programme)
    assert "multipart" in browser.get(f"/staff/programmes/{programme.id}/people").text
    clock.now += 600
    upload(browser, programme, TABLE)
    assert db.session.query(Participant).count() == 0


@pytest.mark.parametrize(
    "mode", [mode for mode in LinkageMode if mode is not LinkageMode.CONFIDENTIAL]
)
def test_elsewhere_names_ages_and_sexes_stay_unread(app, clock, psychologist, mode):
    """Also what would be refused where it is read."""
    programme = make_programme(psychologist.school, linkage_mode=mode)
    rows = [*TABLE, ["", "5А", "наставник", "старый", "да"]]
    upload(signed_in(app, psychologist), programme, rows)
    found = db.session.query(Participant.age, Participant.sex).all()
    assert set(found) <= {(None, None)}
    assert db.session.query(SealedName).count() == 0
    for name in NAMES:
        assert name.encode() not in dump()


def test_taking_everybody_out_takes_the_names_along(browser, programme, opened):
    """The passphrase stays for those who come next."""
    let_in(browser, programme, opened)
    upload(browser, programme, TABLE)
    browser.post(f"/staff/programmes/{programme.id}/people/remove", data={"sure": "y"})
    assert db.session.query(Participant).count() == db.session.query(SealedName).count() == 0
    upload(browser, programme, TABLE)
    assert NAMES[0] in {one[0] for one in known(programme, opened).values()}


def test_a_curator_gets_no_table_of_names_in(app, programme, opened, psychologist):
    """Not even alone; adding by number goes on."""
    with writing():
        psychologist.is_active = False
    curator = signed_in(app, make_user(programme.school, Role.CURATOR))
    assert "Имена закрыты" in upload(curator, programme, TABLE).text
    added = {f"rows-{place}-role": "mentee" for place in range(6)} | {"rows-0-number": "2"}
    curator.post(f"/staff/programmes/{programme.id}/people", data=added)
    assert [row.role for row in people(programme)] == [ProgrammeRole.MENTEE] * 2


def test_whoever_withdraws_has_no_name_age_or_sex_any_more(browser, programme, opened):
    """The others keep theirs."""
    let_in(browser, programme, opened)
    upload(browser, programme, TABLE)
    gone = db.session.query(Participant).filter_by(age=11).one()
    withdrawn = {(gone.person, Paper.TESTING): ConsentState.WITHDRAWN}
    set_consents(programme, withdrawn, by=None, erasing=True)
    assert (gone.age, gone.sex) == (None, None)
    kept = {name.person for name in db.session.query(SealedName)}
    assert gone.person not in kept
    assert len(kept) == len(NAMES) - 1
