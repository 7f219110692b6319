"""Reliability in the stage-2 document: alpha by wave, and items against the rest of their scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.reliability import Reliability
    from analysis.results import ReliabilityByWave, Results, ScaleResult
    from analysis.words import Words


#: Where alpha stands in a row.
ALPHA = 3

#: Under this many people, or below this alpha, whatever leans on reliability says so.
FEW_FOR_ALPHA = 30
LOW_ALPHA = 0.70


def reliability_section(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Section:
    """Return alpha and omega of every scale that has any, by wave, and the items."""
    scales = list(enumerate(zip(results.scales, inputs, strict=True)))
    rows = [
        _wave_row(ScaleCells(place, result, words), (result, scale), wave, words=words, rule=rule)
        for place, (result, scale) in scales
        if _has_consistency(scale)
        for wave in ("entry", "exit")
    ]
    header = (
        words.say("Scale"),
        words.say("Wave"),
        words.say("n"),
        words.say("Alpha"),
        words.say("95 % CI"),
        words.say("Omega"),
        words.say("Error of measurement"),
        words.say("Note"),
    )
    caption = words.say("Internal consistency (Cronbach's alpha, McDonald's omega)")
    blocks: list[Block] = []
    if any(row[ALPHA].value is not None for row in rows):
        blocks.append(Table(caption=caption, header=header, rows=tuple(rows)).without_empty_columns)
    elif rows:
        # A table of dashes says nothing.
        reasons = "; ".join(dict.fromkeys(row[ALPHA].note for row in rows))
        said = words.say("%(what)s: not shown; %(reasons)s.", what=caption, reasons=reasons)
        blocks.append(Paragraph(said))
    blocks += map(Paragraph, _without_consistency(inputs, words))
    items = _item_tables(results, inputs, words, rule)
    return Section(words.say("Reliability"), (*blocks, *items))


def _has_consistency(scale: ScaleInput) -> bool:
    """Say whether several items are added up, so that they can agree or disagree."""
    return scale.scale.method is not Method.DIFFERENCE and len(scale.scale.keys) > 1


def _without_consistency(inputs: Sequence[ScaleInput], words: Words) -> Iterator[str]:
    """Say once, not in every row, which scales have no alpha by their make."""
    scales = {one.scale.code: one.scale for one in inputs if not _has_consistency(one)}
    single = [one.title.get(words.lang) for one in scales.values() if not one.minus]
    gaps = [one.title.get(words.lang) for one in scales.values() if one.minus]
    if single:
        yield words.say(
            "A scale of one item has no internal consistency: %(scales)s. How precise such a score "
            "is cannot be told from these answers.",
            scales=", ".join(single),
        )
    if gaps:
        yield words.say(
            "A difference of two means has no internal consistency: %(scales)s.",
            scales=", ".join(gaps),
        )


def _wave_row(
    cells: ScaleCells,
    of: tuple[ScaleResult, ScaleInput],
    wave: str,
    *,
    words: Words,
    rule: BaseRule | None,
) -> tuple[Cell, ...]:
    """Return the figures of one wave; the note says why there is none, or why to doubt them."""
    result, scale = of
    path = f"reliability.{wave}"
    figures: tuple[Cell, ...] = (
        cells.at(f"{path}.alpha", Kind.NUMBER, 2),
        cells.at(f"{path}.alpha_ci95", Kind.INTERVAL, 2),
        cells.at(f"{path}.omega", Kind.NUMBER, 2),
        cells.at(f"{path}.sem", Kind.NUMBER, digits_of(scale)),
    )
    if _is_from_few(getattr(result.reliability, wave)):
        figures = _unjudged(figures, words, rule)
    notes = dict.fromkeys(cell.note for cell in figures if cell.note)
    return (
        text_cell(scale_title(scale, words)),
        text_cell(words.say("entry") if wave == "entry" else words.say("exit")),
        cells.at(f"{path}.n", Kind.COUNT),
        *figures,
        text_cell("; ".join(notes)),
    )


def _is_from_few(found: Reliability | None) -> bool:
    """Say whether so few have answered everything that alpha may mean anything or nothing."""
    return found is not None and found.n < FEW


def _unjudged(cells: Sequence[Cell], words: Words, rule: BaseRule | None) -> tuple[Cell, ...]:
    """Return dashes in the place of figures that only look like knowledge.

    Of a table of the caller's own the figures stay, with the same note.
    """
    note = words.say("too few people to judge")
    if rule is None:
        return tuple(replace(cell, note=cell.note or note) for cell in cells)
    return tuple(replace(cell, value=None, path="", note=note) for cell in cells)


def _item_tables(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Table]:
    """Yield a table of items against the rest of their scale for every scale of several items."""
    header = (
        words.say("Item"),
        words.say("Entry: correlation with the rest"),
        words.say("Entry: alpha without it"),
        words.say("Exit: correlation with the rest"),
        words.say("Exit: alpha without it"),
        words.say("Note"),
    )
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        waves = (result.reliability.entry, result.reliability.exit)
        judged = (wave for wave in waves if rule is None or not _is_from_few(wave))
        if not any(wave and wave.items for wave in judged):
            continue
        cells = ScaleCells(place, result, words)
        yield Table(
            caption=words.say("%(scale)s: items", scale=scale_title(scale, words)),
            header=header,
            rows=tuple(
                _item_row(cells, result.reliability, (number, code), words=words, rule=rule)
                for number, code in enumerate(_item_codes(result, scale))
            ),
            detail=True,
        ).without_empty_columns


def _item_codes(result: ScaleResult, scale: ScaleInput) -> tuple[str, ...]:
    """Return the scale's items, then those that only the version of entry has."""
    waves = (result.reliability.entry, result.reliability.exit)
    asked = [item.item for wave in waves if wave is not None for item in wave.items]
    return tuple(dict.fromkeys((*scale.scale.item_codes, *asked)))


def _item_row(
    cells: ScaleCells,
    by_wave: ReliabilityByWave,
    item: tuple[int, str],
    *,
    words: Words,
    rule: BaseRule | None,
) -> tuple[Cell, ...]:
    """Return the figures of one item at both waves; the note says what is doubtful in them."""
    number, code = item
    rests = []
    for wave, found in (("entry", by_wave.entry), ("exit", by_wave.exit)):
        places = {item.item: place for place, item in enumerate(found.items if found else ())}
        if places and code not in places:
            absent = words.say("not an item of this version")
            rests += [Cell(value=None, kind=Kind.NUMBER, note=absent)] * 2
            continue
        at = f"reliability.{wave}.items.{places.get(code, number)}"
        figures = [cells.at(f"{at}.{name}", Kind.NUMBER, 2) for name in ("r_rest", "alpha_dropped")]
        rests += _unjudged(figures, words, rule) if _is_from_few(found) else figures
    notes = dict.fromkeys(cell.note for cell in rests if cell.note)
    return (text_cell(code), *rests, text_cell("; ".join(notes)))


def reliability_sentences(
    result: ScaleResult, words: Words, rule: BaseRule | None
) -> Iterator[str]:
    """Yield a warning for every wave whose alpha is low, known from few, or looks mis-keyed.

    Of fewer than ten complete answers nothing is said but that, and under a rule not even that.
    """
    waves = (
        (words.say("at entry"), result.reliability.entry),
        (words.say("at exit"), result.reliability.exit),
    )
    for wave, found in waves:
        if found is None or found.alpha is None:
            continue
        is_from_few = _is_from_few(found)
        if is_from_few and rule is not None:
            continue
        if found.alpha < LOW_ALPHA and not is_from_few:
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
        if suspects and not is_from_few:
            yield words.say(
                "Negative correlation with the other items %(wave)s: %(items)s. The key may be "
                "the wrong way round.",
                wave=wave,
                items=", ".join(suspects),
            )
