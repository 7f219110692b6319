"""Pages of names: opened, read, typed in, printed as labels, and closed again."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm

from app.access import allow
from app.models import Role, Sex
from app.names import (
    operations,
    vault_views,  # noqa: F401 - because importing it hangs its pages
)
from app.names.blueprint import REFUSED, bp, limit_wrong_tries
from app.names.custody import (
    close_names,
    hold_open,
    open_names,
    seconds_left,
    where_names_are_kept,
)
from app.names.errors import NamesClosedError, WrongPassphraseError
from app.names.forms import SEXES, PassphraseForm, filled_in, names_form
from app.names.naming import set_facts
from app.names.queries import named, number_without_name, vault_of
from app.programmes.codes import shown_code
from app.programmes.forms import show_refusal
from app.programmes.people_queries import PAGE, Chosen, people
from app.programmes.queries import class_sizes
from app.programmes.words import ROLES, said

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue
    from sqlalchemy import Row

    from app.models import Programme
    from app.names.vaults import OpenVault

__all__ = ["bp"]

#: People on a page with three fields for each of them.
FIELDS_PAGE = 100


@bp.get("")
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def index(programme: Programme) -> ResponseReturnValue:
    """Read the names, or open them."""
    if vault_of(programme) is None:
        return redirect(_address("create", programme))
    opened = open_names(programme)
    if opened is None:
        return _closed_page(programme, PassphraseForm(formdata=None))
    place = _place(programme, PAGE)
    return render_template(
        "names/index.html",
        programme=programme,
        names=named(programme, place["listed"], opened.key),
        close_form=FlaskForm(formdata=None),
        n_without_name=number_without_name(programme),
        seconds_left=seconds_left(programme),
        minutes_left=ceil(seconds_left(programme) / 60),
        sexes=SEXES,
        roles=ROLES,
        shown_code=shown_code,
        **place,
    )


@bp.post("")
@allow(Role.PSYCHOLOGIST)
@limit_wrong_tries
@where_names_are_kept
def unlock(programme: Programme) -> ResponseReturnValue:
    """Open the names for ten minutes, in this browser."""
    form = PassphraseForm()
    if not form.validate_on_submit():
        return _closed_page(programme, form)
    try:
        opened = operations.unlock(programme, form.passphrase.data or "", by=current_user.user)
    except WrongPassphraseError as refused:
        show_refusal(form, refused, said(refused.message))
        return _closed_page(programme, form), REFUSED
    except NamesClosedError:  # there is no vault, or it became another at this moment
        return redirect(_address("index", programme))
    hold_open(programme, opened)
    return redirect(_address("index", programme))


@bp.post("/close")
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def close(programme: Programme) -> ResponseReturnValue:
    """Close the names before their time is up."""
    if FlaskForm().validate_on_submit():
        close_names(programme)
        flash(_("The names are closed."), "success")
    return redirect(_address("index", programme))


@bp.get("/edit")
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def edit(programme: Programme) -> ResponseReturnValue:
    """Type names in, class by class."""
    opened = open_names(programme)
    if opened is None:
        return redirect(_address("index", programme))
    place = _place(programme, FIELDS_PAGE)
    form = names_form(_numbers(place["listed"]), asks_passphrase=False)
    return _edit_page(programme, form(data=_known(programme, place["listed"], opened)), place)


@bp.post("/edit")
@allow(Role.PSYCHOLOGIST)
@limit_wrong_tries
@where_names_are_kept
def save(programme: Programme) -> ResponseReturnValue:
    """Keep what was typed; whoever took longer than ten minutes gives the passphrase again."""
    if vault_of(programme) is None:
        return redirect(_address("create", programme))
    place = _place(programme, FIELDS_PAGE)
    opened = open_names(programme)
    form = names_form(_numbers(place["listed"]), asks_passphrase=opened is None)()
    if not form.validate_on_submit():
        return _edit_page(programme, form, place)
    try:
        if opened is None:
            typed = form["passphrase"].data or ""
            opened = operations.unlock(programme, typed, by=current_user.user)
            hold_open(programme, opened)
        set_facts(programme, filled_in(form, _persons(place)), opened, by=current_user.user)
    except WrongPassphraseError as refused:
        show_refusal(form, refused, said(refused.message))
        return _edit_page(programme, form, place), REFUSED
    flash(_("The names have been sealed and saved."), "success")
    return redirect(_address("edit", programme, **_chosen(place)))


@bp.get("/labels")
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def labels(programme: Programme) -> ResponseReturnValue:
    """Print labels for the envelopes: names without codes."""
    opened = open_names(programme)
    if opened is None:
        return redirect(_address("index", programme))
    place = _place(programme, PAGE)
    return render_template(
        "names/labels.html",
        programme=programme,
        names=named(programme, place["listed"], opened.key),
        seconds_left=seconds_left(programme),
        roles=ROLES,
        **place,
    )


def _address(view: str, programme: Programme, **more: Any) -> str:
    return url_for(f"names.{view}", programme_id=programme.id, **more)


def _closed_page(programme: Programme, form: PassphraseForm) -> str:
    return render_template("names/closed.html", programme=programme, form=form)


def _edit_page(programme: Programme, form: FlaskForm, place: dict[str, Any]) -> str:
    return render_template("names/edit.html", programme=programme, form=form, roles=ROLES, **place)


def _place(programme: Programme, size: int) -> dict[str, Any]:
    """Return which class and page is asked for, or the first, and who stands there."""
    sizes = class_sizes(programme)
    asked = request.args.get("class_name")
    class_name = asked if asked in sizes else next(iter(sizes), "")
    last = max(1, ceil(sizes.get(class_name, 0) / size))
    page = min(max(1, request.args.get("page", 1, type=int)), last)
    return {
        "classes": list(sizes),
        "class_name": class_name,
        "page": page,
        "is_last": page == last,
        "listed": people(programme, Chosen(class_name=class_name), page, size=size),
    }


def _chosen(place: dict[str, Any]) -> dict[str, Any]:
    return {"class_name": place["class_name"], "page": place["page"]}


def _numbers(listed: Sequence[Row[Any]]) -> list[int]:
    return [row.number for row in listed]


def _persons(place: dict[str, Any]) -> dict[int, int]:
    return {row.number: row.person for row in place["listed"]}


def _known(
    programme: Programme, listed: Sequence[Row[Any]], opened: OpenVault
) -> dict[str, str | int | None]:
    """Return what the fields hold before anything is typed."""
    known = named(programme, listed, opened.key)
    fields: dict[str, str | int | None] = {}
    for row in listed:
        one = known[row.person]
        fields[f"name_{row.number}"], fields[f"age_{row.number}"] = one.name, one.age
        fields[f"sex_{row.number}"] = _word(one.sex)
    return fields


def _word(sex: Sex | None) -> str:
    return "" if sex is None else sex.value
