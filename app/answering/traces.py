"""Leaves no trace of who answered before whom once a wave is over.

SQLite keeps rows by their keys, which are random. PostgreSQL appends them as they come: the place
of a row (`ctid`) and the number of the transaction that wrote it (`xmin`) tell the order of
answering, and so does the number of the one that last locked a person (`xmax`). So the rows of a
wave that is over are written anew, in the order of their keys, and all its people are locked. Where
earlier rows have left holes in the file, PostgreSQL fills those in an order of its own, which is no
order of answering either.

What it costs. `CLUSTER` would shut the tables of all schools until every row of a region has been
rewritten, and would leave each its `xmin`. Here only the rows of the wave move, in one transaction
that locks nobody else's: on a busy machine with two cores a wave of 75 people and four
questionnaires takes 0.3 s, in a region of 200,000 forms as in an empty one; 20,000 forms with
80,000 scores take 13 s, most of it for foreign keys. The old rows stay in the file, where no query
sees them, until `VACUUM` takes them away: it is asked to after the commit, waits for nobody and
keeps nobody waiting.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select, text

from app.database import db
from app.models import Administration, Participant, Person, Submission, Wave

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

#: Puts the rows of questionnaires aside, takes them out, and writes them again.
STEPS = (
    """CREATE TEMP TABLE kept_submission ON COMMIT DROP AS
    SELECT * FROM submission WHERE administration_id = ANY(:forms)""",
    """CREATE TEMP TABLE kept_score ON COMMIT DROP AS
    SELECT * FROM score WHERE administration_id = ANY(:forms)""",
    """CREATE TEMP TABLE kept_response_quality ON COMMIT DROP AS
    SELECT * FROM response_quality WHERE administration_id = ANY(:forms)""",
    """CREATE TEMP TABLE kept_screening ON COMMIT DROP AS
    SELECT * FROM screening WHERE submission_id IN (SELECT id FROM kept_submission)""",
    """CREATE TEMP TABLE kept_coded_answer ON COMMIT DROP AS
    SELECT * FROM coded_answer WHERE submission_id IN (SELECT id FROM kept_submission)""",
    """CREATE TEMP TABLE kept_answer_theme ON COMMIT DROP AS
    SELECT * FROM answer_theme WHERE submission_id IN (SELECT id FROM kept_submission)""",
    # Scores go first: with the submission each would be looked for by itself.
    "DELETE FROM score WHERE administration_id = ANY(:forms)",
    "DELETE FROM response_quality WHERE administration_id = ANY(:forms)",
    "DELETE FROM submission WHERE administration_id = ANY(:forms)",
    "INSERT INTO submission SELECT * FROM kept_submission ORDER BY id",
    """INSERT INTO score SELECT * FROM kept_score
    ORDER BY person, administration_id, scale, scoring_version""",
    """INSERT INTO response_quality SELECT * FROM kept_response_quality
    ORDER BY administration_id, person""",
    "INSERT INTO screening SELECT * FROM kept_screening ORDER BY submission_id, item",
    "INSERT INTO coded_answer SELECT * FROM kept_coded_answer ORDER BY submission_id, item",
    """INSERT INTO answer_theme SELECT * FROM kept_answer_theme
    ORDER BY submission_id, item, theme_id""",
)

#: Of all tables that tell of single people; where nothing has changed it costs nothing.
OLD_ROWS = """VACUUM (SKIP_LOCKED) submission, score, response_quality, screening, coded_answer,
    answer_theme, draft, erased_form, consent, membership, participant, slip, person, self_code,
    sealed_name, vault"""


def write_in_key_order(session: scoped_session[Session], waves: Collection[int]) -> None:
    """Write the answers of waves that are over anew, inside a transaction that holds the waves."""
    if not (waves and _is_postgresql()):
        return
    _lock_everybody(session, waves)
    given = select(Administration.id).where(Administration.wave_id.in_(waves))
    forms = list(session.scalars(given))
    for step in STEPS:
        session.execute(text(step), {"forms": forms} if ":forms" in step else {})


def _lock_everybody(session: scoped_session[Session], waves: Collection[int]) -> None:
    """Be the last who has locked any of the people asked: whoever answers locks themselves."""
    programmes = select(Wave.programme_id).where(Wave.id.in_(waves))
    asked = select(Participant.person).where(Participant.programme_id.in_(programmes))
    for people in (
        asked.order_by(Participant.programme_id, Participant.person),
        select(Person.id).where(Person.id.in_(asked)).order_by(Person.id),
    ):
        locked = people.with_for_update(key_share=True).subquery()
        session.execute(select(func.count()).select_from(locked))


def waves_that_tell(session: scoped_session[Session], moment: datetime) -> list[int]:
    """Return the waves that have closed by their date and lie as they were answered, locked."""
    if not _is_postgresql():
        return []
    left = (
        select(Administration.wave_id)
        .join(Submission, Submission.administration_id == Administration.id)
        .group_by(Administration.wave_id)
        .having(text("count(DISTINCT submission.xmin::text) > 1"))
    )
    return list(
        session.scalars(
            select(Wave.id)
            .where(Wave.closes_at <= moment, Wave.reported_at.is_(None), Wave.id.in_(left))
            .order_by(Wave.id)
            .with_for_update(skip_locked=True)
        )
    )


def forget_old_rows() -> None:
    """Have taken away what was rewritten or erased, after the commit, as far as nobody looks on."""
    if not _is_postgresql():
        return
    with db.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(OLD_ROWS))


def _is_postgresql() -> bool:
    return db.engine.dialect.name == "postgresql"
