"""The levels of a grouping factor side by side in the stage-2 document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import (
    EXACT_DIFFERENCES,
    ScaleCells,
    digits_of,
    scale_title,
    text_cell,
)
from analysis.stage2_clusters import cluster_blocks, cluster_sections
from analysis.stage2_group_sentences import RANDOM, group_sentences, level_title, of_arms
from analysis.stage2_group_tables import comparison_tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.groups import Groups
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words

#: A level and the control level; of more each is compared apart.
MOST_LEVELS = 2


def group_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Section]:
    """Yield the levels of the grouping factor beside each other and compared, where there are any.

    Where there is no factor, but mentoring groups, yield what these mean for the intervals.
    """
    grouped = [result.groups for result in results.scales if result.groups and result.groups.levels]
    if not grouped:
        yield from cluster_sections(results, inputs, words)
        return
    sides = tuple(enumerate(zip(results.scales, inputs, strict=True)))
    said = [
        Paragraph(text)
        for _, (result, scale) in sides
        if result.groups is not None
        for text in group_sentences(result.groups, scale, plan=results.plan, words=words)
    ]
    reading = (
        words.of(EXACT_DIFFERENCES),
        *_control(grouped[0], words),
        *_reading(results, grouped, words),
    )
    yield Section(
        words.say("Groups"),
        (
            _levels_table(results, inputs, words, rule),
            *said,
            *comparison_tables(results, inputs, words),
            *cluster_blocks(results, inputs, words),
            *map(Paragraph, reading),
        ),
    )


def _levels_table(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Table:
    groups = next(result.groups for result in results.scales if result.groups)
    header = (
        words.say("Scale"),
        words.say("Group") if of_arms(groups) else groups.factor or "",
        words.say("n"),
        words.say("Entry, M"),
        words.say("Exit, M"),
        words.say("Difference"),
        words.say("95 % CI"),
        words.say("Note"),
    )
    return Table(
        caption=_caption(groups, words),
        header=header,
        rows=tuple(
            (
                text_cell(scale_title(scale, words)),
                text_cell(level_title(groups, level, words)),
                *_group_cells(ScaleCells(place, result, words), number, scale),
                text_cell(_note(result, number, words, rule)),
            )
            for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True))
            for number, level in enumerate(result.groups.levels if result.groups else ())
        ),
    ).without_empty_columns


def _caption(groups: Groups, words: Words) -> str:
    if of_arms(groups):
        return words.say("Change in the programme and in the comparison group")
    return words.say("Change by group (%(factor)s)", factor=groups.factor)


def _control(groups: Groups, words: Words) -> Iterator[str]:
    if not of_arms(groups):
        yield words.say("The control level is “%(control)s”.", control=groups.control)


def _reading(results: Results, grouped: Sequence[Groups], words: Words) -> Iterator[str]:
    """Yield how the tables are to be read, and how they are not."""
    if not any(level.ancova for groups in grouped for level in groups.levels):
        yield words.say(
            "The groups are described side by side and not tested against each other: %(reasons)s.",
            reasons="; ".join(dict.fromkeys(_why_described(results, words))),
        )
        return
    yield words.say(
        "ANCOVA compares exit scores at the same entry score, change scores compare the "
        "differences as they are. Neither is corrected for the number of scales, so both are "
        "preliminary."
    )
    if max(len(groups.levels) for groups in grouped) > MOST_LEVELS:
        yield words.say(
            "Each group is compared with the control group apart; intervals and p are not "
            "corrected for the number of groups either."
        )
    if results.plan.allocation != RANDOM:
        yield words.say(
            "Groups that were not formed at random may differ in more than the entry score: their "
            "comparison does not show the cause."
        )


def _why_described(results: Results, words: Words) -> Iterator[str]:
    """Yield the reason of every scale for which no level was compared with the control level."""
    for result in results.scales:
        groups = result.groups
        if groups is None:
            continue
        paths = [
            f"groups.levels.{number}.ancova"
            for number, level in enumerate(groups.levels)
            if level.level != groups.control
        ]
        yield from (words.of(result.notes[path]) for path in paths or ["groups.ancova"])


def _note(result: ScaleResult, number: int, words: Words, rule: BaseRule | None) -> str:
    """Return why a level is hidden, or how little it says; without a rule nothing is hidden."""
    level = result.groups.levels[number] if result.groups else None
    if level is None:
        return ""
    if rule is not None and level.difference is None:
        return words.of(result.notes[f"groups.levels.{number}.difference"])
    return words.of(DESCRIPTIVE) if 0 < level.n < FEW else ""


def _group_cells(cells: ScaleCells, number: int, scale: ScaleInput) -> tuple[Cell, ...]:
    level, digits = f"groups.levels.{number}", digits_of(scale)
    return (
        cells.at(f"{level}.n", Kind.COUNT),
        cells.at(f"{level}.entry.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.exit.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.ci95", Kind.INTERVAL, digits),
    )
