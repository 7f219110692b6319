"""Mentoring groups in the stage-2 document: people of one group are not independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.clusters import ENOUGH_CLUSTERS, FEW_CLUSTERS
from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Block, Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words


def cluster_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Section]:
    """Yield what mentoring groups do to the mean changes, where no other groups are compared."""
    if any(result.groups and result.groups.levels for result in results.scales):
        return
    blocks = (*_sentences(results, inputs, words), *cluster_blocks(results, inputs, words))
    if blocks:
        yield Section(words.say("Mentoring groups"), blocks)


def _sentences(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Block]:
    for result, scale in zip(results.scales, inputs, strict=True):
        clusters = None if result.groups is None else result.groups.clusters
        if clusters is not None and clusters.ci95 is not None:
            low, high = (words.number(limit, digits_of(scale)) for limit in clusters.ci95)
            sentence = words.say(
                "%(scale)s: with allowance for mentoring groups (%(n)s) the 95 %% CI of the change "
                "is from %(low)s to %(high)s.",
                scale=scale_title(scale, words),
                n=clusters.n,
                low=low,
                high=high,
            )
            yield Paragraph(sentence)


def cluster_blocks(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Block]:
    """Yield what few mentoring groups mean for every interval, and the figures of enough."""
    known = [
        (place, result, scale, result.groups.clusters)
        for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True))
        if result.groups is not None and result.groups.clusters is not None
    ]
    if any(clusters.notes.get("se") == FEW_CLUSTERS for *_, clusters in known):
        few = words.say(
            "People of one mentoring group are not independent of each other, and intervals and p "
            "make no allowance for it: that takes %(enough)s groups or more.",
            enough=ENOUGH_CLUSTERS,
        )
        yield Paragraph(few)
    rows = []
    for place, result, scale, clusters in known:
        if clusters.se is not None:
            cells, digits = ScaleCells(place, result, words), digits_of(scale)
            rows.append(
                (
                    text_cell(scale_title(scale, words)),
                    cells.at("groups.clusters.n", Kind.COUNT),
                    cells.at("groups.clusters.n_alone", Kind.COUNT),
                    cells.at("groups.clusters.se", Kind.NUMBER, digits + 1),
                    cells.at("groups.clusters.ci95", Kind.INTERVAL, digits),
                    cells.at("groups.clusters.icc", Kind.NUMBER, 2),
                )
            )
    if rows:
        yield _table(tuple(rows), words)


def _table(rows: tuple[tuple[Cell, ...], ...], words: Words) -> Table:
    return Table(
        caption=words.say("With allowance for mentoring groups"),
        header=(
            words.say("Scale"),
            words.say("Mentoring groups"),
            words.say("People in none"),
            words.say("Standard error"),
            words.say("95 % CI"),
            words.say("ICC of the changes"),
        ),
        rows=rows,
        detail=True,
    )
