"""Forms of the vault and of the names in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, IntegerField, PasswordField, SelectField, StringField
from wtforms.validators import EqualTo, InputRequired, NumberRange, Optional, ValidationError

from app.models import Sex
from app.names.facts import LONGEST_NAME, OLDEST, YOUNGEST, PersonFacts, can_be_name, typed_name
from app.names.passphrases import is_strong_enough
from app.names.recovery import is_recovery_key, typed_recovery_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wtforms import Field, Form

#: Browsers must neither offer nor keep it: it is no password of this site.
PASSPHRASE = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
NEW_PASSPHRASE = PASSPHRASE | {"autocomplete": "new-password"}

#: What sexes are called in a list.
SEXES = {"": "—", Sex.FEMALE.value: _l("female"), Sex.MALE.value: _l("male")}


def check_passphrase(_form: Form, field: Field) -> None:
    """Refuse a passphrase by the rule that stands next to the field."""
    if not is_strong_enough(field.data or ""):
        raise ValidationError(
            _("Too short or too uniform: at least 12 characters, 6 of them different.")
        )


def check_recovery_key(_form: Form, field: Field) -> None:
    """Refuse what cannot be a recovery key, before anything is tried with it."""
    if not is_recovery_key(field.data or ""):
        raise ValidationError(
            _("This is no recovery key: there are 30 signs in 6 groups. Compare them one by one.")
        )


class PassphraseForm(FlaskForm):
    """The passphrase, to open the names."""

    passphrase = PasswordField(_l("Passphrase"), validators=[InputRequired()], render_kw=PASSPHRASE)


class NewPassphraseForm(FlaskForm):
    """A passphrase that is going to be the vault's, typed twice."""

    new = PasswordField(
        _l("New passphrase"),
        validators=[InputRequired(), check_passphrase],
        description=_l(
            "At least 12 characters. Best are four or more words that do not belong together. "
            "Not your password for signing in."
        ),
        render_kw=NEW_PASSPHRASE,
    )
    again = PasswordField(
        _l("New passphrase once more"),
        validators=[InputRequired(), EqualTo("new", _l("The two passphrases differ."))],
        render_kw=NEW_PASSPHRASE,
    )


class CreateVaultForm(NewPassphraseForm):
    """The first passphrase, and what losing it means."""

    sure = BooleanField(
        _l(
            "I understand: if both the passphrase and the recovery key are lost, the names are "
            "lost. Nobody can bring them back."
        ),
        validators=[InputRequired()],
    )


class ChangePassphraseForm(PassphraseForm, NewPassphraseForm):
    """The passphrase so far, and the next."""

    passphrase = PasswordField(
        _l("Passphrase so far"), validators=[InputRequired()], render_kw=PASSPHRASE
    )


class RecoveryForm(NewPassphraseForm):
    """The key from the paper, and the passphrase that is to hold from now on."""

    recovery = StringField(
        _l("Recovery key"),
        filters=[lambda text: typed_recovery_key(text or "")],
        validators=[InputRequired(), check_recovery_key],
        description=_l("30 signs from the paper; spaces and capitals make no difference."),
        render_kw=PASSPHRASE,
    )


class EraseForm(FlaskForm):
    """Begins anew without the names."""

    sure = BooleanField(
        _l("Yes, erase all names of this programme for good"), validators=[InputRequired()]
    )


def check_name(_form: Form, field: Field) -> None:
    """Refuse what is too long or has signs nobody sees."""
    if field.data and not can_be_name(field.data):
        raise ValidationError(_("A name is one line of at most %(n)s characters.", n=LONGEST_NAME))


def names_form(numbers: Iterable[int], *, asks_passphrase: bool) -> type[FlaskForm]:
    """Return a form with name, age and sex under each of these numbers."""
    fields: dict[str, Any] = {}
    for number in numbers:
        fields[f"name_{number}"] = StringField(
            _l("Name"),
            filters=[typed_name],
            validators=[check_name],
            render_kw={"autocomplete": "off", "spellcheck": "false"},
        )
        fields[f"age_{number}"] = IntegerField(
            _l("Age"), validators=[Optional(), NumberRange(YOUNGEST, OLDEST)]
        )
        fields[f"sex_{number}"] = SelectField(
            _l("Sex"), choices={choice: str(word) for choice, word in SEXES.items()}
        )
    if asks_passphrase:
        fields["passphrase"] = PasswordField(
            _l("Passphrase"), validators=[InputRequired()], render_kw=PASSPHRASE
        )
    return type("NamesForm", (FlaskForm,), fields)


def filled_in(form: FlaskForm, persons: Mapping[int, int]) -> dict[int, PersonFacts]:
    """Return what was typed by person, whose numbers these are."""
    return {
        person: PersonFacts(
            name=form[f"name_{number}"].data or "",
            age=form[f"age_{number}"].data,
            sex=Sex(form[f"sex_{number}"].data) if form[f"sex_{number}"].data else None,
        )
        for number, person in persons.items()
    }
