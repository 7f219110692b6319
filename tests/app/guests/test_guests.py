"""Parents and partners answer by an address, once, unknown to anybody; few of them show nothing."""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction

import pytest

from analysis.words import Words
from app.answering.operations import store_submission
from app.database import db, random_key, writing
from app.guests import operations, queries
from app.models import (
    Audience,
    AuditEvent,
    GuestAnswer,
    GuestSurvey,
    ProgrammeRole,
    Role,
    Slip,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.world import (
    add_people,
    close_wave,
    give,
    make_programme,
    make_school,
    make_user,
    open_wave,
    signed_in,
    wave_of,
)

ANSWERS = {"pa01": "9", "pa02": "skip", "pa03": "7", "pa04": "Спасибо"}


@pytest.fixture
def programme(app):
    """Return a programme that asks parents."""
    programme = make_programme(make_school())
    operations.begin(programme, Audience.PARENT, by=None)
    return programme


def survey_of(programme, audience=Audience.PARENT):
    """Return what is asked, as it is now."""
    return (
        db.session.query(GuestSurvey).filter_by(programme_id=programme.id, audience=audience).one()
    )


def fill(programme, n, mark=9, text=None):
    """Let so many parents answer."""
    survey = survey_of(programme)
    for place in range(n):
        answers = {"pa01": mark, "pa02": mark, "pa03": None, "pa04": text and f"{text} {place}"}
        assert operations.hand_in(survey, random_key(), answers)


def close(programme, invited=None):
    """Take no more answers."""
    operations.change(programme, Audience.PARENT, is_open=False, invited=invited, by=None)


def page_number(page):
    """Return the hidden number of a page."""
    return re.search(r'name="page" value="([^"]+)"', page.text)[1]


def test_a_parent_answers_on_one_page_and_twice_counts_once(app, programme):
    """Pressing «Отправить» twice, or going back and sending again, stores one form."""
    client, address = app.test_client(), f"/g/{survey_of(programme).token}"
    page = client.get(address)
    assert "анонимно" in page.text
    sent = ANSWERS | {"page": page_number(page)}
    for _ in range(2):
        assert client.post(address, data=sent).status_code == 302
    [stored] = db.session.query(GuestAnswer).all()
    assert stored.answers == {"pa01": 9, "pa02": None, "pa03": 7, "pa04": "Спасибо"}
    assert db.session.query(AuditEvent).filter(AuditEvent.action != "guests.begin").count() == 0
    assert "Спасибо" in client.get(f"{address}/thanks").text


@pytest.mark.parametrize(
    "wrong", [{"pa01": "11"}, {"pa01": ""}, {"pa04": "я" * 5000}], ids=["eleven", "nothing", "long"]
)
def test_a_mistake_is_shown_and_nothing_is_stored(app, programme, wrong):
    """What was answered stays on the page."""
    client, address = app.test_client(), f"/g/{survey_of(programme).token}"
    sent = ANSWERS | {"page": page_number(client.get(address))} | wrong
    page = client.post(address, data=sent)
    assert page.status_code == 200
    assert 'role="alert"' in page.text
    assert 'value="7" checked' in page.text
    assert db.session.query(GuestAnswer).count() == 0


def test_a_page_nobody_made_is_shown_again(app, programme):
    """A made-up number stores nothing."""
    client, address = app.test_client(), f"/g/{survey_of(programme).token}"
    page = client.post(address, data=ANSWERS | {"page": "1"})
    assert "Страница устарела" in page.text
    assert 'value="7" checked' in page.text
    assert db.session.query(GuestAnswer).count() == 0


def test_a_closed_questionnaire_takes_nothing(app, programme):
    """Neither a page that is opened now nor one that has been open."""
    client, address = app.test_client(), f"/g/{survey_of(programme).token}"
    sent = ANSWERS | {"page": page_number(client.get(address))}
    close(programme)
    assert client.get(address).status_code == 410
    assert client.post(address, data=sent).status_code == 410
    assert client.get("/g/zzzzz-zzzzz").status_code == 404
    assert db.session.query(GuestAnswer).count() == 0


def test_the_curator_makes_an_address_closes_it_and_reads_texts_of_enough(app, programme):
    """Fewer than k texts are not shown, nor any while answers are taken."""
    client = signed_in(app, make_user(programme.school, Role.CURATOR))
    page = f"/staff/programmes/{programme.id}/guests"
    client.post(f"{page}/partner/begin")
    assert survey_of(programme, Audience.PARTNER).code == "stage1-partner"
    fill(programme, 4, text="Хорошо")
    sent = {"parent-invited": "3"}
    assert (
        "Значит, опрошено не меньше"
        in client.post(f"{page}/parent", data=sent, follow_redirects=True).text
    )
    client.post(f"{page}/parent", data={"parent-invited": "10"})
    assert (survey_of(programme).invited, survey_of(programme).is_open) == (10, False)
    assert "Хорошо" not in client.get(page).text
    client.post(f"{page}/parent", data={"parent-invited": "10", "parent-is_open": "y"})
    fill(programme, 1, text="Хорошо")
    assert "Хорошо" not in client.get(page).text
    close(programme)
    assert client.get(page).text.count("Хорошо") == 5


def held(programme):
    """Hold the exit wave with mentees who answer nothing, and close it."""
    wave = wave_of(programme, WaveKind.EXIT)
    give(wave, "stage1-pupil-pupil-mentee-exit", ProgrammeRole.MENTEE)
    add_people(programme, ProgrammeRole.MENTEE, 5)
    open_wave(wave)
    close_wave(wave)


@pytest.mark.parametrize(("n", "mean"), [(4, None), (5, 9.0)])
def test_the_report_shows_marks_of_enough_parents(programme, n, mean):
    """And how many of those asked answered, which is never hidden."""
    held(programme)
    fill(programme, n)
    close(programme, invited=20)
    keep_answers(programme, 1)
    results = report_of(db.session.merge(programme), 1, Words()).results
    [parents] = [one for one in results.satisfaction if one.role == "parent"]
    assert [(one.scale, one.n, one.mean) for one in parents.ratings] == [
        ("joint-work", n, mean), ("usefulness", n, mean), ("information", 0, None)
    ]  # fmt: skip
    [row] = [one for one in results.participation if one.role == "parent"]
    assert (row.invited, row.answered, row.return_rate) == (20, n, n / 20)


def test_after_a_report_the_questionnaire_stays_closed(programme):
    """One that was open when the report was made is not in it, and may go on."""
    held(programme)
    fill(programme, 5)
    keep_answers(programme, 1)
    programme = db.session.merge(programme)
    roles = [one.role for one in report_of(programme, 1, Words()).results.satisfaction]
    assert "parent" not in roles
    close(programme)
    keep_answers(programme, 1)
    with pytest.raises(RefusedError, match="stays closed"):
        operations.change(programme, Audience.PARENT, is_open=True, invited=None, by=None)
    assert queries.marks(
        survey_of(programme), queries.instrument_of(survey_of(programme)).items[0]
    ).rows == ((None, Fraction(9), 5),)


def test_nothing_of_parents_is_shown_before_the_exit_wave_is_over(programme):
    """As of everything else in stage 1."""
    fill(programme, 5)
    close(programme)
    keep_answers(programme, 1)
    results = report_of(db.session.merge(programme), 1, Words()).results
    assert results.satisfaction == ()
    assert not survey_of(programme).is_reported


def test_half_way_marks_are_described_as_soon_as_that_wave_is_over(programme):
    """In a part of their own, and the wave stays closed then."""
    wave = wave_of(programme, WaveKind.MID)
    form = give(wave, "stage1-pupil-pupil-mentee-mid", ProgrammeRole.MENTEE)
    codes = add_people(programme, ProgrammeRole.MENTEE, 6)
    open_wave(wave)
    with writing() as session:
        for code in codes:
            store_submission(session, form, person=session.get_one(Slip, code).person,
                             answers={"sm01": 8}, answered_on=date(2027, 1, 20))  # fmt: skip
    close_wave(wave)
    keep_answers(programme, 1)
    report = report_of(db.session.merge(programme), 1, Words())
    [mentees] = report.results.mid
    assert (mentees.ratings[0].n, mentees.ratings[0].mean) == (6, 8.0)
    assert "Half-way feedback" in [section.title for section in report.document.sections]
    assert wave_of(programme, WaveKind.MID).reported_at is not None
