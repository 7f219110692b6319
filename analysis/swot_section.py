"""The SWOT table in the stage-1 document: two tables of two columns, and by which rule."""

from __future__ import annotations

from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from analysis.document import Paragraph, Section, Table
from analysis.rating_rule import RULE
from analysis.stage2_cells import sentence, text_cell
from analysis.swot import CELLS, THEMES_RULE, TITLES
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.swot import SwotTable
    from analysis.words import Words
    from instruments.messages import Message

#: The two tables: what they are called, and the cells beside each other.
HALVES = (
    (N_("Inside the programme: strong and weak sides"), "strength", "weakness"),
    (N_("Around the programme: opportunities and threats"), "opportunity", "threat"),
)

NOT_CONFIRMED = N_("the curator has not confirmed any line yet")


def swot_section(table: SwotTable | None, words: Words) -> Section:
    """Return the two tables, or that nothing has been confirmed."""
    title = words.say("SWOT analysis")
    if table is None:
        reason = sentence(words.of(NOT_CONFIRMED))
        return Section(title, (Paragraph(reason),))
    return Section(title, tuple(_half(half, table, words) for half in HALVES))


def _half(half: tuple[Message, str, str], table: SwotTable, words: Words) -> Table:
    caption, left, right = half
    none = words.say("nothing noted")
    columns = [[line.text for line in table.of(cell)] or [none] for cell in (left, right)]
    return Table(
        caption=words.of(caption),
        header=(words.of(TITLES[left]), words.of(TITLES[right])),
        rows=tuple(
            (text_cell(one), text_cell(other)) for one, other in zip_longest(*columns, fillvalue="")
        ),
    )


def swot_method(table: SwotTable | None, k: int, words: Words) -> Iterator[str]:
    """Yield for the method by which rule lines were proposed, and how many are the curator's."""
    if table is None:
        return
    yield words.say(
        "SWOT: lines are proposed by a rule, the curator confirms, edits and adds; only confirmed "
        "ones are printed. %(rule)s %(themes)s",
        rule=RULE,
        themes=words.say(THEMES_RULE.msgid, k=k),
    )
    lines = list(chain.from_iterable(table.of(cell) for cell in CELLS))
    edited = sum(line.edited for line in lines)
    if edited:
        yield words.say(
            "Edited or added by the curator: %(edited)s of %(n)s lines of the SWOT table.",
            edited=edited,
            n=len(lines),
        )
