"""The SWOT table: lines proposed by a rule that is shown, and those that the curator confirmed.

Only confirmed lines are printed. A proposal holds no figures, so that what was confirmed stays
true to its words while figures move; what it was proposed for is said beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


Cell: TypeAlias = Literal["strength", "weakness", "opportunity", "threat"]

CELLS: tuple[Cell, ...] = ("strength", "weakness", "opportunity", "threat")

State: TypeAlias = Literal["confirmed", "open", "declined"]

STATES: tuple[State, ...] = ("confirmed", "open", "declined")

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
    key
        What a page calls the curator's own line, which has no origin.
    """

    cell: Cell
    position: int
    text: str
    origin: str | None = None
    proposed: str | None = None
    is_confirmed: bool = True
    key: str = ""


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


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the table as it stands: proposed, confirmed or turned down.

    Attributes
    ----------
    key
        What a page calls it: its origin or, of the curator's own line, the decision's key.
    rule
        What it is proposed for now; None where nothing proposes it any more, or ever did.
    proposed
        How it is proposed now, if it is.
    edited
        Whether the words are the curator's.
    """

    key: str
    cell: Cell
    text: str
    origin: str | None
    rule: str | None
    proposed: str | None
    state: State
    edited: bool

    @property
    def is_gone(self) -> bool:
        """Whether the results do not give any more what is printed."""
        return self.state == "confirmed" and self.origin is not None and self.proposed is None


def lines_of(proposed: Sequence[Proposal], decisions: Sequence[SwotDecision]) -> tuple[Line, ...]:
    """Return every line as it stands, cell by cell: confirmed, then open, then turned down.

    Parameters
    ----------
    proposed
        What the results propose, each origin once.
    decisions
        What the curator decided and added, each origin once, in any order.
    """
    now = {one.origin: one for one in proposed}
    decided = {one.origin for one in decisions}
    placed = [(one.position, _decided(one, now.get(one.origin or ""))) for one in decisions]
    placed += [
        (place, _open(one)) for place, one in enumerate(proposed) if one.origin not in decided
    ]
    placed.sort(
        key=lambda one: (
            CELLS.index(one[1].cell),
            STATES.index(one[1].state),
            one[0],
            one[1].key,
        )
    )
    return tuple(line for _, line in placed)


def _open(proposal: Proposal) -> Line:
    return Line(
        key=proposal.origin,
        cell=proposal.cell,
        text=proposal.text,
        origin=proposal.origin,
        rule=proposal.rule,
        proposed=proposal.text,
        state="open",
        edited=False,
    )


def _decided(decision: SwotDecision, proposal: Proposal | None) -> Line:
    edited = decision.origin is None or decision.text != decision.proposed
    return Line(
        key=decision.origin or decision.key,
        cell=decision.cell,
        text=decision.text if edited or proposal is None else proposal.text,
        origin=decision.origin,
        rule=None if proposal is None else proposal.rule,
        proposed=None if proposal is None else proposal.text,
        state="confirmed" if decision.is_confirmed else "declined",
        edited=edited,
    )


def confirmed(lines: Sequence[Line]) -> SwotTable | None:
    """Return the lines that are printed; None where there are none."""
    kept = [line for line in lines if line.state == "confirmed"]
    if not kept:
        return None
    cells = {
        cell: tuple(
            SwotLine(text=line.text, origin=line.origin, edited=line.edited)
            for line in kept
            if line.cell == cell
        )
        for cell in CELLS
    }
    return SwotTable(**cells)
