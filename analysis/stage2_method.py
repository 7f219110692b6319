"""Method and limits in the stage-2 document: of what the report used, and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.conclusions import edited_sentences
from analysis.disclosure import FEW, ROUNDED_UNDER
from analysis.document import Paragraph, Section
from analysis.programme_section import computed_by
from analysis.stage2_cells import TEST_NAMES, is_tested
from analysis.stage2_group_sentences import RANDOM, of_arms
from analysis.stage2_plan import plan_paragraphs

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words


def method_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Section]:
    """Yield the appendices: what was planned, how figures came about, limits, how to repeat it."""
    compared = any(result.difference is not None for result in results.scales)
    parts = {
        words.say("Plan of analysis, and departures from it"): plan_paragraphs(
            results, inputs, words
        ),
        words.say("Method"): _method(results, words),
        words.say("Limits"): (
            *(cause(results, words) if compared else ()),
            *_limits(results, words),
            *(() if rule is None else (_base_rule(rule, words, compared=compared),)),
        ),
        words.say("Reproducibility"): (
            *edited_sentences(results.conclusions, words),
            *_instruments(inputs, words),
            computed_by(results.provenance, words),
        ),
    }
    for title, said in parts.items():
        paragraphs = tuple(map(Paragraph, said))
        if paragraphs:
            yield Section(title, paragraphs, is_appendix=True)


def _method(results: Results, words: Words) -> Iterator[str]:
    """Yield in plain words what was compared and how, then the tests."""
    if any(result.difference is not None for result in results.scales):
        yield words.say(
            "Only people who answered both times are compared, each with themselves. The interval "
            "shows how exactly the change is known: the narrower, the more exactly; where zero "
            "lies inside it, the data do not show which way the score went. The size g says how "
            "large the change is beside the usual differences between people: from 0.2 it is "
            "small, from 0.5 medium, from 0.8 large."
        )
    yield from _tests(results, words)


def _limits(results: Results, words: Words) -> Iterator[str]:
    """Yield what makes conclusions weaker: nobody to compare with, people who were lost."""
    own = [flow for flow in results.flow if flow.arm is None]
    if results.programme is None or not any(flow.both for flow in own):
        return
    if len(own) == len(results.flow):
        yield words.say(
            "There is no comparison group: what would have happened without the programme is not "
            "known."
        )
    if any(flow.entry > flow.both for flow in own):
        yield words.say(
            "Not everybody who answered at entry answered at exit: the results are of those who "
            "stayed."
        )


def cause(results: Results, words: Words) -> Iterator[str]:
    """Yield what a comparison before and after cannot show."""
    if results.plan.allocation == RANDOM and any(map(_compares_arms, results.scales)):
        yield words.say(
            "A comparison before and after does not show the cause: people change by themselves as "
            "well. Only the comparison with the comparison group, for which lots were drawn, "
            "speaks of what the programme does."
        )
        return
    yield words.say(
        "A comparison before and after does not show the cause: people change by themselves as "
        "well, above all those whose first score was extreme. That the programme caused the change "
        "does not follow from it."
    )


def _compares_arms(result: ScaleResult) -> bool:
    groups = result.groups
    return groups is not None and of_arms(groups) and any(one.ancova for one in groups.levels)


def _tests(results: Results, words: Words) -> Iterator[str]:
    """Yield the planned test and its correction, where anything was tested."""
    plan = results.plan
    if not any(is_tested(result, plan) for result in results.scales):
        return
    yield words.say("Planned test: %(test)s, two-sided.", test=TEST_NAMES[plan.test])
    if plan.test == "wilcoxon":
        yield words.say(
            "Where the differences that are not zero are 200 or fewer, Wilcoxon's p is exact, "
            "given the ties."
        )
    if any(result.p_holm is not None for result in results.scales):
        yield words.say(
            "Planned comparisons are corrected together by Holm's rule; anything else is "
            "preliminary."
        )


def _base_rule(rule: BaseRule, words: Words, *, compared: bool) -> str:
    """Say what a reader of the report will not find in it, and why."""
    if not compared:
        return words.say(
            "So that nobody can be recognised, nothing is shown of the answers of fewer than "
            "%(k)s people; figures on fewer than %(rounded)s people are rounded.",
            k=rule.k,
            rounded=ROUNDED_UNDER,
        )
    return words.say(
        "So that nobody can be recognised, nothing is shown of the answers of fewer than %(k)s "
        "people; fewer than %(few)s people are described without tests, effect sizes and levels; "
        "levels and directions of change that hold fewer than %(k)s people are joined or left "
        "out; figures on fewer than %(rounded)s people are rounded.",
        k=rule.k,
        few=FEW,
        rounded=ROUNDED_UNDER,
    )


def _instruments(inputs: Sequence[ScaleInput], words: Words) -> Iterator[str]:
    used = {one.reference: one for scale in inputs for one in scale.instruments}
    for instrument in used.values():
        yield words.say(
            "Instrument: %(title)s (%(reference)s, SHA-256 %(sha256)s). %(source)s",
            title=instrument.title.get(words.lang),
            reference=instrument.reference,
            sha256=instrument.sha256,
            source=instrument.source,
        )
