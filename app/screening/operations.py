"""Every write of screening: what was judged of open answers, and whose a worrying one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.audit import record
from app.database import writing
from app.models import Administration, Screening, Submission, Verdict, Wave
from app.programmes.errors import RefusedError
from app.programmes.modes import mode_of
from app.screening.queries import author_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.models import Participant, Programme, User


def judge(
    programme: Programme, verdicts: Mapping[tuple[int, str], Verdict], *, by: User | None
) -> None:
    """Keep what was judged of answers by form and item; one judged before is judged anew."""
    with writing() as session:
        own = set(
            session.scalars(
                select(Submission.id)
                .join(Administration)
                .join(Wave)
                .where(
                    Wave.programme_id == programme.id,
                    Submission.id.in_([submission_id for submission_id, _ in verdicts]),
                )
            )
        )
        for (submission_id, item), verdict in verdicts.items():
            if submission_id in own:  # it may have been withdrawn meanwhile
                session.merge(Screening(submission_id=submission_id, item=item, verdict=verdict))
        record("answers.screen", programme.id, school_id=programme.school_id, by=by)


def escalate(
    programme: Programme, submission_id: int, item: str, *, by: User | None
) -> Participant:
    """Return who wrote a worrying answer, and write down that it was asked.

    Raises
    ------
    RefusedError
        The mode promises that nobody is told, the answer has not been judged as worrying, or it is
        there no more.
    """
    if not mode_of(programme).lists_people:
        raise RefusedError(N_("In this programme nobody can find out whose an answer is."))
    with writing() as session:
        judged = session.get(Screening, (submission_id, item))
        author = author_of(submission_id, programme)
        if author is None or judged is None or judged.verdict is not Verdict.WORRYING:
            raise RefusedError(N_("Tick the answer as worrying first."))
        subject = f"{programme.id}/{author.number}"
        record("answers.escalate", subject, school_id=programme.school_id, by=by)
    return author
