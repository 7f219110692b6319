"""Titles and notes of the stage-1 document."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain
from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE
from analysis.document import Paragraph, Table
from analysis.stage1_disclosure import TEN
from analysis.stage1_inputs import item_reference, mark_range, rated_item
from analysis.stage2_cells import capital, role_title, sentence, text_cell
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from analysis.document import Block
    from analysis.stage1_inputs import Stage1Input
    from analysis.words import Words
    from instruments.messages import Message
    from instruments.model import Instrument, Scale


WAVE_TITLES = {"entry": N_("entry"), "mid": N_("half-way"), "exit": N_("exit")}


def item_titles(inputs: Stage1Input, words: Words) -> dict[str, str]:
    """Return what each item is called, by `CODE@n/item`: its topic, or the question itself.

    Of marks that are not from 1 to 10 the range is said.
    """
    titles = {
        rated_item(asked): _topic(asked, words)
        for rating in (*inputs.ratings, *inputs.mid)
        for asked in (rating.entry, rating.exit)
        if asked is not None
    }
    for one in inputs.counted:
        reference = item_reference(one.instrument, one.item.code)
        text = one.item.text
        titles[reference] = reference if text is None else _question(text.get(words.lang))
    return titles


def _question(text: str) -> str:
    """Return a question without what it says of how to answer."""
    question, mark, rest = text.rpartition("?")
    return question + mark if not rest or rest[0].isspace() else text


def _topic(asked: tuple[Instrument, Scale], words: Words) -> str:
    title = asked[1].title.get(words.lang)
    low, high = mark_range(asked)
    return title if (low, high) == TEN else f"{title} ({low}–{high})"


def role_heading(role: str, words: Words) -> str:
    """Return a role as a heading."""
    return capital(role_title(role, words))


def with_notes(table: Table, notes: Sequence[Iterable[Message]], words: Words) -> Iterator[Block]:
    """Yield what holds for all rows as paragraphs, then the table with a column for the rest.

    Parameters
    ----------
    table
        Its first two columns are a topic and a number of people. Where no row has anything else,
        one paragraph with the reasons takes its place: an empty table says nothing.
    notes
        What is to be said of each row.
    """
    by_row = [dict.fromkeys(map(words.of, of_row)) for of_row in notes]
    shared = [note for note in by_row[0] if all(note in of_row for of_row in by_row)]
    if not any(cell.value is not None for row in table.rows for cell in row[2:]):
        reasons = "; ".join(dict.fromkeys(chain(*by_row)))
        yield Paragraph(
            words.say("%(what)s: not shown; %(reasons)s.", what=table.caption, reasons=reasons)
        )
        return
    for note in shared:
        yield Paragraph(sentence(note), strong=note == words.of(DESCRIPTIVE))
    # What is said of all rows is not said again of a cell.
    rows = (
        tuple(replace(cell, note="") if cell.note in shared else cell for cell in row)
        for row in table.rows
    )
    rest = ("; ".join(note for note in of_row if note not in shared) for of_row in by_row)
    yield Table(
        caption=table.caption,
        header=(*table.header, words.say("Note")),
        rows=tuple((*row, text_cell(note)) for row, note in zip(rows, rest, strict=True)),
        chart=table.chart,
    ).without_empty_columns
