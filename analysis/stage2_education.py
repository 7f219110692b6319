"""Educational results in the stage-2 document: a table, sentences, what marks can tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.document import Kind, Paragraph, Section, Table
from analysis.results import figure_at
from analysis.stage2_cells import (
    EXACT_DIFFERENCES,
    TEST_NAMES,
    ResultCells,
    sentence,
    text_cell,
)
from analysis.stage2_education_picture import measure_pictures, measure_title
from analysis.stage2_remarks import effect_size
from analysis.stage2_sentences import certainty, interval_words, too_few_words
from analysis.stage2_verdict import Verdict, planned_test, verdict_of
from analysis.words import rounded, telling_digits
from instruments.messages import N_
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.comparison import Difference
    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.education import MeasureInput
    from analysis.report_facts import Plan
    from analysis.results import MeasureResult, Results
    from analysis.words import Words

#: The columns: what a figure is called, where it stands, its kind, its decimals (None: its own).
COLUMNS = (
    (N_("n"), "n_matched", Kind.COUNT, 0),
    (N_("Before, M"), "entry.mean", Kind.NUMBER, None),
    (N_("SD"), "entry.sd", Kind.NUMBER, None),
    (N_("After, M"), "exit.mean", Kind.NUMBER, None),
    (N_("SD"), "exit.sd", Kind.NUMBER, None),
    (N_("Difference"), "difference.mean", Kind.NUMBER, None),
    (N_("95 % CI"), "difference.ci95", Kind.INTERVAL, None),
    (N_("p"), "tests.{test}.p", Kind.P, 0),
    (N_("g"), "effect.g_av", Kind.NUMBER, 2),
)


def education_sections(
    results: Results, inputs: Sequence[MeasureInput], words: Words, rule: BaseRule | None
) -> Iterator[Section]:
    """Yield the section, which in a report of a programme is always there; else nothing."""
    if results.programme is None:
        return
    title = words.say("Educational results")
    if not results.education:
        yield Section(title, (Paragraph(_none(words)),))
        return
    found = list(zip(range(len(inputs)), results.education, inputs, strict=True))
    shown = [placed for placed in found if placed[1].difference is not None]
    blocks: list[Block] = [Paragraph(_source(inputs, words))]
    if shown:
        blocks += [_table(shown, results.plan, words), Paragraph(words.of(EXACT_DIFFERENCES))]
        blocks += map(Paragraph, _exploratory(results, words))
    for _, result, one in found:
        blocks += _of_measure(result, one, results.plan, words=words, rule=rule)
    if shown:
        blocks.append(Paragraph(_limits(words)))
    yield Section(title, tuple(blocks))


def marks_in_brief(results: Results, inputs: Sequence[MeasureInput], words: Words) -> str | None:
    """Return what is concluded from marks and attendance: their means; None of none."""
    told = [
        words.say(
            "%(measure)s: %(entry)s before, %(exit)s after",
            measure=measure_title(one, words),
            entry=words.number(result.entry.mean, one.facts.digits),
            exit=words.number(result.exit.mean, one.facts.digits),
        )
        for result, one in zip(results.education or (), inputs, strict=True)
        if result.difference is not None and result.entry is not None and result.exit is not None
    ]
    if not told:
        return None
    return words.say(
        "By the school's journal, on average: %(measures)s. Why, these figures do not tell.",
        measures="; ".join(told),
    )


def _none(words: Words) -> str:
    return words.say(
        "Not handed in. Marks and attendance are uploaded on the programme's page, under “Marks "
        "and attendance”; then make the report again."
    )


def _source(inputs: Sequence[MeasureInput], words: Words) -> str:
    """Say where the values come from, and whether anybody knows whose they are."""
    if any(one.is_tied for one in inputs):
        return words.say(
            "From the school's electronic journal, for the last closed term before entry and "
            "before exit. They are of participants both of whose papers of consent have come; the "
            "psychologist tied them by name."
        )
    return words.say(
        "From the school's electronic journal, for the last closed term before entry and before "
        "exit: lists without names, which are not tied to anybody's answers."
    )


def _table(
    shown: Sequence[tuple[int, MeasureResult, MeasureInput]], plan: Plan, words: Words
) -> Table:
    columns = [
        (title, path.format(test=plan.test), kind, digits)
        for title, path, kind, digits in COLUMNS
        if any(figure_at(result, path.format(test=plan.test)) is not None for _, result, _ in shown)
    ]
    rows = []
    for place, result, one in shown:
        cells = ResultCells(f"education.{place}", result, words)
        figures = (
            cells.at(path, kind, one.facts.digits if digits is None else digits)
            for _, path, kind, digits in columns
        )
        rows.append((text_cell(measure_title(one, words)), *figures))
    return Table(
        caption=words.say("Educational results before and after"),
        header=(words.say("Measure"), *(words.of(title) for title, *_ in columns)),
        rows=tuple(rows),
    )


def _of_measure(
    result: MeasureResult,
    one: MeasureInput,
    plan: Plan,
    *,
    words: Words,
    rule: BaseRule | None,
) -> Iterator[Block]:
    """Yield what may be said of one measure and role, and its picture."""
    if result.difference is None:
        yield Paragraph(_not_compared(result, one, words, rule), strong=True)
        return
    verdict = verdict_of(result, plan)
    change = _change(result.difference, one, words, found=verdict is Verdict.CHANGED)
    yield Paragraph(_conclusion(change, result, plan, words), strong=True)
    yield Paragraph(" ".join(_remarks(result, one, plan, words)))
    yield from measure_pictures(result, one, verdict, words)


def _not_compared(
    result: MeasureResult, one: MeasureInput, words: Words, rule: BaseRule | None
) -> str:
    facts = {
        "measure": measure_title(one, words),
        "reason": result.notes["difference"],
        "n": result.n_matched,
    }
    if rule is None:
        return words.say(
            "%(measure)s: not compared: %(reason)s. Pupils with both values: %(n)s.", **facts
        )
    return words.say(
        "%(measure)s: not compared: %(reason)s. Pupils with both values: %(n)s; a description "
        "takes %(k)s or more, a conclusion %(few)s or more.",
        k=rule.k,
        few=FEW,
        **facts,
    )


def _change(difference: Difference, one: MeasureInput, words: Words, *, found: bool) -> str:
    """Return how the means differ."""
    digits, change = one.facts.digits, difference.mean
    if found:
        digits = telling_digits(change, difference.ci95 or (), digits)
    size = one.facts.amount
    facts = {
        "measure": measure_title(one, words),
        "size": words.say(size.msgid, size=words.number(abs(change), digits)),
        "n": difference.n,
        "interval": interval_words(difference, digits, words),
    }
    if not rounded(change, digits):
        return words.say(
            "%(measure)s: before and after the means are the same but for rounding "
            "(%(interval)sn = %(n)s)",
            **facts,
        )
    if change > 0:
        return words.say(
            "%(measure)s: after, the mean is higher by %(size)s (%(interval)sn = %(n)s)", **facts
        )
    return words.say(
        "%(measure)s: after, the mean is lower by %(size)s (%(interval)sn = %(n)s)", **facts
    )


def _conclusion(change: str, result: MeasureResult, plan: Plan, words: Words) -> str:
    """Return the change with how sure it is, as one sentence."""
    said, facts = certainty(change, result, plan, words)
    if said is not None:
        return said
    return words.say(
        "%(change)s; such a difference may well be chance (%(test)s, %(p)s), but that does not "
        "show that nothing changed.",
        **facts,
    )


def _remarks(result: MeasureResult, one: MeasureInput, plan: Plan, words: Words) -> Iterator[str]:
    """Yield what belongs to a conclusion: its direction and size, or why there is none."""
    verdict = verdict_of(result, plan)
    if verdict is Verdict.DESCRIBED:
        yield sentence(words.of(DESCRIPTIVE))
        yield from _medians(result, one, words)
        yield too_few_words(result, words)
        return
    if verdict is Verdict.CHANGED and result.difference is not None:
        rose = result.difference.mean > 0
        yield (
            words.say("That is a change for the better.")
            if rose is (one.facts.better is Better.HIGHER)
            else words.say("That is a change for the worse.")
        )
    yield from effect_size(result, words, in_words=verdict is Verdict.CHANGED)


def _medians(result: MeasureResult, one: MeasureInput, words: Words) -> Iterator[str]:
    if result.entry is None or result.exit is None:
        return
    entry, exit_ = (
        words.number(wave.median, one.facts.digits) for wave in (result.entry, result.exit)
    )
    yield words.say("Medians: before %(entry)s, after %(exit)s.", entry=entry, exit=exit_)


def _exploratory(results: Results, words: Words) -> Iterator[str]:
    """Yield how far the tests of this section can be relied on, where there are any."""
    if any(planned_test(result, results.plan) for result in results.education or ()):
        yield words.say(
            "All comparisons of this section are exploratory: the plan promises tests of "
            "questionnaires only. Test: %(test)s, not corrected for the number of comparisons.",
            test=TEST_NAMES[results.plan.test],
        )


def _limits(words: Words) -> str:
    """Return what these figures can tell and what they cannot."""
    return words.say(
        "What marks and attendance tell: whether these pupils' results differ between two terms. "
        "What they do not tell: why. A mark depends on the teacher, the subject and how hard the "
        "term was; lessons are missed through illness as well; and those who began low rise by "
        "themselves. They do not show that the programme improved the marks."
    )
