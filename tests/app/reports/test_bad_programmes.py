"""Whatever a programme lacks, and whatever people typed, each of its reports is made and says so."""

from __future__ import annotations

import html
import io
import json
import re
import zipfile
from datetime import date

import pytest
from sqlalchemy import insert

from app.coding.operations import Coding, code_answers
from app.coding.queries import desk_of
from app.database import db, writing
from app.models import (
    BOTH_STAGES,
    AnswerTheme,
    CodedAnswer,
    Participant,
    Person,
    ProgrammeRole,
    ReportForm,
    ReportJob,
    Screening,
    Submission,
    SwotCell,
    Theme,
    Verdict,
    WaveKind,
)
from app.reports import operations
from app.reports.making import make
from tests.app.coding.desk import FORM, VALUABLE, wrote
from tests.app.world import (
    add_people,
    close_wave,
    give,
    hand_in,
    make_programme,
    make_school,
    wave_of,
)

#: Files are the same whatever the database.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

K = 5
LONG = "ж" * 300
ODD = ("=1+1", "<script>alert(1)</script>", "🙂 радость", "\u202eобратно", "שלום", LONG)


def nobody(school):
    """Return a programme in which nothing has happened."""
    return make_programme(school, k=K)


def with_answers(n, *kinds):
    """Return what makes a programme of so many mentees, who handed in empty forms."""

    def made(school):
        programme = make_programme(school, k=K)
        codes = add_people(programme, ProgrammeRole.MENTEE, n)
        for kind in kinds:
            wave = wave_of(programme, kind)
            ends = {WaveKind.ENTRY: "entry", WaveKind.EXIT: "exit"}
            for code in ("self-esteem", f"stage1-pupil-pupil-mentee-{ends[kind]}"):
                hand_in(give(wave, code, ProgrammeRole.MENTEE), *codes)
            close_wave(wave)
        return programme

    return made


def odd(school):
    """Return a programme whose title, answers, themes and quotations are what people paste."""
    programme = wrote(school, [f"{text} {place}" for place in range(K) for text in ODD], k=K,
                      title="=1+1 <script>alert(1)</script> 🙂 שלום")  # fmt: skip
    [group] = desk_of(programme).groups
    codings = {
        one.key: Coding(
            new_theme=one.text[: one.text.rindex(" ")], cell=SwotCell.STRENGTH, released=True
        )
        for one in group.answers
    }
    code_answers(programme, codings, by=None)
    return programme


#: name: (programme, what the reports of stage 1 and of stage 2 say of what is not there)
CASES = {
    "empty": (nobody, "Пока никто не приглашён", "Участников пока нет"),
    "one wave": (
        with_answers(8, WaveKind.ENTRY),
        "Анкетирования на выходе ещё не было",
        "есть ответы только одного замера",
    ),
    "all under k": (
        with_answers(K - 1, WaveKind.ENTRY, WaveKind.EXIT),
        "Для выводов недостаточно данных",
        "нет никого с действительными баллами в обоих замерах",
    ),
}


def made(programme, stage):
    """Make a report as a page does, and return its files by form and format."""
    job_id = operations.request_report(programme, stage, by=None)
    make(job_id)
    job = db.session.get_one(ReportJob, job_id)
    return {(file.form, file.format): file.content for file in job.files}


def open_answers(files):
    """Return what is counted of open answers, question by question."""
    return json.loads(files[ReportForm.FULL, "json"])["open_answers"]


def check(files):
    """Check that no table is without rows, and that no file is without what it says."""
    for (form, format_), content in files.items():
        if format_ == "html":
            page = content.decode()
            assert "<script" not in page
            for table in re.findall(r"<table.*?</table>", page, re.DOTALL):
                assert "<td" in table, (form, table[:200])
        elif format_ == "xlsx":
            sheets = zipfile.ZipFile(io.BytesIO(content))
            assert not any(b"<f>" in sheets.read(n) for n in sheets.namelist() if "sheet" in n)
        else:
            assert len(content) > 500, (form, format_)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("stage", [1, 2, BOTH_STAGES])
def test_every_report_is_made_and_says_what_is_missing(app, case, stage):
    """Ten files of a stage, three of both together."""
    fill, *said = CASES[case]
    files = made(fill(make_school()), stage)
    check(files)
    form = ReportForm.SUMMARY if stage == BOTH_STAGES else ReportForm.FULL
    text = html.unescape(files[form, "html"].decode())
    for reason in said if stage == BOTH_STAGES else [said[stage - 1]]:
        assert reason in text


def test_what_people_paste_is_printed_as_text(app):
    """Emoji, letters from the right, formulas, tags, a theme of 300 letters."""
    files = made(odd(make_school()), 1)
    check(files)
    page = html.unescape(files[ReportForm.FULL, "html"].decode())
    for text in ODD:
        assert text in page
    [found] = (one for one in open_answers(files) if one["themes"])
    assert {one["title"] for one in found["themes"]} == set(ODD)


def coded(school, n, n_themes):
    """Return a programme in which so many people wrote an answer, each of one theme."""
    programme = make_programme(school, k=K)
    wave = wave_of(programme, WaveKind.EXIT)
    form = give(wave, FORM, ProgrammeRole.MENTEE)
    persons = [{"id": one, "school_id": school.id} for one in range(1, n + 1)]
    of_programme = {"programme_id": programme.id, "role": ProgrammeRole.MENTEE}
    answers = [{"submission_id": one, "item": VALUABLE} for one in range(1, n + 1)]
    rows = {
        Person: persons,
        Participant: [of_programme | {"person": one["id"], "number": one["id"]} for one in persons],
        Submission: [
            {"id": one["id"], "administration_id": form.id, "person": one["id"],
             "answers": {VALUABLE: f"Ответ {one['id']}"}, "answered_on": date(2027, 4, 5)}
            for one in persons
        ],
        Screening: [one | {"verdict": Verdict.CALM} for one in answers],
        CodedAnswer: answers,
        Theme: [{"id": one + 1, "programme_id": programme.id, "title": f"Тема {one}"}
                for one in range(n_themes)],
        AnswerTheme: [one | {"theme_id": at % n_themes + 1} for at, one in enumerate(answers)],
    }  # fmt: skip
    with writing() as session:
        for table, values in rows.items():
            session.execute(insert(table), values)
    close_wave(wave)
    return programme


def test_five_thousand_open_answers_are_counted_by_theme(app):
    """The report grows with the themes, not with the answers."""
    files = made(coded(make_school(), 5000, 40), 1)
    check(files)
    [found] = (one for one in open_answers(files) if one["themes"])
    assert (found["n"], [one["n"] for one in found["themes"]]) == (5000, [125] * 40)
