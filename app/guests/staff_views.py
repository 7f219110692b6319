"""The page of staff: addresses for parents and partners, how many answered, what they wrote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import PROGRAMME_STAFF, allow
from app.guests import operations, queries
from app.guests.forms import SurveyForm
from app.guests.words import AUDIENCES
from app.loading import get_programme_or_404
from app.models import Audience
from app.programmes.addresses import is_only_here, shown_address
from app.programmes.errors import RefusedError
from app.programmes.words import said
from app.selfcodes.tokens import shown_token

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme

bp = Blueprint("asking_guests", __name__, url_prefix="/staff/programmes/<int:programme_id>/guests")

#: The words of an address for one of the two.
ADDRESS = f"/<any({', '.join(Audience)}):audience>"


@bp.get("")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """See the addresses, how many have answered, and, once it is over, what they wrote."""
    return _page(get_programme_or_404(programme_id))


@bp.post(f"{ADDRESS}/begin")
@allow(*PROGRAMME_STAFF)
def begin(programme_id: int, audience: str) -> ResponseReturnValue:
    """Make an address."""
    programme = get_programme_or_404(programme_id)
    if FlaskForm().validate_on_submit():
        try:
            operations.begin(programme, Audience(audience), by=current_user.user)
        except RefusedError as refused:
            flash(said(refused.message), "warning")
    return redirect(url_for("asking_guests.index", programme_id=programme.id))


@bp.post(ADDRESS)
@allow(*PROGRAMME_STAFF)
def change(programme_id: int, audience: str) -> ResponseReturnValue:
    """Write down how many were asked; take answers, or no more."""
    programme = get_programme_or_404(programme_id)
    whom = Audience(audience)
    form = SurveyForm(prefix=whom)
    if whom not in queries.surveys_of(programme):
        abort(404)
    if not form.validate_on_submit():
        return _page(programme, {whom: form})
    try:
        operations.change(
            programme,
            whom,
            is_open=form.is_open.data,
            invited=form.invited.data,
            by=current_user.user,
        )
    except RefusedError as refused:
        flash(said(refused.message), "warning")
    else:
        flash(_("Saved."), "success")
    return redirect(url_for("asking_guests.index", programme_id=programme.id))


def _page(programme: Programme, sent: dict[Audience, SurveyForm] | None = None) -> str:
    surveys = queries.surveys_of(programme)
    address = shown_address().rstrip("/")
    return render_template(
        "guests/index.html",
        programme=programme,
        audiences=AUDIENCES,
        surveys=surveys,
        forms={
            whom: (sent or {}).get(whom) or SurveyForm(formdata=None, obj=survey, prefix=whom)
            for whom, survey in surveys.items()
        },
        answered={whom: queries.n_answered(survey) for whom, survey in surveys.items()},
        texts={
            whom: queries.texts(survey) for whom, survey in surveys.items() if not survey.is_open
        },
        token_form=FlaskForm(formdata=None),
        address=address,
        is_only_here=is_only_here(address),
        shown_token=shown_token,
    )
