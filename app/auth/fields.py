"""Fields about accounts and the school, which several forms share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired, Length, ValidationError

from app.auth.accounts import is_login, is_long_enough, is_the_login, typed_login
from app.auth.role_words import ROLE_NAMES, ROLE_SEES
from app.auth.time_zones import MOSCOW, TIME_ZONES
from app.models import Role

if TYPE_CHECKING:
    from wtforms import Field, Form

    from app.models import User

LOGIN_RULE = _l("Letters, digits, dot, hyphen, underscore; capitals make no difference.")
PASSWORD_RULE = _l("At least 10 characters; not the same as the login.")

#: Browsers must not offer the password of whoever fills the form in.
NEW_PASSWORD = {"autocomplete": "new-password", "spellcheck": "false"}


def check_login(_form: Form, field: Field) -> None:
    """Refuse what cannot be a login."""
    if not is_login(field.data or ""):
        raise ValidationError(
            _("2 to 64 letters, digits, dots, hyphens or underscores, without spaces.")
        )


def check_password(form: Any, field: Field) -> None:
    """Refuse a password by the rule that stands next to the field."""
    password = field.data or ""
    if not is_long_enough(password):
        raise ValidationError(_("The password is too short: it needs at least 10 characters."))
    login = form.login.data if "login" in form else form.owner.login
    if is_the_login(password, login or ""):
        raise ValidationError(_("The password must not be the same as the login."))


def login_field(*validators: Any) -> StringField:
    """Return a field for a login."""
    return StringField(
        _l("Login"),
        filters=[typed_login],
        validators=validators,
        description=LOGIN_RULE,
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )


def new_password_field(label: Any, *validators: Any) -> PasswordField:
    """Return a field for a password that is going to be somebody's."""
    return PasswordField(
        label, validators=validators, description=PASSWORD_RULE, render_kw=NEW_PASSWORD
    )


def _time_zone_choices() -> dict[str, str]:
    return {name: str(title) for name, title in TIME_ZONES.items()}


class RolesForm(FlaskForm):
    """A form with a tick for each role; what is wrong with all of them stands above them."""

    psychologist = BooleanField(
        ROLE_NAMES[Role.PSYCHOLOGIST], description=ROLE_SEES[Role.PSYCHOLOGIST]
    )
    curator = BooleanField(ROLE_NAMES[Role.CURATOR], description=ROLE_SEES[Role.CURATOR])
    administrator = BooleanField(
        ROLE_NAMES[Role.ADMINISTRATOR], description=ROLE_SEES[Role.ADMINISTRATOR]
    )

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that are ticked."""
        ticks = {
            Role.PSYCHOLOGIST: self.psychologist,
            Role.CURATOR: self.curator,
            Role.ADMINISTRATOR: self.administrator,
        }
        return frozenset(role for role, tick in ticks.items() if tick.data)

    def validate(self, extra_validators: Any = None) -> bool:
        """Check every field, and that nobody goes without a role."""
        is_valid = bool(super().validate(extra_validators))
        if self.roles:
            return is_valid
        self.form_errors = [_("Tick at least one role.")]
        return False


class SchoolFields:
    """What is asked about a school."""

    name = StringField(
        _l("Name of the school"),
        filters=[lambda text: (text or "").strip()],
        validators=[InputRequired(), Length(1, 200)],
        description=_l("As it should stand in reports."),
    )
    time_zone = SelectField(
        _l("Time zone"),
        choices=_time_zone_choices,
        default=MOSCOW,
        description=_l("Waves open and close by this time."),
    )


class OwnedForm(FlaskForm):
    """A form about one person's account."""

    def __init__(self, owner: User, **more: Any) -> None:
        super().__init__(**more)
        self.owner = owner
