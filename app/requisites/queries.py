"""What a school's papers bear: what it has filled in, or the usual where it has not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.database import db
from app.models import ApprovalKind, Requisites, Side
from app.programmes.guards import has_psychologist
from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.words import Words
    from app.models import School

#: The acts that the monitoring goes back to; a school adds later and regional ones.
USUAL_GROUNDS = N_(
    "order of the Ministry of Education of Russia of 25.12.2019 No. R-145 (methodology, the target "
    "model of mentoring); letter of the Ministry of Education of Russia of 23.01.2020 "
    "No. MR-42/02 (methodical recommendations)"
)

#: What posts are called where a school does not say.
HEAD_POST = N_("Director")
CURATOR_POST = N_("Curator of the mentoring programme")
PSYCHOLOGIST_POST = N_("School psychologist")


def requisites_of(school: School, words: Words) -> Requisites:
    """Return what a school has filled in; where it never has, all is empty.

    A psychologist who works there signs, until the school says otherwise.
    """
    held = db.session.get(Requisites, school.id)
    if held is not None:
        return held
    signs = has_psychologist(db.session, school.id)
    return Requisites(
        approval=ApprovalKind.HEAD,
        approval_side=Side.RIGHT,
        psychologist_post=words.of(PSYCHOLOGIST_POST) if signs else "",
        template_name="",
        **dict.fromkeys(WORDED, ""),
    )


def template_of(school: School) -> bytes | None:
    """Return the school's own Word template, if it has one."""
    return db.session.scalar(select(Requisites.template).filter_by(school_id=school.id))


#: What may be left empty; the psychologist's post is apart, since it makes them sign.
WORDED = (
    "approval_wording",
    "head_post",
    "head_name",
    "approval_number",
    "approval_date",
    "grounds",
    "appendix",
    "curator_post",
    "curator_name",
    "psychologist_name",
)
