"""Pages of requisites: what a school's reports bear, how that looks, and its Word template."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, send_file, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import allow
from app.models import Role
from app.programmes.errors import RefusedError
from app.programmes.words import said
from app.reports.docx_template import FIELDS, NEEDED, default_template
from app.reports.media import MEDIA_TYPES
from app.reports.paper_layout import lines_of
from app.reports.papers import grounds_of, said_words, school_paper
from app.requisites import operations
from app.requisites.forms import RequisitesForm, TemplateForm
from app.requisites.queries import USUAL_GROUNDS, requisites_of, template_of

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("requisites", __name__, url_prefix="/staff/requisites")

#: Letters of the name of a template that are kept: its end tells more.
NAME_LETTERS = 120


@bp.route("", methods=["GET", "POST"])
@allow(Role.CURATOR, Role.ADMINISTRATOR)
def index() -> ResponseReturnValue:
    """See and change what reports bear."""
    form = _form()
    if form.validate_on_submit():
        operations.change_requisites(current_user.school, form.filled(), by=current_user.user)
        flash(
            _("Saved. Reports made from now on bear this, issued ones stay as they are."), "success"
        )
        return redirect(url_for("requisites.index", _anchor="preview"))
    return _page(form, TemplateForm(formdata=None))


@bp.post("/template")
@allow(Role.ADMINISTRATOR)
def set_template() -> ResponseReturnValue:
    """Take in the school's own Word template."""
    form = TemplateForm()
    if form.validate_on_submit():
        file = form.template.data
        name = (file.filename or "")[-NAME_LETTERS:]
        try:
            operations.set_template(current_user.school, name, file.read(), by=current_user.user)
        except RefusedError as refused:
            form.template.errors = [said(refused.message)]
        else:
            flash(_("Word files of reports are written into this template from now on."), "success")
            return redirect(url_for("requisites.index", _anchor="word-template"))
    return _page(_form(), form)


@bp.get("/template")
@allow(Role.ADMINISTRATOR)
def template() -> ResponseReturnValue:
    """Download the template that is in use, to change it in Word: the school's own, or ours."""
    content = template_of(current_user.school) or default_template(said_words().lang)
    return send_file(
        io.BytesIO(content),
        mimetype=MEDIA_TYPES["docx"],
        as_attachment=True,
        download_name=f"{_('report template')}.docx",
    )


@bp.post("/template/remove")
@allow(Role.ADMINISTRATOR)
def remove_template() -> ResponseReturnValue:
    """Write Word files as usual again."""
    operations.remove_template(current_user.school, by=current_user.user)
    flash(_("Word files of reports are written as usual again."), "success")
    return redirect(url_for("requisites.index", _anchor="word-template"))


def _form() -> RequisitesForm:
    """Return the form, what is usual filled in where it is long."""
    words = said_words()
    held = requisites_of(current_user.school, words)
    usual = {"grounds": held.grounds or words.of(USUAL_GROUNDS)}
    values = {name: getattr(held, name) for name in RequisitesForm.names()} | usual
    return RequisitesForm(data=values)


def _page(form: RequisitesForm, template_form: TemplateForm) -> str:
    words, school = said_words(), current_user.school
    paper = school_paper(school, words, draft=True)
    return render_template(
        "requisites/index.html",
        form=form,
        template_form=template_form,
        school=school,
        paper=paper,
        by_hand=lines_of(paper, words),
        grounds=grounds_of(school, words),
        fields={name: words.of(meaning) for name, meaning in FIELDS.items()},
        needed=NEEDED,
        template_name=requisites_of(school, words).template_name,
    )
