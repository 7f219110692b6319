"""Pages of the themes: added, renamed, merged, deleted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.coding.blueprint import bp
from app.coding.forms import MergeForm, ThemeForm
from app.coding.operations import add_theme, delete_theme, merge_themes, rename_theme
from app.coding.queries import themes_of
from app.loading import get_programme_or_404, get_theme_or_404
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.words import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme


@bp.route("/themes", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def themes(programme_id: int) -> ResponseReturnValue:
    """See all themes with what they count, and add one."""
    programme = get_programme_or_404(programme_id)
    form = ThemeForm()
    if form.validate_on_submit():
        try:
            add_theme(programme, form.title.data or "", by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The theme has been added."), "success")
            return redirect(url_for("coding.themes", programme_id=programme.id))
    return render_template(
        "coding/themes.html", programme=programme, form=form, themes=themes_of(programme)
    )


@bp.route("/themes/<int:theme_id>", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def theme(programme_id: int, theme_id: int) -> ResponseReturnValue:
    """Rename a theme."""
    programme = get_programme_or_404(programme_id)
    found = get_theme_or_404(programme, theme_id)
    form = ThemeForm(title=found.title)
    if form.validate_on_submit():
        try:
            rename_theme(programme, theme_id, form.title.data or "", by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            return _back_to_themes(programme, _("The theme has been renamed."))
    return _theme_page(programme, theme_id, form, _merge_form(programme, theme_id, None))


@bp.post("/themes/<int:theme_id>/merge")
@allow(*PROGRAMME_STAFF)
def merge(programme_id: int, theme_id: int) -> ResponseReturnValue:
    """Give the answers of a theme to another."""
    programme = get_programme_or_404(programme_id)
    found = get_theme_or_404(programme, theme_id)
    form = _merge_form(programme, theme_id, request.form)
    if form.validate_on_submit():
        try:
            merge_themes(programme, theme_id, form.into.data or 0, by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            return _back_to_themes(programme, _("The themes have been merged."))
    return _theme_page(programme, theme_id, ThemeForm(formdata=None, title=found.title), form)


@bp.post("/themes/<int:theme_id>/delete")
@allow(*PROGRAMME_STAFF)
def delete(programme_id: int, theme_id: int) -> ResponseReturnValue:
    """Delete a theme; its answers stay coded."""
    programme = get_programme_or_404(programme_id)
    get_theme_or_404(programme, theme_id)
    try:
        delete_theme(programme, theme_id, by=current_user.user)
    except RefusedError as refused:
        flash(said(refused.message), "warning")
        return redirect(url_for("coding.themes", programme_id=programme.id))
    return _back_to_themes(programme, _("The theme has been deleted."))


def _merge_form(programme: Programme, theme_id: int, sent: Any) -> MergeForm:
    form = MergeForm(formdata=sent)
    form.into.choices = {
        str(one.id): one.title for one in themes_of(programme) if one.id != theme_id
    }
    return form


def _back_to_themes(programme: Programme, text: str) -> ResponseReturnValue:
    flash(text, "success")
    return redirect(url_for("coding.themes", programme_id=programme.id))


def _theme_page(
    programme: Programme, theme_id: int, form: ThemeForm, merge_form: MergeForm
) -> ResponseReturnValue:
    [found] = [one for one in themes_of(programme) if one.id == theme_id]
    return render_template(
        "coding/theme.html", programme=programme, theme=found, form=form, merge_form=merge_form
    )
