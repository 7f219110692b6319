"""Every figure of a scale has its row: what is read is printed, the rest is for the workbook."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.document import Paragraph, Table
from analysis.moments import ItemMoments
from analysis.plan import default_plan
from analysis.results import figure_at
from analysis.words import Words
from tests.analysis.made import ROSE, of_pairs, report, said, scale_input
from tests.conftest import make_scale

EN = Words()

#: The complete answers of nine people.
FEW_ITEMS = ((1, 2), (2, 2), (3, 4), (4, 3), (2, 1), (1, 1), (3, 3), (4, 4), (2, 2))

WILCOXON, STUDENT = "tests.wilcoxon.p", "tests.paired_t.p"


def tables(made, title="Итог"):
    """Return the tables of a section: those that are printed, and those that are not."""
    section = next(one for one in made.document.sections if one.title.startswith(title))
    found = [block for block in section.blocks if isinstance(block, Table)]
    return (
        [table for table in found if not table.workbook_only],
        [table for table in found if table.workbook_only],
    )


def paths(*found):
    """Return where the figures of tables stand."""
    return [cell.path for table in found for row in table.rows for cell in row if cell.path]


@pytest.mark.parametrize(
    ("test", "other"), [("wilcoxon", STUDENT), ("paired_t", WILCOXON)], ids=["ranks", "means"]
)
def test_the_planned_test_is_printed_and_the_other_is_not(test, other):
    """The Bayes factor never is."""
    plan = replace(default_plan([make_scale("it01", "it02")], [None]), test=test)
    printed, hidden = tables(of_pairs(ROSE, plan=plan))
    assert any(path.endswith(f"tests.{test}.p") for path in paths(*printed))
    assert not any(path.endswith(other) for path in paths(*printed))
    assert any(path.endswith(other) for path in paths(*hidden))
    assert not any("bf10" in path for path in paths(*printed))
    assert any("bf10" in path for path in paths(*hidden))


@pytest.mark.parametrize(("times", "is_printed"), [(3, False), (4, True)])
def test_equivalence_is_printed_from_a_hundred_people(times, is_printed):
    """75 people, 100 people; the workbook has it at any rate."""
    printed, hidden = tables(of_pairs([(entry, exit_, n * times) for entry, exit_, n in ROSE]))
    assert any("tost" in path for path in paths(*printed)) is is_printed
    assert any("tost" in path for path in paths(*hidden)) is not is_printed


def test_every_figure_of_the_paired_block_has_a_row():
    """Each once, and with the value at its path."""
    made = of_pairs(ROSE)
    printed, hidden = tables(made)
    found = [path.removeprefix("scales.0.") for path in paths(*printed, *hidden)]
    assert len(found) == len(set(found))
    assert {
        "tests.tost.bound", "tests.tost.p", "tests.bf10", "mdes", "normality.w", "normality.p",
        "reliability.retest.r", "reliability.retest.icc", "quality.n_flagged",
        "effect.g_av_ci95", "hodges_lehmann.ci95", "sign.improved", "tests.wilcoxon.t_min",
    } <= set(found)  # fmt: skip
    for table in (*printed, *hidden):
        for row in table.rows:
            assert row[1].value == figure_at(made.results, row[1].path)


def test_nothing_that_may_not_be_shown_has_a_row():
    """Of a few people under a rule only what is there; no dash tells what is hidden."""
    printed, hidden = tables(report(scale_input([(2, 3, 4), (3, 5, 4)])))
    for table in (*printed, *hidden):
        assert all(row[1].value is not None for row in table.rows)
    assert not any("tests" in path for path in paths(*printed, *hidden))


def test_careless_forms_are_set_beside_all_forms():
    """The whole paired block twice; not printed, and not there where nobody was careless."""
    made = of_pairs(ROSE, flagged=[(2, 4, 3)])
    _, (_, beside) = tables(made)
    careful = "scales.0.quality.without_flagged."
    for row in beside.rows:
        assert row[2].path.replace(careful, "scales.0.") == row[1].path
        assert row[2].value == figure_at(made.results, row[2].path)
    by_path = {row[1].path: (row[1].value, row[2].value) for row in beside.rows}
    assert by_path["scales.0.n_matched"] == (25, 22)
    assert by_path["scales.0.difference.mean"] == (1.68, pytest.approx(36 / 22))
    assert len(tables(of_pairs(ROSE))[1]) == 1


def test_a_small_bayes_factor_keeps_its_digits():
    """0,05 of a hundred steady people says more than 0,0."""
    steady = [(2, 2, 500), (8, 8, 500), (5, 5, 300), (5, 6, 10), (6, 5, 10)]
    _, hidden = tables(of_pairs(steady, words=EN))
    [cell] = [row[1] for row in hidden[0].rows if row[1].path.endswith("bf10")]
    assert 0.01 < cell.value < 0.1
    assert len(cell.text(EN)) == len("0.032")
    clear = [row[1] for row in tables(of_pairs(ROSE))[1][0].rows if row[1].path.endswith("bf10")]
    assert clear[0].digits == 2


def reliability_of(*scales):
    """Return the blocks of the section about reliability."""
    made = report(*scales, k=None)
    return next(one for one in made.document.sections if one.title == "Reliability").blocks


def test_omega_stands_beside_alpha():
    """With its path; the note says why there is none."""
    table = next(block for block in reliability_of(scale_input(ROSE)) if isinstance(block, Table))
    place = table.header.index("Omega")
    assert [row[place].path for row in table.rows] == [
        f"scales.0.reliability.{wave}.omega" for wave in ("entry", "exit")
    ]
    assert all(row[place].value is not None or row[place].note for row in table.rows)


def test_of_ones_own_few_people_reliability_is_printed_with_a_warning():
    """The figures that JSON has, items too; the note says that they are too few."""
    few = scale_input(ROSE, items=FEW_ITEMS)
    waves, items = (block for block in reliability_of(few) if isinstance(block, Table))
    for table in (waves, items):
        assert all("too few people to judge" in row[-1].value for row in table.rows)
    shown = {c.path: c.value for table in (waves, items) for row in table.rows for c in row}
    for path in ("entry.alpha", "entry.alpha_ci95", "exit.sem", "exit.items.1.r_rest"):
        assert shown[f"scales.0.reliability.{path}"] is not None


def test_of_few_people_only_their_number_is_warned_of():
    """Neither a low alpha nor a negative correlation of nine people means anything."""
    turned = [(one, 5 - other) for one, other in FEW_ITEMS]
    sentences = said(report(scale_input(ROSE, items=turned), k=None))
    assert "Reliability at entry is known from few people (n = 9)." in sentences
    assert not any("alpha" in one or "Negative correlation" in one for one in sentences)
    many = " ".join(said(report(scale_input(ROSE, items=turned * 2), k=None)))
    assert "alpha = −" in many
    assert "Negative correlation" in many


def test_under_a_rule_reliability_of_few_people_is_not_printed():
    """One sentence says why, and nothing is warned of that is not there."""
    made = report(scale_input(ROSE, items=FEW_ITEMS))
    assert not any("reliability.entry" in path for path in paths(*tables(made, "Reliability")[0]))
    texts = [block.text for section in made.document.sections for block in section.blocks
             if isinstance(block, Paragraph)]  # fmt: skip
    assert not any("known from few people" in text for text in texts)


def one_item(scale):
    """Return the scale as one of a single item."""
    instrument = make_scale("it01", better="higher")
    moments = ItemMoments.from_rows(["it01"], [[1], [3], [4]] * 20)
    return replace(
        scale, entry_instrument=instrument, exit_instrument=instrument,
        scale=instrument.scales[0], entry_items=moments, exit_items=moments,
    )  # fmt: skip


def test_that_one_item_has_no_alpha_is_said_once():
    """Not a row of dashes for every wave."""
    blocks = reliability_of(one_item(scale_input(ROSE)), one_item(scale_input(ROSE, role="mentor")))
    [text] = [block.text for block in blocks if isinstance(block, Paragraph)]
    assert text.startswith("A scale of one item has no internal consistency: Итог. ")
    assert not any(isinstance(block, Table) for block in blocks)


def test_a_scale_of_several_items_keeps_its_row_beside_one_of_a_single():
    """The table is of those that have an alpha."""
    blocks = reliability_of(scale_input(ROSE), one_item(scale_input(ROSE, role="mentor")))
    table = next(block for block in blocks if isinstance(block, Table))
    assert len(table.rows) == 2
    assert any("one item" in block.text for block in blocks if isinstance(block, Paragraph))
