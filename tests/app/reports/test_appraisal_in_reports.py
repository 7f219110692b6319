"""What the curator entered is in the report of stage 1, in every format, whatever k is."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from app.appraisal.operations import (
    Share,
    choose_lines,
    save_criteria,
    save_form,
    save_involvement,
    save_values,
    seed_indicators,
)
from app.appraisal.queries import CURATOR, school_indicators
from app.registries import registry_of
from app.reports.making import report_file
from tests.app.reports.test_attacker import every_number_stands_in_the_results, issue
from tests.app.world import make_programme, make_school

POINTS = {f"cr{number:02}": 2 for number in range(1, 11)}


@pytest.fixture
def programme(app):
    """Return a programme of nobody, of which the curator has entered everything."""
    programme = make_programme(make_school(), k=10)
    school = programme.school
    save_involvement(programme, Share(involved=1316, pupils=1700, target=70), by=None)
    questionnaire = registry_of(school.id).get(CURATOR)
    save_form(programme, questionnaire, {f"cu{n:02}": n for n in range(1, 10)}, by=None)
    choose_lines(school, ["cr10"], by=None)
    save_criteria(programme, POINTS, by=None)
    seed_indicators(school, "en")
    share, projects, register, complaints, *_ = school_indicators(school.id)
    save_values(programme, {
        share.id: (Decimal("61.5"), Decimal(74)), projects.id: (Decimal(0), Decimal(9)),
        register.id: (Decimal("12.25"), Decimal("3.5")), complaints.id: (None, Decimal(4)),
    }, by=None)  # fmt: skip
    return programme


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_every_number_of_every_file_is_the_one_in_the_results(programme):
    """Page, workbook, text and JSON; percentage points too."""
    made = issue(programme, 1)
    every_number_stands_in_the_results(made)
    assert made.figures == ()
    text = made.files["text"].decode()
    for line in ("12.5\N{NO-BREAK SPACE}pp", "−8.75", "−71\N{NO-BREAK SPACE}%"):
        assert line in text


def test_what_was_entered_is_in_the_results_as_it_was(programme):
    """Exact versions stand beside it, and in the provenance."""
    found = json.loads(report_file(programme, 1, "json"))
    assert found["involvement"]["reached"] is True
    assert (found["curator"]["mean"], found["curator"]["answers"]["cu10"]) == (5.0, None)
    own = found["criteria"]["own"]
    assert (found["criteria"]["sum"], own["sum"], own["maximum"]) == (18, 20, 20)
    assert [band["low"] for band in own["bands"]] == [0, 10, 17]
    assert [row["relative"] for row in found["indicators"][:3]] == [None, None, -8.75 / 12.25]
    assert {one["code"] for one in found["provenance"]["instruments"]} == {
        "curator", "criteria", "criteria-own",
    }  # fmt: skip


def test_the_school_may_change_its_lines_and_the_report_stays(programme):
    """It keeps the version that was rated until somebody rates anew."""
    choose_lines(programme.school, ["cr10", "cr11", "cr12"], by=None)
    found = json.loads(report_file(programme, 1, "json"))["criteria"]["own"]
    assert (found["version"], found["maximum"], found["level"]) == (1, 20, "optimal")
