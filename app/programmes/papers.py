"""The two papers of consent: which text is current, and what a programme fills into it.

The texts are those of Russian law and stand in Russian in `templates/programmes/papers/v<n>`. One
that was given out stays as it is, since families have signed it: a correction is the next version.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import select

from app.database import db
from app.models import (
    Administration,
    AdministrationRole,
    MentoringForm,
    Paper,
    Programme,
    ProgrammeRole,
    Wave,
)
from app.programmes.modes import Mode, mode_of
from app.registries import registry_of

#: The version of the texts that is given out now.
PAPER_VERSION = 1

#: Who is of age, as a rule, in each form of mentoring; everybody else is a pupil.
ADULTS = {
    MentoringForm.PUPIL_PUPIL: frozenset[ProgrammeRole](),
    MentoringForm.TEACHER_PUPIL: frozenset({ProgrammeRole.MENTOR}),
    MentoringForm.TEACHER_TEACHER: frozenset(ProgrammeRole),
    MentoringForm.STUDENT_PUPIL: frozenset({ProgrammeRole.MENTOR}),
    MentoringForm.EMPLOYER_PUPIL: frozenset({ProgrammeRole.MENTOR}),
    MentoringForm.EMPLOYER_STUDENT: frozenset(ProgrammeRole),
}


class Signer(StrEnum):
    """Who signs: a parent or guardian for a child, or somebody of age for themselves."""

    PARENT = "parent"
    ADULT = "adult"


@dataclass(frozen=True, kw_only=True)
class PrintedPaper:
    """A paper as it is printed for a programme.

    Attributes
    ----------
    asked
        The Russian titles of the questionnaires that whoever it is about is given; none where
        they have not been chosen yet.
    """

    programme: Programme
    paper: Paper
    signer: Signer
    asked: tuple[str, ...]
    version: int = PAPER_VERSION

    @property
    def template(self) -> str:
        """Where the text stands."""
        return f"programmes/papers/v{self.version}/{self.paper}.html"

    @property
    def mode(self) -> Mode:
        """What the programme's way of pairing keeps."""
        return mode_of(self.programme)


def usual_signer(programme: Programme) -> Signer:
    """Return who signs most of a programme's papers."""
    return Signer.PARENT if ADULTS[programme.mentoring_form] != set(ProgrammeRole) else Signer.ADULT


def printed_paper(programme: Programme, paper: Paper, signer: Signer) -> PrintedPaper:
    """Return a paper with what a programme fills into it."""
    return PrintedPaper(
        programme=programme, paper=paper, signer=signer, asked=_titles(programme, signer)
    )


def _titles(programme: Programme, signer: Signer) -> tuple[str, ...]:
    adults = ADULTS[programme.mentoring_form]
    signs = adults if signer is Signer.ADULT else set(ProgrammeRole) - adults
    given = db.session.scalars(
        select(Administration)
        .join(Wave)
        .where(
            Wave.programme_id == programme.id,
            Administration.given_to.any(AdministrationRole.role.in_(signs or set(ProgrammeRole))),
        )
        .order_by(Administration.wave_id, Administration.position)
    )
    registry = registry_of(programme.school_id)
    titles = (registry.get(one.reference).title.get("ru") for one in given)
    return tuple(dict.fromkeys(titles))
