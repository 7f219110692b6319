"""The stage-1 results as JSON keep to their schema, whatever the base rule has hidden."""

from __future__ import annotations

import json

import jsonschema
import pytest

from analysis.words import Words
from app.reports.render_json import render_json
from tests.analysis.stage1_case import ENTERED, filled, outcome, rating, report, wrote
from tests.conftest import DATA

SCHEMA = json.loads((DATA.parent.parent / "docs" / "report-stage1.schema.json").read_text("utf-8"))


def as_json(made):
    """Return a report's results as a program reads them."""
    return json.loads(render_json(made.results, Words()))


@pytest.mark.parametrize(
    "rows",
    [[(5, 7, 10), (7, 8, 10), (None, 9, 5)], [(5, 7, 5), (7, 9, 3)], [(5, 7, 2)], []],
    ids=["many", "eight", "two", "nobody"],
)
def test_results_keep_to_their_schema(rows):
    """Every key is there, and no other."""
    themes = ("Support", {"strength": 9}), ("Noise", {None: len(rows)})
    made = report(
        ratings=[rating("comfort", rows)],
        outcomes=[outcome(9, len(rows))],
        open_answers=(wrote(9, *themes, quotations=("Well",)), wrote(len(rows), number=1)),
    )
    found = as_json(made)
    jsonschema.validate(found, SCHEMA)
    assert found["schema"] == 1
    assert found["stage"] == 1


def test_before_the_exit_wave_the_results_keep_to_their_schema():
    """Lists are empty, with the reason."""
    found = as_json(report(ratings=[rating("comfort", [(5, None, 9)], held=False)]))
    jsonschema.validate(found, SCHEMA)
    assert found["expectations"] == []
    assert found["notes"]["expectations"] == "the exit questionnaires have not been given yet"


def test_what_the_curator_entered_keeps_to_its_schema():
    """Numbers as typed, gaps with their reasons; nothing entered is null."""
    own = filled("criteria", dict(ENTERED["criteria"].answers))
    for entered in (ENTERED, ENTERED | {"own_criteria": own}, {}):
        found = as_json(report(**entered))
        jsonschema.validate(found, SCHEMA)
    assert found["indicators"] is None
    found = as_json(report(**ENTERED))
    assert [row["change"] for row in found["indicators"]] == [5, 12.5, 3, 0.25, None, None]
    assert found["notes"]["indicators.2.relative"] == "nothing can be compared with 0 in per cent"
    assert found["notes"]["curator.answers.cu10"] == "left out"


def test_notes_stand_in_the_object_they_explain():
    """Relative to it, in the reader's words."""
    found = as_json(report(ratings=[rating("comfort", [(5, 7, 2)])]))
    [expectation] = found["expectations"]
    assert expectation["gap"] is None
    assert expectation["notes"]["gap"].startswith("fewer than 5 people")
    assert found["notes"]["swot"].startswith("the curator")
