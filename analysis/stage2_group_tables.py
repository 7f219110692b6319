"""Levels of a factor against its control level in the stage-2 document: ANCOVA, change, ANOVA."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE
from analysis.document import Kind, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell
from analysis.stage2_group_sentences import compares_few, level_title

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Cell
    from analysis.groups import GroupLevel, Groups
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words


def comparison_tables(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> tuple[Table, ...]:
    """Return both ways of comparing side by side, and the analysis of variance; none of nothing."""
    rows = tuple(_compared(results, inputs, words))
    # The first two cells and the last are words.
    if all(cell.value is None for row in rows for cell in row[2:-1]):
        return ()
    table = Table(
        caption=words.say("The difference from the control group, in two ways"),
        header=(
            words.say("Scale"),
            words.say("Group"),
            words.say("At entry, in SDs"),
            words.say("ANCOVA: difference"),
            words.say("ANCOVA: 95 % CI"),
            words.say("ANCOVA: p"),
            words.say("Change scores: difference"),
            words.say("Change scores: 95 % CI"),
            words.say("Change scores: p"),
            words.say("Note"),
        ),
        rows=rows,
    )
    return table.without_empty_columns, *_anova(results, inputs, words)


def _compared(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[tuple[Cell, ...]]:
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        if result.groups is None:
            continue
        cells, digits = ScaleCells(place, result, words), digits_of(scale)
        for number, level in enumerate(result.groups.levels):
            if level.level == result.groups.control:
                continue
            where = f"groups.levels.{number}"
            estimate = cells.at(f"{where}.ancova.estimate", Kind.NUMBER, digits)
            yield (
                text_cell(scale_title(scale, words)),
                text_cell(level_title(result.groups, level, words)),
                cells.at(f"{where}.balance", Kind.NUMBER, 2),
                estimate,
                cells.at(f"{where}.ancova.ci95", Kind.INTERVAL, digits),
                cells.at(f"{where}.ancova.p", Kind.P),
                cells.at(f"{where}.change.estimate", Kind.NUMBER, digits),
                cells.at(f"{where}.change.ci95", Kind.INTERVAL, digits),
                cells.at(f"{where}.change.p", Kind.P),
                text_cell(estimate.note or _few(result.groups, level, words)),
            )


def _few(groups: Groups, level: GroupLevel, words: Words) -> str:
    return words.of(DESCRIPTIVE) if compares_few(groups, level) else ""


def _anova(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Table]:
    """Yield the mixed analysis of variance, to count on with and not to read."""
    sources = (
        (words.say("groups"), "between"),
        (words.say("waves"), "within"),
        (words.say("groups × waves"), "interaction"),
    )
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        if result.groups is not None and result.groups.mixed_anova is not None:
            cells = ScaleCells(place, result, words)
            for title, source in sources:
                where = f"groups.mixed_anova.{source}"
                rows.append(
                    (
                        text_cell(scale_title(scale, words)),
                        text_cell(title),
                        cells.at(f"{where}.f", Kind.NUMBER, 2),
                        cells.at(f"{where}.df1", Kind.COUNT),
                        cells.at(f"{where}.df2", Kind.COUNT),
                        cells.at(f"{where}.p", Kind.P),
                    )
                )
    if rows:
        yield Table(
            caption=words.say("Mixed analysis of variance (sums of squares of type II)"),
            header=(
                words.say("Scale"),
                words.say("Source"),
                words.say("F"),
                words.say("df1"),
                words.say("df2"),
                words.say("p"),
            ),
            rows=tuple(rows),
            detail=True,
            workbook_only=True,
        )
