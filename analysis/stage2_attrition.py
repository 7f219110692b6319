"""Who was lost, in the stage-2 document: how leavers differed at entry from those who stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind, Paragraph, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Block, Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words


def attrition_blocks(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Block]:
    """Yield a sentence on leavers at entry, and for the patient all figures with leavers in."""
    differing, measured = [], 0
    for result, scale in zip(results.scales, inputs, strict=True):
        lost = result.attrition
        if lost is None or lost.g is None or lost.g_ci95 is None:
            continue
        measured += 1
        low, high = lost.g_ci95
        if low > 0 or high < 0:
            limits = [words.number(limit, 2) for limit in lost.g_ci95]
            differing.append(
                words.say(
                    "%(scale)s: g = %(g)s, 95 %% CI from %(low)s to %(high)s",
                    scale=scale_title(scale, words),
                    g=words.number(lost.g, 2),
                    low=limits[0],
                    high=limits[1],
                )
            )
    if differing:
        sentence = words.say(
            "Those who left differed at entry from those who stayed (above zero: the leavers' "
            "scores were higher; below: lower): %(scales)s. The results are of those who stayed.",
            scales="; ".join(differing),
        )
        yield Paragraph(sentence)
    elif measured:
        sentence = words.say(
            "The data do not let us say that those who left differed at entry from those who "
            "stayed (scales looked at: %(n)s).",
            n=measured,
        )
        yield Paragraph(sentence)
    yield from _tables(results, inputs, words)


def _tables(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Table]:
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        if result.attrition is not None:
            rows.append(_row(ScaleCells(place, result, words), scale, words))
    if rows:
        yield Table(
            caption=words.say("Leavers and stayers, and the change on all available scores"),
            header=(
                words.say("Scale"),
                words.say("Left, n"),
                words.say("Stayed, n"),
                words.say("Left − stayed at entry, g"),
                words.say("g, 95 % CI"),
                words.say("Change, mixed model"),
                words.say("95 % CI"),
                words.say("p"),
                words.say("People"),
                words.say("Note"),
            ),
            rows=tuple(rows),
            detail=True,
        ).without_empty_columns


def _row(cells: ScaleCells, scale: ScaleInput, words: Words) -> tuple[Cell, ...]:
    digits = digits_of(scale)
    g = cells.at("attrition.g", Kind.NUMBER, 2)
    change = cells.at("attrition.mixed_model.estimate", Kind.NUMBER, digits)
    return (
        text_cell(scale_title(scale, words)),
        cells.at("attrition.n_lost", Kind.COUNT),
        cells.at("attrition.n_stayed", Kind.COUNT),
        g,
        cells.at("attrition.g_ci95", Kind.INTERVAL, 2),
        change,
        cells.at("attrition.mixed_model.ci95", Kind.INTERVAL, digits),
        cells.at("attrition.mixed_model.p", Kind.P),
        cells.at("attrition.mixed_model.n_people", Kind.COUNT),
        text_cell("; ".join(dict.fromkeys(filter(None, (g.note, change.note))))),
    )
