"""The picture of how large the changes of all scales are, beside each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Figure
from analysis.pictures import EffectRow, Forest
from analysis.stage2_cells import scale_title
from analysis.stage2_verdict import Verdict, verdict_of
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan
    from analysis.results import Results, ScaleResult
    from analysis.words import Words

#: Decimals of a standardised difference.
DIGITS = 2

#: Scales named in a caption on either side, at most.
NAMED = 3


def effect_pictures(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Figure]:
    """Yield the picture where there are several standardised differences with intervals."""
    shown = [
        (result, row)
        for result, scale in zip(results.scales, inputs, strict=True)
        if (row := _row(result, scale, words)) is not None
    ]
    if len(shown) > 1:
        rows = tuple(row for _, row in shown)
        yield Figure(
            caption=_finding(shown, results.plan, words),
            alt=_in_words(rows, words),
            picture=Forest(rows=rows),
        )


def _row(result: ScaleResult, scale: ScaleInput, words: Words) -> EffectRow | None:
    effect = result.effect
    if effect.g_av is None or effect.g_av_ci95 is None:
        return None
    return EffectRow(
        title=scale_title(scale, words),
        size=effect.g_av,
        interval=effect.g_av_ci95,
        better=result.better,
        primary=result.primary,
    )


def _finding(shown: Sequence[tuple[ScaleResult, EffectRow]], plan: Plan, words: Words) -> str:
    """Return on which scales a change was found, and which way; the largest are named."""
    found = [row for result, row in shown if verdict_of(result, plan) is Verdict.CHANGED]
    found.sort(key=lambda row: -abs(row.size))
    better = _named([row for row in found if _gain(row) > 0], words)
    worse = _named([row for row in found if _gain(row) < 0], words)
    other = _named([row for row in found if not _gain(row)], words)
    parts = [
        *([words.say("changed for the better: %(scales)s", scales=better)] if better else []),
        *([words.say("changed for the worse: %(scales)s", scales=worse)] if worse else []),
        *([words.say("changed, and no way is better: %(scales)s", scales=other)] if other else []),
    ]
    if not parts:
        return words.say("How large the changes are: that a score changed can be said of no scale")
    return words.say("How large the changes are: %(sides)s", sides="; ".join(parts))


def _gain(row: EffectRow) -> float:
    """Return by how much a scale changed towards its better end; 0 where it has none."""
    return {Better.HIGHER: row.size, Better.LOWER: -row.size}.get(Better(row.better), 0.0)


def _named(rows: Sequence[EffectRow], words: Words) -> str:
    names = ", ".join(words.say("“%(scale)s”", scale=row.title) for row in rows[:NAMED])
    return words.say("%(names)s and others", names=names) if len(rows) > NAMED else names


def _in_words(rows: Sequence[EffectRow], words: Words) -> str:
    said = (
        words.say(
            "%(scale)s: %(size)s %(interval)s",
            scale=row.title,
            size=words.number(row.size, DIGITS),
            interval=words.interval(row.interval, DIGITS),
        )
        for row in rows
    )
    return words.say(
        "Standardised differences (g) with 95 %% CI. %(sizes)s.", sizes="; ".join(said)
    )
