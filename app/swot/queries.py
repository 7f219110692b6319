"""What the page of the SWOT table shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.swot import lines_of
from app.conclusions.texts import digest
from app.reports.conclusion_frames import (
    SWOT_STAGE,
    latest_drafts,
    swot_decision_of,
    swot_lines_of,
)

if TYPE_CHECKING:
    from analysis.swot import Line
    from app.models import Programme


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A line on the page, and the digest of what a person may change of it."""

    line: Line
    seen: str


@dataclass(frozen=True, kw_only=True)
class Table:
    """All lines, and whether a report has proposed any."""

    lines: tuple[Shown, ...]
    is_made: bool


def table_of(programme: Programme) -> Table:
    """Return the lines of a programme; before its first report only the curator's own."""
    drafts = latest_drafts(programme, SWOT_STAGE)
    proposed = () if drafts is None else drafts.swot
    decisions = list(map(swot_decision_of, swot_lines_of(programme)))
    lines = lines_of(proposed, decisions)
    return Table(
        lines=tuple(
            Shown(line=line, seen=state_of(line.text, line.cell, line.state)) for line in lines
        ),
        is_made=drafts is not None,
    )


def state_of(text: str, cell: str, state: str) -> str:
    """Return the digest of what a person may change of a line."""
    return digest(text, cell, state)
