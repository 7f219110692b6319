"""Strategies of pairing in the stage-2 document: a table, and what it suggests for next year."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage2_cells import ResultCells, digits_of, scale_title, text_cell
from analysis.stage2_verdict import SURE
from analysis.strategies import NO_STRATEGIES
from analysis.words import telling_digits
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleStrategies
    from analysis.strategies import StrategyPair
    from analysis.words import Words


def strategy_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Section]:
    """Yield the strategies of every scale beside each other, where the school named any.

    Where nothing can be shown of those that were named, yield why.
    """
    sides = tuple(zip(results.strategies or (), inputs, strict=False))
    rows = [
        row
        for place, (found, scale) in enumerate(sides)
        for row in _rows(ResultCells(f"strategies.{place}", found, words), found, scale, words)
    ]
    if not rows:
        yield from _not_shown(results, inputs, words)
        return
    table = Table(
        caption=words.say("Exit scores by strategy of pairing"),
        header=(
            words.say("Scale"),
            words.say("Strategy"),
            words.say("n"),
            words.say("Entry, M"),
            words.say("Exit, M"),
            words.say("Exit, adjusted M"),
            words.say("95 % CI"),
            words.say("Note"),
        ),
        rows=tuple(rows),
    ).without_empty_columns
    pairs = [
        row
        for place, (found, scale) in enumerate(sides)
        for row in _pair_rows(ResultCells(f"strategies.{place}", found, words), found, scale, words)
    ]
    said = map(Paragraph, _said(sides, words))
    yield Section(
        words.say("Strategies of pairing"), (table, *said, *_pair_tables(pairs, words)), inner=True
    )


def _not_shown(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Section]:
    """Yield why there is no table; nothing where it is known that no strategy was named."""
    reason = results.notes.get("strategies")
    if reason is None or (reason == NO_STRATEGIES and not _are_named(inputs)):
        return
    sentence = words.say("Strategies of pairing are not shown: %(reason)s.", reason=reason)
    yield Section(words.say("Strategies of pairing"), (Paragraph(sentence),), inner=True)


def _are_named(inputs: Sequence[ScaleInput]) -> bool:
    return any(row.strategy is not None for scale in inputs for row in scale.rows or ())


def _rows(
    cells: ResultCells, found: ScaleStrategies, scale: ScaleInput, words: Words
) -> Iterator[tuple[Cell, ...]]:
    digits = digits_of(scale)
    for number, row in enumerate(found.strategies or ()):
        where = f"strategies.{number}"
        adjusted = cells.at(f"{where}.adjusted", Kind.NUMBER, digits)
        yield (
            text_cell(scale_title(scale, words)),
            text_cell(words.say("others") if row.strategy is None else row.strategy),
            cells.at(f"{where}.n", Kind.COUNT),
            cells.at(f"{where}.entry", Kind.NUMBER, digits),
            cells.at(f"{where}.exit", Kind.NUMBER, digits),
            adjusted,
            cells.at(f"{where}.ci95", Kind.INTERVAL, digits),
            text_cell(adjusted.note),
        )


def _pair_rows(
    cells: ResultCells, found: ScaleStrategies, scale: ScaleInput, words: Words
) -> Iterator[tuple[Cell, ...]]:
    digits = digits_of(scale)
    for number, pair in enumerate(found.pairs or ()):
        where = f"pairs.{number}"
        yield (
            text_cell(scale_title(scale, words)),
            text_cell(pair.one),
            text_cell(pair.other),
            cells.at(f"{where}.estimate", Kind.NUMBER, digits),
            cells.at(f"{where}.se", Kind.NUMBER, digits + 1),
            cells.at(f"{where}.ci95", Kind.INTERVAL, digits),
            cells.at(f"{where}.p", Kind.P),
            cells.at(f"{where}.p_holm", Kind.P),
        )


def _pair_tables(rows: Sequence[tuple[Cell, ...]], words: Words) -> Iterator[Table]:
    if rows:
        yield Table(
            caption=words.say("Every two strategies: adjusted means"),
            header=(
                words.say("Scale"),
                words.say("One strategy"),
                words.say("The other"),
                words.say("Difference"),
                words.say("Standard error"),
                words.say("95 % CI"),
                words.say("p"),
                words.say("p (Holm)"),
            ),
            rows=tuple(rows),
            detail=True,
        )


def _said(sides: Sequence[tuple[ScaleStrategies, ScaleInput]], words: Words) -> Iterator[str]:
    """Yield what the comparison shows, and what may be supposed of next year."""
    compared = [(found, scale) for found, scale in sides if found.pairs]
    if not compared:
        reasons = (words.of(found.notes["pairs"]) for found, _ in sides if "pairs" in found.notes)
        yield words.say(
            "The table only describes: %(reasons)s.", reasons="; ".join(dict.fromkeys(reasons))
        )
        return
    yield words.say(
        "Adjusted M: the mean exit score that each strategy would have if all had the same mean "
        "entry score. Pairs were not given their strategies at random."
    )
    sure = [
        (scale, pair)
        for found, scale in compared
        for pair in found.pairs or ()
        if pair.p_holm < SURE
    ]
    for scale, pair in sure:
        yield _difference(scale, pair, words)
    if not sure:
        yield words.say(
            "The data do not let us prefer any of the strategies, but neither do they show that "
            "all are alike."
        )


def _difference(scale: ScaleInput, pair: StrategyPair, words: Words) -> str:
    """Return how two strategies differ and, of a scale with a good end, which to try more."""
    one, other = (pair.one, pair.other) if pair.estimate > 0 else (pair.other, pair.one)
    digits = telling_digits(pair.estimate, pair.ci95, digits_of(scale))
    sign = 1 if pair.estimate > 0 else -1
    low, high = sorted(sign * limit for limit in pair.ci95)
    found = words.say(
        "%(scale)s: at the same entry score the exit score with “%(one)s” is higher than with "
        "“%(other)s” by %(size)s (95 %% CI from %(low)s to %(high)s, %(p)s after Holm's "
        "correction).",
        scale=scale_title(scale, words),
        one=one,
        other=other,
        size=words.number(abs(pair.estimate), digits),
        low=words.number(low, digits),
        high=words.number(high, digits),
        p=words.p_equals(pair.p_holm),
    )
    if scale.scale.better is Better.NONE:
        return found
    better = one if scale.scale.better is Better.HIGHER else other
    supposed = words.say(
        "One may suppose that next year more pairs formed as “%(strategy)s” are worth trying.",
        strategy=better,
    )
    return f"{found} {supposed}"
