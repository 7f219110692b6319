"""Pages for the administrator: who works here, and what the school is called."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import allow
from app.admin import operations
from app.admin.forms import AddUserForm, ChangeRolesForm, NewPasswordForm, SchoolForm
from app.auth.errors import LastAdministratorError, LoginTakenError
from app.auth.passwords import random_password
from app.database import db
from app.loading import get_user_or_404
from app.models import Role, User

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue

bp = Blueprint("admin", __name__, url_prefix="/staff")


@bp.get("/users")
@allow(Role.ADMINISTRATOR)
def users() -> ResponseReturnValue:
    """See who works here."""
    staff = db.session.query(User).filter_by(school_id=current_user.school.id)
    ordered = staff.order_by(User.is_active.desc(), User.login)
    return render_template("admin/users.html", staff=ordered.all())


@bp.route("/users/add", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def add_user() -> ResponseReturnValue:
    """Add somebody, and see their password once."""
    form = AddUserForm()
    if form.validate_on_submit():
        account = form.account()
        try:
            user = operations.add_user(current_user.school, account, by=current_user.user)
        except LoginTakenError:
            form.login.errors = [_("This login is taken. Choose another one.")]
        else:
            return _shown_once(user, account.password)
    return render_template("admin/add_user.html", form=form)


@bp.route("/users/<int:user_id>", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def user(user_id: int) -> ResponseReturnValue:
    """Change what a person may do."""
    person = get_user_or_404(user_id)
    form = ChangeRolesForm(**{role.value: role in person.roles for role in Role})
    if form.validate_on_submit():
        try:
            operations.change_roles(person, form.roles, by=current_user.user)
        except LastAdministratorError:
            form.form_errors = [_last_administrator()]
        else:
            flash(_("The roles have been changed."), "success")
            return redirect(url_for("admin.users"))
    return render_template("admin/user.html", person=person, form=form)


@bp.route("/users/<int:user_id>/password", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def set_password(user_id: int) -> ResponseReturnValue:
    """Give a person another password, and see it once."""
    person = get_user_or_404(user_id)
    form = NewPasswordForm(person)
    if form.validate_on_submit():
        password = form.password.data or random_password()
        operations.set_password(person, password, by=current_user.user)
        return _shown_once(person, password)
    return render_template("admin/set_password.html", person=person, form=form)


@bp.post("/users/<int:user_id>/deactivate")
@allow(Role.ADMINISTRATOR)
def deactivate(user_id: int) -> ResponseReturnValue:
    """Let a person sign in no more."""
    person = get_user_or_404(user_id)
    try:
        operations.deactivate(person, by=current_user.user)
    except LastAdministratorError:
        flash(_last_administrator(), "danger")
    else:
        flash(_("%(login)s cannot sign in any more.", login=person.login), "success")
    return redirect(url_for("admin.users"))


@bp.post("/users/<int:user_id>/activate")
@allow(Role.ADMINISTRATOR)
def activate(user_id: int) -> ResponseReturnValue:
    """Let a person sign in again."""
    person = get_user_or_404(user_id)
    operations.activate(person, by=current_user.user)
    flash(_("%(login)s can sign in again.", login=person.login), "success")
    return redirect(url_for("admin.users"))


@bp.route("/school", methods=["GET", "POST"])
@allow(Role.ADMINISTRATOR)
def school() -> ResponseReturnValue:
    """Change the school's name, time zone, and what papers and pupils read of it."""
    form = SchoolForm(obj=current_user.school)
    if form.validate_on_submit():
        operations.change_school(
            current_user.school,
            form.facts(),
            by=current_user.user,
        )
        flash(_("The school has been changed."), "success")
        return redirect(url_for("admin.school"))
    return render_template("admin/school.html", form=form)


def _last_administrator() -> str:
    return str(_("This is the only administrator: make somebody else administrator first."))


def _shown_once(person: User, password: str) -> str:
    """Show a password in the answer itself: kept in a session, it would lie in the cookie."""
    return render_template("admin/new_password.html", login=person.login, password=password)
