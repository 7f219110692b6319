"""The page of conclusions: read, corrected, added to, and printed by the next report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.conclusions import operations
from app.conclusions.forms import act_of, conclusions_form
from app.conclusions.queries import KINDS_OF_STAGE, sentences_of
from app.conclusions.texts import digest
from app.loading import get_programme_or_404
from app.models import ConclusionKind
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.words import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.conclusions.forms import ConclusionsForm
    from app.conclusions.queries import Shown
    from app.models import Programme

bp = Blueprint(
    "conclusions", __name__, url_prefix="/staff/programmes/<int:programme_id>/conclusions"
)

TITLES = {
    ConclusionKind.CONCLUSION: _l("Conclusions"),
    ConclusionKind.STRENGTH: _l("Strong sides"),
    ConclusionKind.WEAKNESS: _l("Weak sides"),
    ConclusionKind.GAP: _l("Expectations and what came of them"),
    ConclusionKind.RECOMMENDATION: _l("Recommendations"),
}


@bp.route("/<int:stage>", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def edit(programme_id: int, stage: int) -> ResponseReturnValue:
    """Read the drafted conclusions of a stage, correct them, strike and add."""
    programme = get_programme_or_404(programme_id)
    if stage not in KINDS_OF_STAGE:
        abort(404)
    shown = sentences_of(programme, stage)
    if shown is None or programme.reduced_at is not None:
        return render_template(
            "conclusions/none.html", programme=programme, stage=stage, is_made=shown is not None
        )
    form = conclusions_form(shown, KINDS_OF_STAGE[stage])
    if form.validate_on_submit():
        return _saved(programme, stage, form)
    return _page(programme, stage, form)


def _saved(programme: Programme, stage: int, form: ConclusionsForm) -> ResponseReturnValue:
    """Save what was sent; where others have changed the same, show both."""
    act = act_of(request.form.get("do"))
    try:
        conflicts = operations.save(
            programme,
            stage,
            [part.edit for part in form.parts()],
            added=form.added(),
            act=act,
            by=current_user.user,
        )
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
        return _page(programme, stage, form)
    if conflicts:
        return _page(programme, stage, form, conflicts)
    flash(_("Saved. The next report prints the conclusions so."), "success")
    anchor = None if act is None else f"s-{digest(act.key)}"
    place = url_for("conclusions.edit", programme_id=programme.id, stage=stage, _anchor=anchor)
    return redirect(place)


def _page(
    programme: Programme,
    stage: int,
    form: ConclusionsForm,
    conflicts: frozenset[str] = frozenset(),
) -> ResponseReturnValue:
    """Show the form; where others have changed a sentence meanwhile, theirs stands beside it."""
    now = {one.sentence.key: one for one in sentences_of(programme, stage) or ()}
    if conflicts:
        mine = {part.edit.key: part.edit for part in form.parts() if part.edit.key in conflicts}
        form = _anew(now, mine, stage)
    return render_template(
        "conclusions/edit.html",
        programme=programme,
        stage=stage,
        form=form,
        now=now,
        kinds=[
            (kind, [part for part in form.parts() if part.kind.data == kind.value])
            for kind in KINDS_OF_STAGE[stage]
        ],
        titles=TITLES,
        conflicts=conflicts,
        flagged=[one for one in now.values() if one.sentence.reread],
        anchor=digest,
    )


def _anew(now: dict[str, Shown], mine: dict[str, operations.Edit], stage: int) -> ConclusionsForm:
    """Return the form of what is there now, with what could not be saved still in its fields."""
    form = conclusions_form(list(now.values()), KINDS_OF_STAGE[stage], is_sent=False)
    for part in form.parts():
        if (edit := mine.get(part.key.data or "")) is not None:
            part.text.data, part.struck.data = edit.text, edit.is_struck
    return form
