"""Pages of the indicators: the numbers of a programme, and the school's list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.appraisal.blueprint import bp
from app.appraisal.forms import line_fields, list_form, typed_lines, typed_values, values_form
from app.appraisal.operations import change_indicators, save_values, seed_indicators
from app.appraisal.pages import indicator_lines
from app.appraisal.queries import asked_indicators, school_indicators, values_of
from app.loading import get_programme_or_404
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.words import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme


@bp.route("/indicators", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def indicators(programme_id: int) -> ResponseReturnValue:
    """Enter the numbers at the start and at the end, and see what became of them."""
    programme = _with_list(programme_id)
    values = values_of(programme)
    asked = asked_indicators(programme, values)
    form = values_form(asked, values)
    if form.validate_on_submit():
        save_values(programme, typed_values(form, asked), by=current_user.user)
        flash(_("Saved."), "success")
        return redirect(url_for("appraisal.indicators", programme_id=programme.id))
    return render_template(
        "appraisal/indicators.html",
        programme=programme,
        form=form,
        lines=list(indicator_lines(form, asked, values)),
    )


@bp.route("/indicators/list", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def indicator_list(programme_id: int) -> ResponseReturnValue:
    """Change the school's list of indicators."""
    programme = _with_list(programme_id)
    held = school_indicators(programme.school_id)
    form = list_form(held)
    fields = line_fields(form, held)
    if form.validate_on_submit():
        try:
            change_indicators(programme.school, typed_lines(fields), by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The list has been saved."), "success")
            return redirect(url_for("appraisal.indicator_list", programme_id=programme.id))
    return render_template(
        "appraisal/indicator_list.html", programme=programme, form=form, lines=fields
    )


def _with_list(programme_id: int) -> Programme:
    """Return the programme of a school that has a list of indicators."""
    programme = get_programme_or_404(programme_id)
    seed_indicators(programme.school, str(get_locale()))
    return programme
