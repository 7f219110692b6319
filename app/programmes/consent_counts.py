"""Papers of consent where nobody is listed: how many of each role and class stand how."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import func, select

from app.database import db
from app.models import ConsentCount, ConsentState, Paper, Stratum

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.models import Programme, ProgrammeRole


class Pile(NamedTuple):
    """The papers of one kind, role and class that stand alike."""

    role: ProgrammeRole
    class_name: str
    paper: Paper
    state: ConsentState

    @property
    def field(self) -> str:
        """What the field for their number is called."""
        return f"{self.paper}_{self.state}_{self.role}_{self.class_name}"


def invited_by_class(programme: Programme) -> dict[tuple[ProgrammeRole, str], int]:
    """Return how many people are invited by role and class, where nobody is listed."""
    columns = Stratum.role, Stratum.class_name
    counted = select(*columns, func.sum(Stratum.n)).where(Stratum.programme_id == programme.id)
    rows = db.session.execute(counted.group_by(*columns))
    return {(role, class_name): int(n) for role, class_name, n in rows}


def counts_of(programme: Programme) -> dict[Pile, int]:
    """Return how many papers stand how."""
    counts = db.session.scalars(select(ConsentCount).filter_by(programme_id=programme.id))
    return {
        Pile(count.role, count.class_name, count.paper, count.state): count.n for count in counts
    }


def agreed_by_class(programme: Programme) -> dict[tuple[ProgrammeRole, str], int]:
    """Return of how many people by role and class both papers can have come signed."""
    received: Counter[tuple[ProgrammeRole, str, Paper]] = Counter()
    for pile, n in counts_of(programme).items():
        received[pile[:3]] += n if pile.state is ConsentState.RECEIVED else 0
    return {
        (role, class_name): min(received[role, class_name, paper] for paper in Paper)
        for role, class_name, _paper in received
    }


def too_many(
    sizes: Mapping[tuple[ProgrammeRole, str], int], counts: Mapping[Pile, int]
) -> Iterator[tuple[Pile, int]]:
    """Yield a pile of every role, class and paper with more papers than people, and those."""
    papers: Counter[tuple[ProgrammeRole, str, Paper]] = Counter()
    for pile, n in counts.items():
        papers[pile[:3]] += n
    for (role, class_name, paper), n in papers.items():
        people = sizes.get((role, class_name), 0)
        if n > people:
            yield Pile(role, class_name, paper, ConsentState.RECEIVED), people
