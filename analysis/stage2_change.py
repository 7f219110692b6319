"""How many people changed beyond the error of measurement, in the stage-2 document."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, share_cell, text_cell
from analysis.stage2_reliability import LOW_ALPHA
from instruments.messages import N_
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.change import ReliableChange
    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words
    from instruments.messages import Message

#: Columns of people: what they are called in numbers and in per cent, and where they stand.
Classes: TypeAlias = "tuple[tuple[Message, Message, str], ...]"

#: By the scale's direction.
CLASSES: Classes = (
    (N_("Improved, n"), N_("Improved, %"), "improved"),
    (N_("Unchanged, n"), N_("Unchanged, %"), "unchanged"),
    (N_("Deteriorated, n"), N_("Deteriorated, %"), "deteriorated"),
)

#: The same where neither more nor less is better.
DIRECTIONS: Classes = (
    (N_("Score rose, n"), N_("Score rose, %"), "rose"),
    (N_("Unchanged, n"), N_("Unchanged, %"), "unchanged"),
    (N_("Score fell, n"), N_("Score fell, %"), "fell"),
)


#: A scale with its place in the results.
Placed: TypeAlias = tuple[int, "ScaleResult", "ScaleInput"]


def change_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Section]:
    """Yield how many people changed reliably, by which threshold, and where it comes from.

    Where it is not known of a scale the reason is said; nothing where nobody is matched at all.
    """
    scales = list(zip(range(len(inputs)), results.scales, inputs, strict=True))
    if not any(result.n_matched for _, result, _ in scales):
        return
    known = [placed for placed in scales if placed[1].rci is not None]
    blocks: list[Block] = [*_tables(known, words)]
    if known:
        blocks += map(Paragraph, _reading(known, words))
    blocks += map(Paragraph, _unknown(scales, words))
    yield Section(words.say("Reliable individual change"), tuple(blocks))


def _tables(known: Sequence[Placed], words: Words) -> Iterator[Table]:
    """Yield the people by class, those of scales without a better end in a table of their own."""
    undirected = [placed for placed in known if placed[2].scale.better is Better.NONE]
    directed = [placed for placed in known if placed not in undirected]
    if directed:
        caption = words.say("People who changed by more than the error of measurement")
        yield _table(directed, CLASSES, caption, words)
    if undirected:
        caption = words.say(
            "People whose score changed by more than the error of measurement: neither more nor "
            "less is better"
        )
        yield _table(undirected, DIRECTIONS, caption, words)


def _table(known: Sequence[Placed], classes: Classes, caption: str, words: Words) -> Table:
    titles = [words.of(title) for number, share, _ in classes for title in (number, share)]
    return Table(
        caption=caption,
        header=(
            words.say("Scale"),
            words.say("n"),
            *titles,
            words.say("Threshold, points"),
            words.say("Note"),
        ),
        rows=tuple(_row(placed, classes, words) for placed in known),
    ).without_empty_columns


def _row(placed: Placed, classes: Classes, words: Words) -> tuple[Cell, ...]:
    place, result, scale = placed
    cells = ScaleCells(place, result, words)
    people: list[Cell] = []
    for _, _, name in classes:
        number = cells.at(f"rci.{name}", Kind.COUNT)
        people += [number, share_cell(number, cells.at("n_matched", Kind.COUNT))]
    notes = dict.fromkeys(cell.note for cell in people if cell.note)
    return (
        text_cell(scale_title(scale, words)),
        cells.at("rci.n", Kind.COUNT),
        *people,
        cells.at("rci.threshold", Kind.NUMBER, digits_of(scale)),
        text_cell("; ".join(notes)),
    )


def _reading(known: Sequence[Placed], words: Words) -> Iterator[str]:
    """Yield what the threshold is, what it was computed from, and how far it can be relied on."""
    yield words.say(
        "A change counts when it is larger than the threshold, 1.96 · √2 · SD · √(1 − r) "
        "(Jacobson & Truax, 1991): errors of measurement alone would change the score of 5 people "
        "in 100 by that much."
    )
    found = [(scale, change) for _, result, scale in known if (change := result.rci) is not None]
    for scale, change in found:
        yield _source(scale, change, words)
    if any(change.coefficient == "alpha" for _, change in found):
        yield words.say(
            "With alpha the threshold is mostly lower than with a retest correlation, and more "
            "people are counted as changed."
        )


def _source(scale: ScaleInput, change: ReliableChange, words: Words) -> str:
    facts = {
        "scale": scale_title(scale, words),
        "source": change.source,
        "r": words.number(change.r, 2),
    }
    text = words.say("%(scale)s: %(source)s; r = %(r)s.", **facts)
    if change.sd is not None:
        sd = words.number(change.sd, digits_of(scale))
        text = words.say("%(scale)s: %(source)s; r = %(r)s, SD = %(sd)s.", **facts, sd=sd)
    if change.r >= LOW_ALPHA:
        return text
    low = words.say(
        "With r under %(limit)s the threshold is so high that many a real change stays below it.",
        limit=words.number(LOW_ALPHA, 2),
    )
    return f"{text} {low}"


def _unknown(scales: Sequence[Placed], words: Words) -> Iterator[str]:
    """Yield the reasons why reliable change is not known, each with the scales it holds for."""
    titles: dict[str, list[str]] = {}
    for _, result, scale in scales:
        if result.rci is None:
            reason = words.of(result.notes["rci"])
            titles.setdefault(reason, []).append(scale_title(scale, words))
    for reason, of in titles.items():
        yield words.say(
            "%(scales)s: reliable change is not judged; %(reason)s.",
            scales=", ".join(of),
            reason=reason,
        )
