"""Forms of the curator's appraisal."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextAreaField,
    ValidationError,
)
from wtforms.validators import InputRequired, Length, Optional

from app.answering.fields import labels
from app.appraisal.indicator_rules import IndicatorLine
from app.appraisal.numbers import NumberField
from app.appraisal.operations import Share
from app.appraisal.own_criteria import optional_lines
from app.appraisal.words import DIRECTIONS, UNITS
from app.models import DEFAULT_TARGET, IndicatorDirection, IndicatorUnit
from app.programmes.forms import named

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from decimal import Decimal

    from app.models import Indicator, IndicatorValue
    from instruments.model import Instrument

#: Empty lines below a school's list.
NEW_LINES = 3

LONGEST_TITLE = 300


def one_line(text: str | None) -> str:
    """Return what was typed with single spaces, on one line."""
    return " ".join((text or "").split())


class InvolvementForm(FlaskForm):
    """How many pupils take part in mentoring, of how many; both left empty take it back."""

    involved = NumberField(
        _l("Pupils in any form of mentoring or accompaniment"),
        is_whole=True,
        description=_l(
            "All programmes and forms of the school together; each pupil is counted once."
        ),
    )
    pupils = NumberField(_l("Pupils of the school"), is_whole=True)
    target = NumberField(
        _l("Target, %"),
        is_whole=True,
        is_percent=True,
        default=DEFAULT_TARGET,
        description=_l("As the order says that your school follows; often 70."),
    )

    def validate_involved(self, field: NumberField) -> None:
        """Ask for both numbers or none."""
        if field.number is None and self.pupils.data:
            raise ValidationError(_("Enter this number, too, or clear both."))

    def validate_pupils(self, field: NumberField) -> None:
        """Ask for a whole that the part fits into."""
        part, whole = self.involved.number, field.number
        if part is not None and whole is None:
            raise ValidationError(_("Enter this number, too, or clear both."))
        if whole == 0:
            raise ValidationError(_("A school has at least one pupil."))
        if part is not None and whole is not None and part > whole:
            raise ValidationError(
                _("There cannot be fewer pupils in the school than in mentoring. Check both.")
            )

    def share(self) -> Share | None:
        """Return what was entered and checked."""
        if self.involved.number is None or self.pupils.number is None:
            return None
        target = self.target.number
        return Share(
            involved=int(self.involved.number),
            pupils=int(self.pupils.number),
            target=DEFAULT_TARGET if target is None else int(target),
        )


def rating_form(instrument: Instrument, lang: str) -> type[FlaskForm]:
    """Return a form with the answers of each item to choose from, none of which need be chosen."""
    fields: dict[str, Any] = {
        item.code: RadioField(
            item.text.get(lang) if item.text else item.code,
            choices=dict(labels(item, lang)) | {"": _("no answer")},
            default="",
            validators=[Optional()],
        )
        for item in instrument.items
    }
    return type("RatingForm", (FlaskForm,), fields)


def chosen_values(answers: Mapping[str, int | None]) -> dict[str, str]:
    """Return what a form of ratings shows of answers that are there."""
    return {code: str(answer) for code, answer in answers.items() if answer is not None}


def rated(form: FlaskForm, instrument: Instrument) -> dict[str, int | None]:
    """Return what was chosen, item by item."""
    chosen = {item.code: form[item.code].data for item in instrument.items}
    return {code: int(value) if value else None for code, value in chosen.items()}


class LinesForm(FlaskForm):
    """Which lines the school adds to the nine criteria."""

    lines = SelectMultipleField(choices=lambda: {line.code: line.code for line in optional_lines()})


def values_form(indicators: Iterable[Indicator], values: Mapping[int, IndicatorValue]) -> FlaskForm:
    """Return a form with a number at the start and one at the end for each indicator."""
    fields: dict[str, Any] = {}
    held: dict[str, Decimal | None] = {}
    for indicator in indicators:
        is_percent = indicator.unit is IndicatorUnit.PERCENT
        value = values.get(indicator.id)
        for name, wave in (("start", "at_start"), ("end", "at_end")):
            fields[f"{name}-{indicator.id}"] = NumberField(is_percent=is_percent)
            held[f"{name}-{indicator.id}"] = None if value is None else getattr(value, wave)
    return cast("FlaskForm", type("ValuesForm", (FlaskForm,), fields)(data=held))


def typed_values(
    form: FlaskForm, indicators: Iterable[Indicator]
) -> dict[int, tuple[Decimal | None, Decimal | None]]:
    """Return the numbers of a validated form by indicator."""
    return {
        indicator.id: (form[f"start-{indicator.id}"].number, form[f"end-{indicator.id}"].number)
        for indicator in indicators
    }


@dataclass(frozen=True, kw_only=True)
class LineFields:
    """The fields of one line of a school's list; `id` is None of a new one."""

    id: int | None
    title: TextAreaField
    unit: SelectField
    direction: SelectField
    position: NumberField
    is_retired: BooleanField | None


def list_form(indicators: Sequence[Indicator]) -> FlaskForm:
    """Return a form with a line for each indicator, and some for new ones."""
    fields: dict[str, Any] = {}
    held: dict[str, Any] = {}
    for indicator in indicators:
        key = str(indicator.id)
        fields |= _line(key, InputRequired(_l("An indicator has a title. To drop it, retire it.")))
        fields[f"retired-{key}"] = BooleanField()
        held |= {
            f"title-{key}": indicator.title,
            f"unit-{key}": indicator.unit.value,
            f"direction-{key}": indicator.direction.value,
            f"position-{key}": indicator.position,
            f"retired-{key}": indicator.is_retired,
        }
    for place in range(NEW_LINES):
        fields |= _line(f"new{place}", Optional())
    return cast("FlaskForm", type("ListForm", (FlaskForm,), fields)(data=held))


def _line(key: str, required: Any) -> dict[str, Any]:
    return {
        f"title-{key}": TextAreaField(
            filters=[one_line], validators=[required, Length(max=LONGEST_TITLE)]
        ),
        f"unit-{key}": SelectField(choices=named(UNITS), default=IndicatorUnit.COUNT.value),
        f"direction-{key}": SelectField(
            choices=named(DIRECTIONS), default=IndicatorDirection.MORE.value
        ),
        f"position-{key}": NumberField(is_whole=True),
    }


def line_fields(form: FlaskForm, indicators: Sequence[Indicator]) -> list[LineFields]:
    """Return the fields of a list line by line, as the page shows them."""
    keys = [(str(one.id), one.id) for one in indicators]
    news: list[tuple[str, int | None]] = [(f"new{place}", None) for place in range(NEW_LINES)]
    return [
        LineFields(
            id=id_,
            title=form[f"title-{key}"],
            unit=form[f"unit-{key}"],
            direction=form[f"direction-{key}"],
            position=form[f"position-{key}"],
            is_retired=form[f"retired-{key}"] if id_ is not None else None,
        )
        for key, id_ in [*keys, *news]
    ]


def typed_lines(fields: Sequence[LineFields]) -> list[IndicatorLine]:
    """Return the lines of a validated list; new ones without a title are left out."""
    last = len(fields)
    return [
        IndicatorLine(
            id=one.id,
            field=one.title.name,
            title=one.title.data,
            unit=IndicatorUnit(one.unit.data),
            direction=IndicatorDirection(one.direction.data),
            position=last if one.position.number is None else int(one.position.number),
            is_retired=bool(one.is_retired is not None and one.is_retired.data),
        )
        for one in fields
        if one.title.data
    ]
