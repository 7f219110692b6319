"""Reads the pupils of a journal's table: their values, and under which key they are found again.

A key is a name as a rule. It is used to pair two tables in memory and goes no further: it is kept
nowhere, written into no log, and no problem quotes it.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeAlias

from app.education.headers import cell_at
from app.education.values import BadValue, is_number, value_of
from app.interchange.errors import LISTED, TableError
from app.interchange.workbook_parts import column_letters
from app.models import Measure
from app.programmes.labels import folded
from instruments.messages import N_, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from fractions import Fraction

    from app.education.headers import Header
    from app.interchange.workbooks import Sheet
    from instruments.messages import Message

#: How the first text of a row of totals begins.
TOTALS = re.compile(
    r"(?:в )?средн(?:ий балл|яя|ее|ие)|средний$|итог|всего|качеств|успеваем|процент|количеств|"
    r"кол-во|обученност|степень обуч|соу\b|абсолютн|total"
)

#: One measure of one term: 1 is before, 2 after.
Cell: TypeAlias = tuple[Measure, int]


@dataclass(frozen=True, kw_only=True)
class Pupil:
    """One row that is somebody's; values that it has none of are left out."""

    key: str = field(repr=False)
    values: Mapping[Cell, Fraction] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class Reading:
    """What was read of one table.

    Attributes
    ----------
    n_totals
        Rows of totals, which are nobody's.
    n_empty
        Pupils without any value.
    doubled
        Keys that stand in several rows, which are left out: nobody knows which is whose.
    n_double
        These rows, where they hold a value.
    """

    pupils: tuple[Pupil, ...] = field(repr=False)
    n_totals: int
    n_empty: int
    doubled: frozenset[str] = field(repr=False)
    n_double: int


@dataclass(frozen=True, kw_only=True)
class Source:
    """One table, and where in it is what.

    Attributes
    ----------
    key
        The column that tells pupils apart; None where rows are just rows.
    cells
        The column of every value.
    key_of
        What of a cell of the key column is compared.
    """

    file: str
    sheet: Sheet
    header: Header
    key: int | None
    cells: Mapping[Cell, int]
    key_of: Callable[[str], str] = folded

    def problem(self, row: int, place: int, bad: BadValue) -> Problem:
        """Return what is wrong with a cell, whose row is counted from 0 here."""
        titles = {one.place: one.title for one in self.header.columns}
        where = N_(
            "row %(row)s, column %(letters)s “%(column)s”",
            row=row + 1,
            letters=column_letters(place + 1),
            column=titles.get(place, ""),
        )
        return Problem(file=self.file, place=where, what=bad.what, rule=bad.rule, remedy=bad.remedy)


def read(source: Source) -> Reading:
    """Return the pupils of a table.

    Raises
    ------
    TableError
        A cell holds no value and does not say that there is none, is merged with others, or
        stands in a row without a key; or no pupil has a value.
    """
    problems: list[Problem] = [*_merged(source)]
    pupils: list[Pupil] = []
    n_totals = 0
    for row in range(source.header.bottom + 1, len(source.sheet.rows)):
        if not any(cell.strip() for cell in source.sheet.rows[row]):
            continue
        if _is_total(source, row):
            n_totals += 1
            continue
        pupil, bad = _pupil(source, row)
        problems += bad
        pupils.append(pupil)
    if problems:
        raise TableError(_listed(source, problems))
    return _kept(source, pupils, n_totals)


def _kept(source: Source, pupils: Sequence[Pupil], n_totals: int) -> Reading:
    """Return the pupils with values whose key is theirs alone."""
    with_values = [pupil for pupil in pupils if pupil.values]
    keys = Counter(pupil.key for pupil in pupils if source.key is not None)
    doubled = frozenset(key for key, n in keys.items() if key and n > 1)
    alone = [pupil for pupil in with_values if pupil.key not in doubled]
    if not alone:
        raise TableError((_nobody(source),))
    return Reading(
        pupils=tuple(_in_per_cent(alone)),
        n_totals=n_totals,
        n_empty=len(pupils) - len(with_values),
        doubled=doubled,
        n_double=len(with_values) - len(alone),
    )


def _is_total(source: Source, row: int) -> bool:
    """Say whether a row sums up those above it, by the first text in it."""
    cells = (
        source.sheet.rows[row] if source.key is None else [cell_at(source.sheet, row, source.key)]
    )
    if source.key is not None and not cells[0].strip():
        cells = source.sheet.rows[row]
    texts = (folded(cell) for cell in cells if cell.strip() and not is_number(cell))
    return TOTALS.match(next(texts, "")) is not None


def _pupil(source: Source, row: int) -> tuple[Pupil, list[Problem]]:
    values: dict[Cell, Fraction] = {}
    problems: list[Problem] = []
    for cell, place in source.cells.items():
        found = value_of(cell_at(source.sheet, row, place), cell[0])
        if isinstance(found, BadValue):
            problems.append(source.problem(row, place, found))
        elif found is not None:
            values[cell] = found
    key = "" if source.key is None else source.key_of(cell_at(source.sheet, row, source.key))
    if source.key is not None and values and not key:
        problems.append(source.problem(row, source.key, _without_key()))
    return Pupil(key=key, values=values), problems


def _without_key() -> BadValue:
    return BadValue(
        what=N_("it is empty, though the row holds values"),
        rule=N_("a row belongs to one pupil, who is found again by this column"),
        remedy=N_("fill the cell, or clear the row"),
    )


def _merged(source: Source) -> Iterable[Problem]:
    """Yield the merged cells that could belong to several pupils, or to both terms."""
    places = [*source.cells.values(), *([] if source.key is None else [source.key])]
    for (top, left), (bottom, right) in source.sheet.merged:
        used = [place for place in places if left <= place <= right]
        if top <= source.header.bottom or not used:
            continue
        if bottom > top or (len(used) > 1 and is_number(cell_at(source.sheet, top, left))):
            yield source.problem(top, left, _merged_cell((top, left), (bottom, right)))


def _merged_cell(*span: tuple[int, int]) -> BadValue:
    first, last = (f"{column_letters(column + 1)}{row + 1}" for row, column in span)
    return BadValue(
        what=N_("cells are merged here: %(first)s:%(last)s", first=first, last=last),
        rule=N_("every pupil has a row and every value a cell of its own"),
        remedy=N_("select the cells, press “Merge cells” once more and fill each of them"),
    )


def _in_per_cent(pupils: Sequence[Pupil]) -> list[Pupil]:
    """Return the pupils with shares as per cent: a cell that shows “75 %” holds 0.75."""
    shares = [
        value
        for pupil in pupils
        for (measure, _), value in pupil.values.items()
        if measure is Measure.QUALITY
    ]
    if not any(value.denominator > 1 for value in shares) or max(shares) > 1:
        return list(pupils)
    return [
        replace(
            pupil,
            values={
                cell: value * 100 if cell[0] is Measure.QUALITY else value
                for cell, value in pupil.values.items()
            },
        )
        for pupil in pupils
    ]


def _nobody(source: Source) -> Problem:
    return Problem(
        file=source.file,
        place=N_("the table"),
        what=N_("no pupil under the header has a value in the columns that were chosen"),
        rule=N_("a table to be read has a row per pupil and a number in at least one column"),
        remedy=N_("check the row of the header and the columns"),
    )


def _listed(source: Source, problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the first problems, and how many more there are."""
    if len(problems) <= LISTED:
        return tuple(problems)
    rest: Message = N_("further problems: %(n)s", n=len(problems) - LISTED)
    more = Problem(
        file=source.file,
        place=N_("the table"),
        what=rest,
        rule=N_("the table is taken whole or not at all"),
        remedy=N_("correct these first"),
    )
    return (*problems[:LISTED], more)
