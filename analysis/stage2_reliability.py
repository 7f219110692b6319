"""Reliability in the stage-2 document: alpha by wave, and items against the rest of their scale."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.reliability import Reliability
    from analysis.results import ReliabilityByWave, Results, ScaleResult
    from analysis.words import Words


#: Where alpha stands in a row.
ALPHA = 3


def reliability_section(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
    """Return alpha of every scale and wave, and the items."""
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        cells = ScaleCells(place, result, words)
        for wave, title in (("entry", words.say("entry")), ("exit", words.say("exit"))):
            path = f"reliability.{wave}"
            shown: tuple[Cell, ...] = (
                cells.at(f"{path}.alpha", Kind.NUMBER, 2),
                cells.at(f"{path}.alpha_ci95", Kind.INTERVAL, 2),
                cells.at(f"{path}.sem", Kind.NUMBER, digits_of(scale)),
            )
            if _is_from_few(getattr(result.reliability, wave)):
                shown = _unjudged(shown, words)
            rows.append(
                (
                    text_cell(scale_title(scale, words)),
                    text_cell(title),
                    cells.at(f"{path}.n", Kind.COUNT),
                    *shown,
                    text_cell(shown[0].note),
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
    table: Block = Table(caption=caption, header=header, rows=tuple(rows)).without_empty_columns
    if all(row[ALPHA].value is None for row in rows):
        # A table of dashes says nothing.
        reasons = "; ".join(dict.fromkeys(row[ALPHA].note for row in rows))
        table = Paragraph(
            words.say("%(what)s: not shown; %(reasons)s.", what=caption, reasons=reasons)
        )
    return Section(words.say("Reliability"), (table, *_item_tables(results, inputs, words)))


def _is_from_few(found: Reliability | None) -> bool:
    """Say whether so few have answered everything that alpha may mean anything or nothing."""
    return found is not None and found.n < FEW


def _unjudged(cells: Sequence[Cell], words: Words) -> tuple[Cell, ...]:
    """Return dashes in the place of figures that only look like knowledge."""
    note = words.say("too few people to judge")
    return tuple(replace(cell, value=None, path="", note=note) for cell in cells)


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
        if not any(wave and wave.items and not _is_from_few(wave) for wave in waves):
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
        figures = [cells.at(f"{at}.{name}", Kind.NUMBER, 2) for name in ("r_rest", "alpha_dropped")]
        rests += _unjudged(figures, words) if _is_from_few(found) else figures
    notes = dict.fromkeys(cell.note for cell in rests if cell.note)
    return (text_cell(code), *rests, text_cell("; ".join(notes)))
