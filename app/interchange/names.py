"""Reads names, ages and sexes from a school's own table, for programmes that keep them.

No cell is quoted: whatever stands in it may be somebody's name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.interchange.errors import TableError
from app.interchange.tables import shortened
from app.models import Sex
from app.names.facts import LONGEST_NAME, OLDEST, YOUNGEST, PersonFacts, can_be_name, typed_name
from app.programmes.labels import folded
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.interchange.tables import Row, Table
    from instruments.messages import Problem

#: What a column with whole names may be called; else names are put together of their parts.
WHOLE = ("фио", "ф.и.о.", "ф. и. о.", "фамилия имя", "фамилия и имя", "фамилия имя отчество",
         "фамилия, имя, отчество", "name", "full name")  # fmt: skip

#: What the parts of a name are called, in their order.
PARTS = ("фамилия", "имя", "отчество")

#: What the columns for norms may be called.
AGE_TITLES, SEX_TITLES = ("возраст", "age"), ("пол", "sex")

SEXES = {"": None} | {
    word: sex
    for sex, words in {
        Sex.FEMALE: ("ж", "жен", "жен.", "женский", "f", "female"),
        Sex.MALE: ("м", "муж", "муж.", "мужской", "m", "male"),
    }.items()
    for word in words
}


@dataclass(frozen=True, kw_only=True)
class _Columns:
    """Where the columns stand: those of names, and of age and sex where they are."""

    names: list[int]
    age: int | None
    sex: int | None


def read_facts(table: Table) -> list[PersonFacts]:
    """Return name, age and sex of the people of a table, row by row.

    Raises
    ------
    TableError
        There is no column with names, a column stands twice, a name is missing, or a cell holds
        what cannot be a name, an age or a sex.
    """
    columns = _columns(table)
    problems = [problem for row in table.rows for problem in _problems(table, row, columns)]
    if problems:
        raise TableError(shortened(table, problems))
    return [_facts(row, columns) for row in table.rows]


def _columns(table: Table) -> _Columns:
    titles = [folded(title) for title in table.header]
    names = _name_places(titles)
    ages, sexes = (_places(titles, wanted) for wanted in (AGE_TITLES, SEX_TITLES))
    problems = [_double(table, places) for places in (ages, sexes) if len(places) > 1]
    if not names:
        problems.append(_no_names(table))
    if problems:
        raise TableError(tuple(problems))
    return _Columns(names=names, age=ages[0] if ages else None, sex=sexes[0] if sexes else None)


def _name_places(titles: list[str]) -> list[int]:
    """Return the first column with whole names, or the columns of their parts in order."""
    whole = _places(titles, WHOLE)
    return whole[:1] or [place for part in PARTS for place in _places(titles, (part,))]


def _places(titles: list[str], wanted: tuple[str, ...]) -> list[int]:
    return [place for place, title in enumerate(titles) if title in wanted]


def _facts(row: Row, columns: _Columns) -> PersonFacts:
    age = _cell(row, columns.age)
    return PersonFacts(
        name=_name(row, columns),
        age=int(age) if age else None,
        sex=SEXES[folded(_cell(row, columns.sex))],
    )


def _name(row: Row, columns: _Columns) -> str:
    return typed_name(" ".join(row.cells[place] for place in columns.names))


def _cell(row: Row, place: int | None) -> str:
    return "" if place is None else row.cells[place]


def _is_age(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) < 3 and YOUNGEST <= int(cell) <= OLDEST


def _problems(table: Table, row: Row, columns: _Columns) -> Iterator[Problem]:
    if not can_be_name(name := _name(row, columns)):
        yield table.cell_problem(
            row,
            columns.names[0],
            what=N_("here stands no name") if name else N_("it is empty"),
            rule=N_(
                "every person has a name, in one line of at most %(n)s characters", n=LONGEST_NAME
            ),
            remedy=N_("correct the cell") if name else N_("fill the cell"),
        )
    if columns.age is not None and row.cells[columns.age] and not _is_age(row.cells[columns.age]):
        yield table.cell_problem(
            row,
            columns.age,
            what=N_("here stands no age"),
            rule=N_("full years, %(low)s to %(high)s", low=YOUNGEST, high=OLDEST),
            remedy=N_("correct the cell, or leave it empty"),
        )
    if columns.sex is not None and folded(row.cells[columns.sex]) not in SEXES:
        yield table.cell_problem(
            row,
            columns.sex,
            what=N_("here stands neither “ж” nor “м”"),
            rule=N_("one of these words: %(words)s", words="ж, м"),
            remedy=N_("correct the cell, or leave it empty"),
        )


def _double(table: Table, places: list[int]) -> Problem:
    titles = ", ".join(table.header[place] for place in places)
    return table.problem(
        N_("row 1"),
        what=N_("several columns mean the same: %(titles)s", titles=titles),
        rule=N_("age and sex have one column each"),
        remedy=N_("delete or rename one of them"),
    )


def _no_names(table: Table) -> Problem:
    return table.problem(
        N_("row 1"),
        what=N_("there is no column “%(name)s”", name="ФИО"),
        rule=N_("this programme keeps names, under seal: every person has one"),
        remedy=N_("add the column and fill it for everybody"),
    )
