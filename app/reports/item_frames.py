"""From stored answers to what reports need of single items: item moments, and counts.

Answers are read a chunk at a time, so memory does not grow with people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from analysis.moments import KeyedAnswers
from app.database import db
from app.models import Participant, Submission

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.moments import ItemMoments
    from app.reports.frames import Asked, People
    from instruments.model import Item, Scale

#: Forms held in memory at a time.
CHUNK = 1000


def answers_in_chunks(people: People, asked: Asked) -> Iterator[Sequence[Mapping[str, Any]]]:
    """Yield the answers of each form, a chunk of forms at a time, in no order that means anything.

    The database hands them over as they are read: `yield_per` makes a server-side cursor of it
    where the driver would otherwise fetch everything at once.
    """
    rows = db.session.scalars(
        select(Submission.answers)
        .join(Participant, Participant.person == Submission.person)
        .where(people.condition, Submission.administration_id == asked.administration_id)
        .execution_options(yield_per=CHUNK)
    )
    yield from rows.partitions()


def item_moments(people: People, asked: Asked, scales: Sequence[Scale]) -> list[ItemMoments]:
    """Return the moments of every scale over all complete answers of the wave, in one reading."""
    keyed = KeyedAnswers(asked.instrument, scales)
    found = keyed.moments([])
    for answers in answers_in_chunks(people, asked):
        found = [one + more for one, more in zip(found, keyed.moments(answers), strict=True)]
    return found


def yes_and_no(people: People, asked: Asked, item: Item) -> tuple[int, int]:
    """Count the yes and the no to one item."""
    answer = Submission.answers[item.code].as_integer()
    rows = db.session.execute(
        select(answer, func.count())
        .join(Participant, Participant.person == Submission.person)
        .where(people.condition, Submission.administration_id == asked.administration_id)
        .group_by(answer)
    )
    counts: dict[int | None, int] = dict(rows.all())
    return counts.get(1, 0), counts.get(0, 0)
