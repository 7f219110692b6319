"""Pages of what the curator rates: the questionnaire, the criteria, the school's own lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.appraisal.blueprint import bp
from app.appraisal.forms import LinesForm, chosen_values, rated, rating_form
from app.appraisal.operations import choose_lines, save_criteria, save_form
from app.appraisal.own_criteria import added_to, nine_criteria, optional_lines, own_criteria
from app.appraisal.pages import grouped, totals_of
from app.appraisal.queries import CURATOR, criteria_answers, forms_of
from app.loading import get_programme_or_404
from app.registries import registry_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/curator", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def curator(programme_id: int) -> ResponseReturnValue:
    """Rate the programme."""
    programme = get_programme_or_404(programme_id)
    instrument = registry_of(programme.school_id).get(CURATOR)
    held = forms_of(programme).get(CURATOR)
    lang = str(get_locale())
    form = rating_form(instrument, lang)(data=chosen_values(held.answers if held else {}))
    if form.validate_on_submit():
        save_form(programme, instrument, rated(form, instrument), by=current_user.user)
        flash(_("Saved."), "success")
        return redirect(url_for("appraisal.index", programme_id=programme.id))
    return render_template(
        "appraisal/curator.html",
        programme=programme,
        form=form,
        items=[(item, form[item.code]) for item in instrument.items],
        instruction=instrument.instruction and instrument.instruction.get(lang),
        ends=[end.get(lang) for end in instrument.items[0].ends or ()],
    )


@bp.route("/criteria", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def criteria(programme_id: int) -> ResponseReturnValue:
    """Rate the criteria, and see their sum and level."""
    programme = get_programme_or_404(programme_id)
    registry = registry_of(programme.school_id)
    instrument = own_criteria(registry) or nine_criteria(registry)
    held = chosen_values(criteria_answers(programme))
    form = rating_form(instrument, str(get_locale()))(data=held)
    if form.validate_on_submit():
        save_criteria(programme, rated(form, instrument), by=current_user.user)
        flash(_("Saved."), "success")
        return redirect(url_for("appraisal.criteria", programme_id=programme.id))
    return render_template(
        "appraisal/criteria.html",
        programme=programme,
        form=form,
        groups=grouped(form, instrument),
        totals=totals_of(programme),
    )


@bp.route("/criteria/lines", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def lines(programme_id: int) -> ResponseReturnValue:
    """Choose the lines that the school adds to the nine criteria."""
    programme = get_programme_or_404(programme_id)
    registry = registry_of(programme.school_id)
    own = own_criteria(registry)
    chosen = [] if own is None else added_to(nine_criteria(registry), own)
    form = LinesForm(data={"lines": chosen})
    if form.validate_on_submit():
        choose_lines(programme.school, form.lines.data or [], by=current_user.user)
        flash(_("The lines have been saved. Now rate them."), "success")
        return redirect(url_for("appraisal.criteria", programme_id=programme.id))
    lang = str(get_locale())
    return render_template(
        "appraisal/lines.html",
        programme=programme,
        form=form,
        lines=[(line.code, line.text[lang]) for line in optional_lines()],
        ticked=form.lines.data or [],
    )
