"""The page of consents: two papers per participant, or their number, class by class."""

from __future__ import annotations

from itertools import product
from math import ceil
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import ConsentState, Paper, ProgrammeRole
from app.programmes.blueprint import bp
from app.programmes.codes import shown_code
from app.programmes.consent_counts import Pile, counts_of, invited_by_class
from app.programmes.consents import give_all, receive_all, set_consents, set_counts
from app.programmes.custody import holds_codes
from app.programmes.errors import RefusedError
from app.programmes.forms import consents_form, counts_form, show_refusal
from app.programmes.modes import mode_of
from app.programmes.people_queries import FIELDS_PAGE, Chosen, consents_of, people
from app.programmes.queries import class_order, class_sizes
from app.programmes.words import CONSENT_STATES, PAPERS, ROLES, ROLES_OF_MANY, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row

    from app.models import Programme


@bp.route("/<int:programme_id>/consents", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def consents(programme_id: int) -> ResponseReturnValue:
    """See and write down who has agreed, class by class."""
    programme = get_programme_or_404(programme_id)
    if not mode_of(programme).lists_people:
        return _counted(programme)
    classes = class_sizes(programme)
    class_name = _class_name(list(classes))
    last = max(1, ceil(classes.get(class_name, 0) / FIELDS_PAGE))
    page = min(_page(), last)
    listed = people(programme, Chosen(class_name=class_name), page, size=FIELDS_PAGE)
    form = _form(programme, listed)
    if form.validate_on_submit():
        try:
            set_consents(
                programme,
                _states(form, listed),
                by=current_user.user,
                erasing=form["erasing"].data,
            )
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The consents have been saved."), "success")
            return redirect(_address(programme, class_name, page))
    return render_template(
        "programmes/consents.html",
        programme=programme,
        form=form,
        fill_form=FlaskForm(prefix="fill-"),
        classes=list(classes),
        class_name=class_name,
        page=page,
        is_last=page == last,
        listed=listed,
        papers=PAPERS,
        roles=ROLES,
        shown_code=shown_code,
        holds_codes=holds_codes(),
    )


@bp.post("/<int:programme_id>/consents/<any(given, received):state>")
@allow(*PROGRAMME_STAFF)
def fill_consents(programme_id: int, state: str) -> ResponseReturnValue:
    """Write down that both papers of a whole class have been given out, or have come."""
    programme = get_programme_or_404(programme_id)
    class_name = _class_name(list(class_sizes(programme)))
    if FlaskForm(prefix="fill-").validate_on_submit():
        fill = give_all if state == ConsentState.GIVEN else receive_all
        fill(programme, class_name, by=current_user.user)
        flash(_("The consents have been saved."), "success")
    return redirect(_address(programme, class_name, _page()))


def _counted(programme: Programme) -> ResponseReturnValue:
    """Show and write down how many papers have come, where nobody is listed."""
    sizes = sorted(invited_by_class(programme).items(), key=_in_order)
    piles = [Pile(*place, *pile) for place, _n in sizes for pile in product(Paper, ConsentState)]
    held = counts_of(programme)
    form = counts_form(piles)(data={pile.field: held.get(pile) for pile in piles})
    if form.validate_on_submit():
        counts = {pile: form[pile.field].data or 0 for pile in piles}
        try:
            set_counts(programme, counts, by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The consents have been saved."), "success")
            return redirect(url_for("programmes.consents", programme_id=programme.id))
    return render_template(
        "programmes/consent_counts.html",
        programme=programme,
        form=form,
        sizes=sizes,
        pile=Pile,
        papers=PAPERS,
        states=CONSENT_STATES,
        roles=ROLES_OF_MANY,
    )


def _in_order(size: tuple[tuple[ProgrammeRole, str], int]) -> tuple[int, tuple[int, str]]:
    (role, class_name), _n = size
    return list(ProgrammeRole).index(role), class_order(class_name)


def _class_name(classes: list[str]) -> str:
    """Return the class that is asked for, or the first."""
    asked = request.args.get("class_name")
    if asked in classes:
        return str(asked)
    return classes[0] if classes else ""


def _page() -> int:
    return max(1, request.args.get("page", 1, type=int))


def _address(programme: Programme, class_name: str, page: int) -> str:
    return url_for(
        "programmes.consents", programme_id=programme.id, class_name=class_name, page=page
    )


def _form(programme: Programme, listed: Sequence[Row[Any]]) -> FlaskForm:
    held = consents_of(programme, [row.person for row in listed])
    states = {
        _field(paper, row.number): held.get((row.person, paper), "")
        for row in listed
        for paper in Paper
    }
    return consents_form(states)(data=states)


def _states(
    form: FlaskForm, listed: Sequence[Row[Any]]
) -> dict[tuple[int, Paper], ConsentState | None]:
    chosen = {
        (row.person, paper): form[_field(paper, row.number)].data
        for row in listed
        for paper in Paper
    }
    return {key: ConsentState(state) if state else None for key, state in chosen.items()}


def _field(paper: Paper, number: int) -> str:
    return f"{paper}_{number}"
