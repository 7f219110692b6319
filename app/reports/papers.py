"""What makes a report of a programme an official paper: approval, grounds, signatures."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from flask import current_app

from analysis.document import Paper, Signature
from analysis.words import Words
from app.language import translations
from app.models import ApprovalKind
from app.requisites.queries import (
    CURATOR_POST,
    HEAD_POST,
    PSYCHOLOGIST_POST,
    USUAL_GROUNDS,
    requisites_of,
    template_of,
)
from instruments.messages import N_

if TYPE_CHECKING:
    from app.models import Programme, Requisites, School

#: A place for a name, a number or a signature, to be filled in by hand.
BLANK = "____________"

#: How a block of approval begins where the school does not say.
USUAL_WORDING = {
    ApprovalKind.HEAD: N_("APPROVED"),
    ApprovalKind.ORDER: N_("APPROVED BY ORDER"),
    ApprovalKind.PROTOCOL: N_("ADOPTED"),
}


def said_words() -> Words:
    """Return the words of this installation's language."""
    return Words(translations(current_app.config["LANG"]))


def paper_of(programme: Programme, *, issue: str = "", draft: bool) -> Paper:
    """Return what a report of a programme bears as a paper.

    Parameters
    ----------
    issue
        Number and date of an issued report.
    draft
        Whether «ПРОЕКТ» lies across its pages.
    """
    words = said_words()
    return school_paper(programme.school, words, issue=issue, draft=draft)


def school_paper(school: School, words: Words, *, issue: str = "", draft: bool) -> Paper:
    """Return what any report of a school bears, for its preview too."""
    held = requisites_of(school, words)
    return Paper(
        institution=tuple(dict.fromkeys((school.full_name or school.name, school.name))),
        approval=_approval(held, school, words),
        approval_side=held.approval_side.value,
        issue=issue,
        watermark=words.say("DRAFT") if draft else "",
        signatures=_signatures(held, words),
        signed_on=words.say("Date:"),
    )


def grounds_of(school: School, words: Words) -> str:
    """Return the sentence that names the acts a report goes back to."""
    held = requisites_of(school, words)
    grounds = held.grounds.rstrip(".") or words.of(USUAL_GROUNDS)
    if held.appendix:
        return words.say(
            "Grounds: %(grounds)s; appendix %(appendix)s.", grounds=grounds, appendix=held.appendix
        )
    return words.say("Grounds: %(grounds)s.", grounds=grounds)


def borne(school: School, words: Words) -> dict[str, object]:
    """Return all that a report bears as a paper, part by part, to tell what has changed of it."""
    paper, template = school_paper(school, words, draft=True), template_of(school)
    return {
        "institution": paper.institution,
        "approval": (paper.approval, paper.approval_side),
        "signatures": paper.signatures,
        "grounds": grounds_of(school, words),
        "template": None if template is None else hashlib.sha256(template).hexdigest(),
    }


def _approval(held: Requisites, school: School, words: Words) -> tuple[str, ...]:
    """Return the block of approval line by line; what is not filled in is left blank."""
    if held.approval is ApprovalKind.NONE:
        return ()
    wording = held.approval_wording or words.of(USUAL_WORDING[held.approval])
    if held.approval is ApprovalKind.HEAD:
        return (wording, *_head(held, school, words), _day(words))
    told = {"number": held.approval_number or BLANK, "date": held.approval_date or _day(words)}
    if held.approval is ApprovalKind.ORDER:
        return wording, words.say("of %(date)s No. %(number)s", **told)
    return wording, words.say("minutes of %(date)s No. %(number)s", **told)


def _head(held: Requisites, school: School, words: Words) -> tuple[str, ...]:
    """Return the post of whoever approves, and a line to sign on with their name."""
    if school.head and not (held.head_post or held.head_name):
        return school.head, BLANK
    return held.head_post or words.of(HEAD_POST), f"{BLANK} {held.head_name or BLANK}"


def _day(words: Words) -> str:
    return words.say("“___” ______________ 20__")


def _signatures(held: Requisites, words: Words) -> tuple[Signature, ...]:
    """Return the curator, and the psychologist where the school has one who signs."""
    curator = Signature(post=held.curator_post or words.of(CURATOR_POST), name=held.curator_name)
    if not (held.psychologist_post or held.psychologist_name):
        return (curator,)
    post = held.psychologist_post or words.of(PSYCHOLOGIST_POST)
    return curator, Signature(post=post, name=held.psychologist_name)
