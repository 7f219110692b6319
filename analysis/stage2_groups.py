"""The levels of a grouping factor side by side in the stage-2 document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import (
    EXACT_DIFFERENCES,
    ScaleCells,
    arm_title,
    digits_of,
    scale_title,
    text_cell,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words


#: The factor whose levels are the programme and its comparison group.
ARM = "arm"


def group_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Section]:
    """Yield the levels of the grouping factor beside each other, where one was named."""
    grouped = [result.groups for result in results.scales if result.groups and result.groups.levels]
    if not grouped:
        return
    factor, control = grouped[0].factor, grouped[0].control
    title = words.say("Group") if factor == ARM else factor
    header = (
        words.say("Scale"),
        title,
        words.say("n"),
        words.say("Entry, M"),
        words.say("Exit, M"),
        words.say("Difference"),
        words.say("95 % CI"),
        words.say("Note"),
    )
    table = Table(
        caption=_caption(factor, words),
        header=header,
        rows=tuple(
            (
                text_cell(scale_title(scale, words)),
                text_cell(_level_title(factor, level.level, words)),
                *_group_cells(ScaleCells(place, result, words), number, scale),
                text_cell(_note(result, number, words, rule)),
            )
            for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True))
            for number, level in enumerate(result.groups.levels if result.groups else ())
        ),
    ).without_empty_columns
    reading = (words.of(EXACT_DIFFERENCES), _reading(factor, control, words))
    yield Section(words.say("Groups"), (table, *map(Paragraph, reading)))


def _caption(factor: str, words: Words) -> str:
    if factor == ARM:
        return words.say("Change in the programme and in the comparison group")
    return words.say("Change by group (%(factor)s)", factor=factor)


def _reading(factor: str, control: str, words: Words) -> str:
    """Return how the table is to be read, and how it is not."""
    if factor == ARM:
        return words.say(
            "The groups are described side by side; they are not tested against each other here."
        )
    return words.say(
        "The control level is “%(control)s”. The levels are described side by side; they are not "
        "tested against each other here.",
        control=control,
    )


def _level_title(factor: str, level: str, words: Words) -> str:
    return arm_title(level, words) if factor == ARM else level


def _note(result: ScaleResult, number: int, words: Words, rule: BaseRule | None) -> str:
    """Return why a level is hidden, or how little it says; without a rule nothing is hidden."""
    level = result.groups.levels[number] if result.groups else None
    if rule is None or level is None:
        return ""
    if level.difference is None:
        return words.of(result.notes[f"groups.levels.{number}.difference"])
    return words.of(DESCRIPTIVE) if level.n < FEW else ""


def _group_cells(cells: ScaleCells, number: int, scale: ScaleInput) -> tuple[Cell, ...]:
    level, digits = f"groups.levels.{number}", digits_of(scale)
    return (
        cells.at(f"{level}.n", Kind.COUNT),
        cells.at(f"{level}.entry.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.exit.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.ci95", Kind.INTERVAL, digits),
    )
