"""The moves between the levels of a scale in the stage-2 document: a table and what it says."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind, Paragraph, Table
from analysis.stage2_cells import scale_title, sentence, text_cell
from analysis.stage2_level_pictures import flow_pictures, moved_between
from analysis.stage2_verdict import SURE
from analysis.transitions import FEW_TO_TEST
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import ScaleResult
    from analysis.stage2_cells import ScaleCells
    from analysis.transitions import ShiftTest, Transitions
    from analysis.words import Words

#: What an exact test of moves is called.
EXACT_TESTS = {
    "binomial": N_("exact binomial test"),
    "mcnemar": N_("McNemar's exact test"),
}


def transition_blocks(
    cells: ScaleCells, result: ScaleResult, scale: ScaleInput, *, words: Words
) -> Iterator[Block]:
    """Yield who went from which level to which, how many each way, and the printed test."""
    found: Transitions | None = result.transitions
    title = scale_title(scale, words)
    if found is None:
        reason = result.notes["transitions"]
        yield Paragraph(
            words.say("%(scale)s: no moves between levels, %(reason)s.", scale=title, reason=reason)
        )
        return
    if found.counts is not None:
        yield _table(cells, found, scale, words)
        yield from flow_pictures(found, scale, words)
    yield Paragraph(" ".join((_moves(found, title, words), *_certainty(result, found, words))))


def _table(cells: ScaleCells, found: Transitions, scale: ScaleInput, words: Words) -> Table:
    groups = moved_between(found, scale, words)
    return Table(
        caption=words.say(
            "%(scale)s: moves between levels, n = %(n)s",
            scale=scale_title(scale, words),
            n=found.n,
        ),
        header=(
            words.say("Level at entry"),
            *(words.say("Exit: %(level)s", level=group) for group in groups),
        ),
        rows=tuple(
            (
                text_cell(group),
                *(
                    cells.at(f"transitions.counts.{row}.{column}", Kind.COUNT)
                    for column in range(len(groups))
                ),
            )
            for row, group in enumerate(groups)
        ),
    )


def _moves(found: Transitions, title: str, words: Words) -> str:
    return words.say(
        "%(scale)s: to a level of higher scores moved %(rose)s, to one of lower scores %(fell)s; "
        "at their level stayed %(same)s.",
        scale=title,
        rose=found.moved.rose,
        fell=found.moved.fell,
        same=found.moved.same,
    )


def _certainty(result: ScaleResult, found: Transitions, words: Words) -> Iterator[str]:
    """Say what the printed test lets one conclude of the moves, or why there is none."""
    test = next((one for one in found.tests if one.name == found.printed), None)
    if test is None:
        yield sentence(words.of(result.notes["transitions.printed"]))
        return
    facts = {
        "test": _test_words(test, words),
        "p": words.say("%(p)s, not corrected for the number of scales", p=words.p_equals(test.p)),
    }
    if found.n < FEW_TO_TEST:
        yield words.say("Too few people to conclude from their moves (%(test)s, %(p)s).", **facts)
    elif test.p >= SURE:
        yield words.say(
            "The data do not let us say that moves one way outweigh those back (%(test)s, %(p)s).",
            **facts,
        )
    else:
        yield words.say(
            "Chance alone would rarely make moves there and back so unequal (%(test)s, %(p)s).",
            **facts,
        )


def _test_words(test: ShiftTest, words: Words) -> str:
    """Return the test's name and, of Bowker's, its statistic."""
    if test.name in EXACT_TESTS:
        return words.of(EXACT_TESTS[test.name])
    return words.say(
        "Bowker's test χ²(%(df)s) = %(statistic)s",
        df=test.df,
        statistic=words.number(test.statistic, 2),
    )
