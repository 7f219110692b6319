"""The form for the code, and the form of a page, made from its items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, StringField, ValidationError
from wtforms.validators import InputRequired

from app.answering.fields import NUMBERS, SKIP, AnswerField, written
from app.answering.queries import person_of
from app.programmes.codes import LENGTH, is_code, typed_code
from instruments.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.answering.answers import Stored
    from instruments.model import Item


class CodeForm(FlaskForm):
    """The code from the slip; a valid one tells whose it is."""

    code = StringField(
        _l("Type in the code"), validators=[InputRequired(_l("The code is on the slip: 12 digits"))]
    )
    person: int | None = None

    def validate_code(self, field: StringField) -> None:
        """Tell a slip of the pen from a code that nobody holds."""
        code = typed_code(field.data or "")
        if not (code.isascii() and code.isdigit()):
            raise ValidationError(_("A code consists of digits"))
        if len(code) != LENGTH:
            raise ValidationError(_("A code has 12 digits, and here are %(n)s", n=len(code)))
        if not is_code(code):
            raise ValidationError(_("There is a slip of the pen in the code: check the digits"))
        self.person = person_of(code)
        if self.person is None:
            raise ValidationError(
                _("There is no such code, or it is no longer valid: ask whoever gave out the slip")
            )


class AssentForm(FlaskForm):
    """Whether one wants to answer the questions of the programme whose promise stands there."""

    programme = IntegerField(validators=[InputRequired()])


def page_form(items: Iterable[Item], lang: str) -> type[FlaskForm]:
    """Return a form with a field for every item, under its code."""
    fields = {item.code: AnswerField(item, lang) for item in items}
    return type("PageForm", (FlaskForm,), fields)


def form_values(
    items: Iterable[Item], answers: Mapping[str, Stored], lang: str
) -> dict[str, list[str]]:
    """Return what a form shows for answers that were given before."""
    return {
        item.code: _values(item, answers[item.code], lang) for item in items if item.code in answers
    }


def given_answers(form: FlaskForm, items: Iterable[Item]) -> dict[str, Stored]:
    """Return what has been answered or skipped on a validated page; the rest is left out."""
    fields: dict[str, AnswerField] = {item.code: form[item.code] for item in items}
    return {code: field.answer for code, field in fields.items() if field.is_given}


def _values(item: Item, answer: Stored, lang: str) -> list[str]:
    if answer is None:
        return [] if item.kind is Kind.TEXT else [SKIP]
    if isinstance(answer, list):
        return [str(part) for part in answer]
    return [written(answer, lang) if item.kind in NUMBERS else str(answer)]
