"""What is said beside a conclusion: expectation, what is desirable, size, and reasons for care."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.stage2_cells import digits_of, sentence
from analysis.stage2_verdict import Verdict, planned_test, shown_equivalence, verdict_of
from analysis.words import telling_digits
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.equivalence import Equivalence
    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan
    from analysis.results import PairedResult, ScaleResult
    from analysis.words import Words
    from instruments.messages import Message


def remarks(result: ScaleResult, scale: ScaleInput, *, plan: Plan, words: Words) -> Iterator[str]:
    """Yield what belongs to a conclusion on ten or more matched people."""
    verdict, difference = verdict_of(result, plan), result.difference
    if difference is None:
        return
    yield from direction(result, scale, plan, words)
    yield from effect_size(result, words, in_words=verdict is Verdict.CHANGED)
    yield from _slight(result, scale, plan, words)
    yield from _could_be_shown(result, plan, words)
    yield from _disagreement(result, plan, words)
    if scale.scale.state:
        yield words.say(
            "The scale measures the state of the moment: what kind of a day it was moves the "
            "score, too."
        )
    yield from _careless(result, scale, words)


def direction(result: ScaleResult, scale: ScaleInput, plan: Plan, words: Words) -> Iterator[str]:
    """Hold the direction of a change against the plan's expectation and the scale's own."""
    promised = plan.promised(result.instrument, result.scale, result.role)
    expected = None if promised is None else promised.expected
    difference, better = result.difference, scale.scale.better
    if difference is None:
        return
    if verdict_of(result, plan) is not Verdict.CHANGED:
        yield from _was_expected(expected, words)
        return
    rose = difference.mean > 0
    clauses = [*_came(expected, words, rose=rose), *_wanted(better, words, rose=rose)]
    if clauses:
        yield sentence("; ".join(clauses))
    if better is Better.NONE:
        yield words.say(
            "On this scale neither more nor less is better in itself: what matters is where "
            "people came from and where they have come to."
        )


def _was_expected(expected: str | None, words: Words) -> Iterator[str]:
    if expected == "rise":
        yield words.say("The plan expected a rise.")
    elif expected == "fall":
        yield words.say("The plan expected a fall.")


def _came(expected: str | None, words: Words, *, rose: bool) -> Iterator[str]:
    if expected is None:
        return
    if rose:
        yield (
            words.say("the score rose, as was expected")
            if expected == "rise"
            else words.say("the score rose, contrary to what was expected")
        )
    else:
        yield (
            words.say("the score fell, as was expected")
            if expected == "fall"
            else words.say("the score fell, contrary to what was expected")
        )


def _wanted(better: Better, words: Words, *, rose: bool) -> Iterator[str]:
    """Say whether the change goes where the scale improves."""
    if better is Better.NONE:
        return
    if rose:
        yield (
            words.say("a rise on this scale is desirable")
            if better is Better.HIGHER
            else words.say("a rise on this scale is not desirable")
        )
    else:
        yield (
            words.say("a fall on this scale is desirable")
            if better is Better.LOWER
            else words.say("a fall on this scale is not desirable")
        )


def effect_size(result: PairedResult, words: Words, *, in_words: bool) -> Iterator[str]:
    """State g with its interval; a word for its size only where a change was found."""
    effect = result.effect
    if effect.g_av is None:
        return
    if effect.g_av_ci95 is None:
        if in_words:
            yield _without_interval(effect.g_av, result.notes["effect.g_av_ci95"], words)
        return
    low, high = (words.number(limit, 2) for limit in effect.g_av_ci95)
    facts = {"g": words.number(effect.g_av, 2), "low": low, "high": high}
    if in_words:
        yield words.say(
            "Effect size g = %(g)s (95 %% CI from %(low)s to %(high)s): %(size)s.",
            size=words.effect(effect.g_av),
            **facts,
        )
    else:
        yield words.say("Effect size g = %(g)s (95 %% CI from %(low)s to %(high)s).", **facts)


def _without_interval(g: float, reason: Message, words: Words) -> str:
    """State g of a change that was found, and why there is no interval."""
    return words.say(
        "Effect size g = %(g)s: %(size)s; no interval: %(reason)s.",
        g=words.number(g, 2),
        size=words.effect(g),
        reason=reason,
    )


def equivalence_facts(
    test: Equivalence, scale: ScaleInput, plan: Plan, words: Words
) -> dict[str, str]:
    """Return the bounds of a test of equivalence, in SDs and in raw scores, and its p."""
    share = words.number(plan.equivalence, 2)
    return {
        # 0.2, not 0.20; the decimal sign is the language's own.
        "share": share.rstrip("0").rstrip(",.") or share,
        "bound": words.number(test.bound, telling_digits(test.bound, (), digits_of(scale))),
        "p_equivalence": words.p_equals(test.p),
    }


def _slight(result: ScaleResult, scale: ScaleInput, plan: Plan, words: Words) -> Iterator[str]:
    """Say of a change that was found that it is within the bounds of equivalence all the same."""
    equivalence = shown_equivalence(result)
    if verdict_of(result, plan) is Verdict.CHANGED and equivalence is not None:
        yield words.say(
            "All the same the change is smaller than ±%(share)s SD, that is ±%(bound)s (test of "
            "equivalence, %(p_equivalence)s): it is there, but it is slight.",
            **equivalence_facts(equivalence, scale, plan, words),
        )


def _could_be_shown(result: ScaleResult, plan: Plan, words: Words) -> Iterator[str]:
    """Say which change this many people would have shown, where they have shown none."""
    is_open = verdict_of(result, plan) is Verdict.OPEN and shown_equivalence(result) is None
    if is_open and result.mdes is not None:
        yield words.say(
            "With this many people (n = %(n)s) a change from d = %(d)s on is found (in SDs of the "
            "differences, 8 times of 10).",
            n=result.n_matched,
            d=words.number(result.mdes, 2),
        )


def _disagreement(result: ScaleResult, plan: Plan, words: Words) -> Iterator[str]:
    """Say so where the test and the interval of the mean speak of different things."""
    verdict, difference = verdict_of(result, plan), result.difference
    if planned_test(result, plan) is None or difference is None or difference.ci95 is None:
        return
    low, high = difference.ci95
    # A limit that is 0, or was rounded to 0, speaks for neither.
    if low > 0 or high < 0 if verdict is Verdict.OPEN else low < 0 < high:
        yield words.say("The test and the interval of the mean disagree: be cautious.")


def _careless(result: ScaleResult, scale: ScaleInput, words: Words) -> Iterator[str]:
    """Say how many forms look careless, and what the difference is without them."""
    n, careful = result.quality.n_flagged, result.quality.without_flagged
    if not n:
        return
    if careful is None or careful.difference is None:
        yield words.say(
            "People whose forms look carelessly filled in: %(n)s; they are counted in.", n=n
        )
        return
    change = careful.difference.mean
    yield words.say(
        "People whose forms look carelessly filled in: %(n)s; they are counted in, and without "
        "them the difference is %(size)s.",
        n=n,
        size=words.number(change, telling_digits(change, (), digits_of(scale))),
    )
