"""People are added with codes, all or none; nobody twice by mistake."""

from __future__ import annotations

import pytest
from sqlalchemy import event, select

from app.database import db, writing
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
from app.programmes.enrolment import add_people, remove_everybody
from app.programmes.errors import MixedGroupsError, RefusedError
from app.programmes.new_people import NewPerson, store_people
from app.programmes.people_queries import groups_of, groups_without_mentor, people
from app.programmes.slips import unused_codes
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


def inserted_persons(statement, values):
    """Return the keys of the people that a statement writes, in its order."""
    if not statement.startswith("INSERT INTO person "):
        return []
    rows = values if isinstance(values, list) else [values]
    return [next(iter(row.values())) if isinstance(row, dict) else row[0] for row in rows]


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


def test_nothing_stored_follows_the_table(programme):
    """Neither pairs nor strategies nor people stand in the order in which they were uploaded."""
    table = [
        NewPerson(role=MENTEE, class_name="5А", group=f"Пара {n}", strategy=f"стратегия {n:03}")
        for n in range(1, 81)
    ]
    add_people(programme, table, more=False, by=None)
    groups = {group.label: group.id for group in db.session.query(MentoringGroup)}
    strategies = {strategy.title: strategy.id for strategy in db.session.query(Strategy)}
    by_group = [groups[person.group] for person in table]
    by_strategy = [strategies[person.strategy] for person in table]
    assert by_group != sorted(by_group)
    assert by_strategy != sorted(by_strategy)
    assert by_group != by_strategy


def test_keys_and_codes_come_back_in_the_order_of_the_table(programme):
    """In whatever order people are stored."""
    table = [NewPerson(role=MENTEE, class_name=f"{n}А", group=str(n)) for n in range(1, 31)]
    with writing() as session:
        keys = store_people(
            session,
            programme,
            list(zip(table, unused_codes(session, len(table)), strict=True)),
        )
    listed = {row.person: row for row in people(programme, page=None)}
    assert [listed[key].class_name for key in keys] == [person.class_name for person in table]
    labels = groups_of(programme, keys)
    assert [labels[key] for key in keys] == [person.group for person in table]


def test_people_are_written_in_no_order_of_the_table(programme):
    """A database that keeps rows as they came would show who stood where."""
    keys: list[int] = []
    event.listen(
        db.engine,
        "before_cursor_execute",
        lambda *call: keys.extend(inserted_persons(call[2], call[3])),
    )
    table = [NewPerson(role=MENTEE)] * 60
    with writing() as session:
        returned = store_people(
            session, programme, list(zip(table, unused_codes(session, 60), strict=True))
        )
    assert sorted(keys) == sorted(returned)
    assert keys != returned


@pytest.mark.parametrize(
    "label", ["", "1", "П-1", "Пара 7", "ГРУППА № 12", "команда Аб", "5А/9Б", "пара7", "Б. 2"]
)
def test_a_pair_is_called_by_a_number(programme, label):
    """With signs, one or two letters, and the words for a pair."""
    add_people(programme, [NewPerson(role=MENTEE, group=label)], more=False, by=None)
    assert [group.label for group in db.session.query(MentoringGroup)] == [label][: bool(label)]


@pytest.mark.parametrize(
    "label",
    ["Вымысловы", "Пара Вымыслова", "Яна", "Ян-Некто", "7.Небылица", "Fiktiva", "п1ара Ия3х"],
)
def test_a_pair_that_may_be_called_by_a_name_is_refused(programme, label):
    """Without saying what stood there."""
    with pytest.raises(RefusedError) as refused:
        add_people(programme, [NewPerson(role=MENTEE, group=label)], more=False, by=None)
    assert refused.value.field == "group"
    assert label not in str(refused.value)
    assert db.session.query(Participant).count() == 0


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
        add_people(programme, [NewPerson(role=MENTEE, **{field: "7" * 81})], more=False, by=None)
    assert refused.value.field == field


def test_the_list_marks_who_has_answered_and_never_what(browser, programme):
    """Participation is not drawn from answers."""
    codes = add_people(programme, [NewPerson(role=MENTEE)] * 2, more=False, by=None)
    hand_in(give(wave_of(programme, WaveKind.ENTRY), "self-esteem"), codes[0])
    page = browser.get(f"/staff/programmes/{programme.id}/people").text
    assert page.count("ответ есть") == 1
    assert page.count("ответа нет") == 5
    assert shown_code(codes[1]) in page
