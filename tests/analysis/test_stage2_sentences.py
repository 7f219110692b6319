"""What is said of a result: direction, size, interval, how sure; and never more than is known."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest

from analysis.inputs import ScaleInput
from analysis.paired import PairedScores
from analysis.report_facts import Plan, PrimaryScale
from analysis.words import Words
from tests.analysis.made import ITEMS, ROSE, of_pairs, report, said
from tests.conftest import make_scale

FELL = [(exit_, entry, n) for entry, exit_, n in ROSE]

#: Twelve people of whom as many rose as fell.
UNSURE = [(2, 4, 5), (4, 2, 5), (3, 4, 2)]

#: A hundred and twenty people, next to none of whom moved.
STEADY = [(2, 2, 40), (8, 8, 40), (5, 5, 30), (5, 6, 5), (6, 5, 5)]

NO_PLAN = Plan(primary=())


def expecting(direction):
    """Return a plan that expects a direction."""
    one = PrimaryScale(instrument="small", scale="total", role=None, expected=direction)
    return Plan(primary=(one,))


def test_a_clear_change_is_said_with_direction_size_interval_and_certainty():
    """In one sentence, and in this order; then what the scale and the plan make of it."""
    first, second, third, *_ = said(of_pairs(ROSE))
    assert first.startswith(
        "В среднем балл вырос на 1,7 (95 % ДИ изменения: от 1,4 до 1,9; n = 25); такое изменение "
        "трудно объяснить случайностью (критерий Уилкоксона, T = 0; "
    )
    assert second == "Балл вырос, как и ожидалось; рост по этой шкале желателен."
    assert third.startswith("Размер эффекта g = ")
    assert third.endswith(": большой.")


def test_the_same_sentence_in_english():
    """Its point, and its brackets."""
    assert said(of_pairs(ROSE, words=Words()))[0].startswith(
        "On average the score rose by 1.7 (95 % CI of the change from 1.4 to 1.9; n = 25); chance "
        "alone would rarely give such a change (Wilcoxon's T = 0, p < 0.001)."
    )


@pytest.mark.parametrize(
    ("pairs", "better", "sentence"),
    [
        (ROSE, "higher", "Рост по этой шкале желателен."),
        (ROSE, "lower", "Рост по этой шкале нежелателен."),
        (FELL, "lower", "Снижение по этой шкале желательно."),
        (FELL, "higher", "Снижение по этой шкале нежелательно."),
    ],
)
def test_the_direction_of_the_scale_says_what_is_desirable(pairs, better, sentence):
    """Whatever the sign of the difference; without an expectation nothing is said of one."""
    assert sentence in said(of_pairs(pairs, better=better, plan=NO_PLAN))


def test_where_more_is_not_better_nothing_is_desirable():
    """It says what to look at instead."""
    sentences = said(of_pairs(ROSE, better="none"))
    assert not any("желател" in one or "ожида" in one for one in sentences)
    assert any(one.startswith("На этой шкале больше не значит лучше") for one in sentences)


@pytest.mark.parametrize(
    ("pairs", "expected", "sentence"),
    [
        (ROSE, "rise", "Балл вырос, как и ожидалось; рост по этой шкале желателен."),
        (ROSE, "fall", "Балл вырос вопреки ожиданию; рост по этой шкале желателен."),
        (FELL, "fall", "Балл снизился, как и ожидалось; снижение по этой шкале нежелательно."),
        (FELL, "rise", "Балл снизился вопреки ожиданию; снижение по этой шкале нежелательно."),
        (UNSURE, "rise", "По плану ожидался рост."),
        (UNSURE, "fall", "По плану ожидалось снижение."),
    ],
)
def test_a_change_is_held_against_the_plan(pairs, expected, sentence):
    """A change that was not found is neither as expected nor contrary to it."""
    assert sentence in said(of_pairs(pairs, plan=expecting(expected)))


def test_no_evidence_is_not_evidence_of_no_change():
    """P above 0.05 claims neither; it says which change so many people would have shown."""
    sentences = said(of_pairs(UNSURE))
    assert sentences[0].startswith("Средний балл на выходе на 0,2 выше, чем на входе (95 % ДИ")
    assert "; данные не позволяют утверждать, что балл изменился (" in sentences[0]
    assert sentences[0].endswith(", но и не доказывают, что он остался прежним.")
    assert not any("желател" in one or "малый" in one for one in sentences)
    assert (
        "При таком числе участников (n = 12) обнаруживается изменение от d = 0,89 (в долях SD "
        "разностей, в 8 случаях из 10)." in sentences
    )
    assert not any("обнаруживается" in one for one in said(of_pairs(ROSE)))


def test_equivalence_is_spoken_of_from_a_hundred_people():
    """With its bounds in SDs and in scores, instead of what might have been shown."""
    sentences = said(of_pairs(STEADY))
    assert sentences[0].startswith(
        "Средние баллы на входе и на выходе совпадают с точностью до 0,1 (95 % ДИ изменения: от "
    )
    assert ", и показывают, что изменение меньше ±0,2 SD, то есть ±0,5 балла (" in sentences[0]
    assert not any("обнаруживается" in one for one in sentences)
    fewer = [(entry, exit_, n // 2) for entry, exit_, n in STEADY]
    assert of_pairs(fewer).results.scales[0].tests.tost.p < 0.05
    assert not any("±" in one for one in said(of_pairs(fewer)))


def test_narrow_bounds_of_equivalence_are_not_rounded_to_nothing():
    """STEADY in hundredths: the bounds are a hundredth of 0.49 as well."""
    fine = [(entry / Fraction(100), exit_ / Fraction(100), n) for entry, exit_, n in STEADY]
    assert "±0,2 SD, то есть ±0,0049 балла (" in said(of_pairs(fine))[0]


def test_a_change_within_the_bounds_of_equivalence_is_slight():
    """It is there all the same."""
    sentences = said(of_pairs([(2, 2, 60), (5, 5, 60), (8, 8, 60), (5, 6, 12)]))
    assert sentences[0].startswith(
        "В среднем балл вырос на 0,063 (95 % ДИ изменения: от 0,028 до 0,097; "
    )
    assert any(one.endswith("оно есть, но очень невелико.") for one in sentences)


def test_under_ten_people_the_report_describes_and_concludes_nothing():
    """Headed so; no p, no effect, but how many it takes, and what so few can show."""
    sentences = said(of_pairs([(2, 4, 5), (3, 5, 3), (3, 4, 1)]))
    assert sentences[0] == "Описательно: слишком мало людей для вывода."
    assert sentences[1].startswith("Средний балл на выходе на 1,9 выше, чем на входе (95 % ДИ")
    assert sentences[2] == "Медианы: на входе 2,0, на выходе 4,0."
    assert sentences[3].startswith(
        "Недостаточно данных: для вывода нужно не меньше 10 участников; при таком их числе "
        "(n = 9) обнаружилось бы изменение от d = "
    )
    assert not any("p " in one or "g =" in one or "желател" in one for one in sentences)
    assert said(of_pairs([(2, 4, 5), (3, 5, 4), (3, 6, 1)]))[0].startswith("В среднем")


@pytest.mark.parametrize("k", [None, 5], ids=["own table", "programme"])
def test_medians_describe_those_of_whom_nothing_is_concluded(k):
    """Also under the base rule, and from ten people on no more."""
    few, enough = [(2, 4, 5), (3, 6, 2)], [(2, 4, 5), (3, 6, 5)]
    assert "Медианы: на входе 2,0, на выходе 4,0." in said(of_pairs(few, k=k))
    assert not any("Медианы" in one for one in said(of_pairs(enough, k=k)))


def test_of_fewer_than_k_it_is_said_how_many_would_be_enough():
    """One sentence, and nothing after it."""
    [only] = said(of_pairs([(2, 4, 3)], k=5))
    assert only == (
        "Недостаточно данных: меньше 5 человек, а такие малые группы не показываются. "
        "Участников с баллом на обоих замерах: 3; чтобы описать группу, нужно не меньше 5, чтобы "
        "делать выводы — не меньше 10."
    )


def test_with_nobody_to_compare_it_is_said_how_many_it_takes():
    """A table of one's own is described from the first person on."""
    assert said(of_pairs([(2, None, 12)]))[0] == (
        "Недостаточно данных: нет никого с действительными баллами в обоих замерах. Участников "
        "с баллом на обоих замерах: 0; чтобы делать выводы, нужно не меньше 10."
    )


def test_more_people_would_not_make_up_for_a_wave():
    """Of one wave no number of people is enough, and none is named."""
    both = of_pairs([(2, None, 12)], words=Words())
    instrument = make_scale("it01", "it02")
    one_wave = ScaleInput(
        entry_instrument=instrument, exit_instrument=None, scale=instrument.scales[0],
        role="mentee", pairs=PairedScores.from_rows([(2, None, 12)]), entry_items=ITEMS,
        exit_items=None,
    )  # fmt: skip
    assert said(report(one_wave, k=None))[0] == (
        "No comparison: the answers are of one wave, so there is nothing to compare with."
    )
    assert said(both)[0].startswith("Not enough data: ")


def test_a_test_and_an_interval_that_disagree_are_said_to():
    """Many small rises and one great fall: the ranks rise, the mean may not."""
    sentences = said(of_pairs([(2, 3, 14), (100, 60, 1)]))
    assert any("говорят о разном" in one for one in sentences)
    assert "; по рангам изменения направлены иначе, чем среднее" in sentences[0]
    assert sentences[0].startswith("Средний балл на выходе на ")
    assert not any("желател" in one or "случайностью" in one for one in sentences)
    assert not any(one.endswith((": малый.", ": средний.", ": большой.")) for one in sentences)
    assert not any("говорят о разном" in one for one in said(of_pairs(ROSE)))


def test_the_interval_is_held_against_the_p_that_is_printed():
    """Corrected for two roles the test is silent, the interval of one is not: it says so."""
    pairs = [(2, 5, 11), (5, 2, 4), (3, 4, 3), (4, 4, 4)]
    alone, doubled = of_pairs(pairs), of_pairs(pairs, roles=("mentee", "mentor"))
    assert alone.results.scales[0].difference.ci95[0] > 0
    assert alone.results.scales[0].p_holm < 0.05 < doubled.results.scales[0].p_holm
    assert not any("говорят о разном" in one for one in said(alone))
    assert any("говорят о разном" in one for one in said(doubled))


def test_where_nothing_changed_nothing_was_tested():
    """Never p = 1 by accident."""
    sentences = said(of_pairs([(2, 2, 6), (3, 3, 6)]))
    assert sentences[0] == (
        "Средние баллы на входе и на выходе совпадают с точностью до 0,1 (n = 12); критерий не "
        "применялся: ни у кого балл не изменился."
    )
    assert not any("доказывают" in one for one in sentences)


def test_a_small_change_that_was_found_is_not_rounded_to_nothing():
    """3 000 people of whom 90 rose and 30 fell: mean 0.02, SD 0.199, limits 0.0129 and 0.0271."""
    [first, *_] = said(of_pairs([(2, 2, 2880), (4, 5, 90), (6, 5, 30)]))
    assert first.startswith(
        "В среднем балл вырос на 0,020 (95 % ДИ изменения: от 0,013 до 0,027; n = 3\u202f000); "
    )


def test_a_change_alike_for_all_has_a_size_and_no_interval():
    """Its reason stands in the place of an interval of no width."""
    sentences = said(of_pairs([(2, 3, 6), (4, 5, 6)]))
    [size] = [one for one in sentences if one.startswith("Размер эффекта")]
    assert size == (
        "Размер эффекта g = 0,89: большой; доверительный интервал не рассчитан: у всех балл "
        "изменился одинаково, поэтому нет разброса, по которому можно судить об изменении."
    )


def test_where_nobody_changed_no_size_is_said():
    """There was nothing to find."""
    assert not any("эффекта" in one for one in said(of_pairs([(2, 2, 6), (3, 3, 6)])))


def test_people_are_counted_with_a_space_in_thousands():
    """In the first sentence and in those that follow."""
    many = [(2, 4, 1000), (4, 2, 1000), (3, 3, 3200)]
    sentences = " ".join(said(of_pairs(many)))
    assert "n = 5\u202f200" in sentences
    careless = said(of_pairs(many, flagged=[(2, 4, 999), (4, 2, 999)]))
    assert any("небрежно: 1\u202f998; " in one for one in careless)


def test_the_programme_is_never_said_to_be_the_cause():
    """Not even where lots decided: one scale by itself compares nobody with anybody."""
    for allocation in (None, "random"):
        plan = replace(expecting("rise"), allocation=allocation)
        sentences = " ".join(said(of_pairs(ROSE, plan=plan)))
        assert not any(word in sentences for word in ("программ", "вызва", "причин", "благодаря"))


def test_ranks_are_whole_numbers_unless_ties_halve_them():
    """T = 4, T = 3,5."""
    whole, halved = [(2, 3, 6), (3, 5, 5), (6, 5, 1)], [(2, 3, 5), (3, 5, 5), (6, 5, 1)]
    assert any("T = 4;" in one for one in said(of_pairs(whole)))
    assert any("T = 3,5;" in one for one in said(of_pairs(halved)))


def test_an_exploratory_scale_says_so():
    """The plan promises nothing of it; where nothing was tested nothing has to be weakened."""
    sentences = said(of_pairs(ROSE, plan=NO_PLAN))
    outside = "Шкала не входит в план сравнений, поэтому вывод предварительный."
    assert outside in sentences
    assert "p < 0,001 без поправки на число сравнений" in sentences[0]
    assert outside not in said(of_pairs([(2, 4, 5), (3, 5, 4)], plan=NO_PLAN))


def test_the_planned_test_may_be_students():
    """Its name and statistic are said, and it is the one corrected."""
    made = of_pairs(ROSE, plan=replace(expecting("rise"), test="paired_t"))
    assert made.results.scales[0].p_holm == made.results.scales[0].tests.paired_t.p
    assert "Стьюдента" in said(made)[0]
    assert "(24) = " in said(made)[0]
    assert not any("Уилкоксона" in one for one in said(made))


def test_a_state_is_said_to_hang_on_the_day():
    """A momentary state is no trait."""
    day = "Шкала измеряет состояние в момент ответа: на балл влияет и то, каким был этот день."
    assert day in said(of_pairs(ROSE, state="true"))
    assert day not in said(of_pairs(ROSE))


def test_careless_forms_are_counted_and_said_to_be():
    """With what the difference is without them; where nobody was careless, nothing is said."""
    sentences = said(of_pairs(ROSE, flagged=[(2, 4, 3)]))
    assert (
        "Участников, чьи анкеты похожи на заполненные небрежно: 3; они учтены, без них разность "
        "равна 1,6." in sentences
    )
    assert not any("небрежно" in one for one in said(of_pairs(ROSE)))
