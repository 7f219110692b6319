"""From stored answers to what reports need of single items: item moments, and counts.

Answers are read a chunk at a time, so memory does not grow with people.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from analysis.moments import KeyedAnswers
from app.database import db
from app.models import Participant, Submission
from app.reports.frames import OF_PEOPLE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.moments import ItemMoments
    from app.reports.frames import Asked, People
    from instruments.model import Item

#: Forms held in memory at a time.
CHUNK = 1000


_answers = (
    select(Submission.administration_id, Submission.answers)
    .join(Participant, Participant.person == Submission.person)
    .where(OF_PEOPLE, Submission.administration_id.in_(bindparam("forms", expanding=True)))
    .execution_options(yield_per=CHUNK)
)


def answers_in_chunks(
    people: People, asked: Sequence[Asked]
) -> Iterator[tuple[int, list[Mapping[str, Any]]]]:
    """Yield the administration and the answers of some forms, in no order that means anything.

    The database hands them over as they are read: `yield_per` makes a server-side cursor of it
    where the driver would otherwise fetch everything at once.
    """
    forms = {"forms": [one.administration_id for one in asked]}
    for rows in db.session.execute(_answers, people.values | forms).partitions():
        chunk: dict[int, list[Mapping[str, Any]]] = {}
        for form, answers in rows:
            chunk.setdefault(form, []).append(answers)
        yield from chunk.items()


def item_moments(people: People, asked: Sequence[Asked]) -> dict[int, dict[str, ItemMoments]]:
    """Return the moments of every scale over all complete answers, in one reading.

    By the administration that the answers are of, and by the scale's code.
    """
    scales = {one.administration_id: one.instrument.scales for one in asked}
    keyed = {
        one.administration_id: KeyedAnswers(one.instrument, one.instrument.scales) for one in asked
    }
    found = {form: own.moments([]) for form, own in keyed.items()}
    for form, answers in answers_in_chunks(people, asked):
        more = keyed[form].moments(answers)
        found[form] = [one + other for one, other in zip(found[form], more, strict=True)]
    return {
        form: {scale.code: one for scale, one in zip(scales[form], moments, strict=True)}
        for form, moments in found.items()
    }


def yes_and_no(people: People, asked: Asked, item: Item) -> tuple[int, int]:
    """Count the yes and the no to one item."""
    answer = Submission.answers[item.code].as_integer()
    rows = db.session.execute(
        select(answer, func.count())
        .join(Participant, Participant.person == Submission.person)
        .where(OF_PEOPLE, Submission.administration_id == asked.administration_id)
        .group_by(answer),
        people.values,
    )
    counts: dict[int | None, int] = dict(rows.all())
    return counts.get(1, 0), counts.get(0, 0)
