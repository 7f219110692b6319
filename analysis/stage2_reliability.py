"""Reliability in the stage-2 document: alpha by wave, and items against the rest of their scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.inputs import ScaleInput
    from analysis.results import ReliabilityByWave, Results, ScaleResult
    from analysis.words import Words


def reliability_section(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
    """Return alpha of every scale and wave, and the items."""
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        cells = ScaleCells(place, result, words)
        for wave, title in (("entry", words.say("entry")), ("exit", words.say("exit"))):
            path = f"reliability.{wave}"
            alpha = cells.at(f"{path}.alpha", Kind.NUMBER, 2)
            rows.append(
                (
                    text_cell(scale_title(scale, words)),
                    text_cell(title),
                    cells.at(f"{path}.n", Kind.COUNT),
                    alpha,
                    cells.at(f"{path}.alpha_ci95", Kind.INTERVAL, 2),
                    cells.at(f"{path}.sem", Kind.NUMBER, digits_of(scale)),
                    text_cell(alpha.note),
                )
            )
    header = (
        words.say("Scale"),
        words.say("Wave"),
        words.say("n"),
        words.say("Alpha"),
        words.say("95 % CI"),
        words.say("Error of measurement"),
        words.say("Note"),
    )
    caption = words.say("Internal consistency (Cronbach's alpha)")
    table = Table(caption=caption, header=header, rows=tuple(rows)).without_empty_columns
    return Section(words.say("Reliability"), (table, *_item_tables(results, inputs, words)))


def _item_tables(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Table]:
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
        if not any(wave is not None and wave.items for wave in waves):
            continue
        cells = ScaleCells(place, result, words)
        yield Table(
            caption=words.say("%(scale)s: items", scale=scale_title(scale, words)),
            header=header,
            rows=tuple(
                _item_row(cells, result.reliability, (number, code), words)
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
    cells: ScaleCells, by_wave: ReliabilityByWave, item: tuple[int, str], words: Words
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
        rests += [cells.at(f"{at}.{name}", Kind.NUMBER, 2) for name in ("r_rest", "alpha_dropped")]
    notes = dict.fromkeys(cell.note for cell in rests if cell.note)
    return (text_cell(code), *rests, text_cell("; ".join(notes)))
