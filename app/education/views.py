"""Pages of marks and attendance: uploaded, columns chosen, looked at, kept, removed."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import format_decimal
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.education import operations
from app.education.carrying import COLUMNS, KEEP, packed, unpacked
from app.education.forms import (
    ConfirmForm,
    RemoveForm,
    TiedUploadForm,
    UploadForm,
    columns_form,
)
from app.education.queries import handed_in
from app.education.tying import persons_by_name
from app.education.uploads import Upload, uploaded
from app.education.words import DIGITS, MEASURES
from app.interchange.errors import TableError
from app.loading import get_programme_or_404
from app.models import Measure, ProgrammeRole, Role
from app.names.custody import open_names
from app.names.errors import NamesClosedError
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.modes import mode_of
from app.programmes.words import ROLES_OF_MANY, said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask.typing import ResponseReturnValue

    from app.education.forms import ColumnsForm
    from app.education.pairing import Pairing, Value
    from app.models import Programme
    from app.names.vaults import OpenVault

bp = Blueprint("education", __name__, url_prefix="/staff/programmes/<int:programme_id>/education")

#: Pupils whose values are shown before they are kept.
SHOWN = 5


@bp.get("")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """See what has been handed in, and upload more."""
    programme = get_programme_or_404(programme_id)
    return _index(programme, _upload_form(programme)(formdata=None))


@bp.post("")
@allow(*PROGRAMME_STAFF)
def upload(programme_id: int) -> ResponseReturnValue:
    """Upload a table or two, and choose their columns next."""
    programme = get_programme_or_404(programme_id)
    form = _upload_form(programme)()
    problems: list[str] = []
    if form.validate_on_submit():
        try:
            return _columns(programme, _uploaded(form))
        except TableError as error:
            problems = [said(problem) for problem in error.problems]
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
    return _index(programme, form, problems)


@bp.post("/columns")
@allow(*PROGRAMME_STAFF)
def columns(programme_id: int) -> ResponseReturnValue:
    """Say which column is what, and look at what is read."""
    programme = get_programme_or_404(programme_id)
    brought = Upload.of(_brought(programme, COLUMNS))
    form = columns_form(brought)()
    held = brought.with_headers(form.tops(len(brought.tables)))
    if "again" in request.form:
        return _columns(programme, held)
    form = columns_form(held)()
    problems: list[str] = []
    if form.validate_on_submit() and form.check(held):
        try:
            return _look(programme, held, form.chosen())
        except TableError as error:
            problems = [said(problem) for problem in error.problems]
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
    return _columns(programme, held, form, problems)


@bp.post("/keep")
@allow(*PROGRAMME_STAFF)
def keep(programme_id: int) -> ResponseReturnValue:
    """Keep what has been looked at, instead of what was there of the role."""
    programme = get_programme_or_404(programme_id)
    handed, layouts = _handed(_brought(programme, KEEP))
    operations.hand_in(programme, handed, layouts, by=current_user.user)
    saved = _("The results have been saved."), _("The results have been saved, without names.")
    flash(saved[not handed.is_tied], "success")
    return redirect(url_for("education.index", programme_id=programme.id))


@bp.post("/remove")
@allow(*PROGRAMME_STAFF)
def remove(programme_id: int) -> ResponseReturnValue:
    """Take the results of a role out."""
    programme = get_programme_or_404(programme_id)
    form = RemoveForm()
    if form.validate_on_submit():
        operations.remove(programme, ProgrammeRole(form.role.data), by=current_user.user)
        flash(_("The results have been removed."), "success")
    else:
        flash(_("Nothing has been changed: tick the box to remove the results."), "warning")
    return redirect(url_for("education.index", programme_id=programme.id))


@bp.errorhandler(RefusedError)
def _refused(refused: RefusedError) -> ResponseReturnValue:
    """Say on the first page what no field of a later one could say."""
    flash(said(refused.message), "warning")
    programme_id = (request.view_args or {})["programme_id"]
    return redirect(url_for("education.index", programme_id=programme_id))


def _vault(programme: Programme) -> OpenVault | None:
    """Return the open names; None where there are none or they are no business of the reader."""
    if Role.PSYCHOLOGIST not in current_user.roles or not mode_of(programme).has_names:
        return None
    return open_names(programme)


def _upload_form(programme: Programme) -> type[UploadForm]:
    return UploadForm if _vault(programme) is None else TiedUploadForm


def _uploaded(form: UploadForm) -> Upload:
    files = [field.data for field in (form.before, form.after) if field.data]
    return Upload(
        role=ProgrammeRole(form.role.data),
        is_tied=isinstance(form, TiedUploadForm) and bool(form.is_tied.data),
        tables=tuple(uploaded(Path(file.filename), file.read()) for file in files),
    )


def _brought(programme: Programme, step: str) -> Any:
    """Return what the page before has carried."""
    form = ConfirmForm()
    form.validate_on_submit()
    return unpacked(form.parcel.data or "", programme, current_user.user, step=step)


def _index(
    programme: Programme, form: UploadForm, problems: list[str] | None = None
) -> ResponseReturnValue:
    has_names = mode_of(programme).has_names
    return render_template(
        "education/index.html",
        programme=programme,
        form=form,
        problems=problems or [],
        there=handed_in(programme),
        remove_form=RemoveForm(formdata=None),
        measures=MEASURES,
        roles=ROLES_OF_MANY,
        may_tie=has_names and Role.PSYCHOLOGIST in current_user.roles,
        ties=isinstance(form, TiedUploadForm),
    )


def _columns(
    programme: Programme,
    held: Upload,
    form: ColumnsForm | None = None,
    problems: list[str] | None = None,
) -> ResponseReturnValue:
    parcel = packed(held.plain(), programme, current_user.user, step=COLUMNS)
    if form is None:
        proposed = {name: str(place) for name, place in held.proposed(programme).items()}
        tops = {f"header_{number}": one.top + 1 for number, one in enumerate(held.tables, start=1)}
        form = columns_form(held)(formdata=None, data=proposed | tops)
    form.parcel.data = parcel
    return render_template(
        "education/columns.html",
        programme=programme,
        form=form,
        upload=held,
        problems=problems or [],
        measures=MEASURES,
        roles=ROLES_OF_MANY,
    )


def _look(programme: Programme, held: Upload, chosen: Mapping[str, int]) -> ResponseReturnValue:
    """Show what was read: how many, whom not, and the values of a few without names."""
    persons = None
    if held.is_tied:
        vault = _vault(programme)
        if vault is None:
            raise NamesClosedError
        persons = persons_by_name(programme, held.role, vault)
    pairing = held.pairing(chosen, persons)
    both = {
        MEASURES[measure]: sum(None not in row[:2] for row in rows)
        for measure, rows in pairing.rows.items()
        if rows
    }
    form = ConfirmForm(formdata=None)
    form.parcel.data = packed(
        _plain(held, chosen, pairing), programme, current_user.user, step=KEEP
    )
    return render_template(
        "education/look.html",
        programme=programme,
        form=form,
        upload=held,
        pairing=pairing,
        measures={
            MEASURES[measure]: _examples(rows, measure)
            for measure, rows in pairing.rows.items()
            if rows
        },
        both=both,
        n_both=max(both.values(), default=0),
        replaces=any(one.role is held.role for one in handed_in(programme)),
        roles=ROLES_OF_MANY,
    )


def _examples(rows: list[Value], measure: Measure) -> list[list[str]]:
    return [[_shown(value, measure) for value in row[:2]] for row in rows[:SHOWN]]


def _shown(value: Fraction | None, measure: Measure) -> str:
    if value is None:
        return "—"
    return str(format_decimal(round(float(value), DIGITS[measure])))


def _plain(held: Upload, chosen: Mapping[str, int], pairing: Pairing) -> dict[str, Any]:
    """Return what is to be kept as a page carries it: no name is in it any more."""
    return {
        "role": held.role.value,
        "is_tied": held.is_tied,
        "rows": {
            measure.value: [[*map(_text, row[:2]), row[2]] for row in rows]
            for measure, rows in pairing.rows.items()
        },
        "layouts": held.layouts(chosen),
    }


def _text(value: Fraction | None) -> str | None:
    return None if value is None else str(value)


def _handed(plain: Mapping[str, Any]) -> tuple[operations.HandedIn, operations.Layouts]:
    def value(text: str | None) -> Fraction | None:
        return None if text is None else Fraction(text)

    handed = operations.HandedIn(
        role=ProgrammeRole(plain["role"]),
        is_tied=plain["is_tied"],
        rows={
            Measure(measure): [(value(entry), value(exit_), who) for entry, exit_, who in rows]
            for measure, rows in plain["rows"].items()
        },
    )
    return handed, plain["layouts"]
