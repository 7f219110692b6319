"""Forms about the staff and the school."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, SubmitField
from wtforms.validators import InputRequired, Length, Optional

from app.admin.operations import SchoolFacts
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
from app.models import HELPLINE

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


def _requisite(longest: int, label: Any, description: Any = "") -> StringField:
    """Return a field for something that a school may have."""
    return StringField(
        label,
        filters=[lambda text: (text or "").strip()],
        validators=[Length(max=longest)],
        description=description,
    )


class SchoolForm(SchoolFields, FlaskForm):
    """The school's name and zone, and what papers and pupils read of it."""

    full_name = _requisite(300, _l("Full name"), _l("As the papers of consent call it."))
    address = _requisite(300, _l("Address"))
    head = _requisite(
        120, _l("Head of the school"), _l("Post, surname and initials; consents are given to.")
    )
    helpline = _requisite(
        60,
        _l("Whom a child may call"),
        _l(
            "Stands before the first question and on the thanks. Empty: %(number)s.",
            number=HELPLINE,
        ),
    )
    submit = SubmitField(_l("Save"))

    def facts(self) -> SchoolFacts:
        """Return what was filled in."""
        return SchoolFacts(
            name=self.name.data or "",
            time_zone=self.time_zone.data,
            full_name=self.full_name.data or "",
            address=self.address.data or "",
            head=self.head.data or "",
            helpline=self.helpline.data or "",
        )
