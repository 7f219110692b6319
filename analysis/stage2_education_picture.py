"""The picture of one measure of the electronic journal: its quartiles before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Figure
from analysis.pictures import Quartiles
from analysis.stage2_cells import role_title
from analysis.stage2_pictures import box_of, boxes_in_words, telling
from analysis.stage2_verdict import Verdict

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import Summary
    from analysis.education import MeasureInput
    from analysis.pictures import Box
    from analysis.results import MeasureResult
    from analysis.words import Words


def measure_title(one: MeasureInput, words: Words) -> str:
    """Return what a measure is called, with its role."""
    return f"{words.of(one.facts.title)} ({role_title(one.role, words)})"


def measure_pictures(
    result: MeasureResult, one: MeasureInput, verdict: Verdict, words: Words
) -> Iterator[Figure]:
    """Yield the quartiles before and after, where these are in the results."""
    if result.entry is None or result.exit is None:
        return
    entry, exit_ = box_of(result.entry), box_of(result.exit)
    if entry is None or exit_ is None:
        return
    picture = Quartiles(
        entry=entry,
        exit=exit_,
        range=_range(one, entry, exit_),
        digits=one.facts.digits,
        counted=words.of(one.facts.title).lower(),
    )
    yield Figure(
        caption=_finding(result.entry, result.exit, one, verdict=verdict, words=words),
        alt=boxes_in_words(picture, result.n_matched, words),
        picture=picture,
    )


def _range(one: MeasureInput, *boxes: Box) -> tuple[float, float]:
    """Return how far the axis goes: where there is no limit, as far as the boxes reach.

    The largest value of all is one pupil's.
    """
    low, high = one.facts.range
    if high is None:
        high = 10 * (int(max(max(box.q3, box.mean) for box in boxes)) // 10 + 1)
    return float(low), float(high)


def _finding(
    entry: Summary, exit_: Summary, one: MeasureInput, *, verdict: Verdict, words: Words
) -> str:
    """Return what the picture shows in a line: a change only where it was found."""
    digits = telling(entry.mean, exit_.mean, one.facts.digits)
    facts = {
        "measure": measure_title(one, words),
        "entry": words.number(entry.mean, digits),
        "exit": words.number(exit_.mean, digits),
    }
    if verdict is Verdict.CHANGED and facts["entry"] != facts["exit"]:
        return words.say("%(measure)s: the mean went from %(entry)s to %(exit)s", **facts)
    if verdict is Verdict.OPEN:
        return words.say(
            "%(measure)s: mean %(entry)s before, %(exit)s after; that it changed cannot be said",
            **facts,
        )
    return words.say("%(measure)s: mean %(entry)s before, %(exit)s after", **facts)
