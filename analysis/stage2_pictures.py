"""The before/after picture of one scale: everybody's scores, or only what may be shown of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.document import Figure
from analysis.pictures import BeforeAfter, Box, Quartiles
from analysis.stage2_cells import digits_of, scale_title
from analysis.stage2_verdict import Verdict, verdict_of
from analysis.words import MOST_DECIMALS, rounded
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import Summary
    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan
    from analysis.results import ScaleResult
    from analysis.words import Words


def change_pictures(
    result: ScaleResult, scale: ScaleInput, *, plan: Plan, words: Words, rule: BaseRule | None
) -> Iterator[Figure]:
    """Yield the picture of one scale, where there is anything to draw.

    Bars show single people, so under a rule the picture is made of the summaries in the results.
    """
    if result.entry is None or result.exit is None:
        return
    caption = _finding(
        result.entry, result.exit, scale, verdict=verdict_of(result, plan), words=words
    )
    if rule is None:
        alt = _bars_in_words(result.entry, result.exit, digits_of(scale), words)
        yield Figure(caption=caption, alt=alt, picture=_bars(scale))
        return
    entry, exit_ = box_of(result.entry), box_of(result.exit)
    if entry is not None and exit_ is not None:
        low, high = scale.scale.range
        digits = digits_of(scale)
        picture = Quartiles(entry=entry, exit=exit_, range=(float(low), float(high)), digits=digits)
        alt = boxes_in_words(picture, result.n_matched, words)
        yield Figure(caption=caption, alt=alt, picture=picture)


def _finding(
    entry: Summary, exit_: Summary, scale: ScaleInput, *, verdict: Verdict, words: Words
) -> str:
    """Return what the picture shows in a line: that the score changed only where it was found."""
    digits = telling(entry.mean, exit_.mean, digits_of(scale))
    facts = {
        "scale": scale_title(scale, words),
        "entry": words.number(entry.mean, digits),
        "exit": words.number(exit_.mean, digits),
    }
    if verdict is Verdict.CHANGED and facts["entry"] != facts["exit"]:
        if exit_.mean > entry.mean:
            return words.say("%(scale)s: the mean score rose from %(entry)s to %(exit)s", **facts)
        return words.say("%(scale)s: the mean score fell from %(entry)s to %(exit)s", **facts)
    if verdict is Verdict.DESCRIBED:
        return words.say(
            "%(scale)s: mean score %(entry)s at entry, %(exit)s at exit; too few people to "
            "conclude from",
            **facts,
        )
    if verdict is Verdict.OPEN:
        return words.say(
            "%(scale)s: mean score %(entry)s at entry, %(exit)s at exit; that it changed cannot "
            "be said",
            **facts,
        )
    return words.say("%(scale)s: mean score %(entry)s at entry, %(exit)s at exit", **facts)


def telling(entry: float, exit_: float, digits: int) -> int:
    """Return the decimals with which two means that differ are not printed alike, at most four."""
    return next(
        (
            more
            for more in range(digits, MOST_DECIMALS + 1)
            if rounded(entry, more) != rounded(exit_, more)
        ),
        digits,
    )


def box_of(summary: Summary) -> Box | None:
    """Return what is drawn of a wave; None where its quartiles may not be shown."""
    if summary.q1 is None or summary.q3 is None:
        return None
    return Box(q1=summary.q1, median=summary.median, q3=summary.q3, mean=summary.mean)


def _bars(scale: ScaleInput) -> BeforeAfter:
    pairs = scale.pairs
    low, high = scale.scale.range
    return BeforeAfter(
        entry=tuple((float(score), n) for score, n in pairs.entry.counts),
        exit=tuple((float(score), n) for score, n in pairs.exit.counts),
        means=(float(pairs.entry.mean), float(pairs.exit.mean)),
        range=(float(low), float(high)),
        step=_step(scale),
        digits=digits_of(scale),
    )


def _bars_in_words(entry: Summary, exit_: Summary, digits: int, words: Words) -> str:
    return words.say(
        "How many people have each score at entry and at exit; mean at entry %(entry)s, "
        "at exit %(exit)s, n = %(n)s.",
        entry=words.number(entry.mean, digits),
        exit=words.number(exit_.mean, digits),
        n=entry.n,
    )


def boxes_in_words(picture: Quartiles, n: int, words: Words) -> str:
    """Return what the picture shows, for those who cannot see it."""
    waves = {"entry": picture.entry, "exit": picture.exit}
    said = {
        wave: words.say(
            "mean %(mean)s, median %(median)s, the middle half of people from %(q1)s to %(q3)s",
            mean=words.number(box.mean, picture.digits),
            median=words.number(box.median, picture.digits),
            q1=words.number(box.q1, picture.digits),
            q3=words.number(box.q3, picture.digits),
        )
        for wave, box in waves.items()
    }
    return words.say("Entry: %(entry)s. Exit: %(exit)s. n = %(n)s.", **said, n=n)


def _step(scale: ScaleInput) -> float:
    """Return the distance between neighbouring scores of whole-numbered items."""
    if scale.scale.method is Method.SUM:
        return 1.0
    return 1 / math.lcm(len(scale.scale.keys), len(scale.scale.minus) or 1)
