"""Open answers are read first by the psychologist, and tell nobody whose they are but on purpose."""

from __future__ import annotations

import re
from datetime import date

import pytest

from app.answering.operations import store_submission
from app.database import db, writing
from app.models import (
    AuditEvent,
    LinkageMode,
    ProgrammeRole,
    Role,
    Screening,
    Slip,
    Verdict,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.screening.operations import escalate, judge
from app.screening.queries import open_texts
from instruments.model import Kind
from instruments.registry import Registry
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

FORM = "stage1-pupil-pupil-mentee-exit"
WORRY = "Мне страшно идти домой"
N = 7


@pytest.fixture
def school(app):
    """Return a school."""
    return make_school()


@pytest.fixture
def psychologist(app, school):
    """Return a browser of the psychologist."""
    return signed_in(app, make_user(school, Role.PSYCHOLOGIST))


def asked(school, mode=LinkageMode.CODES_LIST, n=N):
    """Return a programme whose mentees have written, the last of them what worries."""
    programme = make_programme(school, linkage_mode=mode)
    wave = wave_of(programme, WaveKind.EXIT)
    form = give(wave, FORM, ProgrammeRole.MENTEE)
    open_wave(wave)
    codes = add_people(programme, ProgrammeRole.MENTEE, n, class_name="7А")
    with writing() as session:
        for place, code in enumerate(codes):
            text = WORRY if place == n - 1 else f"Всё хорошо {place}"
            store_submission(session, form, person=session.get_one(Slip, code).person,
                             answers=dict.fromkeys(text_items(), text),
                             answered_on=date(2027, 4, 5))  # fmt: skip
    return programme, codes


def text_items():
    """Return the codes of the open questions of the form."""
    return [item.code for item in Registry().get(FORM).items if item.kind is Kind.TEXT]


def address(programme, rest=""):
    """Return the address of the page."""
    return f"/staff/programmes/{programme.id}/open-answers{rest}"


def ticked(page, wanted):
    """Return what is sent when a page has been read, some answers ticked as worrying."""
    tokens = re.findall(r'name="token" value="([^"]+)"', page)
    texts = re.findall(r'<blockquote class="open-answer mb-2" id="answer-\d+">(.*?)<', page)
    worrying = [token for token, text in zip(tokens, texts, strict=False) if text == wanted]
    return {"token": tokens[: len(texts)], "worrying": worrying}


def read_all(client, programme):
    """Mark everything, the worrying answers as such."""
    while 'id="worrying-1"' in (page := client.get(address(programme)).text):
        client.post(address(programme), data=ticked(page, WORRY))
    return page


def test_answers_stand_without_code_class_or_number(psychologist, school):
    """Two answers of one form do not even have a token in common."""
    programme, codes = asked(school)
    page = psychologist.get(address(programme)).text
    assert WORRY in page
    assert "7А" not in page
    for code in codes:
        assert code not in page
        assert f"{code[:4]} {code[4:8]} {code[8:]}" not in page
    tokens = re.findall(r'name="token" value="([^"]+)"', page)
    assert len(set(tokens)) == len(tokens) == min(20, N * len(text_items()))
    for submission_id in {text.submission_id for text in open_texts(programme)}:
        assert str(submission_id) not in page


def test_every_answer_is_judged_once_and_the_worrying_ones_stay(psychologist, school):
    """What has been read is asked no more."""
    programme, _codes = asked(school)
    page = read_all(psychologist, programme)
    assert "Тревожные ответы" in page
    assert page.count(WORRY) == len(text_items())
    verdicts = [one.verdict for one in db.session.query(Screening)]
    assert verdicts.count(Verdict.WORRYING) == len(text_items())
    assert len(verdicts) == N * len(text_items())


def test_whose_a_worrying_answer_is_can_be_asked_and_is_written_down(psychologist, school):
    """By number and code; the audit holds the number alone."""
    programme, codes = asked(school)
    page = read_all(psychologist, programme)
    token = re.search(r'name="token" value="([^"]+)"', page).group(1)
    found = psychologist.post(address(programme, "/author"), data={"token": token}).text
    code = codes[-1]
    assert f"{code[:4]} {code[4:8]} {code[8:]}" in found
    assert "8-800-2000-122" in found
    events = db.session.query(AuditEvent).filter_by(action="answers.escalate").all()
    assert [event.subject for event in events] == [f"{programme.id}/{N}"]


def test_a_calm_answer_is_nobodys(psychologist, school):
    """Only what has been judged as worrying leads to a child."""
    programme, _codes = asked(school)
    text = next(text for text in open_texts(programme) if text.text != WORRY)
    answer = psychologist.post(
        address(programme, "/author"), data={"token": text.token}, follow_redirects=True
    )
    assert "Сначала отметьте ответ как тревожный" in answer.text
    assert db.session.query(AuditEvent).filter_by(action="answers.escalate").count() == 0


@pytest.mark.parametrize("mode", [LinkageMode.CODES_HAT, LinkageMode.SELF_CODE])
def test_in_an_anonymous_programme_nobody_learns_whose_it_is(psychologist, school, mode):
    """Answers wait for the wave to close; then the class is named, and what can be done."""
    programme, codes = asked(school, mode)
    assert WORRY not in psychologist.get(address(programme)).text
    close_wave(wave_of(programme, WaveKind.EXIT))
    page = read_all(psychologist, programme)
    assert "Наставляемые, 7А" in page
    assert "Узнать, чей это ответ" not in page
    assert not any(code in page for code in codes)
    worrying = next(text for text in open_texts(programme) if text.text == WORRY)
    with pytest.raises(RefusedError):
        escalate(programme, worrying.submission_id, worrying.item, by=None)


def test_a_class_of_fewer_than_k_is_not_named(psychologist, school):
    """In an anonymous programme."""
    programme, _codes = asked(school, LinkageMode.CODES_HAT, n=4)
    close_wave(wave_of(programme, WaveKind.EXIT))
    page = read_all(psychologist, programme)
    assert "Наставляемые" in page
    assert "7А" not in page


def test_the_curator_reads_none_where_there_is_a_psychologist(app, psychologist, school):
    """In a school without one somebody has to."""
    programme, _codes = asked(school)
    curator = signed_in(app, make_user(school, Role.CURATOR))
    refused = curator.get(address(programme))
    assert refused.status_code == 403
    assert WORRY not in refused.text
    alone = make_school("Школа № 2")
    other, _codes = asked(alone)
    curator = signed_in(app, make_user(alone, Role.CURATOR))
    assert WORRY in curator.get(address(other)).text


def test_another_programmes_answers_are_not_judged_here(school):
    """Nor those that were erased meanwhile."""
    programme, _codes = asked(school)
    other, _codes = asked(school)
    text = open_texts(other)[0]
    judge(
        programme, {(text.submission_id, text.item): Verdict.CALM, (5, "x"): Verdict.CALM}, by=None
    )
    assert db.session.query(Screening).count() == 0


@pytest.mark.parametrize("token", ["", "0", "ы", "AAAA"])
def test_a_token_that_is_none_of_ours_finds_nobody(psychologist, school, token):
    """And says so."""
    programme, _codes = asked(school)
    answer = psychologist.post(
        address(programme, "/author"), data={"token": token}, follow_redirects=True
    )
    assert "Страница устарела" in answer.text
