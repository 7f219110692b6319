"""Pages for signing in and out, one's own password, and the first start."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_limiter.util import get_remote_address
from flask_login import current_user

from app.access import EVERYONE, PROGRAMME_STAFF, STAFF, allow
from app.auth import first_start, operations
from app.auth.accounts import typed_login
from app.auth.errors import AlreadySetUpError, WrongPasswordError
from app.auth.forms import ChangePasswordForm, SetUpForm, SignInForm
from app.auth.role_words import role_names
from app.auth.sessions import begin, end
from app.demo.free_codes import demo_codes
from app.demo.marking import is_demo
from app.demo.operations import SchoolThereError, fill_demonstration
from app.demo.sign_ins import demo_sign_ins
from app.limits import FAILED_TRIES, FAILED_TRIES_OF_ADDRESS, limiter

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

bp = Blueprint("auth", __name__)
bp.before_app_request(first_start.send_to_explanation)
bp.add_app_template_filter(role_names)

#: An address within this site: a path, no other host, nothing a browser would mend into one.
_OWN_ADDRESS = re.compile(r"/(?![/\\])[^\\\x00-\x20\x7f]*")


def _address_and_login() -> str:
    return f"{get_remote_address()} {typed_login(request.form.get('login'))[:64]}"


def _is_shown_again(response: Response) -> bool:
    """Tell a failed try, whose form comes back, from one that leads on."""
    return response.status_code == 200


@bp.route("/staff/sign-in", methods=["GET", "POST"])
@allow(*EVERYONE)
@limiter.limit(FAILED_TRIES_OF_ADDRESS, methods=["POST"], deduct_when=_is_shown_again)
@limiter.limit(
    FAILED_TRIES, key_func=_address_and_login, methods=["POST"], deduct_when=_is_shown_again
)
def sign_in() -> ResponseReturnValue:
    """Sign in, and go on to the page that asked for it."""
    form = SignInForm()
    if form.validate_on_submit():
        user = operations.find_signing_in(form.login.data or "", form.password.data or "")
        if user is not None:
            begin(user)
            return redirect(_wanted_address() or url_for("auth.home"))
        form.password.errors = [_("The login or the password is wrong.")]
    return render_template(
        "auth/sign_in.html",
        form=form,
        is_sent_here=_wanted_address() is not None,
        demo_sign_ins=demo_sign_ins() if is_demo() else [],
        demo_codes=demo_codes() if is_demo() else [],
    )


def _wanted_address() -> str | None:
    wanted = request.args.get("next", "")
    return wanted if _OWN_ADDRESS.fullmatch(wanted) else None


@bp.get("/staff/")
@allow(*STAFF)
def home() -> ResponseReturnValue:
    """Go where one's work is."""
    works_with_programmes = current_user.roles & set(PROGRAMME_STAFF)
    return redirect(url_for("programmes.index" if works_with_programmes else "admin.users"))


@bp.post("/staff/sign-out")
@allow(*STAFF)
def sign_out() -> ResponseReturnValue:
    """End the session, here and on the server."""
    end(current_user)
    return redirect(url_for("auth.sign_in"))


@bp.route("/staff/password", methods=["GET", "POST"])
@allow(*STAFF)
@limiter.limit(FAILED_TRIES, methods=["POST"], deduct_when=_is_shown_again)
def password() -> ResponseReturnValue:
    """Change one's own password; every other browser is signed out."""
    user = current_user.user
    form = ChangePasswordForm(user)
    if form.validate_on_submit():
        try:
            operations.change_password(user, old=form.old.data or "", new=form.new.data or "")
        except WrongPasswordError:
            form.old.errors = [_("This is not your password.")]
        else:
            begin(user)
            flash(_("The password has been changed."), "success")
            return redirect(url_for("auth.home"))
    return render_template("auth/password.html", form=form)


@bp.get("/not-set-up")
@allow(*EVERYONE)
def not_set_up() -> ResponseReturnValue:
    """Say what has to be done before anything else."""
    if first_start.is_set_up():
        return redirect("/")
    return render_template("auth/not_set_up.html")


@bp.route("/setup/<token>", methods=["GET", "POST"])
@allow(*EVERYONE)
@limiter.limit("20 per minute")
def set_up(token: str) -> ResponseReturnValue:
    """Enter the school and the people who work with the system."""
    if not first_start.opens_set_up(token):
        return _no_set_up()
    form = SetUpForm()
    if form.validate_on_submit():
        try:
            user = operations.set_up_school(
                form.name.data or "", form.time_zone.data, form.accounts()
            )
        except AlreadySetUpError:
            return _no_set_up()
        first_start.forget_token()
        begin(user)
        flash(_("The school has been set up."), "success")
        return redirect(url_for("auth.home"))
    return render_template("auth/set_up.html", form=form, token=token)


@bp.post("/setup/<token>/demonstration")
@allow(*EVERYONE)
@limiter.limit("20 per minute")
def load_demonstration(token: str) -> ResponseReturnValue:
    """Fill the system with a school that does not exist."""
    if not first_start.opens_set_up(token):
        return _no_set_up()
    try:
        fill_demonstration()
    except SchoolThereError:
        return _no_set_up()
    first_start.forget_token()
    return redirect(url_for("auth.sign_in"))


def _no_set_up() -> ResponseReturnValue:
    """Say of an address that sets nothing up whether it was used or is of another start."""
    return render_template("auth/no_set_up.html", is_set_up=first_start.is_set_up()), 404
