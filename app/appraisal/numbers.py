"""Numbers as people type or paste them: 12, 12,5 or 1 250, whatever kind of space it is."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms import StringField, ValidationError

if TYPE_CHECKING:
    from wtforms.form import BaseForm

#: More digits before the point, or more decimals, are a slip of the pen.
DIGITS, DECIMALS = 9, 2

NUMBER = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?")

#: What is written before a number below zero.
MINUSES = "-\N{MINUS SIGN}\N{EN DASH}"


class NumberField(StringField):
    """A number from 0; what was typed stays in the field, also where it is none.

    Attributes
    ----------
    number
        After validation: the number, None where the field is empty.
    """

    def __init__(
        self, *args: Any, is_whole: bool = False, is_percent: bool = False, **more: Any
    ) -> None:
        keys = {"inputmode": "numeric" if is_whole else "decimal", "autocomplete": "off"}
        super().__init__(*args, **({"render_kw": keys} | more))
        self.number: Decimal | None = None
        self.is_whole = is_whole
        self.is_percent = is_percent

    def process_data(self, value: Decimal | int | None) -> None:
        """Show a number that is there as people write it."""
        self.data = "" if value is None else shown_number(value)

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - because WTForms calls it so
        """Read the number, or say what is wrong with it."""
        typed = "".join((self.data or "").split())
        if self.is_percent:
            typed = typed.removesuffix("%")
        self.number = self._read(typed) if typed else None

    def _read(self, typed: str) -> Decimal:
        found = NUMBER.fullmatch(typed)
        if found is None:
            raise ValidationError(
                _("Here goes a number from 0, without a minus.")
                if typed[0] in MINUSES
                else _("This is no number. Write digits only, for example 12 or 12.5.")
            )
        whole, decimals = found.groups(default="")
        if self.is_whole and decimals:
            raise ValidationError(_("Here goes a whole number, for example 12."))
        if len(whole) > DIGITS or len(decimals) > DECIMALS:
            raise ValidationError(
                _(
                    "At most %(digits)s digits, and %(decimals)s after the comma.",
                    digits=DIGITS,
                    decimals=DECIMALS,
                )
            )
        number = Decimal(f"{whole}.{decimals or 0}")
        if self.is_percent and number > 100:
            raise ValidationError(_("A share is at most 100 %."))
        return number


def shown_number(number: Decimal | int) -> str:
    """Return a number as the reader writes it, without zeros that say nothing."""
    text = f"{number:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", ",") if str(get_locale()) == "ru" else text
