"""What a psychologist may say of a stage-2 result: direction, size, interval, how sure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.comparison import PairedT, WilcoxonP
from analysis.disclosure import FEW
from analysis.stage2_cells import digits_of, is_tested
from analysis.words import rounded
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import Difference, Effect
    from analysis.inputs import ScaleInput
    from analysis.results import Plan, ScaleResult
    from analysis.signed_rank import Wilcoxon
    from analysis.words import Words

#: Below this p a change is said to have been found.
SURE = 0.05

#: Under this many people, or below this alpha, whatever leans on reliability says so.
FEW_FOR_ALPHA = 30
LOW_ALPHA = 0.70


def change_sentences(
    result: ScaleResult, scale: ScaleInput, plan: Plan, words: Words
) -> Iterator[str]:
    """Yield the sentences of one scale, the most important first.

    They claim no more than the data allow: nothing is called significant under ten people, and
    nothing is ever called an effect of the programme.
    """
    difference = result.difference
    if difference is None:
        note = result.notes["difference"]
        yield words.say("No comparison: %(reason)s.", reason=note)
        return
    found = _is_found(result, plan)
    yield _direction(difference, scale, words, found=found)
    if result.n_matched < FEW:
        return
    if not result.primary and is_tested(result, plan):
        yield words.say(
            "The scale is not among the planned comparisons, so the conclusion is preliminary."
        )
    yield from _certainty(result, scale, plan.test, words)


def _is_found(result: ScaleResult, plan: Plan) -> bool:
    """Say whether the test lets us say that the score changed the way its mean did."""
    test: Wilcoxon | WilcoxonP | PairedT | None = getattr(result.tests, plan.test)
    if test is None or result.difference is None or result.n_matched < FEW:
        return False
    p = test.p if result.p_holm is None else result.p_holm
    return p < SURE and not _is_contrary(test, result, result.difference)


def _direction(difference: Difference, scale: ScaleInput, words: Words, *, found: bool) -> str:
    """Return how the means differ; that the score changed is said only where it was found."""
    digits = digits_of(scale)
    change = difference.mean
    facts = {
        "size": words.number(abs(change), digits),
        "n": difference.n,
        "interval": _interval(difference, digits, words),
    }
    if found and change > 0:
        return words.say("On average the score rose by %(size)s (%(interval)sn = %(n)s).", **facts)
    if found:
        return words.say("On average the score fell by %(size)s (%(interval)sn = %(n)s).", **facts)
    if not rounded(change, digits):
        return words.say(
            "The mean score at exit is practically the same as at entry (%(interval)sn = %(n)s).",
            **facts,
        )
    if change > 0:
        return words.say(
            "The mean score at exit is higher than at entry by %(size)s (%(interval)sn = %(n)s).",
            **facts,
        )
    return words.say(
        "The mean score at exit is lower than at entry by %(size)s (%(interval)sn = %(n)s).",
        **facts,
    )


def _interval(difference: Difference, digits: int, words: Words) -> str:
    if difference.ci95 is None:
        return ""
    low, high = (words.number(limit, digits) for limit in difference.ci95)
    return words.say("95 %% CI of the change from %(low)s to %(high)s; ", low=low, high=high)


def _certainty(
    result: ScaleResult, scale: ScaleInput, test_name: str, words: Words
) -> Iterator[str]:
    difference = result.difference
    test: Wilcoxon | WilcoxonP | PairedT | None = getattr(result.tests, test_name)
    if test is None or difference is None:
        yield words.say("No test: %(reason)s.", reason=result.notes[f"tests.{test_name}"])
        return
    p = test.p if result.p_holm is None else result.p_holm
    shown = words.p_equals(p)
    if result.p_holm is None:
        shown = words.say("%(p)s, not corrected for the number of scales", p=shown)
    elif result.p_holm != test.p:
        shown = words.say("%(p)s after Holm's correction", p=shown)
    facts = {"test": _test_words(test, words), "p": shown}
    contrary = _is_contrary(test, result, difference)
    if p >= SURE:
        yield words.say(
            "The data do not let us say that the score changed (%(test)s, %(p)s); nor do they "
            "show that it stayed the same.",
            **facts,
        )
    elif contrary:
        yield words.say(
            "By ranks the changes go the other way than the mean, which single large changes "
            "pull (%(test)s, %(p)s): look at the picture before you conclude anything.",
            **facts,
        )
    else:
        yield words.say("Chance alone would rarely give such a change (%(test)s, %(p)s).", **facts)
        yield from _wanted(difference, scale.scale.better, words)
    yield from _effect_size(result.effect, words, in_words=p < SURE and not contrary)
    if difference.ci95 is not None:
        low, high = difference.ci95
        # A limit that is 0, or was rounded to 0, speaks for neither.
        if low < 0 < high if p < SURE else low > 0 or high < 0:
            yield words.say("The test and the interval of the mean disagree: be cautious.")


def _is_contrary(
    test: Wilcoxon | WilcoxonP | PairedT, result: ScaleResult, difference: Difference
) -> bool:
    """Say whether the signed ranks that were tested point another way than the mean."""
    if isinstance(test, PairedT):
        return False
    ranks = result.effect.rank_biserial
    if ranks is not None:
        return ranks * difference.mean <= 0
    # Where the ranks are hidden the shift that belongs to them tells their direction.
    shift = result.hodges_lehmann
    return shift is not None and shift.estimate * difference.mean < 0


def _wanted(difference: Difference, better: Better, words: Words) -> Iterator[str]:
    """Say whether the change goes where the scale improves."""
    if better is Better.NONE or difference.mean == 0:
        return
    if difference.mean > 0:
        yield (
            words.say("A rise on this scale is desirable.")
            if better is Better.HIGHER
            else words.say("A rise on this scale is not desirable.")
        )
    else:
        yield (
            words.say("A fall on this scale is desirable.")
            if better is Better.LOWER
            else words.say("A fall on this scale is not desirable.")
        )


def _effect_size(effect: Effect, words: Words, *, in_words: bool) -> Iterator[str]:
    """State g with its interval; a word for its size only where a change was found."""
    if effect.g_av is None or effect.g_av_ci95 is None:
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


def _test_words(test: Wilcoxon | WilcoxonP | PairedT, words: Words) -> str:
    """Return the test's name and, unless it is hidden, its statistic."""
    if isinstance(test, PairedT):
        statistic = words.number(test.t, 2)
        return words.say("Student's t(%(df)s) = %(t)s", df=test.df, t=statistic)
    if isinstance(test, WilcoxonP):
        return words.say("Wilcoxon's test")
    # Ties make halves of ranks.
    digits = 0 if float(test.t_min).is_integer() else 1
    return words.say("Wilcoxon's T = %(t)s", t=words.number(test.t_min, digits))


def reliability_sentences(result: ScaleResult, words: Words) -> Iterator[str]:
    """Yield a warning for every wave whose alpha is low, known from few, or looks mis-keyed.

    Of fewer than ten complete answers no alpha is printed that could be warned of.
    """
    waves = (
        (words.say("at entry"), result.reliability.entry),
        (words.say("at exit"), result.reliability.exit),
    )
    for wave, found in waves:
        if found is None or found.alpha is None or found.n < FEW:
            continue
        if found.alpha < LOW_ALPHA:
            yield words.say(
                "The items hold together weakly %(wave)s (alpha = %(alpha)s): the score is "
                "imprecise.",
                wave=wave,
                alpha=words.number(found.alpha, 2),
            )
        if found.n < FEW_FOR_ALPHA:
            yield words.say(
                "Reliability %(wave)s is known from few people (n = %(n)s).", wave=wave, n=found.n
            )
        suspects = [item.item for item in found.items if (item.r_rest or 0) < 0]
        if suspects:
            yield words.say(
                "Negative correlation with the other items %(wave)s: %(items)s. The key may be "
                "the wrong way round.",
                wave=wave,
                items=", ".join(suspects),
            )
