"""People are added with codes, all or none; nobody twice by mistake."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.database import db
from app.models import (
    Arm,
    AuditEvent,
    Membership,
    MentoringGroup,
    Participant,
    Person,
    ProgrammeRole,
    Role,
    Slip,
    Strategy,
    WaveKind,
)
from app.programmes.codes import is_code, shown_code
from app.programmes.enrolment import NewPerson, add_people, remove_everybody
from app.programmes.errors import MixedGroupsError, RefusedError
from app.programmes.people_queries import groups_without_mentor, people
from tests.app.world import (
    give,
    hand_in,
    make_programme,
    make_school,
    make_user,
    open_wave,
    signed_in,
    wave_of,
)

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR


@pytest.fixture
def programme(app):
    """Return a programme without people."""
    return make_programme(make_school())


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


def rows(*filled):
    """Return the form's six rows with these role, class and number."""
    empty = [("mentee", "", "")] * (6 - len(filled))
    return {
        f"rows-{place}-{field}": value
        for place, row in enumerate([*filled, *empty])
        for field, value in zip(("role", "class_name", "number"), row, strict=True)
    }


def test_so_many_of_each_class_are_added(browser, programme):
    """Each with a valid code of their own."""
    page = f"/staff/programmes/{programme.id}/people"
    shown = browser.post(
        page, data=rows(("mentee", "5А", "500"), ("mentor", "9Б", "2")), follow_redirects=True
    ).text
    codes = db.session.scalars(select(Slip.code)).all()
    assert len(set(codes)) == 502
    assert all(map(is_code, codes))
    assert "Наставляемые, 5А: 500" in shown
    assert shown.count("наставляемый</td>") == 500
    last = browser.get(f"{page}?page={10**30}").text
    assert last.count("наставник</td>") == 2
    assert [event.action for event in db.session.query(AuditEvent)] == ["people.add"]


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("mentee", "5А", "501"), "между 1 и 500"),
        (("mentee", "5А", "0"), "между 1 и 500"),
        (("mentee", "х" * 21, "1"), "20"),
        (("curator", "5А", "1"), "invalid-feedback"),
        (("mentee", "5А", ""), "от 1 до 5000"),
    ],
)
def test_a_wrong_row_adds_nobody(browser, programme, row, said):
    """And it says what is wrong."""
    page = browser.post(f"/staff/programmes/{programme.id}/people", data=rows(row)).text
    assert said in page
    assert db.session.query(Participant).count() == 0


def test_people_are_not_added_twice_by_mistake(browser, programme):
    """Whoever means it ticks a box."""
    page = f"/staff/programmes/{programme.id}/people"
    browser.post(page, data=rows(("mentee", "5А", "3")))
    refused = browser.post(page, data=rows(("mentee", "5А", "3"))).text
    assert "уже есть участники: 3" in refused
    assert db.session.query(Participant).count() == 3
    browser.post(page, data=rows(("mentee", "5А", "3")) | {"more": "y"})
    assert db.session.query(Participant).count() == 6


def test_numbers_follow_classes_and_not_the_table(programme):
    """Lists of names are sorted: nothing stored may tell a person's place in one."""
    people_of_two = [NewPerson(role=MENTEE, class_name=name) for name in ("10А", "6А") * 40]
    first = add_people(programme, people_of_two, more=False, by=None)
    second = add_people(programme, [NewPerson(role=MENTOR)] * 30, more=True, by=None)
    listed = people(programme, page=None)
    assert [row.number for row in listed] == list(range(1, 111))
    assert [row.class_name for row in listed[:80]] == ["6А"] * 40 + ["10А"] * 40
    assert {row.code for row in listed[:40]} == set(first[1::2])
    assert [row.code for row in listed[:40]] != first[1::2]
    assert {row.code for row in listed[80:]} == set(second)
    by_key = sorted(listed, key=lambda row: row.person)
    assert [row.number for row in by_key] != [row.number for row in listed]


def test_everybody_is_taken_out_before_a_wave_opens(programme):
    """People, codes, pairs, strategies and consents are gone; not once a wave has opened."""
    pair = {"group": "Пара 1", "strategy": "Равный – равному"}
    add_people(programme, [NewPerson(role=MENTEE, **pair)] * 3, more=False, by=None)
    remove_everybody(programme, by=None)
    for table in (Participant, Slip, Person, Membership, MentoringGroup, Strategy):
        assert db.session.query(table).count() == 0, table
    add_people(programme, [NewPerson(role=MENTEE)] * 3, more=False, by=None)
    give(wave_of(programme, WaveKind.ENTRY), "anxiety-school")
    open_wave(wave_of(programme, WaveKind.ENTRY))
    with pytest.raises(RefusedError):
        remove_everybody(programme, by=None)
    assert db.session.query(Participant).count() == 3


def test_taking_everybody_out_asks_for_a_tick(app, programme):
    """The button alone changes nothing."""
    add_people(programme, [NewPerson(role=MENTEE)] * 3, more=False, by=None)
    client = signed_in(app, make_user(programme.school, Role.CURATOR))
    address = f"/staff/programmes/{programme.id}/people/remove"
    for form, left in (({}, 3), ({"sure": "y"}, 0)):
        client.post(address, data=form)
        db.session.rollback()
        assert db.session.query(Participant).count() == left


def test_pairs_strategies_and_arms_are_kept(programme):
    """However their names are spelt; membership counts from the programme's first day."""
    pair = {"group": "Пара 1", "strategy": "Лидер – пассивный"}
    add_people(
        programme,
        [
            NewPerson(role=MENTOR, class_name="9А", **pair),
            NewPerson(role=MENTEE, group="пара  1", strategy="лидер – пассивный"),
            NewPerson(role=MENTEE, arm=Arm.COMPARISON),
            NewPerson(role=MENTEE, group="Пара 2"),
        ],
        more=False,
        by=None,
    )
    assert [strategy.title for strategy in db.session.query(Strategy)] == ["Лидер – пассивный"]
    assert db.session.query(MentoringGroup).count() == 2
    memberships = db.session.query(Membership).all()
    assert {one.from_on for one in memberships} == {programme.starts_on}
    assert sorted(one.role for one in memberships) == [MENTEE, MENTEE, MENTOR]
    arms = [row.arm for row in people(programme)]
    assert arms.count(Arm.COMPARISON) == 1
    assert groups_without_mentor(programme) == ["Пара 2"]


def test_members_of_a_pair_follow_one_strategy(programme):
    """Also with somebody who was there before; the refusal names who."""
    add_people(programme, [NewPerson(role=MENTOR, group="1", strategy="а")], more=False, by=None)
    others = [
        NewPerson(role=MENTEE, group="2", strategy="а"),
        NewPerson(role=MENTEE, group="1", strategy="б"),
        NewPerson(role=MENTEE, group="2"),
    ]
    with pytest.raises(MixedGroupsError) as refused:
        add_people(programme, others, more=True, by=None)
    assert [one.index for one in refused.value.mixed] == [1, 2]
    assert db.session.query(Participant).count() == 1


@pytest.mark.parametrize("field", ["class_name", "group", "strategy"])
def test_a_text_that_is_too_long_is_refused(programme, field):
    """Before the database would."""
    with pytest.raises(RefusedError) as refused:
        add_people(programme, [NewPerson(role=MENTEE, **{field: "х" * 81})], more=False, by=None)
    assert refused.value.field == field


def test_the_list_marks_who_has_answered_and_never_what(browser, programme):
    """Participation is not drawn from answers."""
    codes = add_people(programme, [NewPerson(role=MENTEE)] * 2, more=False, by=None)
    hand_in(give(wave_of(programme, WaveKind.ENTRY), "self-esteem"), codes[0])
    page = browser.get(f"/staff/programmes/{programme.id}/people").text
    assert page.count("ответ есть") == 1
    assert page.count("ответа нет") == 5
    assert shown_code(codes[1]) in page
