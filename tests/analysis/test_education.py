"""Marks and attendance: compared like a scale, under the same rule, and never in Holm's family."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from analysis.comparison import compare
from analysis.document import Figure, Paragraph, Table
from analysis.education import MEASURES, MeasureInput
from analysis.paired import PairedScores
from analysis.results import figure_at
from analysis.stage2_conclusions import drafts_of_stage2
from analysis.words import Words
from app.reports.render_json import render_json
from instruments.model import Better
from tests.analysis.made import ROSE, report, scale_input
from tests.conftest import DATA

SCHEMA = Draft202012Validator(
    json.loads((DATA.parent.parent / "docs" / "report.schema.json").read_text("utf-8"))
)

#: Twenty-four pupils whose mean mark rose by a tenth or two; exact hundredths.
MARKS = [(Fraction(350 + 3 * n, 100), Fraction(360 + 3 * n + n % 3 * 5, 100), 1) for n in range(24)]
FEWER_MISSED = [(20 - n % 7, 12 - n % 5, 1) for n in range(24)]


def measure(code, rows, *, role="mentee", is_tied=False):
    """Return one measure whose table of pairs is given."""
    return MeasureInput(
        measure=code, role=role, pairs=PairedScores.from_rows(rows), is_tied=is_tied
    )


def section(made):
    """Return the section of the document, and all that it says."""
    found = next(one for one in made.document.sections if one.title == "Educational results")
    texts = [block.text for block in found.blocks if isinstance(block, Paragraph)]
    return found, " ".join(texts).replace("\N{NO-BREAK SPACE}", " ")


def test_a_measure_is_compared_as_a_scale_is():
    """The same figures, exploratory, with a reason where a scale would have p after Holm."""
    made = report(
        scale_input(ROSE),
        education=[measure("mean_mark", MARKS), measure("missed", FEWER_MISSED)],
    )
    marks, missed = made.results.education
    plain = compare(PairedScores.from_rows(MARKS), better=Better.HIGHER)
    assert marks.difference == plain.difference
    assert marks.tests.paired_t == plain.tests.paired_t
    assert (marks.instrument, marks.scale, marks.role) == ("e-journal", "mean_mark", "mentee")
    assert (marks.primary, marks.p_holm) == (False, None)
    assert "p_holm" in marks.notes
    assert missed.better == "lower"
    assert missed.sign.improved == 24
    assert "education" not in made.results.notes
    [scale] = made.results.scales
    assert scale.p_holm == scale.tests.wilcoxon.p, "the family is the plan's scales alone"


def test_the_section_says_what_changed_and_what_it_does_not_show():
    """Direction, size, interval, test; fewer lessons missed are better; no cause."""
    made = report(
        scale_input(ROSE),
        education=[measure("mean_mark", MARKS), measure("missed", FEWER_MISSED)],
    )
    found, text = section(made)
    assert "Mean mark (mentees): after, the mean is higher by 0.15 (95 % CI" in text
    assert "Lessons missed (mentees): after, the mean is lower by 7" in text
    assert text.count("That is a change for the better.") == 2
    assert text.count("exploratory") == 1
    assert "lists without names" in text
    assert "They do not show that the programme improved the marks." in text
    [table] = [block for block in found.blocks if isinstance(block, Table)]
    for cell in (cell for row in table.rows for cell in row if cell.path):
        assert cell.value == figure_at(made.results, cell.path)
        assert cell.value is not None
    assert sum(isinstance(block, Figure) for block in found.blocks) == 2


def test_the_conclusions_name_the_means_and_no_cause():
    """One sentence for the curator to correct; of fewer than k pupils there is none."""
    education = [measure("mean_mark", MARKS), measure("missed", FEWER_MISSED[:3])]
    made = report(scale_input(ROSE), education=education, k=5)
    [said] = [
        one.text
        for one in drafts_of_stage2(made.results, [scale_input(ROSE)], Words(), education)
        if one.origin == "education"
    ]
    assert said == (
        "By the school's journal, on average: Mean mark (mentees): 3.85 before, 4.00 after. "
        "Why, these figures do not tell."
    )


def test_few_pupils_are_described_and_fewer_than_k_are_one_line():
    """No p, no word of size; under k no figure at all but how many there are."""
    made = report(
        scale_input(ROSE),
        education=[measure("mean_mark", MARKS[:7]), measure("quality", [(50, 60, 4)])],
    )
    few, fewer = made.results.education
    assert few.difference.mean == pytest.approx(0.14)
    assert (few.entry.sd, few.tests.wilcoxon, few.effect.g_av) == (None, None, None)
    assert (fewer.n_matched, fewer.entry, fewer.exit, fewer.difference) == (4, None, None, None)
    _, text = section(made)
    assert "Descriptive: too few people for a conclusion." in text
    assert "Quality of knowledge, % (mentees): not compared: fewer than 5 people" in text
    assert "exploratory" not in text


def test_figures_of_under_twenty_pupils_are_rounded_as_printed():
    """Marks to hundredths, lessons and per cent to tenths."""
    thirds = [(Fraction(10 + n, 3), Fraction(11 + 2 * n, 7), 1) for n in range(15)]
    made = report(
        scale_input(ROSE), education=[measure(code, thirds) for code in ("mean_mark", "missed")]
    )
    for found, digits in zip(made.results.education, (2, 1), strict=True):
        assert found.entry.mean == round(found.entry.mean, digits)
        assert found.difference.sd == round(found.difference.sd, digits)


def test_nothing_handed_in_is_said_with_where_to_do_it():
    """One sentence; a table of one's own has no such section."""
    made = report(scale_input(ROSE))
    assert made.results.education is None
    assert str(made.results.notes["education"]) == "no educational results have been handed in"
    assert "Not handed in." in section(made)[1]
    own = report(scale_input(ROSE), k=None)
    assert "Educational results" not in [one.title for one in own.document.sections]


def test_whoever_ties_values_to_people_says_so():
    """The reader learns that somebody knows whose the values are."""
    made = report(scale_input(ROSE), education=[measure("missed", FEWER_MISSED, is_tied=True)])
    assert "tied them by name" in section(made)[1]


value = st.none() | st.integers(0, 20).map(lambda whole: Fraction(whole, 4))
tables = st.lists(st.tuples(value, value, st.just(1)), max_size=30)


@settings(deadline=None, max_examples=25)
@given(rows=tables, code=st.sampled_from(list(MEASURES)), k=st.integers(3, 10))
def test_whatever_is_handed_in_no_few_are_shown(rows, code, k):
    """The JSON keeps to its schema, every gap has its reason, and no direction holds a few."""
    made = report(scale_input(ROSE), k=k, education=[measure(code, rows)])
    found = json.loads(render_json(made.results, Words()))
    SCHEMA.validate(found)
    [one] = found["education"]
    n = sum(1 for entry, exit_, _ in rows if None not in (entry, exit_))
    assert one["n_matched"] == n
    if n < k:
        drawn = [one[name] for name in ("entry", "exit", "difference", "hodges_lehmann", "sign")]
        assert {*drawn, *one["tests"].values(), *one["effect"].values()} == {None}
        assert "difference" in one["notes"]
    if n < 10:
        assert set(one["tests"].values()) == {None}
    assert all(count == 0 or count >= k for count in (one["sign"] or {}).values())
    assert section(made)[1]
