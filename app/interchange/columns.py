"""Finds a questionnaire in a table: which column is which item."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from app.interchange.errors import TableError
from instruments.loader import ITEM_CODE
from instruments.messages import N_, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.interchange.tables import Table
    from instruments.model import Instrument, Item

#: Where the items of one wave stand: item code to column; empty where the wave is absent.
Columns: TypeAlias = "Mapping[str, int]"


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


def _item_named(instrument: Instrument, name: str) -> Item | None:
    """Return the item of this code, or at this place in the definition."""
    if re.fullmatch(r"[0-9]{1,4}", name):
        return instrument.by_number.get(int(name))
    return instrument.by_code.get(name)


def named_column(table: Table, name: str) -> int:
    """Return the place of a column that has to be there."""
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
