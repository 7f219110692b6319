"""Through the database the figures are the same as from the table."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from app.database import db, writing
from app.interchange.operations import add_instruments, import_submissions
from app.interchange.tables import read_table
from app.models import Administration, AdministrationRole, Arm, ProgrammeRole, WaveKind
from app.registries import registry_of
from app.reports.making import report_file
from tests.app.conftest import SAI, SALT, csv_text, run, salt_rows
from tests.app.world import add_people, close_wave, make_programme, make_school, open_wave, wave_of

if TYPE_CHECKING:
    from app.models import Programme, School

#: The table's groups as arms of a programme.
ARMS = {"caffeine": Arm.PROGRAMME, "placebo": Arm.COMPARISON}


def own_definition() -> bytes:
    """Return the definition of the real table with texts, as a school that owns it would."""
    text = SAI.read_text("utf-8").replace(
        "template = true", 'minutes = 5\ninstruction = {ru = "Отметь."}'
    )
    return re.sub(r'(code = "sa(\d+)"\n)', r'\1text = {ru = "Пункт \2."}\n', text).encode()


def salt_by_arm() -> dict[str, list[list[str]]]:
    """Return the rows of the real table by group, without a header."""
    _, *rows = salt_rows()
    return {group: [row for row in rows if row[1] == group] for group in ARMS}


def give_own(school: School, programme: Programme, kind: WaveKind) -> None:
    """Give the school's own questionnaire at a wave."""
    instrument = registry_of(school.id).get("sai-salt")
    with writing() as session:
        session.add(
            Administration(
                wave_id=wave_of(programme, kind).id,
                code=instrument.code,
                version=instrument.version,
                sha256=instrument.sha256,
                construct=instrument.construct,
                position=1,
                given_to=[AdministrationRole(role=ProgrammeRole.MENTEE)],
            )
        )


@pytest.fixture
def salt_programme(app, write) -> Programme:
    """Return a programme with two closed waves and two arms that holds the real answers."""
    school = make_school()
    add_instruments(school, {SAI: own_definition()})
    programme = make_programme(school, k=3)  # so that three people whose score stayed are shown
    people = {
        arm: add_people(programme, ProgrammeRole.MENTEE, len(rows), arm=ARMS[arm])
        for arm, rows in salt_by_arm().items()
    }
    for kind, first in ((WaveKind.ENTRY, 2), (WaveKind.EXIT, 22)):
        give_own(school, programme, kind)
        open_wave(wave_of(programme, kind))
        rows = [["код", *map(str, range(1, 21))]]
        for arm, codes in people.items():
            for code, row in zip(codes, salt_by_arm()[arm], strict=True):
                rows.append([code, *row[first : first + 20]])
        table = read_table(write(f"{kind.value}.csv", csv_text(rows)))
        import_submissions(programme, kind.value, "sai-salt@1", table)
        close_wave(wave_of(programme, kind))
    return db.session.merge(programme)


def analysed(path, *options) -> dict:
    """Return the report of `zamer analyse` as JSON."""
    done = run("analyse", path, "--instrument", SAI, "--format", "json", *options)
    assert done.code == 0, done.err
    return json.loads(done.out)


FIGURES = (
    "n_entry", "n_exit", "n_matched", "entry", "exit", "difference", "hodges_lehmann", "tests",
    "effect", "sign", "levels",
)  # fmt: skip


def test_a_programme_gives_the_figures_of_its_table(salt_programme, write):
    """Those of the programme's own people are those of a table with only them in it."""
    own = csv_text([salt_rows()[0], *salt_by_arm()["caffeine"]])
    [expected] = analysed(write("own.csv", own))["scales"]
    [found] = json.loads(report_file(salt_programme, 2, "json"))["scales"]
    assert {key: found[key] for key in FIGURES} == {key: expected[key] for key in FIGURES}
    assert found["n_matched"] > 40
    for wave in ("entry", "exit"):
        alphas = [scale["reliability"][wave]["alpha"] for scale in (found, expected)]
        assert alphas[0] == pytest.approx(alphas[1], abs=0.005)
        assert found["reliability"][wave]["n"] == expected["reliability"][wave]["n"]


def test_the_arms_stand_beside_each_other_as_groups_do(salt_programme):
    """The levels of the arm are the groups of the table."""
    [scale] = analysed(SALT, "--group", "group", "--control", "placebo")["scales"]
    expected = {level.pop("level"): level for level in scale["groups"]["levels"]}
    [found] = json.loads(report_file(salt_programme, 2, "json"))["scales"]
    levels = {level.pop("level"): level for level in found["groups"]["levels"]}
    assert levels == {ARMS[group].value: level for group, level in expected.items()}
    assert found["groups"]["control"] == "comparison"


def test_a_report_keeps_its_answers(salt_programme):
    """Once it has been made the waves it was made of stay closed."""
    report_file(salt_programme, 2, "json")
    waves = [wave_of(salt_programme, kind) for kind in (WaveKind.ENTRY, WaveKind.EXIT)]
    assert all(wave.reported_at is not None for wave in waves)
    assert wave_of(salt_programme, WaveKind.MID).reported_at is None
