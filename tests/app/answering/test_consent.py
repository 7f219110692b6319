"""Nothing is measured before both papers have come, where a programme requires them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from itertools import product

import pytest

from app.answering.errors import NoConsentError, WithdrawnError
from app.answering.operations import HandedIn, hand_in, save_draft
from app.answering.queries import answerable, n_unanswered, open_forms, why_nothing
from app.database import db, now_utc, writing
from app.models import (
    Arm,
    ConsentState,
    LinkageMode,
    Paper,
    Participant,
    ProgrammeRole,
    WaveKind,
)
from app.programmes.consents import set_consents
from app.sealing import new_key
from tests.app.answering.conftest import MENTEE_FORM, make_asked
from tests.app.answering.way import Child, drafts, person_with, submissions
from tests.app.world import (
    add_people,
    close_wave,
    consent,
    give,
    make_programme,
    open_wave,
    wave_of,
)

RECEIVED = ConsentState.RECEIVED
MENTEE = ProgrammeRole.MENTEE

#: Every way in which two papers can stand.
STANDS = list(product([None, *ConsentState], repeat=2))


def make_strict(*forms: str, n: int = 1, **more: object):
    """Open a wave of a programme in which nobody answers without consent."""
    asked = make_asked(*forms, n=n)
    with writing():
        asked.programme.consent_required = True
        for name, value in more.items():
            setattr(asked.programme, name, value)
    return asked


def try_to_store(form: int, person: int) -> bool:
    """Try every way in; say whether anything was stored, in which case all of it was."""
    stored = []
    for store in (
        lambda: save_draft(form, person, {"an01": 1}, key=new_key()),
        lambda: hand_in(form, person, {"an01": 1}),
    ):
        try:
            store()
        except NoConsentError:
            stored.append(False)
        else:
            stored.append(True)
    assert len(set(stored)) == 1
    return stored[0]


@pytest.mark.parametrize("arm", Arm)
@pytest.mark.parametrize("mode", LinkageMode)
def test_nobody_without_both_papers_can_store_anything(app, arm, mode):
    """Of every way in which papers can stand one lets answer; where nobody is listed, all do."""
    asked = make_strict("anxiety-school", n=0, linkage_mode=mode)
    codes = add_people(asked.programme, MENTEE, len(STANDS), arm=arm)
    for code, stands in zip(codes, STANDS, strict=True):
        consent(code, *stands)
    form = asked.forms[0].id
    counted = mode in {LinkageMode.CODES_HAT, LinkageMode.SELF_CODE}
    for code, stands in zip(codes, STANDS, strict=True):
        allowed = counted or stands == (RECEIVED, RECEIVED)
        person = person_with(code)
        assert (n_unanswered(person, now_utc()) == 1) == allowed
        assert try_to_store(form, person) == allowed
    stored = {submission.person for submission in submissions()}
    assert len(stored) == (len(STANDS) if counted else 1)
    assert drafts() == []


def test_a_programme_may_go_without_papers(app, asked):
    """If it says so."""
    assert try_to_store(asked.forms[1].id, asked.person)


def test_whoever_lacks_a_paper_reads_what_to_do(app):
    """A page of its own at the code; nothing is begun, and the browser forgets the code."""
    asked = make_strict(MENTEE_FORM)
    consent(asked.codes[0], RECEIVED, ConsentState.GIVEN)
    child = Child(app)
    page = child.enter(asked.codes[0])
    assert page.status == 403
    assert "Сначала нужны согласия" in page.text
    assert "Кто дал листок, подскажет" in page.text
    assert "code" in child.open(f"/forms/{asked.forms[0].id}/1").options
    assert drafts() == []


def test_a_consent_that_is_taken_back_stops_the_form_at_once(app):
    """The page that is being answered is not kept, and what was begun before is erased."""
    asked = make_strict(MENTEE_FORM)
    consent(asked.codes[0], RECEIVED, RECEIVED)
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("next", st30=1)
    withdrawn = {(asked.person, Paper.TESTING): ConsentState.WITHDRAWN}
    set_consents(asked.programme, withdrawn, by=None, erasing=True)
    page = child.press("next", st01=5, st02=5, st03=5)
    assert page.status == 403
    assert "Для этого кода анкет больше нет" in page.text
    assert drafts() == []
    with pytest.raises(WithdrawnError):
        answerable(asked.forms[0].id, asked.person, now_utc())


def test_a_consent_taken_back_while_many_hand_in_lets_none_pass_it(app):
    """Whoever is first is first: after the withdrawal nothing is there, and nothing comes in."""
    asked = make_strict("anxiety-school")
    consent(asked.codes[0], RECEIVED, RECEIVED)
    form, person, programme = asked.forms[0].id, asked.person, asked.programme.id

    def send(number: int) -> str:
        with app.app_context():
            if number == 4:
                held = db.session.get_one(type(asked.programme), programme)
                taken_back = {(person, Paper.PERSONAL): ConsentState.WITHDRAWN}
                set_consents(held, taken_back, by=None, erasing=True)
                return "withdrawn"
            try:
                return hand_in(form, person, {"an01": 1}).name
            except WithdrawnError:
                return "refused"

    with ThreadPoolExecutor(8) as threads:
        outcomes = list(threads.map(send, range(8)))
    assert outcomes.count("withdrawn") == 1
    assert outcomes.count("STORED") <= 1
    assert set(outcomes) <= {"withdrawn", "STORED", "ALREADY_THERE", "refused"}
    assert submissions() == []


def test_what_was_handed_in_before_a_withdrawal_is_gone(app):
    """And is not taken a second time."""
    asked = make_strict("anxiety-school")
    consent(asked.codes[0], RECEIVED, RECEIVED)
    assert hand_in(asked.forms[0].id, asked.person, {}) is HandedIn.STORED
    withdrawn = {(asked.person, Paper.TESTING): ConsentState.WITHDRAWN}
    set_consents(asked.programme, withdrawn, by=None, erasing=True)
    assert submissions() == []
    with pytest.raises(WithdrawnError):
        hand_in(asked.forms[0].id, asked.person, {})
    assert open_forms(asked.person, now_utc()) == []


def test_a_closed_wave_is_closed_also_for_whoever_lacks_a_paper(app):
    """Nobody runs for a signature in vain."""
    asked = make_strict("anxiety-school")
    close_wave(asked.wave)
    assert type(why_nothing(asked.person, now_utc())).__name__ == "ClosedError"


def test_another_programme_goes_on_without_the_papers_of_this_one(app):
    """And its end does not say that everything is done."""
    asked = make_strict(MENTEE_FORM)
    other = make_programme(asked.school)
    wave = wave_of(other, WaveKind.ENTRY)
    form = give(wave, "engagement", ProgrammeRole.MENTOR)
    open_wave(wave)
    with writing() as session:
        session.add(
            Participant(
                programme_id=other.id, person=asked.person, number=1, role=ProgrammeRole.MENTOR
            )
        )
    assert [one.administration.id for one in open_forms(asked.person, now_utc())] == [form.id]
    child = Child(app)
    child.enter(asked.codes[0])
    page = child.open(f"/forms/{asked.forms[0].id}/1")
    assert "Сначала нужны согласия" in page.text
    assert "Дальше" in page.text
    child.open("/forms")
    assert child.answer_all().path == "/thanks"
    assert "Сначала нужны согласия" in child.enter(asked.codes[0]).text
