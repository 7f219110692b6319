"""Forms for signing in, changing a password and the first start."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FormField, PasswordField, StringField, SubmitField
from wtforms.validators import EqualTo, InputRequired

from app.auth.accounts import NewAccount
from app.auth.fields import (
    NEW_PASSWORD,
    OwnedForm,
    RolesForm,
    SchoolFields,
    check_login,
    check_password,
    login_field,
    new_password_field,
)
from app.models import Role


class SignInForm(FlaskForm):
    """Login and password."""

    login = StringField(
        _l("Login"),
        validators=[InputRequired()],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        validators=[InputRequired()],
        render_kw={"autocomplete": "current-password"},
    )
    submit = SubmitField(_l("Sign in"))


class ChangePasswordForm(OwnedForm):
    """The old password, and the new one twice."""

    old = PasswordField(
        _l("Old password"),
        validators=[InputRequired()],
        render_kw={"autocomplete": "current-password"},
    )
    new = new_password_field(_l("New password"), InputRequired(), check_password)
    again = PasswordField(
        _l("New password once more"),
        validators=[InputRequired(), EqualTo("new", _l("The two passwords differ."))],
        render_kw=NEW_PASSWORD,
    )
    submit = SubmitField(_l("Change the password"))


class AccountForm(RolesForm):
    """One account of the first start, inside its form."""

    class Meta:
        """The form around it carries the token."""

        csrf = False

    login = login_field(InputRequired(), check_login)
    password = new_password_field(_l("Password"), InputRequired(), check_password)

    def account(self) -> NewAccount:
        """Return the account as it was filled in."""
        return NewAccount(
            login=self.login.data or "", password=self.password.data or "", roles=self.roles
        )


class OptionalAccountForm(AccountForm):
    """Another account, which may be left empty."""

    login = login_field(check_login)
    password = new_password_field(_l("Password"), check_password)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was filled in."""
        return not (self.login.data or self.password.data or self.roles)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check what was filled in, if anything was."""
        return self.is_empty or bool(super().validate(extra_validators))


class SetUpForm(SchoolFields, FlaskForm):
    """The school and up to three people who work with the system."""

    first = FormField(AccountForm, default={Role.ADMINISTRATOR.value: True})
    second = FormField(OptionalAccountForm)
    third = FormField(OptionalAccountForm)
    submit = SubmitField(_l("Set up the school"))

    def filled_in(self) -> list[AccountForm]:
        """Return the accounts that were filled in."""
        others = [field.form for field in (self.second, self.third) if not field.form.is_empty]
        return [self.first.form, *others]

    def accounts(self) -> list[NewAccount]:
        """Return the accounts to be made."""
        return [part.account() for part in self.filled_in()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Check each account by itself and all of them together, so that all is said at once."""
        checks = (
            bool(super().validate(extra_validators)),
            self._has_administrator(),
            self._has_distinct_logins(),
        )
        return all(checks)

    def _has_administrator(self) -> bool:
        if any(Role.ADMINISTRATOR in part.roles for part in self.filled_in()):
            return True
        message = _("Somebody must be administrator: tick it for one of the accounts.")
        self.first.form.form_errors = [*self.first.form.form_errors, message]
        return False

    def _has_distinct_logins(self) -> bool:
        seen: set[str | None] = set()
        for part in self.filled_in():
            if part.login.data in seen - {""}:
                part.login.errors = [*part.login.errors, _("This login stands above already.")]
                return False
            seen.add(part.login.data)
        return True
