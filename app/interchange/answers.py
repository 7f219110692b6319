"""Reads a questionnaire's answers from a table, or says which cells are wrong."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from app.interchange.columns import named_column
from app.interchange.errors import LISTED, TableError
from app.interchange.tables import shortened
from instruments.errors import AnswerError
from instruments.exact import exact
from instruments.messages import N_, Problem
from instruments.scoring import item_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.interchange.columns import Columns
    from app.interchange.tables import Row, Table
    from instruments.model import Instrument, Item


@dataclass(frozen=True, kw_only=True)
class PersonAnswers:
    """One row of the table.

    Attributes
    ----------
    waves
        Per wave, item code to what its cell was read as: by default the item score before
        reverse keying; None is missing.
    labels
        What stands in the columns asked for by name (role, group).
    """

    person: str
    waves: tuple[Mapping[str, Any], ...]
    labels: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What is to be read of a table.

    Attributes
    ----------
    waves
        The columns of each wave, as `find_columns` found them.
    person
        The column with a key for every person.
    labels
        Further columns to read as text.
    filled
        Those of them in which no cell may be empty.
    answer_of
        What a cell is read as; None is an empty one.
    listed
        How many problems are listed one by one; None is all of them.
    """

    waves: tuple[Columns, ...]
    person: str
    labels: tuple[str, ...] = ()
    filled: tuple[str, ...] = ()
    answer_of: Callable[[Item, str | None], object] = item_score
    listed: int | None = LISTED


def read_answers(table: Table, instrument: Instrument, wanted: Wanted) -> list[PersonAnswers]:
    """Read every row, or refuse the table with everything that is wrong in it.

    Raises
    ------
    TableError
        A key is missing or stands twice, a cell is none of its item's answers, a label that has to
        be filled is empty, or nobody answered anything.
    """
    key_place = named_column(table, wanted.person)
    label_places = tuple(named_column(table, label) for label in wanted.labels)
    problems = [
        *_second_header(table, wanted.waves),
        *_key_problems(table, key_place),
        *_label_problems(table, tuple(named_column(table, label) for label in wanted.filled)),
    ]
    if problems:
        raise TableError(shortened(table, problems, wanted.listed))
    answer = _reader(instrument, wanted.answer_of)
    read = [[_row_answers(table, row, wave, answer) for wave in wanted.waves] for row in table.rows]
    problems = [problem for row in read for _, found in row for problem in found]
    if not problems and not any(_has_answer(answers) for row in read for answers, _ in row):
        problems = [_no_answers(table)]
    if problems:
        raise TableError(shortened(table, problems, wanted.listed))
    return [
        PersonAnswers(
            person=row.cells[key_place],
            waves=tuple(answers for answers, _ in waves),
            labels=tuple(row.cells[place] for place in label_places),
        )
        for row, waves in zip(table.rows, read, strict=True)
    ]


def _second_header(table: Table, waves: tuple[Columns, ...]) -> Iterator[Problem]:
    """Find a first row under the header that holds words where answers belong."""
    first = table.rows[0]
    cells = [first.cells[place] for wave in waves for place in wave.values()]
    filled = [cell for cell in cells if cell]
    if len(filled) > 1 and not any(exact(cell) is not None for cell in filled):
        yield table.problem(
            N_("row %(row)s", row=first.number),
            what=N_("it holds words, “%(cell)s”, where answers belong", cell=filled[0][:60]),
            rule=N_("a table has one header row"),
            remedy=N_("delete the second header"),
        )


def _key_problems(table: Table, place: int) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for row in table.rows:
        key = row.cells[place]
        if not key:
            yield table.cell_problem(
                row,
                place,
                what=N_("it is empty"),
                rule=N_("every row has the code of its person"),
                remedy=N_("fill the cell, or delete the row"),
            )
        elif key in seen:
            yield table.cell_problem(
                row,
                place,
                what=N_("“%(key)s” stands in row %(first)s already", key=key, first=seen[key]),
                rule=N_("each person has one row"),
                remedy=N_("keep one of the rows"),
            )
        seen.setdefault(key, row.number)


def _label_problems(table: Table, places: tuple[int, ...]) -> Iterator[Problem]:
    for place in places:
        for row in table.rows:
            if not row.cells[place]:
                yield table.cell_problem(
                    row,
                    place,
                    what=N_("it is empty"),
                    rule=N_("this column is filled for everybody"),
                    remedy=N_("fill the cell"),
                )


def _reader(
    instrument: Instrument, answer_of: Callable[[Item, str | None], object]
) -> Callable[[str, str], object]:
    """Return what reads the cell of an item; a column holds few different answers."""

    @cache
    def answer(code: str, text: str) -> object:
        return answer_of(instrument.by_code[code], text or None)

    return answer


def _row_answers(
    table: Table, row: Row, columns: Columns, answer: Callable[[str, str], object]
) -> tuple[dict[str, object], list[Problem]]:
    """Return the answers of one row and wave, and what is wrong with the other cells."""
    answers: dict[str, object] = {}
    problems = []
    for code, place in columns.items():
        try:
            answers[code] = answer(code, row.cells[place])
        except AnswerError as error:
            refused = error.problems[0]
            problems.append(
                table.cell_problem(
                    row, place, what=refused.what, rule=refused.rule, remedy=refused.remedy
                )
            )
    return answers, problems


def _has_answer(answers: Mapping[str, object]) -> bool:
    return any(answer is not None for answer in answers.values())


def _no_answers(table: Table) -> Problem:
    return table.problem(
        N_("the file"),
        what=N_("there is not a single answer"),
        rule=N_("a row holds the answers of one person"),
        remedy=N_("check that the right file was saved"),
    )
