"""The page of people who are counted by strata: added by number, or from the school's own table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.database import now_utc
from app.interchange.errors import TableError
from app.interchange.people import has_groups, read_people
from app.interchange.tables import table_of
from app.models import Arm, WaveKind
from app.programmes.blueprint import bp
from app.programmes.errors import RefusedError, SmallStacksError
from app.programmes.finding import counted_programme_or_404
from app.programmes.forms import RemoveForm, show_refusal
from app.programmes.guards import has_begun
from app.programmes.modes import mode_of
from app.programmes.queries import number_of_people, waves_in_order
from app.programmes.stack_forms import AddStrataForm, StrataTableForm
from app.programmes.strata import add_strata
from app.programmes.strata_queries import answered_by_stratum, strata_of
from app.programmes.wizard import steps_of
from app.programmes.words import ARMS, ROLES_OF_MANY, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from app.models import Programme
    from app.programmes.new_people import NewPerson

#: The two forms of the page have names of their own.
TABLE = "table-"


@bp.post("/<int:programme_id>/people/strata")
@allow(*PROGRAMME_STAFF)
def add_strata_by_number(programme_id: int) -> ResponseReturnValue:
    """Add so many people of a role and class to their strata."""
    programme = counted_programme_or_404(programme_id)
    form = AddStrataForm()
    if form.validate_on_submit() and _added(programme, form, form.people()):
        return redirect(url_for("programmes.people", programme_id=programme.id))
    return strata_page(programme, form, StrataTableForm(prefix=TABLE, formdata=None))


@bp.post("/<int:programme_id>/people/strata/table")
@allow(*PROGRAMME_STAFF)
def add_strata_from_table(programme_id: int) -> ResponseReturnValue:
    """Add the people of a table to their strata; the table is counted, and kept nowhere."""
    programme = counted_programme_or_404(programme_id)
    form = StrataTableForm(prefix=TABLE)
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            table = table_of(Path(form.table.data.filename), form.table.data.read())
            people = read_people(table, with_groups=False)
        except TableError as error:
            problems = [said(problem) for problem in error.problems]
        else:
            if _added(programme, form, people):
                if has_groups(table):
                    flash(_("The column of pairs and groups was not read: nobody is tied to any."))
                return redirect(url_for("programmes.people", programme_id=programme.id))
    return strata_page(programme, AddStrataForm(formdata=None), form, problems)


def strata_page(
    programme: Programme,
    form: AddStrataForm,
    table_form: StrataTableForm,
    problems: Sequence[str] = (),
) -> ResponseReturnValue:
    """Show who takes part, as far as anybody may know it: so many of each stratum."""
    strata, waves = strata_of(programme), waves_in_order(programme)
    return render_template(
        "programmes/strata.html",
        programme=programme,
        steps=steps_of(programme),
        form=form,
        table_form=table_form,
        remove_form=RemoveForm(formdata=None),
        may_remove=not any(has_begun(wave, now_utc()) for wave in waves),
        problems=problems,
        total=number_of_people(programme),
        strata=strata,
        has_arms=any(stratum.arm is Arm.COMPARISON for stratum in strata),
        has_strategies=any(stratum.strategy_id is not None for stratum in strata),
        has_slips=mode_of(programme).has_slips,
        answered=answered_by_stratum(programme),
        words={"many": ROLES_OF_MANY, "arms": ARMS},
        kinds=list(WaveKind),
    )


def _added(
    programme: Programme, form: AddStrataForm | StrataTableForm, people: Sequence[NewPerson]
) -> bool:
    """Add people and say so; where they are refused, the form says why."""
    try:
        n = add_strata(
            programme, people, more=form.more.data, merge=form.merge.data, by=current_user.user
        )
    except SmallStacksError as refused:
        form.form_errors += [said(message) for message in refused.messages]
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
    else:
        flash(_("Participants added: %(n)s. Their stacks stand below.", n=n), "success")
        return True
    return False
