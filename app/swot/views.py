"""The page of the SWOT table: lines proposed, confirmed, corrected, added, ordered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from analysis.rating_rule import RULE
from analysis.swot import THEMES_RULE
from app.access import PROGRAMME_STAFF, allow
from app.conclusions.texts import digest
from app.loading import get_programme_or_404
from app.models import SwotCell
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.words import said
from app.swot import operations
from app.swot.forms import TITLES, act_of, swot_form
from app.swot.queries import table_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from analysis.swot import Line
    from app.models import Programme
    from app.swot.forms import LineForm, SwotForm

bp = Blueprint("swot", __name__, url_prefix="/staff/programmes/<int:programme_id>/swot")


@bp.route("", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def edit(programme_id: int) -> ResponseReturnValue:
    """Confirm the lines that results propose, correct them, and add one's own."""
    programme = get_programme_or_404(programme_id)
    form = swot_form(table_of(programme).lines)
    if not form.validate_on_submit():
        return _page(programme, form)
    act = act_of(request.form.get("do"))
    try:
        conflicts = operations.save(
            programme,
            [part.edit for part in form.parts()],
            added=form.added(),
            act=act,
            by=current_user.user,
        )
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
        return _page(programme, form)
    if conflicts:
        return _page(programme, form, conflicts)
    flash(_("Saved. The next report prints the table so."), "success")
    anchor = None if act is None else f"s-{digest(act.key)}"
    return redirect(url_for("swot.edit", programme_id=programme.id, _anchor=anchor))


def _page(
    programme: Programme, form: SwotForm, conflicts: frozenset[str] = frozenset()
) -> ResponseReturnValue:
    """Show the form; where others have changed a line meanwhile, theirs stands beside it."""
    table = table_of(programme)
    if conflicts:
        mine = {part.edit.key: part.edit for part in form.parts() if part.edit.key in conflicts}
        form = swot_form(table.lines, is_sent=False)
        for part in form.parts():
            if (edit := mine.get(part.key.data or "")) is not None:
                part.text.data, part.state.data = edit.text, edit.state
                part.cell.data = edit.cell.value
    now = {one.line.key: one.line for one in table.lines}
    return render_template(
        "swot/edit.html",
        programme=programme,
        form=form,
        cells=[(cell, _parts_of(cell, form, now)) for cell in SwotCell],
        now=now,
        is_made=table.is_made,
        titles=TITLES,
        conflicts=conflicts,
        rules=[said(RULE), said(N_(THEMES_RULE.msgid, k=programme.k))],
        anchor=digest,
    )


def _parts_of(cell: SwotCell, form: SwotForm, now: Mapping[str, Line]) -> list[LineForm]:
    """Return the lines that stand in a cell; what is only being moved still stands in its own."""
    return [
        part
        for part in form.parts()
        if (now[key].cell if (key := part.key.data or "") in now else part.cell.data) == cell.value
    ]
