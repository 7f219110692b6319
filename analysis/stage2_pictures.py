"""The before/after picture of one scale: everybody's scores, or only what may be shown of them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from analysis.document import BeforeAfter, Box, Figure, Quartiles
from analysis.stage2_cells import digits_of, scale_title
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import Summary
    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.results import ScaleResult
    from analysis.words import Words


def change_pictures(
    result: ScaleResult, scale: ScaleInput, words: Words, rule: BaseRule | None
) -> Iterator[Figure]:
    """Yield the picture of one scale, where there is anything to draw.

    Bars show single people, so under a rule the picture is made of the summaries in the results.
    """
    if result.entry is None or result.exit is None:
        return
    title = scale_title(scale, words)
    if rule is None:
        caption = words.say("%(scale)s: entry and exit", scale=title)
        alt = _bars_in_words(result.entry, result.exit, digits_of(scale), words)
        yield Figure(caption=caption, alt=alt, picture=_bars(scale))
        return
    entry, exit_ = box_of(result.entry), box_of(result.exit)
    if entry is not None and exit_ is not None:
        caption = words.say(
            "%(scale)s: entry and exit; box: the middle half of people, line: median (Md), "
            "dot: mean (M)",
            scale=title,
        )
        low, high = scale.scale.range
        digits = digits_of(scale)
        picture = Quartiles(entry=entry, exit=exit_, range=(float(low), float(high)), digits=digits)
        alt = boxes_in_words(picture, result.n_matched, words)
        yield Figure(caption=caption, alt=alt, picture=picture)


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
