"""Pages of participants: added by number, or from the school's own table."""

from __future__ import annotations

from base64 import b64encode
from math import ceil
from pathlib import Path
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.database import now_utc
from app.interchange.coded_table import with_codes
from app.interchange.errors import TableError
from app.interchange.names import read_facts
from app.interchange.people import mixed_groups, read_people
from app.interchange.tables import table_of
from app.loading import get_programme_or_404
from app.models import Arm, Role, WaveKind
from app.names.custody import open_names
from app.names.errors import NamesClosedError
from app.names.naming import add_named_people
from app.programmes import enrolment, people_queries, queries
from app.programmes.blueprint import bp
from app.programmes.codes import shown_code
from app.programmes.custody import for_holders_of_codes, holds_codes
from app.programmes.errors import MixedGroupsError, RefusedError
from app.programmes.finding import listed_programme_or_404
from app.programmes.forms import AddPeopleForm, RemoveForm, TableForm, show_refusal
from app.programmes.guards import has_begun
from app.programmes.modes import mode_of
from app.programmes.stack_forms import AddStrataForm, StrataTableForm
from app.programmes.strata_views import TABLE, strata_page
from app.programmes.wizard import steps_of
from app.programmes.words import ARMS, ROLES, ROLES_OF_MANY, said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.interchange.tables import Table
    from app.models import Programme

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@bp.get("/<int:programme_id>/people")
@allow(*PROGRAMME_STAFF)
def people(programme_id: int) -> ResponseReturnValue:
    """See who takes part, and add more."""
    programme = get_programme_or_404(programme_id)
    if not mode_of(programme).lists_people:
        return strata_page(programme, AddStrataForm(), StrataTableForm(prefix=TABLE))
    return _page(programme, AddPeopleForm(), TableForm(prefix=TABLE))


@bp.post("/<int:programme_id>/people")
@allow(*PROGRAMME_STAFF)
def add_by_number(programme_id: int) -> ResponseReturnValue:
    """Add so many people of a role and class."""
    programme = listed_programme_or_404(programme_id)
    form = AddPeopleForm()
    if form.validate_on_submit():
        try:
            codes = enrolment.add_people(
                programme, form.people(), more=form.more.data, by=current_user.user
            )
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("Participants added: %(n)s.", n=len(codes)), "success")
            return redirect(url_for("programmes.people", programme_id=programme.id))
    return _page(programme, form, TableForm(prefix=TABLE, formdata=None))


@bp.post("/<int:programme_id>/people/table")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def add_from_table(programme_id: int) -> ResponseReturnValue:
    """Add the people of a table, and give the table back with codes, inside the page."""
    programme = listed_programme_or_404(programme_id)
    form = TableForm(prefix=TABLE)
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            return _table_back(programme, form)
        except TableError as error:
            problems = [said(problem) for problem in error.problems]
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
    return _page(programme, AddPeopleForm(formdata=None), form, problems)


@bp.post("/<int:programme_id>/people/remove")
@allow(*PROGRAMME_STAFF)
def remove_everybody(programme_id: int) -> ResponseReturnValue:
    """Take all people out again, before the first wave opens."""
    programme = get_programme_or_404(programme_id)
    if RemoveForm().validate_on_submit():
        try:
            enrolment.remove_everybody(programme, by=current_user.user)
        except RefusedError as refused:
            flash(said(refused.message), "warning")
        else:
            flash(_("All participants have been taken out; their codes are no longer valid."))
    else:
        flash(_("Nothing has been changed: tick the box to take everybody out."), "warning")
    return redirect(url_for("programmes.people", programme_id=programme.id))


def _table_back(programme: Programme, form: TableForm) -> ResponseReturnValue:
    """Add the people, and put their table, which is kept nowhere, into the page itself."""
    path = Path(form.table.data.filename)
    table = table_of(path, form.table.data.read())
    try:
        codes = _added(programme, table, more=form.more.data)
    except MixedGroupsError as error:
        raise mixed_groups(table, error.mixed) from error
    suffix = ".xlsx" if path.suffix.lower() == ".xlsx" else ".csv"
    content = b64encode(with_codes(table, codes, suffix)).decode("ascii")
    return render_template(
        "programmes/people_added.html",
        programme=programme,
        steps=steps_of(programme),
        n=len(codes),
        table=f"data:{MEDIA_TYPES[suffix]};base64,{content}",
        file_name=_("%(name)s with codes", name=path.stem) + suffix,
    )


def _added(programme: Programme, table: Table, *, more: bool) -> list[str]:
    """Add the people of a table; their names are read only where they are kept."""
    people, by = read_people(table), current_user.user
    if not mode_of(programme).has_names:
        return enrolment.add_people(programme, people, more=more, by=by)
    opened = open_names(programme)
    if opened is None:
        raise NamesClosedError("table")
    named = list(zip(people, read_facts(table), strict=True))
    return add_named_people(programme, named, opened, more=more, by=by)


def _page(
    programme: Programme,
    form: AddPeopleForm,
    table_form: TableForm,
    problems: list[str] | None = None,
) -> ResponseReturnValue:
    total = queries.number_of_people(programme)
    last = max(1, ceil(total / people_queries.PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), last)
    listed = people_queries.people(programme, page=page)
    persons = [row.person for row in listed]
    counts = queries.roles_and_classes(programme)
    return render_template(
        "programmes/people.html",
        programme=programme,
        steps=steps_of(programme),
        form=form,
        table_form=table_form,
        remove_form=RemoveForm(formdata=None),
        may_remove=not any(
            has_begun(wave, now_utc()) for wave in queries.waves_in_order(programme)
        ),
        problems=problems or [],
        counts=counts,
        has_arms=any(arm is Arm.COMPARISON for _role, arm, _class_name, _n in counts),
        total=total,
        listed=listed,
        groups=people_queries.groups_of(programme, persons),
        answered=people_queries.answered_waves(programme, persons),
        without_mentor=people_queries.groups_without_mentor(programme),
        page=page,
        is_last=page == last,
        words={"roles": ROLES, "many": ROLES_OF_MANY, "arms": ARMS},
        kinds=list(WaveKind),
        shown_code=shown_code,
        holds_codes=holds_codes(),
        keeps_names=mode_of(programme).has_names,
        names_are_open=open_names(programme) is not None,
        reads_names=Role.PSYCHOLOGIST in current_user.roles,
    )
