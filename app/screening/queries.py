"""Open answers as they are screened: a question and a text, without code, class or date."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from flask_babel import get_locale
from sqlalchemy import func, select

from app.database import db
from app.models import Administration, Participant, Screening, Submission, Wave
from app.programmes.modes import mode_of
from app.programmes.queries import class_order
from app.registries import registry_of
from app.screening.tokens import token_of
from app.sealing import keyed_digest
from instruments.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.models import Programme, ProgrammeRole, Verdict
    from instruments.model import Item


@dataclass(frozen=True, kw_only=True)
class OpenText:
    """One open answer.

    Attributes
    ----------
    token
        Stands for it in a page, and tells nobody which form it is of.
    verdict
        None where nobody has read it yet.
    """

    submission_id: int
    item: str
    question: str
    text: str
    token: str
    verdict: Verdict | None


def open_texts(programme: Programme) -> list[OpenText]:
    """Return the open answers in an order that means nothing.

    Where people are listed a child in need is not kept waiting. In the anonymous modes answers are
    read when their wave is closed: read day by day, they would tell who wrote them.
    """
    found = [
        text
        for wave in db.session.scalars(select(Wave).filter_by(programme_id=programme.id))
        if mode_of(programme).lists_people or wave.is_closed()
        for administration in wave.administrations
        for text in _of_administration(programme, administration)
    ]
    return sorted(found, key=lambda text: _shuffled(text.submission_id, text.item))


def _of_administration(programme: Programme, administration: Administration) -> Iterable[OpenText]:
    instrument = registry_of(programme.school_id).get(administration.reference)
    items = [item for item in instrument.items if item.kind is Kind.TEXT]
    if not items:
        return
    rows = db.session.execute(
        select(Submission.id, Submission.answers).filter_by(administration_id=administration.id)
    ).all()
    verdicts = _verdicts(administration.id)
    for submission_id, answers in rows:
        for item in items:
            if text := answers.get(item.code):
                yield OpenText(
                    submission_id=submission_id,
                    item=item.code,
                    question=_question(item),
                    text=text,
                    token=token_of(submission_id, item.code),
                    verdict=verdicts.get((submission_id, item.code)),
                )


def _question(item: Item) -> str:
    return "" if item.text is None else item.text.get(str(get_locale().language))


def _verdicts(administration_id: int) -> dict[tuple[int, str], Verdict]:
    rows = db.session.execute(
        select(Screening.submission_id, Screening.item, Screening.verdict)
        .join(Submission, Submission.id == Screening.submission_id)
        .where(Submission.administration_id == administration_id)
    )
    return {(submission_id, item): verdict for submission_id, item, verdict in rows}


def _shuffled(submission_id: int, item: str) -> str:
    """Return what open answers are sorted by: steady, and without a meaning."""
    return keyed_digest(f"screening:{submission_id}/{item}")


def author_of(submission_id: int, programme: Programme) -> Participant | None:
    """Return who wrote an open answer of a programme."""
    return db.session.scalar(
        select(Participant)
        .join(Submission, Submission.person == Participant.person)
        .join(Administration, Administration.id == Submission.administration_id)
        .join(Wave, Wave.id == Administration.wave_id)
        .where(
            Submission.id == submission_id,
            Wave.programme_id == programme.id,
            Participant.programme_id == programme.id,
        )
    )


def classes_of(
    programme: Programme, submission_ids: Iterable[int]
) -> list[tuple[ProgrammeRole, str]]:
    """Return the roles and classes that these answers come from, none of fewer than k people.

    A class with fewer is not named; how many answers came from where is never said.
    """
    columns = Participant.role, Participant.class_name
    sizes = {
        (role, class_name): n
        for role, class_name, n in db.session.execute(
            select(*columns, func.count())
            .where(Participant.programme_id == programme.id)
            .group_by(*columns)
        )
    }
    written = db.session.execute(
        select(*columns)
        .distinct()
        .join(Submission, Submission.person == Participant.person)
        .where(Participant.programme_id == programme.id, Submission.id.in_(list(submission_ids)))
    )
    named = {
        (role, class_name if sizes[role, class_name] >= programme.k else "")
        for role, class_name in written
    }
    return sorted(named, key=lambda one: (one[0], class_order(one[1])))
