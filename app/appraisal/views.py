"""Pages of the curator's appraisal: what there is to enter, and the pupils in mentoring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.appraisal import (  # noqa: F401 - because importing them hangs their pages
    indicator_views,
    rating_views,
)
from app.appraisal.blueprint import bp
from app.appraisal.forms import InvolvementForm
from app.appraisal.operations import save_involvement
from app.appraisal.pages import parts_of
from app.appraisal.queries import involvement_of
from app.loading import get_programme_or_404
from app.programmes.errors import RefusedError
from app.programmes.words import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

__all__ = ["bp"]


@bp.get("")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """See what the curator has entered and what is missing."""
    programme = get_programme_or_404(programme_id)
    return render_template("appraisal/index.html", programme=programme, parts=parts_of(programme))


@bp.route("/involvement", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def involvement(programme_id: int) -> ResponseReturnValue:
    """Enter how many of the school's pupils are in mentoring."""
    programme = get_programme_or_404(programme_id)
    form = InvolvementForm(obj=involvement_of(programme))
    if form.validate_on_submit():
        save_involvement(programme, form.share(), by=current_user.user)
        flash(_("Saved."), "success")
        return redirect(url_for("appraisal.index", programme_id=programme.id))
    return render_template("appraisal/involvement.html", programme=programme, form=form)


@bp.errorhandler(RefusedError)
def _refused(refused: RefusedError) -> ResponseReturnValue:
    """Say on the programme's page what no form of the page that was sent could say."""
    flash(said(refused.message), "warning")
    programme_id = (request.view_args or {})["programme_id"]
    return redirect(url_for("programmes.show", programme_id=programme_id))
