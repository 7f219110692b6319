"""Pages of waves: their dates, opening, closing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_wave_or_404
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.queries import n_without_consent, participation, turnout
from app.programmes.words import WAVES, said
from app.waves import operations
from app.waves.forms import CloseForm, WaveForm
from app.waves.states import state_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Wave

bp = Blueprint("waves", __name__, url_prefix="/staff/waves")


@bp.route("/<int:wave_id>", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def edit(wave_id: int) -> ResponseReturnValue:
    """Set the dates of a wave, or open it now."""
    wave = get_wave_or_404(wave_id)
    state = state_of(wave)
    closes_on = None if state.is_closed else state.closes_on
    form = WaveForm(opens_on=state.opens_on, closes_on=closes_on)
    if form.validate_on_submit():
        try:
            _take_over(wave, form)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            _flash_state(wave)
            return redirect(url_for("programmes.show", programme_id=wave.programme_id))
    return render_template(
        "waves/edit.html",
        wave=wave,
        form=form,
        state=state,
        title=WAVES[wave.kind],
        n_without_consent=n_without_consent(wave.programme),
    )


@bp.route("/<int:wave_id>/close", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def close(wave_id: int) -> ResponseReturnValue:
    """Close a wave now, knowing who is left."""
    wave = get_wave_or_404(wave_id)
    form = CloseForm()
    if form.validate_on_submit():
        try:
            operations.close_wave(wave, by=current_user.user)
        except RefusedError as refused:
            flash(said(refused.message), "warning")
        else:
            _flash_state(wave)
        return redirect(url_for("programmes.show", programme_id=wave.programme_id))
    rows = [row for row in participation(wave.programme) if row.wave == wave.kind]
    return render_template(
        "waves/close.html", wave=wave, form=form, turnout=turnout(rows), title=WAVES[wave.kind]
    )


def _take_over(wave: Wave, form: WaveForm) -> None:
    if form.open_now.data:
        operations.open_wave(wave, form.closes_on.data, by=current_user.user)
    else:
        operations.plan_wave(wave, form.opens_on.data, form.closes_on.data, by=current_user.user)


def _flash_state(wave: Wave) -> None:
    state, name = state_of(wave), str(WAVES[wave.kind]).lower()
    if state.opens_on is None:
        flash(_("The wave “%(wave)s” has no dates now.", wave=name), "success")
    else:
        flash(_("The wave “%(wave)s”: %(state)s.", wave=name, state=state.text), "success")
