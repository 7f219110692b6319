"""What a psychologist may say of a stage-2 result: direction, size, interval, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.comparison import PairedT, WilcoxonP
from analysis.disclosure import FEW
from analysis.stage2_cells import digits_of, is_tested, sentence
from analysis.stage2_remarks import equivalence_facts, remarks
from analysis.stage2_verdict import Verdict, planned_test, shown_equivalence, verdict_of
from analysis.words import rounded, telling_digits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import Difference
    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan
    from analysis.results import PairedResult, ScaleResult
    from analysis.stage2_verdict import Test
    from analysis.words import Words


def change_sentences(
    result: ScaleResult, scale: ScaleInput, *, plan: Plan, words: Words, rule: BaseRule | None
) -> Iterator[str]:
    """Yield the sentences of one scale, the conclusion first.

    They claim no more than the data allow: nothing is called significant under ten people, p from
    0.05 on is never called "no change", and nothing is ever called an effect of the programme.
    """
    if result.difference is None:
        yield _not_compared(result, scale, words, rule)
        return
    verdict = verdict_of(result, plan)
    change = change_words(result.difference, scale, words, found=verdict is Verdict.CHANGED)
    yield _conclusion(change, result, scale, plan=plan, words=words)
    if verdict is Verdict.DESCRIBED:
        yield from _medians(result, scale, words)
        yield too_few_words(result, words)
        return
    if not result.primary and is_tested(result, plan):
        yield words.say(
            "The scale is not among the planned comparisons, so the conclusion is preliminary."
        )
    yield from remarks(result, scale, plan=plan, words=words)


def _not_compared(
    result: ScaleResult, scale: ScaleInput, words: Words, rule: BaseRule | None
) -> str:
    """Return why there is no comparison and, where people are lacking, how many it takes."""
    reason = result.notes["difference"]
    waves = (scale.entry_instrument, scale.exit_instrument)
    if None in waves or scale.not_comparable is not None:
        return words.say("No comparison: %(reason)s.", reason=reason)
    facts = {"reason": reason, "n": result.n_matched, "few": FEW}
    if rule is None:
        return words.say(
            "Not enough data: %(reason)s. People with a score at both waves: %(n)s; a conclusion "
            "takes %(few)s or more.",
            **facts,
        )
    return words.say(
        "Not enough data: %(reason)s. People with a score at both waves: %(n)s; a description "
        "takes %(k)s or more, a conclusion %(few)s or more.",
        k=rule.k,
        **facts,
    )


def _medians(result: ScaleResult, scale: ScaleInput, words: Words) -> Iterator[str]:
    """Yield the medians, by which so few people are described rather than by one odd score."""
    if result.entry is None or result.exit is None:
        return
    entry, exit_ = (
        words.number(wave.median, digits_of(scale)) for wave in (result.entry, result.exit)
    )
    yield words.say("Medians: at entry %(entry)s, at exit %(exit)s.", entry=entry, exit=exit_)


def too_few_words(result: PairedResult, words: Words) -> str:
    """Return how many it takes to conclude anything, and what so few could show at best."""
    if result.mdes is None:
        return words.say("Not enough data: a conclusion takes %(few)s people or more.", few=FEW)
    return words.say(
        "Not enough data: a conclusion takes %(few)s people or more; with so few (n = %(n)s) a "
        "change from d = %(d)s on would be found (in SDs of the differences, 8 times of 10).",
        few=FEW,
        n=result.n_matched,
        d=words.number(result.mdes, 2),
    )


def change_words(difference: Difference, scale: ScaleInput, words: Words, *, found: bool) -> str:
    """Return how the means differ; that the score changed is said only where it was found."""
    digits = digits_of(scale)
    change = difference.mean
    if found:
        digits = telling_digits(change, difference.ci95 or (), digits)
    facts = {
        "size": words.number(abs(change), digits),
        "n": difference.n,
        "interval": interval_words(difference, digits, words),
    }
    if found and change > 0:
        return words.say("On average the score rose by %(size)s (%(interval)sn = %(n)s)", **facts)
    if found:
        return words.say("On average the score fell by %(size)s (%(interval)sn = %(n)s)", **facts)
    if not rounded(change, digits):
        return words.say(
            "The mean scores at entry and at exit coincide to %(unit)s (%(interval)sn = %(n)s)",
            unit=words.number(10**-digits, digits),
            **facts,
        )
    if change > 0:
        return words.say(
            "The mean score at exit is higher than at entry by %(size)s (%(interval)sn = %(n)s)",
            **facts,
        )
    return words.say(
        "The mean score at exit is lower than at entry by %(size)s (%(interval)sn = %(n)s)",
        **facts,
    )


def interval_words(difference: Difference, digits: int, words: Words) -> str:
    """Return the interval of a change as it stands before n; empty where there is none."""
    if difference.ci95 is None:
        return ""
    low, high = (words.number(limit, digits) for limit in difference.ci95)
    return words.say("95 %% CI of the change from %(low)s to %(high)s; ", low=low, high=high)


def _conclusion(
    change: str, result: ScaleResult, scale: ScaleInput, *, plan: Plan, words: Words
) -> str:
    """Return the change with how sure it is, as one sentence."""
    said, facts = certainty(change, result, plan, words)
    if said is not None:
        return said
    equivalence = shown_equivalence(result)
    if equivalence is not None:
        return words.say(
            "%(change)s; the data do not let us say that the score changed (%(test)s, %(p)s), and "
            "they show that any change is smaller than ±%(share)s SD, that is ±%(bound)s (test of "
            "equivalence, %(p_equivalence)s).",
            **facts,
            **equivalence_facts(equivalence, scale, plan, words),
        )
    return words.say(
        "%(change)s; the data do not let us say that the score changed (%(test)s, %(p)s), but "
        "neither do they show that it stayed the same.",
        **facts,
    )


def certainty(
    change: str, result: PairedResult, plan: Plan, words: Words
) -> tuple[str | None, dict[str, str]]:
    """Return the change with how sure it is, and the facts that say so.

    There is no sentence where the data leave the change open: it depends on what was measured.
    """
    verdict, test = verdict_of(result, plan), planned_test(result, plan)
    if verdict is Verdict.DESCRIBED:
        return sentence(change), {}
    if test is None:
        reason = result.notes[f"tests.{plan.test}"]
        return words.say("%(change)s; no test: %(reason)s.", change=change, reason=reason), {}
    facts = {
        "change": change,
        "test": test_words(test, words),
        "p": p_words(result, test, words),
    }
    if verdict is Verdict.CHANGED:
        return words.say(
            "%(change)s; chance alone would rarely give such a change (%(test)s, %(p)s).", **facts
        ), facts
    if verdict is Verdict.CONTRARY:
        return words.say(
            "%(change)s; by ranks the changes go the other way than the mean, which single large "
            "changes pull (%(test)s, %(p)s): look at the picture before you conclude anything.",
            **facts,
        ), facts
    return None, facts


def p_words(result: PairedResult, test: Test, words: Words) -> str:
    """Return p, corrected where the plan promises the test, and which of the two it is."""
    shown = words.p_equals(test.p if result.p_holm is None else result.p_holm)
    if result.p_holm is None:
        return words.say("%(p)s, not corrected for the number of scales", p=shown)
    if result.p_holm != test.p:
        return words.say("%(p)s after Holm's correction", p=shown)
    return shown


def test_words(test: Test, words: Words) -> str:
    """Return the test's name and, unless it is hidden, its statistic."""
    if isinstance(test, PairedT):
        statistic = words.number(test.t, 2)
        return words.say("Student's t(%(df)s) = %(t)s", df=test.df, t=statistic)
    if isinstance(test, WilcoxonP):
        return words.say("Wilcoxon's test")
    # Ties make halves of ranks.
    digits = 0 if float(test.t_min).is_integer() else 1
    return words.say("Wilcoxon's T = %(t)s", t=words.number(test.t_min, digits))
