"""Pages of a vault: its passphrase, its paper, and the end of both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import allow
from app.models import Role
from app.names import operations
from app.names.blueprint import REFUSED, bp, limit_wrong_tries
from app.names.custody import close_names, hold_open, where_names_are_kept
from app.names.forms import (
    ChangePassphraseForm,
    CreateVaultForm,
    EraseForm,
    PassphraseForm,
    RecoveryForm,
)
from app.names.queries import vault_of
from app.names.recovery import shown_recovery_key
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.words import said

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

    from app.models import Programme
    from app.names.vaults import OpenVault

#: The second form of a page has names of its own.
PAPER = "paper-"


@bp.route("/vault", methods=["GET", "POST"])
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def create(programme: Programme) -> ResponseReturnValue:
    """Choose the passphrase, and get the recovery key."""
    form = CreateVaultForm()
    if form.validate_on_submit():
        try:
            key, opened = operations.create_vault(
                programme, form.new.data or "", by=current_user.user
            )
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            return _paper(programme, key, opened)
    if vault_of(programme) is not None and not form.errors:
        return redirect(_index(programme))
    return render_template("names/create.html", programme=programme, form=form)


@bp.get("/passphrase")
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def passphrase(programme: Programme) -> ResponseReturnValue:
    """Choose what to change: the passphrase or the paper."""
    if vault_of(programme) is None:
        return redirect(_index(programme))
    return _keys_page(programme)


@bp.post("/passphrase")
@allow(Role.PSYCHOLOGIST)
@limit_wrong_tries
@where_names_are_kept
def change_passphrase(programme: Programme) -> ResponseReturnValue:
    """Give the names another passphrase."""
    form = ChangePassphraseForm()
    if not form.validate_on_submit():
        return _keys_page(programme, form=form)
    try:
        opened = operations.change_passphrase(
            programme, form.passphrase.data or "", new=form.new.data or "", by=current_user.user
        )
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
        return _keys_page(programme, form=form), REFUSED
    return _with_new_passphrase(programme, opened)


@bp.post("/paper")
@allow(Role.PSYCHOLOGIST)
@limit_wrong_tries
@where_names_are_kept
def renew_recovery_key(programme: Programme) -> ResponseReturnValue:
    """Get another recovery key, after which the old paper opens nothing."""
    form = PassphraseForm(prefix=PAPER)
    if not form.validate_on_submit():
        return _keys_page(programme, paper_form=form)
    try:
        key, opened = operations.renew_recovery_key(
            programme, form.passphrase.data or "", by=current_user.user
        )
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
        return _keys_page(programme, paper_form=form), REFUSED
    return _paper(programme, key, opened)


@bp.route("/recovery", methods=["GET", "POST"])
@allow(Role.PSYCHOLOGIST)
@limit_wrong_tries
@where_names_are_kept
def recover(programme: Programme) -> ResponseReturnValue:
    """Open the names by the paper, and give them another passphrase."""
    form = RecoveryForm()
    page = "names/recover.html"
    if not form.validate_on_submit():
        return render_template(page, programme=programme, form=form)
    try:
        opened = operations.unlock_with_recovery(
            programme, form.recovery.data or "", new=form.new.data or "", by=current_user.user
        )
    except RefusedError as refused:
        show_refusal(form, refused, said(refused.message))
        return render_template(page, programme=programme, form=form), REFUSED
    return _with_new_passphrase(programme, opened)


@bp.route("/lost", methods=["GET", "POST"])
@allow(Role.PSYCHOLOGIST)
@where_names_are_kept
def lost(programme: Programme) -> ResponseReturnValue:
    """Erase the names after both keys are lost, and begin anew."""
    form = EraseForm()
    if not form.validate_on_submit():
        return render_template("names/lost.html", programme=programme, form=form)
    operations.erase_names(programme, by=current_user.user)
    close_names(programme)
    flash(_("The names have been erased. Choose a new passphrase."), "warning")
    return redirect(url_for("names.create", programme_id=programme.id))


def _index(programme: Programme) -> str:
    return url_for("names.index", programme_id=programme.id)


def _with_new_passphrase(programme: Programme, opened: OpenVault) -> ResponseReturnValue:
    hold_open(programme, opened)
    flash(_("The names have a new passphrase."), "success")
    return redirect(_index(programme))


def _paper(programme: Programme, recovery_key: str, opened: OpenVault) -> ResponseReturnValue:
    """Show the recovery key, which this page alone ever holds."""
    hold_open(programme, opened)
    return render_template(
        "names/paper.html", programme=programme, recovery_key=shown_recovery_key(recovery_key)
    )


def _keys_page(
    programme: Programme,
    *,
    form: ChangePassphraseForm | None = None,
    paper_form: PassphraseForm | None = None,
) -> str:
    return render_template(
        "names/passphrase.html",
        programme=programme,
        form=form or ChangePassphraseForm(formdata=None),
        paper_form=paper_form or PassphraseForm(prefix=PAPER, formdata=None),
    )
