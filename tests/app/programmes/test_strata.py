"""Where nobody is listed people are kept by stacks of at least k, told apart by keys alone."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.database import db
from app.models import (
    Arm,
    AuditEvent,
    LinkageMode,
    Membership,
    MentoringGroup,
    Participant,
    Person,
    ProgrammeRole,
    Slip,
    Strategy,
    Stratum,
    WaveKind,
)
from app.programmes.codes import is_code
from app.programmes.enrolment import add_people, remove_everybody
from app.programmes.errors import RefusedError, SmallStacksError
from app.programmes.first_step import programme_form
from app.programmes.new_people import NewPerson
from app.programmes.operations import change_programme
from app.programmes.queries import number_of_people, participation
from app.programmes.strata import PACK, add_strata, extra_slips
from tests.app.world import (
    give,
    hand_in,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

MENTEE, MENTOR = ProgrammeRole.MENTEE, ProgrammeRole.MENTOR


@pytest.fixture
def programme(app):
    """Return a programme whose slips are drawn from a hat."""
    return make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT)


def enrol(programme, *stacks, more=False, merge=False):
    """Add so many people of role and class."""
    people = [NewPerson(role=role, class_name=name) for role, name, n in stacks for _ in range(n)]
    return add_strata(programme, people, more=more, merge=merge, by=None)


def stacks(programme):
    """Return the size of every stack."""
    strata = db.session.query(Stratum).filter_by(programme_id=programme.id).order_by(Stratum.id)
    return [(one.role, one.class_name, one.n) for one in strata]


def kept_of(participant):
    """Return all that is stored of a participant besides keys and number."""
    return tuple(
        getattr(participant, column.name)
        for column in Participant.__table__.columns
        if column.name not in {"person", "number"}
    )


def test_a_person_carries_the_stratum_and_nothing_else(programme):
    """Each has a valid slip; pairs and groups are not looked at."""
    people = [
        NewPerson(role=MENTEE, class_name="7А", strategy="лидер", group=str(n)) for n in range(6)
    ]
    people += [NewPerson(role=MENTEE, class_name="7А", arm=Arm.COMPARISON)] * 5
    people += [NewPerson(role=MENTOR, group="1")] * 5
    assert add_strata(programme, people, more=False, merge=False, by=None) == 16
    assert stacks(programme) == [(MENTEE, "7А", 6), (MENTEE, "7А", 5), (MENTOR, "", 5)]
    found = db.session.query(Participant).all()
    assert sorted(Counter(map(kept_of, found)).values()) == [5, 5, 6]
    assert {(one.role, one.arm, one.strategy and one.strategy.title) for one in found} == {
        (MENTEE, "programme", "лидер"), (MENTEE, "comparison", None), (MENTOR, "programme", None),
    }  # fmt: skip
    assert all(one.stratum_id is not None for one in found)
    codes = [slip.code for slip in db.session.query(Slip)]
    assert len(codes) == len({slip.person for slip in db.session.query(Slip)}) == 16
    assert all(map(is_code, codes))
    assert db.session.query(Membership).count() == db.session.query(MentoringGroup).count() == 0
    [event] = db.session.query(AuditEvent)
    assert (event.action, event.subject) == ("people.add", str(programme.id))


def test_numbers_follow_no_stack(programme):
    """Whoever sees the numbers cannot tell what stack they are of."""
    enrol(programme, (MENTEE, "5А", 40), (MENTEE, "5Б", 40))
    found = db.session.query(Participant).order_by(Participant.number).all()
    assert [one.number for one in found] == list(range(1, 81))
    strata = [one.stratum_id for one in found]
    assert strata not in (sorted(strata), sorted(strata, reverse=True))


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    batches=st.lists(
        st.lists(
            st.builds(
                NewPerson,
                role=st.sampled_from(ProgrammeRole),
                class_name=st.sampled_from(["", "5А", "5Б", "6А"]),
                arm=st.sampled_from(Arm),
                group=st.sampled_from(["", "1", "2"]),
                strategy=st.sampled_from(["", "а"]),
            ),
            max_size=40,
        ),
        max_size=3,
    ),
    k=st.integers(3, 10),
    merge=st.booleans(),
)
def test_no_stored_stack_is_smaller_than_k(app, batches, k, merge):
    """Whatever is asked for, one after another; people of a stack are alike."""
    programme = make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT, k=k)
    added = 0
    for people in batches:
        try:
            added += add_strata(programme, people, more=True, merge=merge, by=None)
        except RefusedError:
            db.session.rollback()
    strata = db.session.query(Stratum).filter_by(programme_id=programme.id).all()
    assert all(stratum.n >= k for stratum in strata)
    assert sum(stratum.n for stratum in strata) == added == number_of_people(programme)
    kinds = {(one.role, one.class_name, one.arm, one.strategy_id) for one in strata}
    assert len(kinds) == len(strata)
    for stratum in strata:
        alike = db.session.query(Participant).filter_by(stratum_id=stratum.id).all()
        assert len(alike) >= stratum.n
        assert set(map(kept_of, alike)) == {kept_of(alike[0])}
        assert (alike[0].role, alike[0].class_name, alike[0].arm, alike[0].strategy_id) == (
            stratum.role, stratum.class_name, stratum.arm, stratum.strategy_id,
        )  # fmt: skip


def test_a_stack_that_is_too_small_is_refused(programme):
    """Each with its own remedy; nothing is stored, not even those that are large enough."""
    people = [NewPerson(role=MENTEE, class_name="7А")] * 9
    people += [NewPerson(role=MENTEE, class_name="7Б")] * 4
    people += [NewPerson(role=MENTEE, strategy="лидер")] * 2
    people += [NewPerson(role=MENTOR)] * 3
    with pytest.raises(SmallStacksError) as refused:
        add_strata(programme, people, more=False, merge=False, by=None)
    remedies = [str(message) for message in refused.value.messages]
    assert [text.split(". ", 1)[0] for text in remedies] == [
        "Mentees, «лидер»: 2, fewer than 5", "Mentees, 7Б: 4, fewer than 5",
        "Mentors: 3, fewer than 5",
    ]  # fmt: skip
    assert len({text.split(". ", 1)[1] for text in remedies}) == 3
    for table in (Stratum, Participant, Person, Slip, Strategy):
        assert db.session.query(table).count() == 0, table


def test_any_number_may_join_a_stack_that_is_there(programme):
    """With three slips at least: of a single one it would be known who got it."""
    enrol(programme, (MENTEE, "7А", 5), (MENTEE, "7Б", 3), (MENTEE, "7В", 3), merge=True)
    assert stacks(programme) == [(MENTEE, "7А", 5), (MENTEE, "7Б, 7В", 6)]
    with pytest.raises(RefusedError) as refused:
        enrol(programme, (MENTEE, "7В", 1))
    assert refused.value.field == "more"
    enrol(programme, (MENTEE, "7В", 1), (MENTEE, "7А", 4), more=True)
    assert stacks(programme) == [(MENTEE, "7А", 9), (MENTEE, "7Б, 7В", 7)]
    assert db.session.query(Slip).count() == 11 + PACK + 4
    with pytest.raises(SmallStacksError, match="only to a class that is there"):
        enrol(programme, (MENTEE, "8А", 1), more=True, merge=True)
    assert number_of_people(programme) == 16


def test_where_nobody_is_listed_nobody_is_added_to_a_list(programme):
    """Nor the other way round: the way of pairing may have been changed in between."""
    with pytest.raises(RefusedError):
        add_people(programme, [NewPerson(role=MENTEE)] * 9, more=False, by=None)
    listed = make_programme(programme.school)
    with pytest.raises(RefusedError):
        enrol(listed, (MENTEE, "", 9))
    assert db.session.query(Participant).count() == 0


def test_self_made_codes_take_strata_without_slips(app):
    """People of theirs are there once they answer."""
    programme = make_programme(make_school(), linkage_mode=LinkageMode.SELF_CODE)
    enrol(programme, (MENTEE, "7А", 5))
    assert stacks(programme) == [(MENTEE, "7А", 5)]
    assert db.session.query(Participant).count() == 0
    assert number_of_people(programme) == 5
    with pytest.raises(RefusedError):
        extra_slips(programme, db.session.query(Stratum).one().id, "", by=None)


def test_a_lost_slip_makes_new_people_and_no_new_invitation(programme):
    """The old one stays, its code too: nobody knows it."""
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem", MENTEE)
    give(wave_of(programme, WaveKind.EXIT), "self-esteem", MENTEE)
    enrol(programme, (MENTEE, "7А", 6), (MENTOR, "", 5))
    stratum = db.session.query(Stratum).filter_by(role=MENTEE).one()
    persons = [one.person for one in db.session.query(Participant).filter_by(stratum_id=stratum.id)]
    codes = [slip.code for slip in db.session.query(Slip).where(Slip.person.in_(persons))]
    hand_in(wave_of(programme, WaveKind.ENTRY).administrations[0], *codes[:4])
    extra_slips(programme, stratum.id, "", by=None)
    assert db.session.query(Participant).filter_by(stratum_id=stratum.id).count() == 6 + PACK
    assert db.session.query(Slip).where(Slip.voided_on.is_not(None)).count() == 0
    rows = [(one.wave, one.role, one.class_name, one.invited, one.answered)
            for one in participation(programme)]  # fmt: skip
    assert rows == [
        ("entry", "mentee", None, 6, 4), ("entry", "mentee", "7А", 6, 4),
        ("exit", "mentee", None, 6, 0), ("exit", "mentee", "7А", 6, 0),
    ]  # fmt: skip
    event = db.session.query(AuditEvent).order_by(AuditEvent.id.desc()).first()
    assert (event.action, event.subject) == ("slip.extra", f"{programme.id}/{stratum.id}")


def test_a_lost_code_that_is_known_is_voided(programme):
    """Only one of this stack, and only once."""
    enrol(programme, (MENTEE, "7А", 5), (MENTEE, "7Б", 5))
    first, other = db.session.query(Stratum).order_by(Stratum.id)
    person = db.session.query(Participant).filter_by(stratum_id=first.id).first().person
    code = db.session.query(Slip).filter_by(person=person).one().code
    with pytest.raises(RefusedError) as refused:
        extra_slips(programme, other.id, code, by=None)
    assert refused.value.field == "lost"
    assert code not in str(refused.value)
    extra_slips(programme, first.id, f"{code[:4]} {code[4:]}", by=None)
    assert db.session.get_one(Slip, code).voided_on == programme.school.today
    with pytest.raises(RefusedError):
        extra_slips(programme, first.id, code, by=None)
    with pytest.raises(RefusedError):
        extra_slips(
            make_programme(programme.school, linkage_mode="codes_hat"), first.id, "", by=None
        )
    assert db.session.query(Slip).count() == 10 + PACK


def test_strategies_of_one_class_are_invited_together(programme):
    """The board has a row per class, as everywhere."""
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem", MENTEE)
    people = [NewPerson(role=MENTEE, class_name="7А", strategy=name) for name in "аб" * 5]
    add_strata(programme, people, more=False, merge=False, by=None)
    assert len(stacks(programme)) == 2
    assert [one.invited for one in participation(programme)] == [10, 10]


def test_everybody_is_taken_out_with_their_stacks(programme):
    """As long as no wave has opened."""
    enrol(programme, (MENTEE, "7А", 5))
    remove_everybody(programme, by=None)
    for table in (Stratum, Participant, Slip, Person):
        assert db.session.query(table).count() == 0, table
    enrol(programme, (MENTEE, "7А", 5))
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem")
    open_wave(wave_of(programme, WaveKind.ENTRY))
    with pytest.raises(RefusedError):
        remove_everybody(programme, by=None)


def test_k_is_not_raised_above_a_stack(app, programme):
    """Up to the smallest it may be, as long as nobody has answered."""
    enrol(programme, (MENTEE, "7А", 6), (MENTOR, "", 8))
    with app.test_request_context():
        form = programme_form(programme, is_fixed=False)
        for k in (7, 10):
            form.k.data = k
            with pytest.raises(RefusedError) as refused:
                change_programme(programme, form.facts(programme), by=None)
            assert refused.value.field == "k"
            db.session.rollback()
        form.k.data = 6
        change_programme(programme, form.facts(programme), by=None)
    assert programme.k == 6
