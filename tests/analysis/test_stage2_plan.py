"""The report says what was planned, when, and every departure from it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis.disclosure import BaseRule
from analysis.inputs import Grouping
from analysis.report_facts import Flow, Plan, PrimaryScale, Provenance
from analysis.stage2 import stage2
from analysis.stage2_plan import MARK, plan_legend, plan_mark, plan_paragraphs
from analysis.words import Words
from tests.analysis.made import FACTS, scale_input

WORDS = Words()

ROSE = [(2, 3, 5), (3, 5, 6), (4, 6, 5), (4, 7, 5), (5, 8, 5)]
FEW = [(2, 3, 4), (3, 5, 4)]
ENTRY_ONLY = [(2, None, 20)]

MENTEES = PrimaryScale(instrument="small", scale="total", role="mentee", expected="rise")
MENTORS = PrimaryScale(instrument="small", scale="total", role="mentor")

DATES = {"made_on": "2026-10-01", "locked_on": "2027-04-20"}

NO_DEPARTURE = "There is no departure from the plan."


def results_of(*scales, plan, k=None, arms=(None,)):
    """Return what was found of scales under a plan."""
    return stage2(
        scales,
        plan=plan,
        flow=tuple(Flow(role="mentee", people=60, entry=58, exit=55, both=52, arm=arm)
                   for arm in arms),
        provenance=Provenance(software="zamer 0", instruments=(), data_sha256="0" * 64),
        words=WORDS,
        grouping=Grouping(factor="arm", control="comparison") if scales[0].groups else None,
        programme=None if k is None else FACTS,
        rule=None if k is None else BaseRule(k),
    )  # fmt: skip


def said(*scales, plan, **more):
    """Return what the report says of the plan."""
    made = results_of(*scales, plan=plan, **more)
    return list(plan_paragraphs(made.results, scales, WORDS))


def only_entry():
    """Return a scale of which the exit is still to come."""
    return replace(scale_input(ENTRY_ONLY), exit_instrument=None)


@pytest.mark.parametrize(
    ("plan", "first"),
    [
        (
            Plan(primary=(MENTEES,), **DATES),
            "The plan of analysis is the default one, made on 2026-10-01, when the entry wave opened: of each questionnaire the total score of the mentees, or all scales where there is no total.",
        ),
        (
            Plan(primary=(MENTEES,), origin="own", **DATES),
            "The school made its plan of analysis before the entry wave opened on 2026-10-01.",
        ),
        (
            Plan(primary=(MENTEES,), origin="own", changed_on="2026-11-15", **DATES),
            "The school last changed its plan of analysis on 2026-11-15; the entry wave had opened on 2026-10-01.",
        ),
    ],
    ids=["default", "own", "changed"],
)
def test_the_plan_stands_with_its_dates(plan, first):
    """When it was made, changed and locked; the rest follows from the data."""
    assert said(scale_input(ROSE), plan=plan) == [
        first,
        "It was locked on 2027-04-20, when the exit wave opened.",
        "Planned scales: Итог (mentees) — a rise is expected.",
        NO_DEPARTURE,
    ]


def test_a_plan_of_a_table_of_ones_own_has_no_dates():
    """It is only said which it is; of a plan made by hand there is nothing to say."""
    text = said(scale_input(ROSE), plan=Plan(primary=(MENTEES,)))
    assert text[0] == (
        "The plan of analysis is the default one: of each questionnaire the total score, or all "
        "scales where there is no total."
    )
    assert text[1:] == said(scale_input(ROSE), plan=Plan(primary=(MENTEES,), origin="own"))


def test_until_the_exit_wave_the_plan_may_change_and_nothing_departs_from_it():
    """A report of the entry wave alone blames nobody for tests that are still to come."""
    plan = Plan(primary=(MENTEES, MENTORS), made_on="2026-10-01")
    text = said(only_entry(), plan=plan)
    assert text[1] == "The exit wave has not opened yet, so the plan may still change."
    assert text[2:] == [
        "Planned scales: Итог (mentees) — a rise is expected; small/total (mentors) — no expectation."
    ]


def test_a_scale_that_only_the_entry_wave_gave_is_a_departure_once_the_exit_wave_was_held():
    """Others have been answered at exit."""
    plan = Plan(primary=(MENTEES, MENTORS))
    text = said(only_entry(), scale_input(ROSE, role="mentor"), plan=plan)
    assert text[2].startswith("Departure from the plan, planned but not tested (")
    assert text[2].endswith("): Итог (mentees).")
    assert len(text) == 3


def test_what_was_planned_and_not_given_is_said():
    """By its codes: nobody has seen it."""
    plan = Plan(
        primary=(MENTEES, PrimaryScale(instrument="lost", scale="total", role="mentee",
                                       expected="fall")),
    )  # fmt: skip
    text = said(scale_input(ROSE), plan=plan)
    assert "lost/total (mentees) — a fall is expected" in text[1]
    assert text[2:] == ["Departure from the plan, planned but not given: lost/total (mentees)."]


@pytest.mark.parametrize(
    ("rows", "k", "reason"),
    [
        (FEW, 5, "fewer than 10 people are too few for a conclusion"),
        (FEW, 9, "fewer than 9 people, and nothing is shown of so few"),
        ([(3, 3, 20)], None, "nobody's score changed"),
    ],
)
def test_what_was_planned_and_not_tested_is_said_with_the_reason(rows, k, reason):
    """The reason that the results give, and under the base rule no other."""
    text = said(scale_input(rows), plan=Plan(primary=(MENTEES,)), k=k)
    assert text[-1] == (
        f"Departure from the plan, planned but not tested ({reason}): Итог (mentees)."
    )


def test_scales_untested_for_one_reason_stand_together():
    """A small programme has few people on every scale."""
    scales = scale_input(FEW), scale_input(FEW, role="mentor"), scale_input([], role="parent")
    parents = PrimaryScale(instrument="small", scale="total", role="parent")
    text = said(*scales, plan=Plan(primary=(MENTEES, MENTORS, parents)), k=5)
    assert text[-2:] == [
        "Departure from the plan, planned but not tested (fewer than 10 people are too few for a conclusion): Итог (mentees); Итог (mentors).",
        "Departure from the plan, planned but not tested (nobody has a valid score at both waves): Итог (parents).",
    ]


def test_what_was_tested_outside_the_plan_is_exploratory():
    """What was not tested either is not named."""
    scales = scale_input(ROSE), scale_input(ROSE, role="mentor"), scale_input(FEW, role="parent")
    text = said(*scales, plan=Plan(primary=(MENTEES,)), k=5)
    assert text[-1] == "Tested outside the plan, therefore exploratory: Итог (mentors)."


def test_a_plan_without_scales_makes_everything_exploratory():
    """It says so."""
    text = said(scale_input(ROSE), plan=Plan(primary=()))
    assert text[1] == "The plan promises no test, so all results are exploratory."
    assert text[2].startswith("Tested outside the plan")


@pytest.mark.parametrize(
    ("allocation", "sentence"),
    [
        ("random", "Lots decided who was in the programme and who in the comparison group."),
        (None, "Who was in the programme and who in the comparison group was not decided by lots."),
    ],
)
def test_how_people_came_into_the_programme_is_said_where_there_is_a_comparison_group(
    allocation, sentence
):
    """Without one there was nothing to draw lots for, whatever the plan holds."""
    plan = Plan(primary=(MENTEES,), allocation=allocation)
    assert sentence in said(scale_input(ROSE), plan=plan, arms=(None, "comparison"))
    assert not any("comparison group" in text for text in said(scale_input(ROSE), plan=plan))


@pytest.mark.parametrize(("n", "is_said"), [(49, False), (50, True)])
def test_the_bound_of_equivalence_is_said_where_it_is_printed(n, is_said):
    """From a hundred people on."""
    scale = scale_input([(2, 3, 50), (4, 6, n)])
    text = said(scale, plan=Plan(primary=(MENTEES,), equivalence=0.35))
    assert ("Bound of equivalence: 0.35 of the SD at entry." in text) is is_said


def test_scales_outside_the_plan_carry_a_mark_with_its_meaning():
    """Those inside carry none, and where there is no mark nothing is explained."""
    scales = scale_input(ROSE), scale_input(ROSE, role="mentor")
    found = results_of(*scales, plan=Plan(primary=(MENTEES,))).results
    assert [plan_mark(result) for result in found.scales] == ["", f"\N{NO-BREAK SPACE}{MARK}"]
    assert plan_legend(found, WORDS) == f"{MARK} outside the plan: exploratory"
    planned = results_of(*scales, plan=Plan(primary=(MENTEES, MENTORS))).results
    assert plan_legend(planned, WORDS) == ""


def test_an_appendix_holds_the_plan():
    """In the order in which it was made, kept and departed from."""
    scale = scale_input(ROSE)
    made = results_of(scale, plan=Plan(primary=(MENTEES,), **DATES))
    [section] = [one for one in made.document.sections if one.title.startswith("Plan of analysis")]
    assert [block.text for block in section.blocks] == list(
        plan_paragraphs(made.results, [scale], WORDS)
    )
