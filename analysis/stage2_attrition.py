"""Who was lost, in the stage-2 document: how leavers differed at entry from those who stayed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Kind, Paragraph, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell
from analysis.stage2_clusters import covers_zero

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.attrition import Attrition
    from analysis.document import Block, Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words


def attrition_blocks(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Block]:
    """Yield sentences on leavers at entry, and for the patient all figures with leavers in."""
    lost = [
        (scale_title(scale, words), result.attrition)
        for result, scale in zip(results.scales, inputs, strict=True)
        if result.attrition is not None
    ]
    yield from map(Paragraph, _said(lost, words))
    yield from _tables(results, inputs, words)


def _said(lost: Sequence[tuple[str, Attrition]], words: Words) -> Iterator[str]:
    """Yield where leavers differed, where nobody can say, and where they are too few to judge."""
    few = [(title, one) for title, one in lost if _are_few(one)]
    judged = [
        (_size(title, one.g, one.g_ci95, one.n_lost, words=words), covers_zero(one.g_ci95))
        for title, one in lost
        if not _are_few(one) and one.g is not None and one.g_ci95 is not None
    ]
    differing = "; ".join(text for text, is_open in judged if not is_open)
    others = "; ".join(text for text, is_open in judged if is_open)
    if differing:
        yield words.say(
            "Those who left differed at entry from those who stayed (above zero: the leavers' "
            "scores were higher; below: lower): %(scales)s. The results are of those who stayed.",
            scales=differing,
        )
    if others:
        yield words.say(
            "The data do not let us say that those who left differed at entry from those who "
            "stayed: %(scales)s.",
            scales=others,
        )
    if few:
        yield words.say(
            "Whether those who left differed at entry from those who stayed: too few people to "
            "judge (%(scales)s).",
            scales="; ".join(_numbers(title, one, words) for title, one in few),
        )


def _are_few(lost: Attrition) -> bool:
    """Say whether there are leavers and stayers, but too few of either for any conclusion."""
    return 0 < min(lost.n_lost, lost.n_stayed) < FEW


def _size(title: str, g: float, ci95: tuple[float, float], n_lost: int, *, words: Words) -> str:
    low, high = (words.number(limit, 2) for limit in ci95)
    return words.say(
        "%(scale)s: g = %(g)s, 95 %% CI from %(low)s to %(high)s, left: %(n)s",
        scale=title,
        g=words.number(g, 2),
        low=low,
        high=high,
        n=n_lost,
    )


def _numbers(title: str, lost: Attrition, words: Words) -> str:
    return words.say(
        "%(scale)s: left: %(lost)s, stayed: %(stayed)s",
        scale=title,
        lost=lost.n_lost,
        stayed=lost.n_stayed,
    )


def _tables(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Table]:
    """Yield leavers beside stayers, and the mixed model, to count on with and not to read."""
    known = [
        (ScaleCells(place, result, words), scale)
        for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True))
        if result.attrition is not None
    ]
    if not known:
        return
    yield Table(
        caption=words.say("Leavers and stayers"),
        header=(
            words.say("Scale"),
            words.say("Left, n"),
            words.say("Stayed, n"),
            words.say("Left − stayed at entry, g"),
            words.say("g, 95 % CI"),
            words.say("Note"),
        ),
        rows=tuple(_row(cells, scale, words) for cells, scale in known),
        detail=True,
    ).without_empty_columns
    yield Table(
        caption=words.say("The change on all available scores: mixed model"),
        header=(
            words.say("Scale"),
            words.say("Change"),
            words.say("95 % CI"),
            words.say("p"),
            words.say("People"),
            words.say("Note"),
        ),
        rows=tuple(_model_row(cells, scale, words) for cells, scale in known),
        detail=True,
        workbook_only=True,
    ).without_empty_columns


def _row(cells: ScaleCells, scale: ScaleInput, words: Words) -> tuple[Cell, ...]:
    g = cells.at("attrition.g", Kind.NUMBER, 2)
    return (
        text_cell(scale_title(scale, words)),
        cells.at("attrition.n_lost", Kind.COUNT),
        cells.at("attrition.n_stayed", Kind.COUNT),
        g,
        cells.at("attrition.g_ci95", Kind.INTERVAL, 2),
        text_cell(g.note),
    )


def _model_row(cells: ScaleCells, scale: ScaleInput, words: Words) -> tuple[Cell, ...]:
    digits, where = digits_of(scale), "attrition.mixed_model"
    # A fit of fewer people, or on the boundary, has its figures, and a note all the same.
    doubts = [cells.at(f"{where}.{name}", Kind.TEXT).note for name in ("n_people", "on_boundary")]
    return (
        text_cell(scale_title(scale, words)),
        cells.at(f"{where}.estimate", Kind.NUMBER, digits),
        cells.at(f"{where}.ci95", Kind.INTERVAL, digits),
        cells.at(f"{where}.p", Kind.P),
        cells.at(f"{where}.n_people", Kind.COUNT),
        text_cell("; ".join(dict.fromkeys(filter(None, doubts)))),
    )
