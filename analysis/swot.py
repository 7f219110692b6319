"""The SWOT table: lines proposed by a rule that is shown, and those that the curator confirmed.

Only confirmed lines are printed. A proposal holds no figures, so that what was confirmed stays
true to its words while figures move; what it was proposed for is said beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


Cell: TypeAlias = Literal["strength", "weakness", "opportunity", "threat"]

CELLS: tuple[Cell, ...] = ("strength", "weakness", "opportunity", "threat")

TITLES = {
    "strength": N_("Strong sides"),
    "weakness": N_("Weak sides"),
    "opportunity": N_("Opportunities"),
    "threat": N_("Threats"),
}

#: The rule for what people wrote, which follows the one for ratings.
THEMES_RULE = N_(
    "A theme of open answers that the curator put into a cell is proposed where at least %(k)s "
    "people wrote of it."
)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A line that the rule proposes.

    Attributes
    ----------
    rule
        What it is proposed for, with the figures.
    """

    origin: str
    cell: Cell
    text: str
    rule: str


@dataclass(frozen=True, kw_only=True)
class SwotDecision:
    """A line that the curator decided on.

    Attributes
    ----------
    position
        Its place within its cell, from 1.
    origin
        The proposal that it stands for; None of the curator's own.
    proposed
        How it was proposed then.
    is_confirmed
        Whether it is printed; else it was turned down.
    """

    cell: Cell
    position: int
    text: str
    origin: str | None = None
    proposed: str | None = None
    is_confirmed: bool = True


@dataclass(frozen=True, kw_only=True)
class SwotLine:
    """A line that is printed; its fields are the keys of the JSON report."""

    text: str
    origin: str | None
    edited: bool


@dataclass(frozen=True, kw_only=True)
class SwotTable:
    """The four cells with their confirmed lines."""

    strength: tuple[SwotLine, ...] = field(default=())
    weakness: tuple[SwotLine, ...] = field(default=())
    opportunity: tuple[SwotLine, ...] = field(default=())
    threat: tuple[SwotLine, ...] = field(default=())

    def of(self, cell: str) -> tuple[SwotLine, ...]:
        """Return the lines of a cell."""
        lines: tuple[SwotLine, ...] = getattr(self, cell)
        return lines


def confirmed(proposed: Sequence[Proposal], decisions: Sequence[SwotDecision]) -> SwotTable | None:
    """Return the lines that are printed; None where there are none."""
    now = {one.origin: one.text for one in proposed}
    kept = sorted(
        (one for one in decisions if one.is_confirmed), key=lambda one: (one.position, one.text)
    )
    if not kept:
        return None
    cells = {cell: tuple(_line(one, now) for one in kept if one.cell == cell) for cell in CELLS}
    return SwotTable(**cells)


def _line(decision: SwotDecision, now: Mapping[str, str]) -> SwotLine:
    edited = decision.origin is None or decision.text != decision.proposed
    text = decision.text if edited else now.get(decision.origin or "", decision.text)
    return SwotLine(text=text, origin=decision.origin, edited=edited)
