"""Forms of programmes whose people are counted by strata."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, SelectField, StringField

from app.programmes.forms import AddPeopleForm, TableForm, stripped


class MergeForm(FlaskForm):
    """Asks what becomes of small classes."""

    merge = BooleanField(
        _l("Put classes with too few people together"),
        default=True,
        description=_l(
            "For example 7А and 7Б become the stack “7А, 7Б”; whoever is still left over loses the "
            "class. Without the tick small classes are refused, each with a reason."
        ),
    )


class AddStrataForm(AddPeopleForm, MergeForm):
    """Several rows at once."""


class StrataTableForm(TableForm, MergeForm):
    """The school's own table, which is only counted."""


class StacksForm(FlaskForm):
    """Which stacks to print; sent in the address."""

    class Meta:
        """Looking changes nothing."""

        csrf = False

    address = StringField(_l("Address on the slips"), filters=[stripped])
    stack = SelectField(_l("Stack"), validate_choice=False)
    issued_from = SelectField(_l("Slips issued"), validate_choice=False)


class LostForm(FlaskForm):
    """A slip is lost, and nobody knows its code."""

    stratum = SelectField(_l("Stack"), coerce=int)
    lost = StringField(
        _l("The lost code, if it is known"),
        filters=[stripped],
        render_kw={"autocomplete": "off"},
    )
