"""The stage-2 report: the plan's family, and sentences that claim no more than the data allow."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from analysis.document import Figure, Kind, Paragraph, Table
from analysis.inputs import Grouping, ScaleInput
from analysis.paired import PairedScores
from analysis.reliability import ItemMoments
from analysis.results import Flow, Plan, PrimaryScale, Provenance
from analysis.stage2 import default_plan, stage2
from analysis.words import Words
from app.language import translations
from instruments.registry import Registry
from tests.conftest import make_scale

RU = Words(translations("ru"))
ITEMS = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 4], [4, 3], [2, 1]])


def report(
    pairs, *, better="higher", plan=None, items=ITEMS, roles=(None,), words=RU, grouping=None
):
    """Return the report of one scale whose table of pairs is given, alike for every role."""
    instrument = make_scale("it01", "it02", better=better)
    scales = [
        ScaleInput(
            entry_instrument=instrument, exit_instrument=instrument,
            scale=instrument.scales[0], role=role,
            pairs=PairedScores.from_rows(pairs), entry_items=items, exit_items=items,
            groups={"7б": PairedScores.from_rows(pairs)} if grouping else {},
        )
        for role in roles
    ]  # fmt: skip
    return stage2(
        scales,
        plan=plan or default_plan([instrument], roles),
        flow=(Flow(role=None, people=9, entry=9, exit=9, both=9),),
        provenance=Provenance(software="zamer 0", instruments=(), data_sha256="0"),
        words=words,
        grouping=grouping,
    )


def said(made):
    """Return everything the document says of the scale, spaces that hold a line as spaces."""
    section = next(section for section in made.document.sections if section.level == 2)
    return [
        block.text.replace("\N{NO-BREAK SPACE}", " ")
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]


ROSE = [(2, 4, 5), (3, 5, 6), (4, 5, 4), (4, 4, 2), (5, 7, 8)]


def test_a_clear_change_is_said_with_direction_size_interval_and_certainty():
    """In this order."""
    sentences = said(report(ROSE))
    assert sentences[0] == (
        "В среднем балл вырос на 1,7 (95 % ДИ изменения: от 1,4 до 1,9; n = 25)."
    )
    assert sentences[1].startswith(
        "Такое изменение трудно объяснить случайностью (критерий Уилкоксона, T = 0; "
    )
    assert sentences[2] == "Рост по этой шкале желателен."
    assert sentences[3].startswith("Размер эффекта g = ")
    assert sentences[3].endswith(": большой.")


def test_the_same_change_is_unwelcome_where_less_is_better():
    """The scale's direction decides, not the sign."""
    fell = [(exit_, entry, n) for entry, exit_, n in ROSE]
    assert "Рост по этой шкале нежелателен." in said(report(ROSE, better="lower"))
    assert said(report(fell, better="lower"))[0].startswith("В среднем балл снизился на 1,7")
    assert "Снижение по этой шкале желательно." in said(report(fell, better="lower"))
    assert "Снижение по этой шкале нежелательно." in said(report(fell))
    assert not any("желател" in one for one in said(report(ROSE, better="none")))


def test_no_evidence_is_not_evidence_of_no_change():
    """P above 0.05 claims neither; the means are only said to differ."""
    sentences = said(report([(2, 4, 5), (4, 2, 5), (3, 4, 2)]))
    assert sentences[0].startswith("Средний балл на выходе на 0,2 выше, чем на входе (")
    assert any("Данные не позволяют утверждать, что балл изменился" in one for one in sentences)
    assert any("не доказывают, что он остался прежним" in one for one in sentences)
    assert not any("желател" in one or "малый" in one for one in sentences)


def test_under_ten_people_the_report_describes_and_concludes_nothing():
    """Headed so; no p, no word for the effect."""
    sentences = said(report([(2, 4, 5), (3, 5, 4)]))
    assert sentences[0] == ("Слишком мало людей для выводов: числа только описывают эту группу.")
    assert sentences[1] == "Средний балл на выходе на 2,0 выше, чем на входе (n = 9)."
    assert not any("p " in one or "g =" in one for one in sentences[:2])
    assert not any("случайностью" in one for one in sentences)
    assert said(report([(2, 4, 5), (3, 5, 4), (3, 6, 1)]))[0].startswith("В среднем")


def test_a_test_and_an_interval_that_disagree_are_said_to():
    """Many small rises and one great fall: the ranks rise, the mean may not."""
    sentences = said(report([(2, 3, 14), (100, 60, 1)]))
    assert any("говорят о разном" in one for one in sentences)
    assert any(one.startswith("По рангам изменения направлены иначе") for one in sentences)
    assert not any("желател" in one or "случайностью" in one for one in sentences)
    assert sentences[0].startswith("Средний балл на выходе на ")
    assert not any(one.endswith((": малый.", ": средний.", ": большой.")) for one in sentences)
    assert not any("говорят о разном" in one for one in said(report(ROSE)))


def test_the_interval_is_held_against_the_p_that_is_printed():
    """Corrected for two roles the test is silent, the interval of one is not: the sentence says so."""
    pairs = [(2, 5, 11), (5, 2, 4), (3, 4, 3), (4, 4, 4)]
    alone, doubled = report(pairs), report(pairs, roles=("mentee", "mentor"))
    assert alone.results.scales[0].difference.ci95[0] > 0
    assert alone.results.scales[0].p_holm < 0.05 < doubled.results.scales[0].p_holm
    assert not any("говорят о разном" in one for one in said(alone))
    assert any("говорят о разном" in one for one in said(doubled))


def test_nothing_changed_and_nothing_to_compare_have_their_own_words():
    """Never p = 1 by accident, never an empty section."""
    assert said(report([(2, 2, 6), (3, 3, 6)]))[0] == (
        "Средний балл на выходе практически такой же, как на входе (n = 12)."
    )
    assert any(one.startswith("Критерий не применялся: ")
               for one in said(report([(2, 2, 6), (3, 3, 6)])))  # fmt: skip
    assert said(report([(2, None, 12)]))[0].startswith("Сравнение не проведено: ")


def test_little_reliability_is_said_next_to_the_result():
    """Alpha under 0.70, or known from fewer than thirty."""
    weak = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 1], [4, 3], [2, 4]] * 8)
    assert any("слабо согласованы" in one for one in said(report(ROSE, items=weak)))
    assert not any("n = 40" in one for one in said(report(ROSE, items=weak)))
    few = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 4], [4, 3], [2, 1]] * 2)
    assert any("n = 10" in one for one in said(report(ROSE, items=few)))


def test_alpha_of_fewer_than_ten_is_not_printed():
    """The results keep it; the document says that so few are nothing to judge by."""
    made = report(ROSE)
    assert made.results.scales[0].reliability.entry.alpha is not None
    [section] = [one for one in made.document.sections if one.title == "Надёжность"]
    [block] = section.blocks
    assert block.text.endswith("слишком мало людей, чтобы судить.")
    assert not any("адёжность" in one or "альфа" in one for one in said(made))


def test_the_programme_is_never_said_to_be_the_cause():
    """Whatever came out; the limits say why not."""
    made = report(ROSE)
    assert not any("программ" in one for one in said(made))
    limits = made.document.sections[-1].blocks
    assert any("Не пишите, что изменение вызвала программа" in block.text for block in limits)


def test_the_method_names_a_test_only_where_one_was_made():
    """Neither Wilcoxon nor Holm where nobody stands in a pair."""
    tested, untested = report(ROSE), report([(2, None, 12)])
    method, short = (
        " ".join(block.text for block in one.document.sections[-1].blocks)
        for one in (tested, untested)
    )
    for word in ("Уилкоксона", "Холма", "Сравнение «до и после»"):
        assert word in method
        assert word not in short
    assert "Вычислено программой «Замер», версия" in short


def test_ranks_are_whole_numbers_unless_ties_halve_them():
    """T = 18, T = 17,5."""
    whole, halved = [(2, 3, 6), (3, 5, 5), (6, 5, 1)], [(2, 3, 5), (3, 5, 5), (6, 5, 1)]
    assert any("T = 4;" in one for one in said(report(whole)))
    assert any("T = 3,5;" in one for one in said(report(halved)))


def test_holm_spans_the_primary_scales_and_roles_only():
    """Two roles: the p is doubled; a scale outside the plan has none, with the reason."""
    two = report(ROSE, roles=("mentee", "mentor"))
    first, second = two.results.scales
    assert_allclose(first.p_holm, 2 * first.tests.wilcoxon.p)
    assert first.p_holm == second.p_holm
    mentees = Plan(primary=(PrimaryScale(instrument="small", scale="total", role="mentee"),))
    planned, exploratory = report(ROSE, roles=("mentee", "mentor"), plan=mentees).results.scales
    assert planned.p_holm == planned.tests.wilcoxon.p
    assert exploratory.p_holm is None
    assert "p_holm" in exploratory.notes


def test_an_exploratory_scale_says_so():
    """The plan promises nothing of it; where nothing was tested nothing has to be weakened."""
    sentences = said(report(ROSE, plan=Plan(primary=())))
    outside = "Шкала не входит в план сравнений, поэтому вывод предварительный."
    assert outside in sentences
    assert outside not in said(report([(2, 4, 5), (3, 5, 4)], plan=Plan(primary=())))
    assert any("p < 0,001 без поправки на число шкал" in one for one in sentences)


def test_the_planned_test_may_be_students():
    """Its name and statistic are said, and it is the one corrected."""
    primary = (PrimaryScale(instrument="small", scale="total", role=None),)
    made = report(ROSE, plan=Plan(primary=primary, test="paired_t"))
    assert made.results.scales[0].p_holm == made.results.scales[0].tests.paired_t.p
    assert any("Стьюдента" in one and "(24) = " in one for one in said(made))
    assert not any("Уилкоксона" in one for one in said(made))


@pytest.mark.parametrize(
    ("code", "scales"),
    [("anxiety-school", ["total"]), ("self-esteem", ["total"]), ("curator", ["mean"]),
     ("stage1-pupil-pupil-mentor-mid", ["comfort", "personal-meetings", "involvement", "joint-work"])],
)  # fmt: skip
def test_the_default_plan(code, scales):
    """The scale coded total, else the only one, else all; every role; Wilcoxon, two-sided."""
    plan = default_plan([Registry().get(code)], [None])
    assert [primary.scale for primary in plan.primary] == scales
    assert (plan.test, plan.alternative, plan.origin) == ("wilcoxon", "two-sided", "default")


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
    made = report(pairs, grouping=Grouping(factor="класс", control="7б"))
    found = list(cells(made.document))
    assert len(found) > 30
    for cell in found:
        assert cell.value == value_at(made.results, cell.path), cell.path
        assert cell.kind is not Kind.TEXT


@pytest.mark.parametrize("pairs", [[(2, 4, 1)], [(2, None, 3)]], ids=["one person", "nobody"])
def test_an_empty_cell_has_its_reason(pairs):
    """A dash is never alone."""
    made = report(pairs, grouping=Grouping(factor="класс", control="7б"))
    for cell in cells(made.document):
        assert cell.value is not None or cell.note, cell.path


def test_a_picture_shows_all_matched_people_and_says_so_in_words():
    """Its alternative text holds the two means."""
    made = report(ROSE)
    [figure] = [block for section in made.document.sections for block in section.blocks
                if isinstance(block, Figure)]  # fmt: skip
    assert sum(n for _, n in figure.picture.entry) == sum(n for _, n in figure.picture.exit) == 25
    assert "3,7" in figure.alt
    assert "5,4" in figure.alt
    assert figure.picture.range == (2, 8)
