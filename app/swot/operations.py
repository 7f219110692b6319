"""Every write of the SWOT table: lines confirmed, corrected, turned down, moved, added."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from app.audit import record
from app.conclusions.texts import plain, taken
from app.database import writing
from app.models import SwotCell, SwotLine
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.reports.conclusion_frames import own_key, swot_lines_of
from app.swot.queries import Shown, state_of, table_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User

Verb: TypeAlias = Literal["up", "down"]

#: Lines of one cell, which is more than a table can hold.
MOST_LINES = 50


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A line as it was sent; `seen` is what the page had shown of it."""

    key: str
    text: str
    cell: SwotCell
    state: str
    seen: str

    @property
    def digest(self) -> str:
        """Digest of what was sent."""
        return state_of(plain(self.text), self.cell.value, self.state)


@dataclass(frozen=True, kw_only=True)
class Act:
    """A button beside a line: it changes places with its neighbour."""

    verb: Verb
    key: str


def save(
    programme: Programme,
    edits: Sequence[Edit],
    *,
    added: Mapping[SwotCell, str],
    act: Act | None = None,
    by: User | None,
) -> frozenset[str]:
    """Write what was changed on the page, and return the lines that others changed meanwhile.

    Those stay as the others left them; everything else is written.

    Raises
    ------
    RefusedError
        A cell is full, or the programme has been reduced.
    """
    with writing() as session:
        lock(session, programme)
        desk = _Desk(session, programme)
        for edit in edits:
            desk.take(edit)
        for cell, text in added.items():
            desk.add(cell, plain(text))
        if act is not None and not desk.conflicts:
            desk.move(act)
        if desk.has_changed:
            record("swot.save", programme.id, school_id=programme.school_id, by=by)
    return frozenset(desk.conflicts)


@dataclass
class _Desk:
    """The lines of a programme while they are being changed, within one transaction."""

    session: scoped_session[Session]
    programme: Programme
    conflicts: set[str] = field(default_factory=set)
    has_changed: bool = False
    _known: dict[str, Shown] | None = None

    @property
    def _lines(self) -> dict[str, Shown]:
        """The lines as they are by now."""
        if self._known is None:
            self._known = {one.line.key: one for one in table_of(self.programme).lines}
        return self._known

    def take(self, edit: Edit) -> None:
        """Write one line, if it was changed here and by nobody else."""
        shown = self._lines.get(edit.key)
        if shown is None:
            # It has gone meanwhile, and somebody worked on it: it stays as their own.
            if edit.digest != edit.seen and edit.state == "confirmed":
                self.add(edit.cell, plain(edit.text))
            return
        if taken(
            mine=edit.digest,
            seen=edit.seen,
            now=shown.seen,
            conflict=lambda: self.conflicts.add(edit.key),
        ):
            self._write(shown, edit)

    def _write(self, shown: Shown, edit: Edit) -> None:
        text, row = plain(edit.text), self._row(shown)
        if row is not None and not text and row.origin is None:
            self.session.delete(row)
            self._written()
            return
        if edit.state == "open":
            # Undecided again: what is only proposed has no row.
            if row is not None and shown.line.proposed is not None:
                self.session.delete(row)
                self._written()
            return
        if row is None:
            row = SwotLine(
                programme_id=self.programme.id, origin=shown.line.origin, position=1, cell=edit.cell
            )
            self.session.add(row)
        moved = row.cell != edit.cell or row.is_confirmed is not (edit.state == "confirmed")
        if moved or row.id is None:
            row.position = self._last(edit.cell) + 1
        row.cell, row.text = edit.cell, text or shown.line.text
        row.is_confirmed = edit.state == "confirmed" and bool(text)
        row.proposed = shown.line.proposed or row.proposed
        self._written()

    def _row(self, shown: Shown) -> SwotLine | None:
        rows = swot_lines_of(self.programme)
        return next((row for row in rows if (row.origin or own_key(row)) == shown.line.key), None)

    def _last(self, cell: SwotCell) -> int:
        with self.session.no_autoflush:
            rows = swot_lines_of(self.programme)
        return max((row.position for row in rows if row.cell is cell), default=0)

    def _written(self) -> None:
        self.has_changed, self._known = True, None
        self.session.flush()

    def add(self, cell: SwotCell, text: str) -> None:
        """Add a line of the curator's own at the end of a cell.

        Raises
        ------
        RefusedError
            The cell is full.
        """
        if not text:
            return
        there = sum(one.line.cell == cell.value for one in self._lines.values())
        if there >= MOST_LINES:
            raise RefusedError(N_("There are %(n)s lines in this cell already.", n=there))
        self.session.add(
            SwotLine(
                programme_id=self.programme.id,
                cell=cell,
                position=self._last(cell) + 1,
                text=text,
                is_confirmed=True,
            )
        )
        self._written()

    def move(self, act: Act) -> None:
        """Let a confirmed line and its neighbour change places."""
        shown = self._lines.get(act.key)
        if shown is None or shown.line.state != "confirmed":
            return
        beside = [
            one
            for one in self._lines.values()
            if one.line.cell == shown.line.cell and one.line.state == "confirmed"
        ]
        place = beside.index(shown)
        other = place + (-1 if act.verb == "up" else 1)
        if not 0 <= other < len(beside):
            return
        beside[place], beside[other] = beside[other], beside[place]
        for position, row in enumerate(map(self._row, beside), start=1):
            if row is not None:
                row.position = position
        self._written()
