"""Pages of programmes: the list, the first step, and the page of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.database import db
from app.loading import get_programme_or_404
from app.programmes import (  # noqa: F401 - because importing them hangs their pages
    consent_views,
    paper_views,
    people_views,
    plan_views,
    questionnaire_views,
    slip_views,
)
from app.programmes.blueprint import bp
from app.programmes.errors import RefusedError
from app.programmes.first_step import new_programme_form, programme_form
from app.programmes.forms import show_refusal
from app.programmes.guards import has_answers
from app.programmes.modes import mode_of
from app.programmes.operations import change_programme, create_programme
from app.programmes.overview import consent_counts, overview
from app.programmes.queries import programmes_of
from app.programmes.reducing import is_due
from app.programmes.wizard import steps_of
from app.programmes.words import LINKAGE_MODES, MENTORING_FORMS, said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

__all__ = ["bp"]


@bp.get("/")
@allow(*PROGRAMME_STAFF)
def index() -> ResponseReturnValue:
    """See the school's programmes."""
    programmes = programmes_of(current_user.school.id)
    return render_template(
        "programmes/index.html",
        programmes=[
            (programme, overview(programme), is_due(programme)) for programme in programmes
        ],
        mentoring_forms=MENTORING_FORMS,
    )


@bp.route("/new", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def new() -> ResponseReturnValue:
    """Set up a programme."""
    form = new_programme_form(current_user.school)
    if form.validate_on_submit():
        try:
            programme = create_programme(current_user.school, form.facts(), by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            return redirect(url_for("programmes.people", programme_id=programme.id))
    return render_template("programmes/new.html", form=form, steps=steps_of(None))


@bp.route("/<int:programme_id>/edit", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def edit(programme_id: int) -> ResponseReturnValue:
    """Change a programme's facts."""
    programme = get_programme_or_404(programme_id)
    form = programme_form(programme, is_fixed=has_answers(db.session, programme))
    if form.validate_on_submit():
        try:
            change_programme(programme, form.facts(programme), by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            return redirect(url_for("programmes.people", programme_id=programme.id))
    return render_template(
        "programmes/edit.html",
        form=form,
        programme=programme,
        mode=LINKAGE_MODES[programme.linkage_mode],
        steps=steps_of(programme),
    )


@bp.get("/<int:programme_id>")
@allow(*PROGRAMME_STAFF)
def show(programme_id: int) -> ResponseReturnValue:
    """See how a programme stands."""
    programme = get_programme_or_404(programme_id)
    return render_template(
        "programmes/show.html",
        programme=programme,
        mentoring_form=MENTORING_FORMS[programme.mentoring_form],
        mode=mode_of(programme),
        steps=steps_of(programme),
        waves=overview(programme),
        consents=consent_counts(programme),
        keeps_names=mode_of(programme).has_names,
        is_due=is_due(programme),
        reduced_on=programme.reduced_at and programme.school.day_of(programme.reduced_at),
    )


@bp.errorhandler(RefusedError)
def _refused(refused: RefusedError) -> ResponseReturnValue:
    """Say on the programme's page what no form of the page that was sent could say."""
    flash(said(refused.message), "warning")
    programme_id = (request.view_args or {})["programme_id"]
    return redirect(url_for("programmes.show", programme_id=programme_id))
