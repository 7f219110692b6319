"""The form of the short questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from flask_wtf import FlaskForm
from wtforms import Field, ValidationError

from app.selfcodes.elements import are_enough
from app.selfcodes.questions import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtforms.form import BaseForm

    from app.selfcodes.questions import Question

#: What the choice «не знаю» sends; a hyphen stands in no other value.
UNKNOWN = "dont-know"

#: More than anybody types of a number or a name.
LONGEST = 40


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose."""

    id: str
    value: str
    label: str
    is_chosen: bool


class ElementField(Field):
    """One short question; its `data` are the values chosen or typed, as the browser sends them.

    Attributes
    ----------
    answer
        After validation: what is kept; None for «не знаю».
    """

    def __init__(self, question: Question, lang: str, **more: Any) -> None:
        super().__init__(label=question.text.get(lang), **more)
        self.question = question
        self.lang = lang
        self.hint = question.hint.get(lang)
        self.answer: str | None = None

    def process_data(self, value: object) -> None:  # noqa: ARG002 - because WTForms calls it so
        """Begin with nothing: what somebody answered is never shown to the next one."""
        self.data = []

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent; an empty line is nothing."""
        self.data = [value.strip()[:LONGEST] for value in valuelist if value.strip()]

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - because WTForms calls it so
        """Find the answer, or say what is wrong."""
        if not self.data:
            raise ValidationError(_("Answer, or mark “I do not know”"))
        if len(self.data) > 1:
            raise ValidationError(_("Either an answer or “I do not know”: both do not go together"))
        if self.data[0] != UNKNOWN:
            self.answer = self._read(self.data[0])
            self.data = [self.answer]

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from."""
        return tuple(
            self._option(choice.value, choice.text.get(self.lang))
            for choice in self.question.choices
        )

    @property
    def unknown(self) -> Option:
        """The choice «не знаю»."""
        return self._option(UNKNOWN, _("I do not know"))

    @property
    def typed(self) -> str:
        """What stands in the line to type into."""
        return next((value for value in self.data if value != UNKNOWN), "")

    @property
    def first_id(self) -> str:
        """The element that a link to this question leads to."""
        return self.options[0].id if self.options else str(self.id)

    @property
    def said(self) -> str:
        """The answer as it is read back."""
        chosen = (option.label for option in (*self.options, self.unknown) if option.is_chosen)
        return next(chosen, self.typed)

    def _option(self, value: str, label: str) -> Option:
        return Option(
            id=f"{self.id}-{value}", value=value, label=label, is_chosen=value in self.data
        )

    def _read(self, text: str) -> str:
        match self.question.kind:
            case Kind.LETTER:
                return _letter(text)
            case Kind.NUMBER:
                return _number(text, *self.question.range)
            case Kind.CHOICE:
                if text not in {choice.value for choice in self.question.choices}:
                    raise ValidationError(_("Choose one of the answers"))
                return text


class ElementsForm(FlaskForm):
    """What all forms of short questions share."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Ask for so many answers that somebody can be found again by them."""
        if not super().validate(extra_validators):
            return False
        if are_enough(self.answers):
            return True
        self.form_errors.append(
            _("At most one question may be left with “I do not know”: otherwise the next answers "
              "cannot be told from other people's. Please answer one more.")
        )  # fmt: skip
        return False

    @property
    def elements(self) -> list[ElementField]:
        """The fields of the questions, in their order."""
        return [field for field in self if isinstance(field, ElementField)]

    @property
    def answers(self) -> dict[str, str | None]:
        """Question code to answer, of a form that has been validated."""
        return {field.question.code: field.answer for field in self.elements}


def elements_form(questions: Iterable[Question], lang: str) -> type[ElementsForm]:
    """Return a form with a field for every question.

    Its name begins with a sign of its own: no code that a school may choose is another attribute.
    """
    fields = {f"q_{question.code}": ElementField(question, lang) for question in questions}
    return type("AskedForm", (ElementsForm,), fields)


def _letter(text: str) -> str:
    """Return the first letter alone: whoever types a whole name leaves none here."""
    first = next((sign for sign in text if sign.isalnum()), "")
    if not first.isalpha():
        raise ValidationError(_("Here goes one letter"))
    return first.upper()[:1]


def _number(text: str, low: int, high: int) -> str:
    is_number = text.isascii() and text.isdigit()
    if not is_number or not low <= int(text) <= high:
        raise ValidationError(
            _("Here goes a whole number from %(low)s to %(high)s", low=low, high=high)
        )
    return str(int(text))
