"""Who was lost, in the stage-2 document: how leavers differed at entry from those who stayed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Kind, Paragraph, Table
from analysis.stage2_cells import ScaleCells, digits_of, scale_title, text_cell
from analysis.stage2_clusters import covers_zero
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.attrition import Attrition
    from analysis.document import Block, Cell
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words
    from instruments.messages import Message


@dataclass(frozen=True, kw_only=True)
class _Wording:
    """What those without a score at exit are called: who left, or who was not found again."""

    differing: Message
    unknown: Message
    few: Message
    size: Message
    numbers: Message
    caption: Message
    n_lost: Message
    n_stayed: Message
    g: Message


LEFT = _Wording(
    differing=N_(
        "Those who left differed at entry from those who stayed (above zero: the leavers' "
        "scores were higher; below: lower): %(scales)s. The results are of those who stayed."
    ),
    unknown=N_(
        "The data do not let us say that those who left differed at entry from those who "
        "stayed: %(scales)s."
    ),
    few=N_(
        "Whether those who left differed at entry from those who stayed: too few people to "
        "judge (%(scales)s)."
    ),
    size=N_("%(scale)s: g = %(g)s, 95 %% CI from %(low)s to %(high)s, left: %(n)s"),
    numbers=N_("%(scale)s: left: %(lost)s, stayed: %(stayed)s"),
    caption=N_("Leavers and stayers"),
    n_lost=N_("Left, n"),
    n_stayed=N_("Stayed, n"),
    g=N_("Left − stayed at entry, g"),
)

#: Scales named in a sentence about people who are too few to judge, at most.
NAMED = 2

#: Where only their own answers tell who is who, nobody knows whether somebody left.
UNPAIRED = _Wording(
    differing=N_(
        "Those who were not paired (they left, or answered the short questions otherwise) differed "
        "at entry from those who were paired (above zero: the scores of those not paired were "
        "higher; below: lower): %(scales)s. The results are of those who were paired."
    ),
    unknown=N_(
        "The data do not let us say that those who were not paired (they left, or answered the "
        "short questions otherwise) differed at entry from those who were paired: %(scales)s."
    ),
    few=N_(
        "Whether those who were not paired (they left, or answered the short questions otherwise) "
        "differed at entry from those who were paired: too few people to judge (%(scales)s)."
    ),
    size=N_("%(scale)s: g = %(g)s, 95 %% CI from %(low)s to %(high)s, not paired: %(n)s"),
    numbers=N_("%(scale)s: not paired: %(lost)s, paired: %(stayed)s"),
    caption=N_("Those who were paired and those who were not"),
    n_lost=N_("Not paired, n"),
    n_stayed=N_("Paired, n"),
    g=N_("Not paired − paired at entry, g"),
)


def attrition_blocks(
    results: Results, inputs: Sequence[ScaleInput], words: Words
) -> Iterator[Block]:
    """Yield sentences on leavers at entry, and for the patient all figures with leavers in."""
    lost = [
        (scale_title(scale, words), result.attrition)
        for result, scale in zip(results.scales, inputs, strict=True)
        if result.attrition is not None
    ]
    wording = LEFT if results.linkage is None else UNPAIRED
    yield from map(Paragraph, _said(lost, wording, words))
    yield from _tables(results, inputs, wording, words)


def _said(lost: Sequence[tuple[str, Attrition]], wording: _Wording, words: Words) -> Iterator[str]:
    """Yield where leavers differed, where nobody can say, and where they are too few to judge."""
    few = [(title, one) for title, one in lost if _are_few(one)]
    judged = [
        (
            words.say(
                wording.size.msgid,
                scale=title,
                n=one.n_lost,
                **_numbers_of(one.g, one.g_ci95, words),
            ),
            covers_zero(one.g_ci95),
        )
        for title, one in lost
        if not _are_few(one) and one.g is not None and one.g_ci95 is not None
    ]
    differing = "; ".join(text for text, is_open in judged if not is_open)
    others = "; ".join(text for text, is_open in judged if is_open)
    if differing:
        yield words.say(wording.differing.msgid, scales=differing)
    if others:
        yield words.say(wording.unknown.msgid, scales=others)
    if few:
        named = [_numbers(wording.numbers, title, one, words) for title, one in few[:NAMED]]
        more = [words.say("the other scales: see the detailed tables")] if few[NAMED:] else []
        yield words.say(wording.few.msgid, scales="; ".join((*named, *more)))


def _are_few(lost: Attrition) -> bool:
    """Say whether there are leavers and stayers, but too few of either for any conclusion."""
    return 0 < min(lost.n_lost, lost.n_stayed) < FEW


def _numbers_of(g: float, ci95: tuple[float, float], words: Words) -> dict[str, str]:
    """Return what stands in a sentence on the size of a difference."""
    low, high = ci95
    return {
        name: words.number(value, 2) for name, value in (("g", g), ("low", low), ("high", high))
    }


def _numbers(numbers: Message, title: str, lost: Attrition, words: Words) -> str:
    return words.say(numbers.msgid, scale=title, lost=lost.n_lost, stayed=lost.n_stayed)


def _tables(
    results: Results, inputs: Sequence[ScaleInput], wording: _Wording, words: Words
) -> Iterator[Table]:
    """Yield leavers beside stayers, and the mixed model, to count on with and not to read."""
    known = [
        (ScaleCells(place, result, words), scale)
        for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True))
        if result.attrition is not None
    ]
    if not known:
        return
    yield Table(
        caption=words.of(wording.caption),
        header=(
            words.say("Scale"),
            words.of(wording.n_lost),
            words.of(wording.n_stayed),
            words.of(wording.g),
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
