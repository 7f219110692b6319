"""A table or two on the way from the upload to the choice of columns."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from app.education.headers import found_header, guessed, header_at
from app.education.pairing import name_key, paired
from app.education.queries import remembered
from app.education.reading import Source, read
from app.interchange.errors import TableError, file_error
from app.interchange.tables import sheet_of
from app.interchange.workbooks import Sheet
from app.models import Measure, ProgrammeRole
from app.programmes.labels import folded
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from app.education.headers import Header
    from app.education.pairing import Pairing
    from app.models import Programme

#: How a layout is remembered: of a table that has both terms, and of one of two.
BOTH, ONE = "both", "one"


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """One file, and the row of its header, from 0."""

    file: str
    sheet: Sheet = field(repr=False)
    top: int

    @cached_property
    def header(self) -> Header:
        """Its header and columns."""
        return header_at(self.sheet, self.top)


def uploaded(path: Path, content: bytes) -> Uploaded:
    """Read a file, and find its header.

    Raises
    ------
    TableError
        It is no table, or holds nothing.
    """
    sheet = sheet_of(path, content)
    rows = [[cell.strip() for cell in row] for row in sheet.rows]
    while rows and not any(rows[-1]):
        rows.pop()
    if not rows:
        raise TableError(
            file_error(
                path,
                N_("the file is empty"),
                N_("a table has a header and a row per pupil"),
                N_("check that the right file was saved"),
            ).problems
        )
    sheet = Sheet(name=sheet.name, rows=rows, merged=sheet.merged)
    return Uploaded(file=path.name, sheet=sheet, top=found_header(sheet))


@dataclass(frozen=True, kw_only=True)
class Upload:
    """What was uploaded for a role: a table with both terms, or one before and one after."""

    role: ProgrammeRole
    is_tied: bool
    tables: tuple[Uploaded, ...]

    @property
    def way(self) -> str:
        """How a layout of these is remembered."""
        return BOTH if len(self.tables) == 1 else ONE

    def with_headers(self, tops: Sequence[int]) -> Upload:
        """Return the same with headers in other rows; a row that is not there is the last."""
        tables = tuple(
            Uploaded(file=one.file, sheet=one.sheet, top=max(0, min(top, len(one.sheet.rows) - 1)))
            for one, top in zip(self.tables, tops, strict=True)
        )
        return Upload(role=self.role, is_tied=self.is_tied, tables=tables)

    def table_of(self, term: int) -> int:
        """Return the place of the table that has a term: 1 before, 2 after."""
        return 0 if len(self.tables) == 1 else term - 1

    def proposed(self, programme: Programme) -> dict[str, int]:
        """Return which column is probably what, by the name of its field."""
        found: dict[str, int] = {}
        for number, table in enumerate(self.tables, start=1):
            known = remembered(programme, table.header.digest, self.way)
            places = known or dict(guessed(table.header, has_both=self.way == BOTH))
            for name, place in places.items():
                if name == "key":
                    found[f"key_{number}"] = place
                else:
                    # Of one of two tables a layout knows no term.
                    measure, term = name.rsplit("_", 1)
                    found[f"{measure}_{term if self.way == BOTH else number}"] = place
        return found

    def layouts(self, chosen: Mapping[str, int]) -> dict[str, dict[str, dict[str, int]]]:
        """Return what is to be remembered of the tables."""
        return {
            table.header.digest: {self.way: dict(self._layout(chosen, number))}
            for number, table in enumerate(self.tables, start=1)
        }

    def _layout(self, chosen: Mapping[str, int], number: int) -> Iterator[tuple[str, int]]:
        for name, place in chosen.items():
            what, of = name.rsplit("_", 1)
            if what == "key" and int(of) == number:
                yield "key", place
            elif what != "key" and self.table_of(int(of)) == number - 1:
                yield f"{what}_{of if self.way == BOTH else 1}", place

    def pairing(self, chosen: Mapping[str, int], persons: Mapping[str, int] | None) -> Pairing:
        """Return the pupils, from the columns chosen by the names of their fields.

        Raises
        ------
        TableError
            A table cannot be read so.
        """
        readings = [
            read(
                Source(
                    file=table.file,
                    sheet=table.sheet,
                    header=table.header,
                    key=chosen.get(f"key_{place + 1}"),
                    cells={
                        (measure, term): chosen[f"{measure}_{term}"]
                        for measure in Measure
                        for term in (1, 2)
                        if self.table_of(term) == place and f"{measure}_{term}" in chosen
                    },
                    key_of=folded if persons is None else name_key,
                )
            )
            for place, table in enumerate(self.tables)
        ]
        return paired(readings, persons)

    def plain(self) -> dict[str, Any]:
        """Return it as a page carries it."""
        return {
            "role": self.role.value,
            "is_tied": self.is_tied,
            "tables": [
                [one.file, one.top, one.sheet.name, one.sheet.rows, one.sheet.merged]
                for one in self.tables
            ],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> Upload:
        """Return what a page has carried."""
        return cls(
            role=ProgrammeRole(plain["role"]),
            is_tied=plain["is_tied"],
            tables=tuple(
                Uploaded(file=file, top=top, sheet=_sheet(name, rows, merged))
                for file, top, name, rows, merged in plain["tables"]
            ),
        )


def _sheet(name: str, rows: list[list[str]], merged: Sequence[Any]) -> Sheet:
    spans = (((top, left), (bottom, right)) for (top, left), (bottom, right) in merged)
    return Sheet(name=name, rows=rows, merged=tuple(spans))
