"""Few adults who agreed are shown one by one, by their numbers, and count in no statistics."""

from __future__ import annotations

import json
from datetime import date
from fractions import Fraction

import pytest

from app.answering.operations import store_submission
from app.database import db, writing
from app.models import (
    Consent,
    ConsentState,
    LinkageMode,
    MentoringForm,
    Paper,
    Participant,
    ProgrammeRole,
    Slip,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.programmes.operations import ProgrammeFacts, change_programme
from app.registries import LIBRARY
from app.reports.making import report_file
from tests.app.world import (
    add_people,
    close_wave,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

#: Given to mentors of a form whose mentors are teachers.
FORM = "self-esteem"


def agree(codes, state=ConsentState.RECEIVED):
    """Write down both papers."""
    with writing() as session:
        for code in codes:
            person = session.get_one(Slip, code).person
            programme_id = session.query(Participant).filter_by(person=person).one().programme_id
            session.add_all(
                Consent(
                    programme_id=programme_id,
                    person=person,
                    paper=paper,
                    state=state,
                    changed_on=date(2026, 9, 3),
                )
                for paper in Paper
            )


def programme_with(n, agreed=None):
    """Return a programme of n teachers, all of whom have answered twice, and their codes."""
    programme = make_programme(
        make_school(),
        mentoring_form=MentoringForm.TEACHER_PUPIL,
        named_role=ProgrammeRole.MENTOR,
        consent_required=False,
        k=3,
    )
    codes = add_people(programme, ProgrammeRole.MENTOR, n)
    agree(codes[: n if agreed is None else agreed])
    for kind, shift in ((WaveKind.ENTRY, 0), (WaveKind.EXIT, 1)):
        form = give(wave_of(programme, kind), FORM, ProgrammeRole.MENTOR)
        open_wave(wave_of(programme, kind))
        with writing() as session:
            for place, code in enumerate(codes):
                answers = {item.code: (place + shift) % 4 + 1 for item in LIBRARY.get(FORM).items}
                store_submission(session, form, person=session.get_one(Slip, code).person,
                                 answers=answers, answered_on=date(2026, 10, 5))  # fmt: skip
        close_wave(wave_of(programme, kind))
    return programme, codes


def stage2(programme, format_="json"):
    """Return the report."""
    return report_file(db.session.merge(programme), 2, format_)


@pytest.mark.parametrize("n", [2, 6])
def test_each_is_shown_and_nobody_is_counted(app, n):
    """Six of them would be enough for statistics under k = 3, and there are none."""
    programme, _codes = programme_with(n)
    report = json.loads(stage2(programme))
    assert report["scales"] == []
    total = [one for one in report["individuals"] if one["scale"] == "total"]
    assert [one["number"] for one in total] == list(range(1, n + 1))
    for one in total:
        assert Fraction(one["difference"]) == Fraction(one["exit"]) - Fraction(one["entry"])
    assert [flow["people"] for flow in report["flow"]] == [n]
    page = stage2(programme, "html").decode()
    assert "Индивидуальная обратная связь" in page
    assert "№\u00a02" in page


@pytest.mark.parametrize("n", [1, 7])
def test_one_alone_or_seven_are_neither_shown_nor_counted(app, n):
    """The declaration is for two to six."""
    programme, _codes = programme_with(n)
    report = json.loads(stage2(programme))
    assert report["individuals"] == report["scales"] == []


def test_whoever_has_not_agreed_is_not_shown(app):
    """Though the others are."""
    programme, _codes = programme_with(4, agreed=3)
    numbers = {one["number"] for one in json.loads(stage2(programme))["individuals"]}
    assert numbers == {1, 2, 3}


def test_no_code_stands_in_a_report(app):
    """The number is what the school knows people by."""
    programme, codes = programme_with(3)
    for format_ in ("json", "html"):
        content = stage2(programme, format_).decode()
        assert not any(code in content for code in codes)


def facts(**more):
    """Return what the first step asks."""
    known = {
        "title": "Наставники",
        "mentoring_form": MentoringForm.TEACHER_PUPIL,
        "role_models": "",
        "year_kind": "school",
        "starts_on": date(2026, 9, 1),
        "ends_on": date(2027, 5, 31),
        "k": 5,
        "named_role": ProgrammeRole.MENTOR,
    }
    return ProgrammeFacts(**(known | more))


def test_only_adults_who_are_listed_may_be_declared_and_only_before_the_first_answer(app):
    """A child is never shown one by one, and an anonymous person cannot be."""
    programme = make_programme(make_school(), mentoring_form=MentoringForm.TEACHER_PUPIL)
    change_programme(programme, facts(), by=None)
    assert programme.named_role is ProgrammeRole.MENTOR
    for wrong in (
        facts(named_role=ProgrammeRole.MENTEE),
        facts(linkage_mode=LinkageMode.CODES_HAT),
    ):
        with pytest.raises(RefusedError) as refused:
            change_programme(programme, wrong, by=None)
        assert refused.value.field == "named_role"
    answered, _codes = programme_with(2)
    with pytest.raises(RefusedError):
        change_programme(answered, facts(named_role=None, k=3), by=None)
