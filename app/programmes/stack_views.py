"""Pages of slips that are drawn from a hat: printed by stacks, replaced by slips of new people."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.programmes.addresses import is_only_here, shown_address
from app.programmes.blueprint import bp
from app.programmes.codes import shown_code
from app.programmes.custody import for_holders_of_codes
from app.programmes.errors import RefusedError
from app.programmes.finding import counted_programme_or_404
from app.programmes.forms import show_refusal
from app.programmes.people_queries import days_of_issue
from app.programmes.queries import waves_in_order
from app.programmes.stack_forms import LostForm, StacksForm
from app.programmes.strata import PACK, extra_slips
from app.programmes.strata_queries import ChosenStacks, codes_by_stratum, strata_of
from app.programmes.wizard import steps_of
from app.programmes.words import ARMS, ROLES, ROLES_OF_MANY, said
from app.waves.states import shown_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.models import Programme, Stratum


@bp.post("/<int:programme_id>/slips/extra")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def replace_lost(programme_id: int) -> ResponseReturnValue:
    """Issue slips in place of a lost one, of which its holder draws one."""
    programme = counted_programme_or_404(programme_id)
    form = _lost_form(programme)
    if form.validate_on_submit():
        try:
            extra_slips(programme, form.stratum.data, form.lost.data or "", by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("New slips have been issued. Print them, and fold them unread."), "success")
            chosen = {"stack": form.stratum.data, "newest": 1}
            return redirect(url_for("programmes.slips", programme_id=programme.id, **chosen))
    return stacks_page(programme, form)


def stacks_page(programme: Programme, form: LostForm | None = None) -> ResponseReturnValue:
    """Show the slips of every stack, or of those that are asked for."""
    strata = strata_of(programme)
    asked = request.args.get("stack", type=int)
    chosen = ChosenStacks(
        stratum_id=asked if asked in {stratum.id for stratum in strata} else None,
        issued_from=request.args.get("issued_from", type=date.fromisoformat),
        newest=PACK if "newest" in request.args else None,
    )
    codes = codes_by_stratum(programme, chosen)
    return render_template(
        "programmes/stacks.html",
        programme=programme,
        steps=steps_of(programme),
        form=_stacks_form(programme),
        lost_form=form or _lost_form(programme, formdata=None),
        stacks=[
            (number, stratum, codes[stratum.id])
            for number, stratum in enumerate(strata, start=1)
            if stratum.id in codes
        ],
        n=sum(map(len, codes.values())),
        pack=PACK,
        is_newest=chosen.newest is not None,
        address=shown_address(),
        is_only_here=is_only_here(shown_address()),
        words={"one": ROLES, "many": ROLES_OF_MANY, "arms": ARMS},
        shown_code=shown_code,
        entry=waves_in_order(programme)[0],
    )


def _lost_form(programme: Programme, **more: Any) -> LostForm:
    form = LostForm(prefix="lost-", **more)
    form.stratum.choices = _named(strata_of(programme))
    return form


def _stacks_form(programme: Programme) -> StacksForm:
    form = StacksForm(request.args)
    form.address.data = shown_address()
    form.stack.choices = {"": _("all")} | _named(strata_of(programme))
    form.issued_from.choices = {"": _("all")} | {
        day.isoformat(): _("on %(day)s and later", day=shown_day(day))
        for day in days_of_issue(programme)
    }
    return form


def _named(strata: Sequence[Stratum]) -> dict[str, str]:
    """Return what the stacks are chosen by: their numbers, with role and class."""
    return {
        str(stratum.id): ", ".join(
            filter(None, [f"{number}. {ROLES_OF_MANY[stratum.role]}", stratum.class_name])
        )
        for number, stratum in enumerate(strata, start=1)
    }
