"""Mentoring groups in the stage-2 document: people of one group are not independent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.clusters import ENOUGH_CLUSTERS, FEW_CLUSTERS
from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell
from analysis.stage2_verdict import SURE
from analysis.words import telling_digits

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.clusters import Clusters
    from analysis.document import Block, Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words
    from instruments.messages import Message


def covers_zero(ci95: tuple[float, float]) -> bool:
    """Say whether an interval leaves the direction open; a limit of 0 does."""
    low, high = ci95
    return low <= 0 <= high


def limits(ci95: tuple[float, float], digits: int, words: Words) -> dict[str, str]:
    """Return the limits of an interval as words; one that leaves out zero does not print it."""
    if not covers_zero(ci95):
        digits = telling_digits(min(ci95, key=abs), ci95, digits)
    low, high = (words.number(limit, digits) for limit in ci95)
    return {"low": low, "high": high}


def cluster_caution(result: ScaleResult, words: Words) -> Iterator[str]:
    """Yield, for the section of a scale, that mentoring groups undo the change that was found."""
    clusters = _of_change(result)
    if clusters is not None and clusters.ci95 is not None and _is_undone(result, clusters.ci95):
        yield words.say(
            "With mentoring groups taken into account (%(n)s) one cannot say that the score "
            "changed: the 95 %% CI of the change covers zero then.",
            n=clusters.n,
        )


def _of_change(result: ScaleResult) -> Clusters | None:
    """Return what mentoring groups do to the mean change; None where they are of groups."""
    clusters = None if result.groups is None else result.groups.clusters
    return clusters if clusters is not None and clusters.of == "difference" else None


def _is_undone(result: ScaleResult, robust: tuple[float, float]) -> bool:
    """Say whether anything but the robust interval finds a change."""
    if not covers_zero(robust):
        return False
    ranks, ordinary = result.tests.wilcoxon, _ordinary(result)
    by_ranks = ranks is not None and ranks.p < SURE
    return by_ranks or (ordinary is not None and not covers_zero(ordinary))


def _ordinary(result: ScaleResult) -> tuple[float, float] | None:
    return None if result.difference is None else result.difference.ci95


def cluster_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Section]:
    """Yield what mentoring groups do to the mean changes, where no other groups are compared."""
    if any(result.groups and result.groups.levels for result in results.scales):
        return
    blocks = (*_sentences(results, inputs, words), *cluster_blocks(results, inputs, words))
    if blocks:
        yield Section(words.say("Mentoring groups"), blocks, inner=True)


def _sentences(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Block]:
    """Yield what becomes of the changes, a sentence of its own for each that looks otherwise."""
    told = []
    for result, scale in zip(results.scales, inputs, strict=True):
        clusters = _of_change(result)
        if clusters is not None and clusters.ci95 is not None:
            facts = {
                "scale": scale_title(scale, words),
                "n": clusters.n,
                **limits(clusters.ci95, digits_of(scale), words),
            }
            told.append(_sentence(result, facts, clusters.ci95, words))
    same = told.count(None)
    if same:
        yield Paragraph(
            words.say(
                "People of one mentoring group may be alike. With allowance for that, what is said "
                "of the change stays as it is on %(n)s of %(all)s scales; the intervals stand in "
                "the detailed tables.",
                n=same,
                all=len(told),
            )
        )
    yield from map(Paragraph, filter(None, told))


def _sentence(
    result: ScaleResult, facts: dict[str, object], robust: tuple[float, float], words: Words
) -> str | None:
    """Return what is to be said otherwise of a change; None where nothing is."""
    if _is_undone(result, robust):
        return words.say(
            "%(scale)s: with allowance for mentoring groups (%(n)s) the 95 %% CI of the change is "
            "from %(low)s to %(high)s: with them taken into account one cannot say that the score "
            "changed.",
            **facts,
        )
    ordinary = _ordinary(result)
    if ordinary is not None and covers_zero(ordinary) and not covers_zero(robust):
        return words.say(
            "%(scale)s: with allowance for mentoring groups (%(n)s) the 95 %% CI of the change is "
            "from %(low)s to %(high)s and does not cover zero; without this allowance it does: be "
            "cautious.",
            **facts,
        )
    return None


def _why_none(result: ScaleResult, scale: ScaleInput) -> Message | None:
    """Return why mentoring groups that people are of are left out; None where nothing is amiss.

    Above `MOST_ROWS` people nobody knows whether there are any; with other groups beside each other
    their own sentence gives the reason.
    """
    groups = result.groups
    if groups is not None and groups.clusters is not None:
        return groups.clusters.notes.get("se")
    if result.difference is None:
        return None
    if scale.rows is None:
        return result.notes.get("groups")
    if all(row.cluster is None for row in scale.rows):
        return None
    return result.notes.get("groups.clusters")


def cluster_blocks(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Block]:
    """Yield why mentoring groups are left out of account, and the figures where they are not."""
    sides = tuple(zip(results.scales, inputs, strict=True))
    reasons = filter(None, (_why_none(*side) for side in sides))
    yield from map(Paragraph, dict.fromkeys(_left_out(reason, words) for reason in reasons))
    known = [
        (place, result, scale, result.groups.clusters)
        for place, (result, scale) in enumerate(sides)
        if result.groups is not None and result.groups.clusters is not None
    ]
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


def _left_out(reason: Message, words: Words) -> str:
    if reason != FEW_CLUSTERS:
        return words.say("Mentoring groups are left out of account: %(reason)s.", reason=reason)
    return words.say(
        "People of one mentoring group are not independent of each other, and intervals and p "
        "make no allowance for it: that takes %(enough)s groups or more.",
        enough=ENOUGH_CLUSTERS,
    )


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
