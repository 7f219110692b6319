"""Answers are kept once, exactly and for good, whoever presses the button how often."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, select
from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

from app.answering.errors import AnsweredError, ClosedError, NotForRoleError, NotYetOpenError
from app.answering.forms import form_values, given_answers, page_form
from app.answering.operations import HandedIn, hand_in, save_draft, store_submission
from app.answering.pages import pages_of, shown_items
from app.answering.queries import definition_of, open_forms
from app.database import db, now_utc, writing
from app.models import Arm, AuditEvent, Person, ProgrammeRole, Submission, Wave
from app.sealing import new_key
from app.waves.operations import close_wave as close_now
from instruments.errors import AnswerError
from instruments.model import Kind
from instruments.scoring import SCORING_VERSION, score
from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, drafts, person_with, scores_of, submissions
from tests.app.world import LONG_AGO, add_people, close_wave

OCTOBER = datetime(2026, 10, 1, tzinfo=UTC)


def save(form: int, person: int, answers: dict[str, object], **more: object) -> None:
    """Keep a draft under a key that nobody has."""
    save_draft(form, person, answers, key=new_key(), **more)


def test_eight_threads_store_one_submission_and_none_fails(app, asked):
    """One stores it, seven find it there."""
    form, person = asked.forms[1].id, asked.person
    save(form, person, {"an01": 1})

    def send(number: int) -> HandedIn:
        with app.app_context():
            return hand_in(form, person, {"an01": 1 + number % 4})

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(send, range(8)))
    assert sorted(outcome.name for outcome in outcomes) == ["ALREADY_THERE"] * 7 + ["STORED"]
    assert len(submissions()) == 1
    assert drafts() == []


def test_two_tabs_send_at_once_and_both_are_thanked(app, asked):
    """Neither child nor browser sees an error."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.answer_form()
    child.go_to_the_end()
    sent = {**child.page.fields, **dict.fromkeys(child.page.questions, "2"), "action": "send"}
    cookie = child.client.get_cookie("zamer").value

    def press(_number: int) -> str:
        tab = app.test_client()
        tab.set_cookie("zamer", cookie)
        return tab.post(child.page.path, data=sent).location

    with ThreadPoolExecutor(8) as threads:
        assert set(threads.map(press, range(8))) == {"/thanks"}
    assert len(submissions()) == 2


def test_handing_in_again_changes_nothing_also_after_the_close(app, asked):
    """What was acknowledged stays."""
    form, person = asked.forms[1].id, asked.person
    assert hand_in(form, person, {"an01": 1}) is HandedIn.STORED
    close_wave(asked.wave)
    assert hand_in(form, person, {"an01": 4}) is HandedIn.ALREADY_THERE
    [stored] = submissions()
    assert stored.answers["an01"] == 1
    with pytest.raises(AnsweredError):
        save(form, person, {"an01": 2})


def test_answering_leaves_no_trace_but_the_answers(app, asked):
    """No event says who answered when."""
    hand_in(asked.forms[1].id, asked.person, {})
    assert db.session.scalars(select(AuditEvent)).all() == []


@pytest.mark.parametrize("keep", [hand_in, save])
def test_answers_come_only_from_those_who_are_asked_while_they_are(app, asked, keep):
    """Before, after, and in another role."""
    form, person = asked.forms[1].id, asked.person
    mentor = person_with(add_people(asked.programme, ProgrammeRole.MENTOR, 1)[0])
    with pytest.raises(NotForRoleError):
        keep(form, mentor, {})
    with pytest.raises(NotForRoleError):
        keep(form + 1, person, {})
    with pytest.raises(NotYetOpenError):
        keep(form, person, {}, moment=LONG_AGO.replace(year=2025))
    close_wave(asked.wave)
    with pytest.raises(ClosedError):
        keep(form, person, {})
    assert (submissions(), drafts()) == ([], [])


@pytest.mark.parametrize("keep", [hand_in, save])
def test_whoever_is_compared_with_is_not_asked_about_mentoring(app, asked, keep):
    """They have none; what is compared they are asked as everybody is."""
    process, measured = asked.forms
    [code] = add_people(asked.programme, ProgrammeRole.MENTEE, 1, arm=Arm.COMPARISON)
    compared = person_with(code)
    assert [one.administration for one in open_forms(compared, now_utc())] == [measured]
    with pytest.raises(NotForRoleError):
        keep(process.id, compared, {})
    keep(measured.id, compared, {})
    keep(process.id, asked.person, {})


@pytest.mark.parametrize("keep", [hand_in, save])
def test_whoever_comes_first_to_the_wave_decides(app, asked, keep):
    """A wave that closes while an answer is on its way takes it no more."""
    form, person, wave_id = asked.forms[1].id, asked.person, asked.wave.id

    def close() -> None:
        with app.app_context():
            close_now(db.session.get_one(Wave, wave_id), by=None)

    def close_first(*_connection: object) -> None:
        with ThreadPoolExecutor(1) as threads:
            threads.submit(close).result()

    db.session.remove()
    event.listen(db.engine, "checkout", close_first, once=True)
    with pytest.raises(ClosedError):
        keep(form, person, {})
    assert (submissions(), drafts()) == ([], [])


@pytest.mark.parametrize("keep", [hand_in, save])
def test_a_wave_of_which_there_is_a_report_takes_nothing(app, asked, keep):
    """Whatever a clock says; what had been handed in is still acknowledged."""
    form, other, person = asked.forms[1].id, asked.forms[0].id, asked.person
    assert hand_in(other, person, {}) is HandedIn.STORED
    with writing():
        asked.wave.reported_at = LONG_AGO
    assert asked.wave.is_open()
    with pytest.raises(ClosedError):
        keep(form, person, {})
    assert hand_in(other, person, {}) is HandedIn.ALREADY_THERE
    assert (len(submissions()), drafts()) == (1, [])


def test_a_wrong_answer_is_refused_and_nothing_is_stored(app, asked):
    """All or nothing."""
    with pytest.raises(AnswerError):
        hand_in(asked.forms[1].id, asked.person, {"an01": 1, "an02": 5})
    assert submissions() == []


def test_the_day_is_the_schools(app):
    """In Kamchatka it is tomorrow already."""
    asked = make_asked(MENTEE_FORM, time_zone="Asia/Kamchatka")
    evening = OCTOBER.replace(hour=12, minute=1)
    hand_in(asked.forms[0].id, asked.person, {}, moment=evening)
    assert submissions()[0].answered_on == date(2026, 10, 2)


def test_many_are_stored_in_one_transaction_and_none_of_them_twice(app):
    """As an import does; an error takes back all of it."""
    asked = make_asked("anxiety-school", n=3)
    people = [person_with(code) for code in asked.codes]

    def store_all(*keys: int) -> None:
        with writing() as session:
            for key in keys:
                store_submission(session, asked.forms[0], person=key, answers={"an01": "2"},
                                 answered_on=OCTOBER.date())  # fmt: skip

    with pytest.raises(IntegrityError):
        store_all(*people, people[0])
    assert submissions() == []
    store_all(*people)
    assert {stored.answers["an01"] for stored in submissions()} == {2}
    assert hand_in(asked.forms[0].id, people[0], {}) is HandedIn.ALREADY_THERE


def answers_to(item):
    """Draw what a person may do about an item, as the browser sends it."""
    skipped = [] if item.required or item.kind is Kind.TEXT else [st.just(["skip"])]
    match item.kind:
        case Kind.TEXT:
            signs = st.characters(exclude_categories=("Cc", "Cs"))
            texts = st.text(signs | st.just("\n"), min_size=1, max_size=30)
            given_ = texts.filter(str.strip).map(lambda text: [text])
            skipped = [] if item.required else [st.just([])]
        case Kind.NUMBER:
            given_ = st.decimals(0, 24, places=3).map(lambda number: [str(number)])
        case Kind.MULTIPLE:
            given_ = st.lists(st.sampled_from(["0", "0.5", "1"]), min_size=1, unique=True)
        case Kind.CHOICE:
            given_ = st.sampled_from(["0", "0.5", "1"]).map(lambda value: [value])
        case _:
            low, high = item.range
            given_ = st.integers(low, high).map(lambda number: [str(number)])
    return st.one_of(given_, *skipped)


def filled_in(instrument, sent):
    """Go through the pages with these answers and return what is kept."""
    kept = {}
    for number in range(1, len(instrument.items) + 1):
        page = next((one for one in pages_of(instrument, kept) if one.number == number), None)
        if page is None:
            continue
        lists = MultiDict([(item.code, value) for item in page.items for value in sent[item.code]])
        form = page_form(page.items, "ru")(formdata=lists)
        assert form.validate(), form.errors
        kept |= dict.fromkeys(item.code for item in page.items)
        kept |= given_answers(form, page.items)
    return kept


def test_any_answers_come_back_equal(app, kinds):
    """Form → database → form, with the scores that the rules give."""
    instrument, form = definition_of(kinds.forms[0]), kinds.forms[0]

    @settings(max_examples=40, deadline=None)
    @given(st.fixed_dictionaries({item.code: answers_to(item) for item in instrument.items}))
    def check(sent) -> None:
        kept = filled_in(instrument, sent)
        with writing() as session:
            person = Person(school_id=kinds.school.id)
            session.add(person)
            session.flush()
            key = person.id
            store_submission(session, form, person=key, answers=kept, answered_on=OCTOBER.date())
        stored = db.session.scalars(select(Submission).filter_by(person=key)).one()
        shown = shown_items(instrument, kept)
        assert stored.answers == kept == {item.code: kept[item.code] for item in shown}
        assert filled_in(instrument, sent | form_values(shown, kept, "ru")) == kept
        [total] = score(instrument, kept).values()
        value = total.value
        expected = {} if value is None else {"total": (value.numerator, value.denominator)}
        assert scores_of(stored) == expected

    with app.test_request_context(method="POST"):
        check()
    assert SCORING_VERSION == 1
