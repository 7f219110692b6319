"""Answers from a table are taken in whole, or every wrong cell is listed."""

from __future__ import annotations

import json
from datetime import date

import pytest

from app.database import db, writing
from app.models import (
    Arm,
    ConsentState,
    Participant,
    ProgrammeRole,
    ResponseQuality,
    Score,
    Submission,
    WaveKind,
)
from app.programmes.codes import new_code, shown_code
from instruments.registry import Registry
from tests.app.conftest import csv_text, run
from tests.app.world import (
    add_people,
    close_wave,
    consent,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

CODES = [item.code for item in Registry().get("stage1-pupil-pupil-mentee-entry").items]


@pytest.fixture
def programme(app, monkeypatch):
    """Return a programme whose entry wave is open; commands work on its database."""
    monkeypatch.setenv("ZAMER_DATABASE_URL", app.config["DATABASE_URL"])
    monkeypatch.setenv("ZAMER_INSTANCE", app.config["INSTANCE"])
    programme = make_programme(make_school())
    give(wave_of(programme, WaveKind.ENTRY), "anxiety-school", ProgrammeRole.MENTEE)
    open_wave(wave_of(programme, WaveKind.ENTRY))
    return programme


def take_in(programme, path, instrument="anxiety-school@1", wave="entry"):
    """Run the command on a table."""
    return run(
        "answers", "import", "--programme", programme.id, "--wave", wave,
        "--instrument", instrument, path,
    )  # fmt: skip


def stored(kind=Submission):
    """Return what the command has stored, which this test's own transaction has not seen yet."""
    db.session.rollback()
    return db.session.query(kind).all()


def table(codes, answers="1"):
    """Return a table that gives the same answer to each of twelve items."""
    return csv_text([["code", *map(str, range(1, 13))], *([code, *answers * 12] for code in codes)])


def test_a_table_is_stored_with_its_scores(programme, write):
    """A submission per row, a score per scale, how it was filled in; dashes in a code are fine."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 3)
    typed = [codes[0], f"{codes[1][:4]}-{codes[1][4:8]}-{codes[1][8:]}", codes[2]]
    done = take_in(programme, write("a.csv", table(typed)))
    assert (done.code, done.err) == (0, "")
    assert len(stored()) == 3
    scales = Registry().get("anxiety-school").scales
    assert len(stored(Score)) == 3 * len(scales)
    assert [one.flagged for one in stored(ResponseQuality)] == [True] * 3


def test_every_bad_cell_is_listed_and_nothing_is_stored(programme, write):
    """Row, column, value and rule of each."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 3)
    rows = [line.split(",") for line in table(codes).splitlines()]
    rows[1][3], rows[2][5] = "7", "да"
    done = take_in(programme, write("a.csv", csv_text(rows)))
    assert done.code == 2
    assert "строка 2, столбец «3»" in done.err
    assert "«7»" in done.err
    assert "строка 3, столбец «5»" in done.err
    assert stored() == []


def test_all_of_many_bad_cells_are_listed(programme, write):
    """Thirty cells, thirty lines; thirty codes, too."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 30)
    rows = [line.split(",") for line in table(codes).splitlines()]
    for row in rows[1:]:
        row[4] = "7"
    for content in (csv_text(rows), table([new_code() for _ in codes]), table(["1234"] * 31)):
        done = take_in(programme, write("a.csv", content))
        listed = [line.split("строка ")[1].split(",")[0] for line in done.err.strip().split("\n")]
        assert done.code == 2
        assert len(listed) == len(set(listed)) == 30


def test_the_comparison_arm_gives_no_answers_about_mentoring(programme, write):
    """Neither in a browser nor in a table."""
    give(wave_of(programme, WaveKind.ENTRY), "stage1-pupil-pupil-mentee-entry")
    [mentored] = add_people(programme, ProgrammeRole.MENTEE, 1)
    [compared] = add_people(programme, ProgrammeRole.MENTEE, 1, arm=Arm.COMPARISON)
    rows = [["code", *CODES], [compared, *[""] * len(CODES)]]
    rows[1][1 + CODES.index("st01")] = "8"
    process = "stage1-pupil-pupil-mentee-entry@1"
    done = take_in(programme, write("a.csv", csv_text(rows)), process)
    assert done.code == 2
    assert "группу сравнения о наставничестве не спрашивают" in done.err
    rows[1][0] = mentored
    assert take_in(programme, write("b.csv", csv_text(rows)), process).code == 0
    assert take_in(programme, write("c.csv", table([compared]))).code == 0


def test_codes_that_cannot_be_are_listed(programme, write):
    """Mistyped, of nobody, of another role, twice, answered already."""
    mentee, answered = add_people(programme, ProgrammeRole.MENTEE, 2)
    [mentor] = add_people(programme, ProgrammeRole.MENTOR, 1)
    [stranger] = add_people(make_programme(make_school("Другая")), ProgrammeRole.MENTEE, 1)
    assert take_in(programme, write("first.csv", table([answered]))).code == 0
    mistyped = f"{mentee[:-1]}{(int(mentee[-1]) + 1) % 10}"
    twice = [mentee, f"{mentee[:4]} {mentee[4:]}"]
    for codes in ([mentee, mistyped], [mentee, mentor], [mentee, stranger], [answered], twice):
        done = take_in(programme, write("bad.csv", table(codes)))
        assert done.code == 2, codes
        assert "столбец «code»" in done.err
    assert len(stored()) == 1


@pytest.mark.parametrize(
    ("reference", "wave"),
    [("anxiety-school@2", "entry"), ("self-esteem@1", "entry"), ("anxiety-school@1", "exit")],
)
def test_only_what_the_wave_gives_is_taken_in(programme, write, reference, wave):
    """Another version, another questionnaire, another wave: said with what there is."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 1)
    done = take_in(programme, write("a.csv", table(codes)), reference, wave)
    assert done.code == 2
    assert "--instrument" in done.err


def test_a_reported_wave_takes_no_more(programme, write):
    """Otherwise two reports would tell the answers that came between them."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 2)
    close_wave(wave_of(programme, WaveKind.ENTRY))
    assert take_in(programme, write("a.csv", table(codes[:1]))).code == 0
    report = run("report", "stage2", "--programme", programme.id, "--format", "json")
    assert json.loads(report.out)["flow"][0]["entry"] == 1
    done = take_in(programme, write("b.csv", table(codes[1:])))
    assert done.code == 2
    assert "отчёт" in done.err


def test_whoever_has_withdrawn_gives_no_answers(programme, write):
    """The row is named; nothing is stored."""
    codes = add_people(programme, ProgrammeRole.MENTEE, 2)
    with writing() as session:
        session.query(Participant).filter_by(number=1).one().withdrawn_on = date(2026, 10, 5)
    done = take_in(programme, write("a.csv", table(codes)))
    assert done.code == 2
    assert len(done.err.strip().splitlines()) == 1
    assert stored() == []


def test_every_kind_of_answer_comes_in(programme, write):
    """Ratings, yes and no, open answers; an answer to a hidden question is dropped."""
    [code] = add_people(programme, ProgrammeRole.MENTEE, 1)
    wave = wave_of(programme, WaveKind.ENTRY)
    give(wave, "stage1-pupil-pupil-mentee-entry", ProgrammeRole.MENTEE)
    kinds = {
        item.code: item.kind for item in Registry().get("stage1-pupil-pupil-mentee-entry").items
    }
    typed = {"rating": "8", "yes_no": "0", "text": "Помощи"}
    rows = [["код", *kinds], [code, *(typed[kind] for kind in kinds.values())]]
    done = take_in(programme, write("a.csv", csv_text(rows)), "stage1-pupil-pupil-mentee-entry@1")
    assert done.code == 0, done.err
    [submission] = stored()
    answers = submission.answers
    assert (answers["st01"], answers["st30"], answers["st32"]) == (8, 0, "Помощи")
    assert "st31" not in answers


def test_an_unknown_programme_is_told(programme, write):
    """With those there are."""
    done = run("report", "stage1", "--programme", programme.id + 1)
    assert done.code == 2
    assert str(programme.id) in done.err


def test_a_table_from_somebody_without_both_consents_is_refused(programme, write):
    """With the code of each, and nothing of the others is stored; the comparison arm is no exception."""
    with writing():
        programme.consent_required = True
    agreed, half = add_people(programme, ProgrammeRole.MENTEE, 2)
    [compared] = add_people(programme, ProgrammeRole.MENTEE, 1, arm=Arm.COMPARISON)
    consent(agreed, ConsentState.RECEIVED, ConsentState.RECEIVED)
    consent(half, ConsentState.RECEIVED, ConsentState.GIVEN)
    done = take_in(programme, write("a.csv", table([agreed, half, compared])))
    assert done.code == 2
    for row, code in ((3, half), (4, compared)):
        assert f"строка {row}, столбец «code»" in done.err
        assert shown_code(code) in done.err
    assert shown_code(agreed) not in done.err
    assert stored() == []
    assert take_in(programme, write("b.csv", table([agreed]))).code == 0
