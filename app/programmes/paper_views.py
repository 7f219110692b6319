"""The pages from which the two papers of consent are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import render_template, request
from flask_babel import lazy_gettext as _l

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import Paper
from app.programmes.blueprint import bp
from app.programmes.papers import Signer, printed_paper, usual_signer
from app.programmes.words import PAPERS

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import School

SIGNERS = {
    Signer.PARENT: _l("A parent or guardian signs"),
    Signer.ADULT: _l("An adult signs for themselves"),
}

#: What a paper says of the school, beside its name.
REQUISITES = {
    "full_name": _l("Full name"),
    "address": _l("Address"),
    "head": _l("Head of the school"),
}


@bp.get("/<int:programme_id>/papers/<any(personal, testing):paper>")
@allow(*PROGRAMME_STAFF)
def paper(programme_id: int, paper: str) -> ResponseReturnValue:
    """Print a paper of consent, for a parent or for somebody of age."""
    programme = get_programme_or_404(programme_id)
    signer = request.args.get("signer", "")
    chosen = Signer(signer) if signer in set(Signer) else usual_signer(programme)
    return render_template(
        "programmes/paper.html",
        programme=programme,
        printed=printed_paper(programme, Paper(paper), chosen),
        papers=PAPERS,
        signers=SIGNERS,
        missing=_missing(programme.school),
    )


def _missing(school: School) -> list[str]:
    """Return what the school has not said of itself, so that a line to fill in is printed."""
    return [str(title) for column, title in REQUISITES.items() if not getattr(school, column)]
