"""Forms about the staff and the school."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SubmitField
from wtforms.validators import InputRequired, Optional

from app.auth.accounts import NewAccount
from app.auth.fields import (
    OwnedForm,
    RolesForm,
    SchoolFields,
    check_login,
    check_password,
    login_field,
    new_password_field,
)
from app.auth.passwords import random_password

PASSWORD_OR_NONE = _l("Password, or nothing to have one thought up")


class AddUserForm(RolesForm):
    """Somebody new."""

    login = login_field(InputRequired(), check_login)
    password = new_password_field(PASSWORD_OR_NONE, Optional(), check_password)
    submit = SubmitField(_l("Add"))

    def account(self) -> NewAccount:
        """Return the account, with a password in any case."""
        return NewAccount(
            login=self.login.data or "",
            password=self.password.data or random_password(),
            roles=self.roles,
        )


class ChangeRolesForm(RolesForm):
    """What somebody may do from now on."""

    submit = SubmitField(_l("Save the roles"))


class NewPasswordForm(OwnedForm):
    """A password for somebody who has forgotten theirs."""

    password = new_password_field(PASSWORD_OR_NONE, Optional(), check_password)
    submit = SubmitField(_l("Set a new password"))


class SchoolForm(SchoolFields, FlaskForm):
    """The school's name and zone."""

    submit = SubmitField(_l("Save"))
