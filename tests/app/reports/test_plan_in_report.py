"""The report keeps to the stored plan, and labels what lies outside it in every format."""

from __future__ import annotations

import io
import json

import pytest
from python_calamine import CalamineWorkbook

from analysis.plan import kept
from analysis.report_facts import PrimaryScale
from analysis.stage2_plan import MARK
from analysis.words import Words
from app.database import writing
from app.models import ProgrammeRole, WaveKind
from app.programmes.plans import plan_of
from app.reports.formats import render
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app import world

ENTRY, EXIT = WaveKind.ENTRY, WaveKind.EXIT


@pytest.fixture
def programme(app):
    """Return a programme whose waves are over; nobody's answers can be scored."""
    programme = world.make_programme(world.make_school())
    codes = world.add_people(programme, ProgrammeRole.MENTEE, 6)
    for kind in (ENTRY, EXIT):
        wave = world.wave_of(programme, kind)
        for code in ("anxiety-school", "self-esteem"):
            world.hand_in(world.give(wave, code, ProgrammeRole.MENTEE), *codes)
        world.close_wave(wave)
    keep_answers(programme, 2)
    return programme


@pytest.fixture
def own_plan(programme):
    """Store a plan of the school's own, changed after the entry wave had opened."""
    primary = PrimaryScale(instrument="self-esteem", scale="total", role="mentee")
    with writing():
        programme.plan = kept(plan_of(programme)) | {
            "primary": [vars(primary)], "test": "paired_t", "origin": "own",
            "equivalence": 0.3, "changed_on": "2026-10-05",
        }  # fmt: skip


def written(programme, format_):
    """Return a report as a reader gets it; of a workbook all its words."""
    report = report_of(programme, 2, Words())
    content = render(report, format_, created=programme.school.today)
    if format_ != "xlsx":
        return content.decode()
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return "\n".join(str(cell) for row in rows for cell in row)


def test_a_programme_without_a_stored_plan_is_reported_by_the_default(programme):
    """With the days of its waves: older programmes have none stored."""
    found = json.loads(written(programme, "json"))["plan"]
    assert [(one["scale"], one["expected"]) for one in found["primary"]] == [
        ("total", "fall"), ("total", "rise"),
    ]  # fmt: skip
    assert (found["origin"], found["made_on"], found["locked_on"]) == (
        "default", "2026-09-01", "2026-09-01",
    )  # fmt: skip


def test_the_json_report_is_by_the_stored_plan(programme, own_plan):
    """What lies outside it is not primary, has no corrected p, and says why."""
    report = json.loads(written(programme, "json"))
    plan = report["plan"]
    assert (plan["test"], plan["equivalence"], plan["changed_on"]) == (
        "paired_t",
        0.3,
        "2026-10-05",
    )
    primary = {scale["instrument"] for scale in report["scales"] if scale["primary"]}
    assert primary == {"self-esteem"}
    outside = [scale for scale in report["scales"] if not scale["primary"]]
    assert len(outside) == 4
    for scale in outside:
        assert scale["p_holm"] is None
        assert "exploratory" in scale["notes"]["p_holm"]


@pytest.mark.parametrize("format_", ["text", "html", "xlsx"])
def test_every_format_labels_what_lies_outside_the_plan(programme, own_plan, format_):
    """A mark at each of the four scales, its meaning, and the plan with its dates."""
    text = written(programme, format_)
    assert text.count(f"\N{NO-BREAK SPACE}{MARK}") >= 4
    flat = " ".join(text.split())
    assert f"{MARK} outside the plan: exploratory" in flat
    assert "The school last changed its plan of analysis on 2026-10-05" in flat
    assert "It was locked on 2026-09-01" in flat
