"""Pages of staff: the addresses to print, and the button that pairs entry and exit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import PROGRAMME_STAFF, allow
from app.database import now_utc
from app.loading import get_programme_or_404
from app.models import Arm, LinkageMode
from app.programmes.addresses import LONGEST_ADDRESS, is_only_here, shown_address
from app.programmes.errors import RefusedError
from app.programmes.queries import waves_in_order
from app.programmes.stacks import place_in_order
from app.programmes.strata import kind_of
from app.programmes.strata_queries import strata_of
from app.programmes.wizard import steps_of
from app.programmes.words import ARMS, ROLES_OF_MANY, said
from app.selfcodes import operations, queries
from app.selfcodes.elements import questions
from app.selfcodes.tokens import shown_token

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme

bp = Blueprint("pairing", __name__, url_prefix="/staff/programmes")


@bp.get("/<int:programme_id>/addresses")
@allow(*PROGRAMME_STAFF)
def addresses(programme_id: int) -> ResponseReturnValue:
    """Print the addresses, one a class, for the blackboard."""
    programme = get_programme_or_404(programme_id)
    if programme.linkage_mode is not LinkageMode.SELF_CODE:
        return redirect(url_for("programmes.slips", programme_id=programme.id))
    strata = sorted(strata_of(programme), key=lambda one: place_in_order(kind_of(one)))
    address = shown_address().rstrip("/")
    return render_template(
        "selfcodes/addresses.html",
        programme=programme,
        steps=steps_of(programme),
        form=FlaskForm(formdata=None),
        strata=strata,
        too_small=[one for one in strata if one.n < programme.k],
        without=[one for one in strata if one.token is None],
        address=address,
        longest=LONGEST_ADDRESS,
        is_only_here=is_only_here(address),
        questions=questions(),
        shown_token=shown_token,
        words={"many": ROLES_OF_MANY, "arms": ARMS},
        comparison=Arm.COMPARISON,
        entry=waves_in_order(programme)[0],
    )


@bp.post("/<int:programme_id>/addresses")
@allow(*PROGRAMME_STAFF)
def make_addresses(programme_id: int) -> ResponseReturnValue:
    """Make the addresses that are missing."""
    programme = get_programme_or_404(programme_id)
    if FlaskForm().validate_on_submit():
        try:
            n = operations.make_addresses(programme, by=current_user.user)
        except RefusedError as refused:
            flash(said(refused.message), "warning")
        else:
            flash(_("Addresses made: %(n)s.", n=n), "success")
    return redirect(url_for("pairing.addresses", programme_id=programme.id))


@bp.route("/<int:programme_id>/link", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def link(programme_id: int) -> ResponseReturnValue:
    """Pair the answers of entry and exit, knowing that it cannot be undone."""
    programme = get_programme_or_404(programme_id)
    form = FlaskForm()
    if not form.validate_on_submit():
        return _link_page(programme, form)
    try:
        operations.link_programme(programme, by=current_user.user)
    except RefusedError as refused:
        flash(said(refused.message), "warning")
    else:
        flash(_("The answers have been paired; what they were paired by is erased."), "success")
    return redirect(url_for("pairing.link", programme_id=programme.id))


def _link_page(programme: Programme, form: FlaskForm) -> str:
    return render_template(
        "selfcodes/link.html",
        programme=programme,
        form=form,
        state=queries.linkable(programme, now_utc()),
        counts=queries.linkage_counts(programme),
        words=ROLES_OF_MANY,
    )
