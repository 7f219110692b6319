"""The plan in the stage-2 document: what was promised, what came of it, what lies outside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind
from analysis.stage2_cells import ScaleCells, is_tested, role_title, scale_title
from analysis.stage2_verdict import EQUIVALENCE_FROM
from analysis.words import NO_BREAK_SPACE
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan, PrimaryScale
    from analysis.results import Results, ScaleResult
    from analysis.words import Words

    Titles = Mapping[tuple[str, str, str | None], str]

#: Stands behind the name of a scale that the plan promises no test of; no star, which readers of
#: tables take for a small p.
MARK = "†"

#: What a plan expects of a scale, by `PrimaryScale.expected`.
EXPECTED_WORDS = {
    None: N_("no expectation"),
    "rise": N_("a rise is expected"),
    "fall": N_("a fall is expected"),
}


def plan_mark(result: ScaleResult) -> str:
    """Return what stands behind the name of a scale: a mark where it lies outside the plan."""
    return "" if result.primary else f"{NO_BREAK_SPACE}{MARK}"


def plan_legend(results: Results, words: Words) -> str:
    """Return what the mark means; empty where no scale has it."""
    if all(result.primary for result in results.scales):
        return ""
    return words.say("%(mark)s outside the plan: exploratory", mark=MARK)


def plan_paragraphs(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[str]:
    """Yield the plan as it was fixed, and every departure from it.

    Parameters
    ----------
    results
        What was found, one result per input.
    inputs
        What it was found from, for titles.
    words
        The reader's language.
    """
    titles = {
        (result.instrument, result.scale, result.role): scale_title(scale, words)
        for result, scale in zip(results.scales, inputs, strict=True)
    }
    yield from _dates(results.plan, words)
    yield _promised(results.plan, titles, words)
    yield from _design(results, words)
    # Before anybody has answered at exit nothing can have been departed from.
    if any(result.version_exit is not None for result in results.scales):
        yield from _departures(results, titles, words)


def _dates(plan: Plan, words: Words) -> Iterator[str]:
    """Yield when the plan was made, changed and locked; of a table of one's own nobody knows."""
    if plan.made_on is None:
        if plan.origin == "default":
            yield words.say(
                "The plan of analysis is the default one: of each questionnaire the total score, "
                "or all scales where there is no total."
            )
        return
    made = words.date(plan.made_on)
    if plan.changed_on is not None:
        yield words.say(
            "The school last changed its plan of analysis on %(changed)s; the entry wave had "
            "opened on %(made)s.",
            changed=words.date(plan.changed_on),
            made=made,
        )
    elif plan.origin == "default":
        yield words.say(
            "The plan of analysis is the default one, made on %(made)s, when the entry wave "
            "opened: of each questionnaire the total score of the mentees, or all scales where "
            "there is no total.",
            made=made,
        )
    else:
        yield words.say(
            "The school made its plan of analysis before the entry wave opened on %(made)s.",
            made=made,
        )
    yield (
        words.say("The exit wave has not opened yet, so the plan may still change.")
        if plan.locked_on is None
        else words.say(
            "It was locked on %(locked)s, when the exit wave opened.",
            locked=words.date(plan.locked_on),
        )
    )


def _promised(plan: Plan, titles: Titles, words: Words) -> str:
    if not plan.primary:
        return words.say("The plan promises no test, so all results are exploratory.")
    scales = (
        f"{_title(one, titles, words)} — {words.of(EXPECTED_WORDS[one.expected])}"
        for one in plan.primary
    )
    return words.say("Planned scales: %(scales)s.", scales="; ".join(scales))


def _title(one: PrimaryScale, titles: Titles, words: Words) -> str:
    """Return the name of a scale; of one that nobody was given only its codes are known."""
    code = f"{one.instrument}/{one.scale} ({role_title(one.role, words)})"
    return titles.get((one.instrument, one.scale, one.role), code)


def _design(results: Results, words: Words) -> Iterator[str]:
    """Yield how people came into the programme, and the bound of what was tested against one."""
    if any(flow.arm == "comparison" for flow in results.flow):
        yield (
            words.say("Lots decided who was in the programme and who in the comparison group.")
            if results.plan.allocation == "random"
            else words.say(
                "Who was in the programme and who in the comparison group was not decided by lots."
            )
        )
    if any(
        result.tests.tost is not None and result.n_matched >= EQUIVALENCE_FROM
        for result in results.scales
    ):
        yield words.say(
            "Bound of equivalence: %(bound)s of the SD at entry.",
            bound=words.number(results.plan.equivalence, 2),
        )


def _departures(results: Results, titles: Titles, words: Words) -> Iterator[str]:
    """Yield what was promised and not done, and what was done and not promised."""
    departures = [
        *_not_given(results, titles, words),
        *_not_tested(results, titles, words),
        *_not_planned(results, titles, words),
    ]
    yield from departures or [words.say("There is no departure from the plan.")]


def _not_given(results: Results, titles: Titles, words: Words) -> Iterator[str]:
    missing = [
        _title(one, titles, words)
        for one in results.plan.primary
        if (one.instrument, one.scale, one.role) not in titles
    ]
    if missing:
        yield words.say(
            "Departure from the plan, planned but not given: %(scales)s.",
            scales="; ".join(missing),
        )


def _not_tested(results: Results, titles: Titles, words: Words) -> Iterator[str]:
    plan = results.plan
    by_reason: dict[str, list[str]] = {}
    for place, result in enumerate(results.scales):
        if result.primary and not is_tested(result, plan):
            why = ScaleCells(place, result, words).at(f"tests.{plan.test}", Kind.P).note
            title = titles[result.instrument, result.scale, result.role]
            by_reason.setdefault(why, []).append(title)
    for why, untested in by_reason.items():
        yield words.say(
            "Departure from the plan, planned but not tested (%(reason)s): %(scales)s.",
            reason=why,
            scales="; ".join(untested),
        )


def _not_planned(results: Results, titles: Titles, words: Words) -> Iterator[str]:
    found = [
        titles[result.instrument, result.scale, result.role]
        for result in results.scales
        if not result.primary and is_tested(result, results.plan)
    ]
    if found:
        yield words.say(
            "Tested outside the plan, therefore exploratory: %(scales)s.",
            scales="; ".join(found),
        )
