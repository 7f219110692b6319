"""How many people are at which level of a scale, in the stage-2 document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Chart, ChartKind, Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, scale_title, share_cell, text_cell
from analysis.stage2_level_pictures import level_pictures, level_titles
from analysis.stage2_transitions import transition_blocks

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import Levels, Results
    from analysis.words import Words


def level_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Section]:
    """Yield the levels of every scale that are counted and the moves between them.

    Why those of another scale are not is said beside them.
    """
    counted = [result.levels for result in results.scales if result.levels is not None]
    if not counted:
        return
    blocks: list[Block] = [*level_pictures(results, inputs, words)]
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        if result.levels is not None:
            cells = ScaleCells(place, result, words)
            blocks.append(_table(cells, result.levels, scale, words))
            blocks += transition_blocks(cells, result, scale, words=words)
        elif scale.scale.levels:
            said = {"scale": scale_title(scale, words), "reason": result.notes["levels"]}
            blocks.append(Paragraph(words.say("%(scale)s: no levels, %(reason)s.", **said)))
    if any(len(group) > 1 for levels in counted for group in levels.groups):
        joined = words.say("Levels with a plus hold too few people to be shown apart.")
        blocks.append(Paragraph(joined))
    blocks += [Paragraph(origin) for origin in _origins(inputs, words)]
    yield Section(words.say("Levels"), tuple(blocks))


def _table(cells: ScaleCells, levels: Levels, scale: ScaleInput, words: Words) -> Table:
    n = scale.pairs.n_matched
    rows = []
    for number, title in enumerate(level_titles(levels.groups, scale, words)):
        row = [text_cell(title)]
        for wave in ("entry", "exit"):
            people = cells.at(f"levels.{wave}.{number}", Kind.COUNT)
            row += [people, share_cell(people, cells.at("n_matched", Kind.COUNT))]
        rows.append(tuple(row))
    return Table(
        caption=words.say(
            "%(scale)s: people by level, n = %(n)s", scale=scale_title(scale, words), n=n
        ),
        header=(
            words.say("Level"),
            words.say("Entry, n"),
            words.say("Entry, %"),
            words.say("Exit, n"),
            words.say("Exit, %"),
        ),
        rows=tuple(rows),
        chart=Chart(
            kind=ChartKind.LEVELS,
            title=words.say(
                "%(scale)s: people by level at entry and at exit",
                scale=scale_title(scale, words),
            ),
            columns=(1, 3),
            names=(words.say("entry"), words.say("exit")),
        ),
    )


def _origins(inputs: Sequence[ScaleInput], words: Words) -> Iterator[str]:
    """Say where the limits of the levels come from: a source, or nothing but convention."""
    scales = {scale.scale.code: scale.scale for scale in inputs if scale.scale.levels}
    for scale in scales.values():
        if scale.levels_source is not None:
            yield words.say(
                "%(scale)s: limits of the levels from %(source)s.",
                scale=scale.title.get(words.lang),
                source=scale.levels_source.source,
            )
    if any(scale.levels_source is None for scale in scales.values()):
        yield words.say(
            "Where no source of the levels is named their limits are a convention, not a norm: "
            "thirds of the range of scores on the scales of our own."
        )
