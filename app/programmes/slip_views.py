"""Pages of slips: to print and cut, and to replace a lost one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from flask import abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import ProgrammeRole
from app.programmes.addresses import is_only_here, shown_address
from app.programmes.agreement import asks_each_person
from app.programmes.blueprint import bp
from app.programmes.codes import shown_code
from app.programmes.custody import for_holders_of_codes
from app.programmes.errors import RefusedError
from app.programmes.finding import listed_programme_or_404
from app.programmes.forms import FindForm, ReissueForm, SlipsForm, named
from app.programmes.modes import mode_of
from app.programmes.people_queries import (
    Chosen,
    days_of_issue,
    find_number,
    groups_of,
    one_person,
    people,
)
from app.programmes.queries import (
    class_order,
    n_without_consent,
    roles_and_classes,
    waves_in_order,
)
from app.programmes.slips import reissue_slip
from app.programmes.stack_views import stacks_page
from app.programmes.wizard import steps_of
from app.programmes.words import ROLES, ROLES_OF_MANY, said
from app.waves.states import shown_day

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme

#: Asks for the slips also of people whose consents have not come.
EVERYBODY = "all"


@bp.get("/<int:programme_id>/slips")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def slips(programme_id: int) -> ResponseReturnValue:
    """Print slips: everybody's, a class's, or only new ones; on consent, where it is required."""
    programme = get_programme_or_404(programme_id)
    mode = mode_of(programme)
    if not mode.lists_people:
        return stacks_page(programme) if mode.has_slips else abort(404)
    found = people(programme, _chosen(programme), page=None)
    return render_template(
        "programmes/slips.html",
        programme=programme,
        steps=steps_of(programme),
        form=_slips_form(programme),
        find_form=FindForm(formdata=None),
        slips=found,
        n_without_consent=n_without_consent(programme),
        groups=groups_of(programme, [slip.person for slip in found]),
        address=shown_address(),
        is_only_here=is_only_here(shown_address()),
        roles=ROLES,
        shown_code=shown_code,
        entry=waves_in_order(programme)[0],
        keeps_names=mode_of(programme).has_names,
    )


@bp.get("/<int:programme_id>/slips/envelopes")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def envelopes(programme_id: int) -> ResponseReturnValue:
    """Print a label for the envelope of each slip; the name is written on it by hand."""
    programme = listed_programme_or_404(programme_id)
    if mode_of(programme).has_names:
        return redirect(url_for("names.labels", programme_id=programme.id))
    return render_template(
        "programmes/envelopes.html",
        programme=programme,
        form=_slips_form(programme),
        labels=people(programme, _chosen(programme), page=None),
        roles=ROLES,
    )


@bp.post("/<int:programme_id>/slips/find")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def find_slip(programme_id: int) -> ResponseReturnValue:
    """Find whose slip is lost, by number or code; the code stays out of the address."""
    programme = listed_programme_or_404(programme_id)
    form = FindForm()
    number = find_number(programme, form.typed.data or "") if form.validate_on_submit() else None
    if number is None:
        flash(_("Nobody of this programme has such a number or a valid code."), "warning")
        return redirect(url_for("programmes.slips", programme_id=programme.id))
    return redirect(url_for("programmes.slip", programme_id=programme.id, number=number))


@bp.get("/<int:programme_id>/slips/<int(max=999999999):number>")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def slip(programme_id: int, number: int) -> ResponseReturnValue:
    """See and print one slip, and replace it."""
    programme = listed_programme_or_404(programme_id)
    person = one_person(programme, number) or abort(404)
    return render_template(
        "programmes/slip.html",
        programme=programme,
        slip=person,
        form=ReissueForm(code=person.code),
        is_fresh="issued" in request.args,
        address=shown_address(),
        is_only_here=is_only_here(shown_address()),
        roles=ROLES,
        shown_code=shown_code,
    )


@bp.post("/<int:programme_id>/slips/<int(max=999999999):number>")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def reissue(programme_id: int, number: int) -> ResponseReturnValue:
    """Void a lost slip and issue another to the same participant."""
    programme = listed_programme_or_404(programme_id)
    form = ReissueForm()
    issued = None
    if form.validate_on_submit():
        try:
            reissue_slip(programme, form.code.data or "", number=number, by=current_user.user)
        except RefusedError as refused:
            flash(said(refused.message), "warning")
        else:
            flash(_("A new slip has been issued; the old code is no longer valid."), "success")
            issued = 1
    return redirect(
        url_for("programmes.slip", programme_id=programme.id, number=number, issued=issued)
    )


def _chosen(programme: Programme) -> Chosen:
    """Return which slips are asked for; what makes no sense asks for everybody's."""
    role = request.args.get("role", "")
    return Chosen(
        role=ProgrammeRole(role) if role in set(ProgrammeRole) else None,
        class_name=request.args.get("class_name") or None,
        issued_from=request.args.get("issued_from", type=date.fromisoformat),
        with_consent=asks_each_person(programme) and request.args.get("consent") != EVERYBODY,
    )


def _slips_form(programme: Programme) -> SlipsForm:
    form = SlipsForm(request.args, address=shown_address())
    form.address.data = shown_address()
    classes = {class_name for _role, _arm, class_name, _n in roles_and_classes(programme)}
    everybody = {"": _("all")}
    days = days_of_issue(programme)
    form.role.choices = named(everybody | ROLES_OF_MANY)()
    form.class_name.choices = everybody | {
        name: name for name in sorted(filter(None, classes), key=class_order)
    }
    form.issued_from.choices = everybody | {
        day.isoformat(): _("on %(day)s and later", day=shown_day(day)) for day in days
    }
    if asks_each_person(programme):
        form.consent.choices = {"": _("whose consents have come"), EVERYBODY: _("all")}
    else:
        del form.consent
    return form
