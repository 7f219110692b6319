"""Reads who takes part from a school's own table.

Only class, role, pair, arm and strategy are looked at; whatever else stands there, names among it,
goes back to the school and nowhere else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.interchange.errors import TableError
from app.interchange.tables import shortened
from app.models import Arm, ProgrammeRole
from app.programmes.labels import NUMBER_THEM, NUMBERED, folded, may_name_somebody
from app.programmes.new_people import LIMITS, MOST_PEOPLE, NewPerson
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from app.interchange.tables import Row, Table
    from app.programmes.errors import Mixed
    from instruments.messages import Problem

#: What the columns may be called.
COLUMNS = {
    "class_name": ("класс", "class"),
    "role": ("роль", "role"),
    "group": ("группа", "пара", "group"),
    "arm": ("группа сравнения", "arm"),
    "strategy": ("стратегия", "strategy"),
}

#: What the column with the codes is called: the first is what we call it.
CODE_TITLES = ("код", "code")

ROLES = {
    "наставляемый": ProgrammeRole.MENTEE,
    "наставляемая": ProgrammeRole.MENTEE,
    "mentee": ProgrammeRole.MENTEE,
    "наставник": ProgrammeRole.MENTOR,
    "наставница": ProgrammeRole.MENTOR,
    "mentor": ProgrammeRole.MENTOR,
}

ARMS = {
    "": Arm.PROGRAMME,
    "участник": Arm.PROGRAMME,
    "нет": Arm.PROGRAMME,
    "programme": Arm.PROGRAMME,
    "no": Arm.PROGRAMME,
    "сравнение": Arm.COMPARISON,
    "да": Arm.COMPARISON,
    "comparison": Arm.COMPARISON,
    "yes": Arm.COMPARISON,
}

#: The columns whose cells are words of a list, with the words to name in a refusal.
WORDS: dict[str, tuple[Collection[str], str]] = {
    "role": (ROLES, "наставляемый, наставник"),
    "arm": (ARMS, "участник, сравнение; да, нет"),
}


def read_people(table: Table, *, with_groups: bool = True) -> list[NewPerson]:
    """Return the people of a table, row by row.

    Parameters
    ----------
    with_groups
        Whether the column of pairs and groups is read; else whatever stands there is not looked at.

    Raises
    ------
    TableError
        A column is missing, stands twice or holds codes already; a cell is none of the words or
        too long, or may name somebody; the table is too long.
    """
    places, problems = _places(table)
    if not with_groups:
        places.pop("group", None)
    if len(table.rows) > MOST_PEOPLE:
        problems.append(_too_many(table))
    if problems:
        raise TableError(tuple(problems))
    problems = [problem for row in table.rows for problem in _cell_problems(table, row, places)]
    if problems:
        raise TableError(shortened(table, problems))
    return [_person(row, places) for row in table.rows]


def has_groups(table: Table) -> bool:
    """Say whether a table has a column of pairs and groups."""
    return any(folded(title) in COLUMNS["group"] for title in table.header)


def mixed_groups(table: Table, mixed: Iterable[Mixed]) -> TableError:
    """Return the error of a table in which members of one pair follow different strategies."""
    places, _ = _places(table)
    place = places.get("strategy", places["role"])
    problems = [
        table.cell_problem(
            table.rows[one.index],
            place,
            what=N_(
                "pair “%(group)s” follows “%(others)s” already, here stands “%(strategy)s”",
                group=one.group,
                others=one.others or "—",
                strategy=one.strategy or "—",
            ),
            rule=N_("members of one pair or group follow the same strategy"),
            remedy=N_("write the same strategy for all of them, or name another pair"),
        )
        for one in mixed
    ]
    return TableError(shortened(table, problems))


def _places(table: Table) -> tuple[dict[str, int], list[Problem]]:
    """Return where the columns stand, and what is wrong with the header."""
    titles = [folded(title) for title in table.header]
    found = {
        field: [place for place, title in enumerate(titles) if title in names]
        for field, names in COLUMNS.items()
    }
    problems = [_double_column(table, places) for places in found.values() if len(places) > 1]
    if not found["role"]:
        problems.append(_no_role(table))
    if any(title in CODE_TITLES for title in titles):
        problems.append(_codes_already(table))
    return {field: places[0] for field, places in found.items() if places}, problems


def _cell_problems(table: Table, row: Row, places: Mapping[str, int]) -> Iterator[Problem]:
    for field, place in places.items():
        cell = row.cells[place]
        known, named = WORDS.get(field, (None, ""))
        if known is not None and folded(cell) not in known:
            yield _unknown_word(table, row, place, named)
        elif field == "group" and may_name_somebody(cell):
            what = N_("here stands a word")
            yield table.cell_problem(row, place, what=what, rule=NUMBERED, remedy=NUMBER_THEM)
        elif len(cell) > LIMITS.get(field, len(cell)):
            yield table.cell_problem(
                row,
                place,
                what=N_("“%(cell)s” is too long", cell=cell[:60]),
                rule=N_("at most %(n)s characters", n=LIMITS[field]),
                remedy=N_("shorten it"),
            )


def _person(row: Row, places: Mapping[str, int]) -> NewPerson:
    cells = {field: row.cells[place] for field, place in places.items()}
    return NewPerson(
        role=ROLES[folded(cells["role"])],
        class_name=cells.get("class_name", ""),
        arm=ARMS[folded(cells.get("arm", ""))],
        group=cells.get("group", ""),
        strategy=cells.get("strategy", ""),
    )


def _unknown_word(table: Table, row: Row, place: int, words: str) -> Problem:
    cell = row.cells[place]
    return table.cell_problem(
        row,
        place,
        what=N_("“%(cell)s” is not known here", cell=cell[:60]) if cell else N_("it is empty"),
        rule=N_("one of these words: %(words)s", words=words),
        remedy=N_("correct the cell") if cell else N_("fill the cell"),
    )


def _double_column(table: Table, places: Iterable[int]) -> Problem:
    titles = ", ".join(table.header[place] for place in places)
    return table.problem(
        N_("row 1"),
        what=N_("several columns mean the same: %(titles)s", titles=titles),
        rule=N_("class, role, pair, arm and strategy have one column each"),
        remedy=N_("delete or rename one of them"),
    )


def _no_role(table: Table) -> Problem:
    return table.problem(
        N_("row 1"),
        what=N_("there is no column “%(name)s”", name="роль"),
        rule=N_("every person has a role: mentee or mentor"),
        remedy=N_("add the column and fill it for everybody"),
    )


def _codes_already(table: Table) -> Problem:
    return table.problem(
        N_("row 1"),
        what=N_("there is a column with codes already"),
        rule=N_("Zamer itself gives the codes"),
        remedy=N_(
            "upload only new people, without this column; those who have a code are there already"
        ),
    )


def _too_many(table: Table) -> Problem:
    return table.problem(
        N_("the file"),
        what=N_("people: %(n)s", n=len(table.rows)),
        rule=N_("at most %(most)s people are added at once", most=MOST_PEOPLE),
        remedy=N_("split the table"),
    )
