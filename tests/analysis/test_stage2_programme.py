"""A report of a programme: whose it is, which versions were answered, arms and levels."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.document import Kind, Paragraph, Table
from analysis.errors import VersionsError
from analysis.inputs import ScaleInput
from analysis.levels import levels_of
from analysis.moments import ItemMoments
from analysis.paired import PairedScores
from analysis.report_facts import Flow
from analysis.results import Levels
from analysis.words import Words
from instruments.messages import N_
from tests.analysis.made import FACTS, report, scale_input
from tests.conftest import make_scale

ROSE = [(2, 3, 5), (3, 5, 6), (4, 6, 5), (4, 7, 5), (5, 8, 5)]
APART = [(2, None, 12), (None, 5, 11)]
REASON = N_("the two versions ask different things")


def section(made, title):
    """Return a section of the document by its title."""
    return next(one for one in made.document.sections if one.title == title)


def of_versions(entry, exit_, rows=APART, reason=REASON):
    """Return a scale answered in two versions of which nothing is comparable."""
    moments = [
        version and ItemMoments.from_rows(
            version.scales[0].item_codes,
            [[place % 4 + 1 + item % 2 for item, _ in enumerate(version.scales[0].keys)]
             for place in range(30)],
        )
        for version in (entry, exit_)
    ]  # fmt: skip
    return ScaleInput(
        entry_instrument=entry, exit_instrument=exit_, scale=(exit_ or entry).scales[0],
        role="mentee", pairs=PairedScores.from_rows(rows), entry_items=moments[0],
        exit_items=moments[1], not_comparable=reason,
    )  # fmt: skip


@pytest.fixture
def versions():
    """Return two versions of an instrument whose scale uses different items."""
    later = make_scale("it02", "it03")
    return make_scale("it01", "it02"), replace(later, version=2, sha256="1" * 64)


def test_the_head_says_which_programme_it_is():
    """Programme, school, year and dates; the results hold them and no note about them."""
    made = report(scale_input(ROSE))
    assert made.results.programme == FACTS
    assert sorted(made.results.notes) == ["education", "strategies"]
    head = " ".join(made.document.facts)
    assert made.document.title.startswith("Report on stage 2 of the monitoring")
    for fact in ("Рука помощи", "Школа № 5", "2026/27", "2026-09-01", "2027-05-25"):
        assert fact in head


def test_a_table_of_ones_own_is_of_no_programme():
    """No head, and the note says so."""
    made = report(scale_input(ROSE), k=None)
    assert made.results.programme is None
    assert "programme" in made.results.notes
    assert made.document.facts == ()
    assert made.document.title == "Entry and exit compared: Small"


def test_versions_that_are_not_comparable_are_shown_uncompared(versions):
    """Each wave's people and reliability, and why there is no difference."""
    made = report(of_versions(*versions), k=None)
    [result] = made.results.scales
    assert (result.version_entry, result.version_exit) == (1, 2)
    assert (result.n_entry, result.n_exit, result.n_matched) == (12, 11, 0)
    for path in ("entry", "exit", "difference", "tests.wilcoxon", "effect.g_av", "sign", "p_holm"):
        assert result.notes[path] == REASON, path
    assert result.reliability.entry.n == result.reliability.exit.n == 30
    said = [block.text for block in section(made, "Итог (mentees)").blocks
            if isinstance(block, Paragraph)]  # fmt: skip
    assert said[0] == "No comparison: the two versions ask different things."


def test_items_of_two_versions_stand_in_rows_of_their_own(versions):
    """The figures of an item are never those of another."""
    made = report(of_versions(*versions), k=None)
    items = next(one for one in section(made, "Reliability").blocks
                 if isinstance(one, Table) and one.caption.endswith("items"))  # fmt: skip
    assert [row[0].value for row in items.rows] == ["it02", "it03", "it01"]
    where = "scales.0.reliability.entry.items"
    assert [row[1].path for row in items.rows] == [f"{where}.1.r_rest", "", f"{where}.0.r_rest"]
    assert "not an item of this version" in items.rows[1][-1].value


def test_the_method_names_every_version(versions):
    """Once each."""
    scale = of_versions(*versions)
    method = " ".join(block.text for block in section(report(scale), "Reproducibility").blocks)
    assert method.count("(small@1, ") == method.count("(small@2, ") == 1
    assert scale.instrument.version == 2


def test_one_wave_has_one_version(versions):
    """Titles come from it; the other is null with a reason."""
    scale = of_versions(versions[0], None, rows=[(2, None, 12)], reason=None)
    [result] = report(scale, k=None).results.scales
    assert scale.instrument.version == result.version_entry == 1
    assert result.version_exit is None
    assert "one wave" in str(result.notes["version_exit"])
    assert "one wave" in str(result.notes["difference"])


def test_people_are_never_paired_over_versions_that_are_not_comparable(versions):
    """Nor is there a scale of no instrument."""
    with pytest.raises(VersionsError, match="ask different things"):
        of_versions(*versions, rows=[(2, 3, 1)])
    with pytest.raises(VersionsError, match="no instrument"):
        replace(of_versions(*versions), entry_instrument=None, exit_instrument=None)


def test_levels_are_counted_at_both_waves():
    """Of matched people only, from the lowest level."""
    made = report(scale_input([(2, 5, 12), (4, 8, 6), (7, 7, 5), (2, None, 9)]), k=None)
    assert made.results.scales[0].levels == Levels(
        groups=(("low",), ("middle",), ("high",)), entry=(12, 6, 5), exit=(0, 12, 11)
    )
    blocks = section(made, "Levels").blocks
    table = next(block for block in blocks if isinstance(block, Table))
    origin = blocks[-1]
    assert [[cell.text(Words()) for cell in row] for row in table.rows] == [
        ["ниже", "12", "52\N{NO-BREAK SPACE}%", "0", "0\N{NO-BREAK SPACE}%"],
        ["средний", "6", "26\N{NO-BREAK SPACE}%", "12", "52\N{NO-BREAK SPACE}%"],
        ["выше", "5", "22\N{NO-BREAK SPACE}%", "11", "48\N{NO-BREAK SPACE}%"],
    ]
    assert table.rows[0][1].path == "scales.0.levels.entry.0"
    assert "a convention, not a norm" in origin.text


def test_a_prorated_score_falls_into_a_level_too(small):
    """Up to 4 and with it, below 7, from 7 on."""
    half = Fraction(1, 2)
    pairs = PairedScores.from_rows([(4, 4 + half, 1), (7 - half, 7, 1)])
    levels = levels_of(small.scales[0], pairs)
    assert (levels.entry, levels.exit) == ((1, 1, 0), (0, 1, 1))


@pytest.mark.parametrize(
    ("rows", "k", "reason"),
    [
        ([(2, None, 12)], None, "nobody has a valid score at both waves"),
        ([(2, 4, 9)], 5, "fewer than 10 people are too few for a conclusion"),
    ],
    ids=["nobody matched", "too few"],
)
def test_levels_that_are_not_counted_have_their_reason(rows, k, reason):
    """And no section where none is."""
    made = report(scale_input(rows), k=k)
    assert made.results.scales[0].levels is None
    assert str(made.results.scales[0].notes["levels"]) == reason
    assert "Levels" not in [one.title for one in made.document.sections]


def test_a_scale_without_levels_says_so():
    """It is no gap of ours."""
    instrument = make_scale("it01", "it02")
    scale = replace(scale_input(ROSE), exit_instrument=instrument, scale=instrument.scales[0])
    assert str(report(scale).results.scales[0].notes["levels"]) == "the scale has no levels"


def test_a_comparison_group_has_its_own_row_of_participants():
    """Named so; the programme's own people need no word."""
    own = Flow(role="mentee", people=20, entry=18, exit=15, both=15)
    others = replace(own, people=12, arm="comparison")
    made = report(scale_input(ROSE), flow=(own, others))
    table, *_ = section(made, "Participants").blocks
    assert [row[0].value for row in table.rows] == ["Mentees", "Mentees, comparison group"]
    assert [flow.arm for flow in made.results.flow] == [None, "comparison"]
    assert all(cell.kind is Kind.COUNT for row in table.rows for cell in row[1:])


def test_who_withdrew_is_told_only_where_anybody_did():
    """Of the people there are; what they had answered counts nowhere."""
    flow = Flow(role="mentee", people=20, entry=18, exit=15, both=15)
    for one, told in ((flow, []), (replace(flow, withdrawn=2), [2])):
        table, *_ = section(report(scale_input(ROSE), flow=(one,)), "Participants").blocks
        assert [cell.value for cell in table.rows[0][5:]] == told


def test_who_is_not_compared_is_counted_by_what_they_missed():
    """Entry only, exit only, neither; a table of one's own pairs everybody and says nothing."""
    flow = Flow(role="mentee", people=60, entry=50, exit=45, both=40, consented=55)
    made = report(scale_input(ROSE), flow=(flow,))
    table, said, *_ = section(made, "Participants").blocks
    assert [cell.value for cell in table.rows[0][1:]] == [60, 55, 50, 45, 40]
    assert said.text == (
        "Mentees, not compared: answered at entry only: 10; answered at exit only: 5; answered "
        "neither time: 5."
    )


def test_the_questionnaires_stand_with_range_direction_and_version():
    """A row per scale and role; the range points into the results."""
    made = report(scale_input(ROSE))
    [table] = section(made, "Instruments").blocks
    [row] = table.rows
    assert row[0].value.endswith("(small@1)")
    assert row[3].path == "scales.0.range"
    assert row[3].value == made.results.scales[0].range
