"""What a report is computed from is counted by the database, for whom it should be."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import delete, event

from analysis.paired import PairedScores
from analysis.quality import form_quality
from app.answering.operations import store_submission
from app.database import db, writing
from app.models import (
    Arm,
    Membership,
    MentoringGroup,
    Participant,
    ProgrammeRole,
    ResponseQuality,
    Score,
    Slip,
    Strategy,
    Submission,
    Wave,
    WaveKind,
)
from app.registries import LIBRARY
from app.reports import stage2_frames
from app.reports.given import Given
from app.reports.stage2_frames import scale_inputs
from instruments.messages import N_
from instruments.scoring import score
from tests.app.world import (
    LONG_AGO,
    add_people,
    give,
    make_programme,
    make_school,
    open_wave,
    wave_of,
)

ANXIETY = LIBRARY.get("anxiety-school")

#: Ticked all the way down.
SAME = dict.fromkeys(ANXIETY.by_code, 2)


class Held:
    """A programme that asked about anxiety at entry and exit."""

    def __init__(self, **more: object) -> None:
        self.programme = make_programme(make_school(), **more)
        self.forms = {}
        for kind in (WaveKind.ENTRY, WaveKind.EXIT):
            wave = wave_of(self.programme, kind)
            self.forms[kind] = give(wave, ANXIETY.code, ProgrammeRole.MENTEE)
            open_wave(wave)

    def people(self, n: int, **more: object) -> list[int]:
        """Add mentees and return their keys."""
        codes = add_people(self.programme, ProgrammeRole.MENTEE, n, **more)
        return [db.session.get_one(Slip, code).person for code in codes]

    def answer(self, person: int, kind: WaveKind, answers: dict[str, object]) -> None:
        """Store what one person answers."""
        with writing() as session:
            form = db.session.merge(self.forms[kind])
            store_submission(
                session, form, person=person, answers=answers, answered_on=date(2026, 10, 5)
            )

    def inputs(self) -> dict[str, object]:
        """Return what stage 2 is computed from, by scale, once both waves have been reported."""
        with writing() as session:
            for wave in session.query(Wave):
                wave.reported_at = LONG_AGO
        given = Given.of(db.session.merge(self.programme))
        return {one.scale.code: one for one in scale_inputs(given)}


@pytest.fixture
def held(app):
    """Return such a programme."""
    return Held()


def careful(turn: int) -> dict[str, object]:
    """Return answers that nobody would call careless, each turn its own."""
    return {
        code: (turn * 5 + place * place + turn * place) % 4 + 1
        for place, code in enumerate(ANXIETY.by_code)
    }


def total_of(answers):
    """Return the score on the whole questionnaire."""
    return score(ANXIETY, answers)["total"].value


def test_the_database_counts_what_python_counts(held):
    """People with both scores, with one, and with none; also halves of a point."""
    entry, exit_ = {}, {}
    for turn, person in enumerate(held.people(12)):
        answers = careful(turn) | ({"an01": None} if turn % 3 == 0 else {})
        if turn % 4:
            held.answer(person, WaveKind.ENTRY, answers)
            entry[person] = total_of(answers)
        if turn % 5:
            later = careful(turn + 7)
            held.answer(person, WaveKind.EXIT, later)
            exit_[person] = total_of(later)
    assert held.inputs()["total"].pairs == PairedScores.from_pairs(entry, exit_)


@pytest.mark.parametrize("kind", [WaveKind.ENTRY, WaveKind.EXIT])
def test_who_was_careless_at_either_wave_is_flagged_and_stays(held, kind):
    """Both of that person's scores are in the flagged table, and in the whole one, too."""
    for turn, person in enumerate(held.people(3)):
        for wave in (WaveKind.ENTRY, WaveKind.EXIT):
            is_careless = turn == 0 and wave is kind
            held.answer(person, wave, SAME if is_careless else careful(turn + 1))
    found = held.inputs()["total"]
    other = total_of(careful(1))
    pair = (total_of(SAME), other) if kind is WaveKind.ENTRY else (other, total_of(SAME))
    assert found.flagged == PairedScores.from_rows([(*pair, 1)])
    assert (found.pairs.n_matched, (found.pairs - found.flagged).n_matched) == (3, 2)


def test_how_forms_were_filled_in_is_the_mean_over_forms(held):
    """Of the wave's forms; a form from before forms were judged is left out."""
    forms = [careful(1), SAME, careful(2) | {"an03": None, "an04": None}]
    for person, answers in zip(held.people(4), [*forms, SAME], strict=True):
        held.answer(person, WaveKind.ENTRY, answers)
    with writing() as session:
        session.execute(delete(ResponseQuality).filter_by(person=person))
    found = held.inputs()["total"]
    judged = [form_quality(ANXIETY, answers) for answers in forms]
    assert found.exit_quality is None
    assert found.entry_quality.n == 3
    for name in ("missing", "longest_run", "variance"):
        mean = sum(getattr(one, name) for one in judged) / 3
        assert getattr(found.entry_quality, name) == pytest.approx(float(mean))


def test_a_row_knows_the_arm_the_strategy_and_the_group_at_entry(held):
    """The group someone came into later is not theirs; who has no score has no row."""
    with writing() as session:
        strategy = Strategy(programme_id=held.programme.id, title="Общее увлечение")
        pairs = [MentoringGroup(programme_id=held.programme.id, label=f"П{n}") for n in (1, 2)]
        session.add_all([strategy, *pairs])
    [own] = held.people(1, strategy_id=strategy.id)
    [compared, _absent] = held.people(2, arm=Arm.COMPARISON)
    with writing() as session:
        for pair, day in zip(pairs, (date(2027, 1, 11), date(2026, 9, 1)), strict=True):
            session.add(
                Membership(programme_id=held.programme.id, group_id=pair.id, person=own,
                           role=ProgrammeRole.MENTEE, from_on=day)
            )  # fmt: skip
        at_entry = str(pairs[1].id)
    held.answer(own, WaveKind.ENTRY, careful(1))
    held.answer(own, WaveKind.EXIT, careful(2))
    held.answer(compared, WaveKind.EXIT, careful(3))
    found = held.inputs()["total"]
    [first, second] = found.rows
    scores = [total_of(careful(turn)) for turn in (1, 2, 3)]
    assert (first.entry, first.exit, second.entry, second.exit) == (*scores[:2], None, scores[2])
    assert (first.level, first.strategy, first.cluster) == ("programme", strategy.title, at_entry)
    assert (second.level, second.strategy, second.cluster) == ("comparison", None, None)
    assert found.groups.keys() == {"programme", "comparison"}


def test_where_pairs_are_of_fewer_people_so_are_rows(held):
    """Whoever skipped a part is left out everywhere, else rows would tell who it was."""
    tests = next(scale for scale in ANXIETY.scales if scale.code == "tests").item_codes
    for turn, person in enumerate(held.people(8)):
        held.answer(person, WaveKind.ENTRY, careful(turn))
        skipped = {code: None for code in ANXIETY.by_code if code not in tests and not turn}
        held.answer(person, WaveKind.EXIT, careful(turn + 1) | skipped)
    inputs = held.inputs()
    assert inputs["tests"].common
    assert {one.pairs.n_matched for one in inputs.values()} == {7}
    for one in inputs.values():
        paired = [row for row in one.rows if row.entry is not None and row.exit is not None]
        assert len(paired) == 7
        assert PairedScores.from_rows((row.entry, row.exit, 1) for row in one.rows) == one.pairs


def test_flagged_people_are_left_out_where_others_are(held):
    """Without them are those of the pairs who were careful, and nobody else."""
    tests = next(scale for scale in ANXIETY.scales if scale.code == "tests").item_codes
    for turn, person in enumerate(held.people(8)):
        held.answer(person, WaveKind.ENTRY, careful(turn))
        skipped = {code: None for code in ANXIETY.by_code if code not in tests}
        held.answer(person, WaveKind.EXIT, careful(turn + 1) | (skipped if not turn else {}))
    found = held.inputs()["tests"]
    assert (found.flagged.n_matched, found.flagged.n_entry, found.flagged.n_exit) == (0, 0, 0)
    assert (found.pairs - found.flagged).n_matched == 7


def test_of_too_many_people_no_row_is_read(held, monkeypatch):
    """Above the limit there is nothing, and the database was not asked."""
    for turn, person in enumerate(held.people(4)):
        held.answer(person, WaveKind.ENTRY, careful(turn))
    monkeypatch.setattr(stage2_frames, "MOST_ROWS", 4)
    assert len(held.inputs()["total"].rows) == 4
    monkeypatch.setattr(stage2_frames, "MOST_ROWS", 3)
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert {one.rows for one in held.inputs().values()} == {None}
    assert not [statement for statement in asked if "membership" in statement]


def test_all_scales_of_a_questionnaire_are_asked_for_at_once(held):
    """Who lacks a score, the pairs, those of flagged forms, and rows: four queries, not ten."""
    for turn, person in enumerate(held.people(2)):
        held.answer(person, WaveKind.ENTRY, careful(turn))
        held.answer(person, WaveKind.EXIT, careful(turn + 1))
    asked: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *told: asked.append(told[2]))
    assert len(held.inputs()) == 4
    assert len([statement for statement in asked if "score.scale" in statement]) == 4


def test_scores_that_may_not_be_compared_have_no_rows(held, monkeypatch):
    """They stand apart in the tables, and nothing is made of their rows."""
    for turn, person in enumerate(held.people(2)):
        held.answer(person, WaveKind.ENTRY, careful(turn))
        held.answer(person, WaveKind.EXIT, SAME)
    why = N_("made up")
    monkeypatch.setattr("instruments.registry.Registry.why_not_comparable", lambda *_: why)
    found = held.inputs()["total"]
    assert found.rows == ()
    assert (found.pairs.n_matched, found.pairs.n_entry, found.pairs.n_exit) == (0, 2, 2)
    assert (found.flagged.n_matched, found.flagged.n_entry, found.flagged.n_exit) == (0, 2, 2)


def test_what_follows_from_a_form_goes_with_it(held):
    """When somebody's form is erased nothing of it is counted any more."""
    stays, goes = held.people(2)
    for person in (stays, goes):
        held.answer(person, WaveKind.ENTRY, careful(1))
    with writing() as session:
        session.execute(delete(Submission).filter_by(person=goes))
    assert {one.person for one in db.session.query(Score)} == {stays}
    assert {one.person for one in db.session.query(ResponseQuality)} == {stays}
    found = held.inputs()["total"]
    assert (found.pairs.n_entry, found.entry_quality.n, len(found.rows)) == (1, 1, 1)


def test_mentors_and_the_other_arm_are_counted_apart(held):
    """Each with their own careless forms."""
    [own] = held.people(1)
    [compared] = held.people(1, arm=Arm.COMPARISON)
    [mentor] = held.people(1)
    with writing() as session:
        one = session.get_one(Participant, (held.programme.id, mentor))
        one.role = ProgrammeRole.MENTOR
    for person, answers in ((own, careful(1)), (compared, SAME), (mentor, SAME)):
        held.answer(person, WaveKind.ENTRY, answers)
    found = held.inputs()["total"]
    assert (found.pairs.n_entry, found.flagged.rows, found.entry_quality.n) == (1, (), 1)
    assert len(found.rows) == 2
