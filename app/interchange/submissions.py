"""Reads a table of answers by code: whose they are, and what stands in every cell."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.answering.answers import stored_answer
from app.interchange.answers import Wanted, read_answers
from app.interchange.columns import find_columns, no_wave
from app.interchange.errors import TableError
from app.programmes.codes import is_code, typed_code
from instruments.messages import N_, Message, Problem
from instruments.model import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.answering.answers import Stored
    from app.interchange.tables import Table
    from instruments.model import Instrument, Item

#: What the column of codes may be called.
CODE_COLUMNS = ("code", "код")

#: Listed in a cell of several chosen answers, for example “1; 3”.
SEPARATORS = re.compile(r"[;,]")


@dataclass(frozen=True)
class CodedAnswers:
    """One row: a code that can be one, and its answers by item code; None was skipped."""

    row: int
    code: str
    answers: Mapping[str, object]


def read_coded_answers(table: Table, instrument: Instrument) -> list[CodedAnswers]:
    """Read the answers of every code, or refuse the table with everything that is wrong in it.

    Raises
    ------
    TableError
        As `read_answers`, or a code has a typing error.
    """
    columns = find_columns(table, instrument, "", unscored=True)
    if not columns:
        raise no_wave(table, instrument, ("",))
    wanted = Wanted(
        waves=(columns,), person=_code_column(table), answer_of=typed_answer, listed=None
    )
    people = read_answers(table, instrument, wanted)
    read = [
        CodedAnswers(row.number, typed_code(one.person), one.waves[0])
        for row, one in zip(table.rows, people, strict=True)
    ]
    times = Counter(one.code for one in read)
    refuse_codes(table, read, lambda one: _unusable(one.code, times[one.code]))
    return read


def refuse_codes(
    table: Table,
    read: list[CodedAnswers],
    reason: Callable[[CodedAnswers], tuple[Message, Message, Message] | None],
) -> None:
    """Refuse the table if there is a reason against any code, and list every such code.

    A reason is what is wrong, the rule, and what to do.
    """
    place = table.column(_code_column(table)) or 0
    rows = {row.number: row for row in table.rows}
    problems: list[Problem] = []
    for one in read:
        against = reason(one)
        if against is not None:
            what, rule, remedy = against
            problems.append(
                table.cell_problem(rows[one.row], place, what=what, rule=rule, remedy=remedy)
            )
    if problems:
        raise TableError(tuple(problems))


def typed_answer(item: Item, text: str | None) -> Stored:
    """Return what a cell says in answer to an item, as it is kept; an empty one was skipped.

    Raises
    ------
    AnswerError
        It is none of the item's answers.
    """
    if text is not None and item.kind is Kind.MULTIPLE:
        return stored_answer(item, [part.strip() for part in SEPARATORS.split(text)])
    return stored_answer(item, text)


def _code_column(table: Table) -> str:
    """Return what the column of codes is called here."""
    return next((name for name in CODE_COLUMNS if table.column(name) is not None), CODE_COLUMNS[0])


def _unusable(code: str, times: int) -> tuple[Message, Message, Message] | None:
    if not is_code(code):
        return (
            N_("it is no code, or has a typing error"),
            N_("a code has 12 digits, the last of which is checked against the others"),
            N_("compare it with the slip"),
        )
    if times > 1:
        return (
            N_("rows with this code: %(n)s", n=times),
            N_("each person has one row"),
            N_("keep one of the rows"),
        )
    return None
