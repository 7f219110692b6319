"""The stage-2 report: the plan's family, and sentences that claim no more than the data allow."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from analysis.document import Figure, Kind, Table
from analysis.inputs import Grouping
from analysis.moments import ItemMoments
from analysis.report_facts import Plan, PrimaryScale
from tests.analysis.made import ROSE, of_pairs, said


def test_little_reliability_is_said_next_to_the_result():
    """Alpha under 0.70, or known from fewer than thirty."""
    weak = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 1], [4, 3], [2, 4]] * 8)
    assert any("слабо согласованы" in one for one in said(of_pairs(ROSE, items=weak)))
    assert not any("n = 40" in one for one in said(of_pairs(ROSE, items=weak)))
    few = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 4], [4, 3], [2, 1]] * 2)
    assert any("n = 10" in one for one in said(of_pairs(ROSE, items=few)))


def test_under_a_rule_alpha_of_fewer_than_ten_is_not_printed():
    """The document says that so few are nothing to judge by."""
    made = of_pairs(ROSE, k=5)
    [section] = [one for one in made.document.sections if one.title == "Надёжность"]
    [block] = section.blocks
    assert block.text.endswith("слишком мало людей, чтобы судить.")
    assert not any("адёжность" in one or "альфа" in one for one in said(made))


def test_the_programme_is_never_said_to_be_the_cause():
    """Whatever came out; the limits say why not."""
    made = of_pairs(ROSE)
    assert not any("программ" in one for one in said(made))
    limits = [block for one in made.document.sections if one.is_appendix for block in one.blocks]
    assert any(
        "Что изменение вызвала программа, из него не следует" in block.text for block in limits
    )


def test_the_method_names_a_test_only_where_one_was_made():
    """Neither Wilcoxon nor Holm where nobody stands in a pair."""
    tested, untested = of_pairs(ROSE), of_pairs([(2, None, 12)])
    method, short = (
        " ".join(
            block.text
            for part in one.document.sections
            if part.is_appendix
            for block in part.blocks
        )
        for one in (tested, untested)
    )
    for word in ("Уилкоксона", "Холма", "Сравнение «до и после»"):
        assert word in method
        assert word not in short
    assert "Вычислено программой «Замер», версия" in short


def test_holm_spans_the_primary_scales_and_roles_only():
    """Two roles: the p is doubled; a scale outside the plan has none, with the reason."""
    two = of_pairs(ROSE, roles=("mentee", "mentor"))
    first, second = two.results.scales
    assert_allclose(first.p_holm, 2 * first.tests.wilcoxon.p)
    assert first.p_holm == second.p_holm
    mentees = Plan(primary=(PrimaryScale(instrument="small", scale="total", role="mentee"),))
    planned, exploratory = of_pairs(ROSE, roles=("mentee", "mentor"), plan=mentees).results.scales
    assert planned.p_holm == planned.tests.wilcoxon.p
    assert exploratory.p_holm is None
    assert "p_holm" in exploratory.notes


def cells(document):
    """Yield every cell of a document that carries a path."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from (cell for row in block.rows for cell in row if cell.path)


def value_at(results, path):
    """Return what stands at a dotted path of the results."""
    for name in path.split("."):
        if results is None or (isinstance(results, tuple) and int(name) >= len(results)):
            return None
        results = results[int(name)] if isinstance(results, tuple) else getattr(results, name)
    return results


@pytest.mark.parametrize("pairs", [ROSE, [(2, 4, 3)], [(2, None, 3)]], ids=["many", "few", "none"])
def test_every_number_of_the_document_is_the_one_at_its_path(pairs):
    """A figure is computed once and is the same everywhere."""
    made = of_pairs(pairs, grouping=Grouping(factor="класс", control="7б"))
    found = list(cells(made.document))
    assert len(found) > 30
    for cell in found:
        assert cell.value == value_at(made.results, cell.path), cell.path
        assert cell.kind is not Kind.TEXT


@pytest.mark.parametrize("pairs", [[(2, 4, 1)], [(2, None, 3)]], ids=["one person", "nobody"])
def test_an_empty_cell_has_its_reason(pairs):
    """A dash is never alone."""
    made = of_pairs(pairs, grouping=Grouping(factor="класс", control="7б"))
    for cell in cells(made.document):
        assert cell.value is not None or cell.note, cell.path


def test_a_picture_shows_all_matched_people_and_says_so_in_words():
    """Its alternative text holds the two means."""
    made = of_pairs(ROSE)
    [figure] = [block for section in made.document.sections for block in section.blocks
                if isinstance(block, Figure)]  # fmt: skip
    assert sum(n for _, n in figure.picture.entry) == sum(n for _, n in figure.picture.exit) == 25
    assert "3,7" in figure.alt
    assert "5,4" in figure.alt
    assert figure.picture.range == (2, 8)
