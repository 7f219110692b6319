"""Finds a questionnaire's answers in a table: which column is which item, which cell is wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeAlias

from app.interchange.tables import TableError, shortened
from instruments.errors import AnswerError
from instruments.exact import exact
from instruments.loader import ITEM_CODE
from instruments.messages import N_, Problem
from instruments.scoring import item_score

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from app.interchange.tables import Row, Table
    from instruments.messages import Message
    from instruments.model import Instrument, Item

#: Where the items of one wave stand: item code to column; empty where the wave is absent.
Columns: TypeAlias = "Mapping[str, int]"


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


def find_columns(
    table: Table, instrument: Instrument, prefix: str, *, unscored: bool = False
) -> Columns:
    """Find the columns `prefix` + item code or number of all scored items.

    Parameters
    ----------
    unscored
        Whether to find the items of no scale too; these may be absent.

    Raises
    ------
    TableError
        Only some of the items are there, one is there twice, or the instrument lacks one.
    """
    scored = {code for scale in instrument.scales for code in scale.item_codes}
    found: dict[str, list[int]] = {}
    problems = []
    for place, title in enumerate(table.header):
        if not title.casefold().startswith(prefix.casefold()):
            continue
        name = title[len(prefix) :].casefold()
        item = _item_named(instrument, name)
        if item is not None:
            found.setdefault(item.code, []).append(place)
        elif prefix and re.fullmatch(rf"{ITEM_CODE}|[0-9]+", name):
            problems.append(_unknown_column(table, instrument, title))
    problems += [
        _double_column(table, code, places) for code, places in found.items() if len(places) > 1
    ]
    missing = [code for code in instrument.by_code if code in scored and code not in found]
    if missing and len(missing) < len(scored):
        problems.append(_missing_columns(table, instrument, prefix, missing))
    if problems:
        raise TableError(tuple(problems))
    return {code: places[0] for code, places in found.items() if unscored or code in scored}


def read_answers(
    table: Table,
    instrument: Instrument,
    waves: tuple[Columns, ...],
    *,
    person: str,
    labels: tuple[str, ...] = (),
    answer_of: Callable[[Item, str | None], object] = item_score,
) -> list[PersonAnswers]:
    """Read every row, or refuse the table with everything that is wrong in it.

    Parameters
    ----------
    waves
        The columns of each wave, as `find_columns` found them.
    person
        The column with a key for every person.
    labels
        Further columns to read as text; none of their cells may be empty.
    answer_of
        What a cell is read as; None is an empty one.

    Raises
    ------
    TableError
        A key is missing or stands twice, a cell is none of its item's answers, a label is empty,
        or nobody answered anything.
    """
    key_place = _named_column(table, person)
    label_places = tuple(_named_column(table, label) for label in labels)
    problems = [
        *_second_header(table, waves),
        *_key_problems(table, key_place),
        *_label_problems(table, label_places),
    ]
    if problems:
        raise TableError(shortened(table, problems))

    @cache  # a column holds few different answers
    def answer(code: str, text: str) -> object:
        return answer_of(instrument.by_code[code], text or None)

    answers = []
    for row in table.rows:
        read = [_row_answers(table, row, wave, answer) for wave in waves]
        problems += [problem for _, found in read for problem in found]
        answers.append(
            PersonAnswers(
                person=row.cells[key_place],
                waves=tuple(scores for scores, _ in read),
                labels=tuple(row.cells[place] for place in label_places),
            )
        )
    if not problems and not any(
        score is not None for one in answers for wave in one.waves for score in wave.values()
    ):
        problems.append(_no_answers(table))
    if problems:
        raise TableError(shortened(table, problems))
    return answers


def _item_named(instrument: Instrument, name: str) -> Item | None:
    """Return the item of this code, or at this place in the definition."""
    if re.fullmatch(r"[0-9]{1,4}", name):
        return instrument.by_number.get(int(name))
    return instrument.by_code.get(name)


def _named_column(table: Table, name: str) -> int:
    place = table.column(name)
    if place is None:
        problem = table.problem(
            N_("row 1"),
            what=N_("there is no column “%(name)s”", name=name),
            rule=N_("the first row holds the names of the columns, this one among them"),
            remedy=N_(
                "rename the column or name another; here are: %(names)s",
                names=", ".join(title for title in table.header if title),
            ),
        )
        raise TableError((problem,))
    return place


def _unknown_column(table: Table, instrument: Instrument, title: str) -> Problem:
    return table.problem(
        N_("row 1, column “%(title)s”", title=title),
        what=N_("%(instrument)s has no such item", instrument=instrument.reference),
        rule=N_("after the prefix stands an item's code or its number"),
        remedy=N_(
            "correct the name; the items are numbered 1 to %(n)s, their codes are %(codes)s",
            n=len(instrument.items),
            codes=", ".join(instrument.by_code),
        ),
    )


def _double_column(table: Table, code: str, places: list[int]) -> Problem:
    titles = ", ".join(table.header[place] for place in places)
    return table.problem(
        N_("row 1"),
        what=N_("item %(code)s has several columns: %(titles)s", code=code, titles=titles),
        rule=N_("each item has one column per wave"),
        remedy=N_("delete one of them"),
    )


def _missing_columns(
    table: Table, instrument: Instrument, prefix: str, missing: list[str]
) -> Problem:
    numbers = {item.code: number for number, item in instrument.by_number.items()}
    names = ", ".join(f"{prefix}{code} / {prefix}{numbers[code]}" for code in missing)
    return table.problem(
        N_("row 1"),
        what=N_("these columns are missing: %(names)s", names=names),
        rule=N_("a wave has a column for every scored item, called by its code or number"),
        remedy=N_("add the columns; leave their cells empty where nobody was asked"),
    )


def no_wave(table: Table, instrument: Instrument, prefixes: tuple[str, ...]) -> TableError:
    """Return the error of a table without a single item of the instrument."""
    first = instrument.items[0].code
    names = ", ".join(f"{prefix}1 / {prefix}{first}" for prefix in prefixes)
    problem = table.problem(
        N_("row 1"),
        what=N_("no column holds an item of %(reference)s", reference=instrument.reference),
        rule=N_(
            "a column is called by the prefix of its wave, if any, and the item's number or code: "
            "%(names)s",
            names=names,
        ),
        remedy=N_(
            "rename the columns, or name their prefixes; here are: %(columns)s",
            columns=", ".join(title for title in table.header if title),
        ),
    )
    return TableError((problem,))


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
        where = cell_place(table, row, place)
        if not key:
            yield table.problem(
                where,
                what=N_("it is empty"),
                rule=N_("every row has the code of its person"),
                remedy=N_("fill the cell, or delete the row"),
            )
        elif key in seen:
            yield table.problem(
                where,
                what=N_("“%(key)s” stands in row %(first)s already", key=key, first=seen[key]),
                rule=N_("each person has one row"),
                remedy=N_("keep one of the rows"),
            )
        seen.setdefault(key, row.number)


def _label_problems(table: Table, places: tuple[int, ...]) -> Iterator[Problem]:
    for place in places:
        for row in table.rows:
            if not row.cells[place]:
                yield table.problem(
                    cell_place(table, row, place),
                    what=N_("it is empty"),
                    rule=N_("this column is filled for everybody"),
                    remedy=N_("fill the cell"),
                )


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
            where = cell_place(table, row, place)
            problems.append(
                table.problem(where, what=refused.what, rule=refused.rule, remedy=refused.remedy)
            )
    return answers, problems


def cell_place(table: Table, row: Row, place: int) -> Message:
    """Say where a cell stands."""
    return N_("row %(row)s, column “%(column)s”", row=row.number, column=table.header[place])


def _no_answers(table: Table) -> Problem:
    return table.problem(
        N_("the file"),
        what=N_("there is not a single answer"),
        rule=N_("a row holds the answers of one person"),
        remedy=N_("check that the right file was saved"),
    )
