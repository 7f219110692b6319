"""When a report may be made again: the people it lacks must be too many to be told apart.

Answers of a reported wave never come back and none are added; some are erased when a consent is
withdrawn. Whoever holds the report from before and the one from after takes the difference.
"""

from __future__ import annotations

from collections import Counter
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

from sqlalchemy import delete, select

from app.models import Administration, ErasedForm, Participant
from app.programmes.errors import RefusedError
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Collection, Hashable, Iterable, Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy import ColumnElement
    from sqlalchemy.orm import scoped_session

    from app.models import Programme


class Gone(NamedTuple):
    """One person who is missing.

    Attributes
    ----------
    kind
        What reports tell people apart by: role, arm and strategy.
    forms
        The forms of theirs that were erased.
    """

    kind: Hashable
    forms: frozenset[int]


def stand_out(gone: Iterable[Gone], wave_of: Mapping[int, int], k: int) -> bool:
    """Say whether the difference of two reports would be drawn from fewer than k people.

    A figure is drawn from those of a kind with a form of one wave, or with a form of each of two
    waves; the difference of two such figures, from those with the one and without the other.

    Parameters
    ----------
    wave_of
        The wave of each form.
    """
    people = list(gone)
    missing: Counter[Hashable] = Counter()
    for form, (kind, forms) in product(wave_of, people):
        if form in forms:
            missing[kind, form] += 1
    for one, other in product(wave_of, wave_of):
        if wave_of[one] < wave_of[other]:
            for kind, forms in people:
                if one in forms or other in forms:
                    missing[kind, one, other, one in forms, other in forms] += 1
    return any(n < k for n in missing.values())


def check_enough_changed(
    session: scoped_session[Session], programme: Programme, waves: Collection[int]
) -> None:
    """Refuse a report of these waves whose difference from the last would tell single answers.

    Raises
    ------
    RefusedError
        Answers are missing since the last report, of too few people.
    """
    gone, wave_of = _gone(session, programme, waves)
    if stand_out(gone, wave_of, programme.k):
        raise RefusedError(
            N_(
                "A new report is not made: since the last one, answers of fewer than %(k)s people "
                "of one kind have been erased because consents were withdrawn, and the difference "
                "of the two reports would tell what they were. The report that has been made "
                "stays valid.",
                k=programme.k,
            )
        )


def check_nothing_missing(session: scoped_session[Session], waves: Collection[int]) -> None:
    """Refuse to compute where something has been erased since the report was begun.

    Raises
    ------
    RefusedError
        It has.
    """
    if session.scalar(select(ErasedForm.person).where(_of(waves)).limit(1)) is not None:
        raise RefusedError(N_("Answers have been erased meanwhile. Make the report again."))


def forget_erased(session: scoped_session[Session], waves: Collection[int]) -> None:
    """Begin to count anew: a report is made of what is there now."""
    session.execute(
        delete(ErasedForm).where(_of(waves)).execution_options(synchronize_session=False)
    )


def _of(waves: Collection[int]) -> ColumnElement[bool]:
    forms = select(Administration.id).where(Administration.wave_id.in_(waves))
    return ErasedForm.administration_id.in_(forms)


def _gone(
    session: scoped_session[Session], programme: Programme, waves: Collection[int]
) -> tuple[list[Gone], dict[int, int]]:
    """Return who is missing since the last report, and the waves of the forms they had filled."""
    rows = session.execute(
        select(
            ErasedForm.person,
            Participant.role,
            Participant.arm,
            Participant.strategy_id,
            ErasedForm.administration_id,
            Administration.wave_id,
        )
        .join(Administration, Administration.id == ErasedForm.administration_id)
        .join(Participant, Participant.person == ErasedForm.person)
        .where(Participant.programme_id == programme.id, Administration.wave_id.in_(waves))
    ).all()
    forms: dict[int, set[int]] = {}
    for row in rows:
        forms.setdefault(row.person, set()).add(row.administration_id)
    kinds = {row.person: (row.role, row.arm, row.strategy_id) for row in rows}
    gone = [Gone(kinds[person], frozenset(held)) for person, held in forms.items()]
    return gone, {row.administration_id: row.wave_id for row in rows}
