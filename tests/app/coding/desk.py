"""Programmes whose open answers have been read, for the tests of the desk."""

from __future__ import annotations

import re
from datetime import date

from sqlalchemy import insert

from app.answering.operations import store_submission
from app.coding.queries import desk_of
from app.database import db, writing
from app.models import (
    Administration,
    LinkageMode,
    ProgrammeRole,
    Screening,
    Slip,
    Submission,
    Verdict,
    Wave,
    WaveKind,
)
from tests.app.world import (
    add_people,
    close_wave,
    give,
    make_programme,
    open_wave,
    wave_of,
)

FORM = "stage1-pupil-pupil-mentee-exit"

#: Its open questions.
VALUABLE, CHANGE = "sx50", "sx51"

N = 7


def wrote(school, texts, *, role=ProgrammeRole.MENTEE, screened=Verdict.CALM, **more):
    """Return a programme whose people wrote these answers to the first question at exit."""
    programme = make_programme(school, linkage_mode=LinkageMode.CODES_LIST, **more)
    wave = wave_of(programme, WaveKind.EXIT)
    form = give(wave, FORM, role)
    open_wave(wave)
    codes = add_people(programme, role, len(texts), class_name="7А")
    with writing() as session:
        for code, text in zip(codes, texts, strict=True):
            store_submission(session, form, person=session.get_one(Slip, code).person,
                             answers={VALUABLE: text}, answered_on=date(2027, 4, 5))  # fmt: skip
    if screened is not None:
        screen(programme, screened)
    close_wave(wave_of(programme, WaveKind.EXIT))
    return programme


def screen(programme, verdict):
    """Judge every answer to the first question alike."""
    ids = (
        db.session.query(Submission.id)
        .join(Administration)
        .join(Wave)
        .filter(Wave.programme_id == programme.id)
        .all()
    )
    with writing() as session:
        session.execute(
            insert(Screening),
            [{"submission_id": one, "item": VALUABLE, "verdict": verdict} for (one,) in ids],
        )


def key_of(programme, text):
    """Return which answer it is that has a text."""
    return next(
        one.key for group in desk_of(programme).groups for one in group.answers if one.text == text
    )


def address(programme, rest=""):
    """Return the address of the page."""
    return f"/staff/programmes/{programme.id}/coding{rest}"


def sent(page):
    """Return the fields of a page as a browser sends them when nothing has been ticked."""
    fields = re.findall(r'<input type="hidden" name="(answers-[^"]+)" value="([^"]*)"', page)
    return dict(fields)


def prefix_of(page, text):
    """Return what the names of an answer's fields begin with."""
    return re.search(rf'id="(answers-\d+)-text"[^>]*>{re.escape(text)}<', page).group(1)
