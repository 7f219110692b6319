"""Method and limits in the stage-2 document: of what the report used, and of nothing else."""

from __future__ import annotations

from typing import TYPE_CHECKING

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


def method_section(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Section:
    """Return how the figures came about, and what may not be concluded from them."""
    compared = any(result.difference is not None for result in results.scales)
    paragraphs = (
        *(cause(results, words) if compared else ()),
        *plan_paragraphs(results, inputs, words),
        *_tests(results, words),
        *(() if rule is None else (_base_rule(rule, words, compared=compared),)),
        *_instruments(inputs, words),
        computed_by(results.provenance, words),
    )
    return Section(words.say("Method and limits"), tuple(map(Paragraph, paragraphs)))


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
        "well, above all those whose first score was extreme. Do not write that the programme "
        "caused the change."
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
