"""One field for every kind of item: what was chosen or typed, and the answer that it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from wtforms import Field, ValidationError

from app.answering.answers import MOST_DECIMALS, stored_answer, stored_number
from instruments.errors import AnswerError
from instruments.model import TEXT_LIMIT, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtforms.form import BaseForm

    from app.answering.answers import Stored
    from instruments.model import Item

#: What the choice «не хочу отвечать» sends.
SKIP = "skip"

#: Kinds whose answer is a number that is typed.
NUMBERS = frozenset({Kind.NUMBER, Kind.VAS})

#: Ratings of up to so many steps stand in one row on a wide screen.
ONE_ROW = 11


@dataclass(frozen=True, kw_only=True)
class Option:
    """One answer to choose."""

    id: str
    value: str
    label: str
    is_chosen: bool


class AnswerField(Field):
    """One item; its `data` are the values chosen or typed, as the browser sends them.

    Attributes
    ----------
    answer
        After validation: what is stored; None for «не хочу отвечать».
    """

    def __init__(self, item: Item, lang: str, **more: Any) -> None:
        super().__init__(label=item.text.get(lang) if item.text else item.code, **more)
        self.item = item
        self.lang = lang
        self.answer: Stored = None
        self.can_skip = not item.required and item.kind is not Kind.TEXT

    def process_data(self, value: Sequence[str] | None) -> None:
        """Begin with what was answered before."""
        self.data = list(value or ())

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was sent; an empty line is nothing."""
        self.data = [value for value in valuelist if value.strip()]

    def pre_validate(self, form: BaseForm) -> None:  # noqa: ARG002 - because WTForms calls it so
        """Find the answer, or say what is wrong."""
        if not self.data:
            self._refuse_nothing()
        elif not self.is_skipped:
            self.answer = self._read()
        elif len(self.data) > 1:
            raise ValidationError(
                _("Either an answer or “I do not want to answer”: both do not go together")
            )

    @property
    def is_skipped(self) -> bool:
        """Whether «не хочу отвечать» is marked."""
        return self.can_skip and SKIP in self.data

    @property
    def is_given(self) -> bool:
        """Whether it is in order and has been answered, or skipped on purpose."""
        return bool(self.data) and not self.errors

    @property
    def options(self) -> tuple[Option, ...]:
        """What there is to choose from."""
        return tuple(self._option(value, label) for value, label in labels(self.item, self.lang))

    @property
    def skip(self) -> Option | None:
        """The choice «не хочу отвечать»; None where an answer is a must or may stay empty."""
        return self._option(SKIP, _("I do not want to answer")) if self.can_skip else None

    @property
    def typed(self) -> str:
        """What stands in the line to type into."""
        return next((value for value in self.data if not self.can_skip or value != SKIP), "")

    @property
    def bounds(self) -> tuple[str, str]:
        """The lowest and the highest number, as people write them."""
        low, high = self.item.range or (0, 0)
        return written(stored_number(low), self.lang), written(stored_number(high), self.lang)

    @property
    def ends(self) -> tuple[tuple[str, str], ...]:
        """The lowest and the highest number, each with its meaning, where they have one."""
        meanings = (end.get(self.lang) for end in self.item.ends or ())
        return tuple(zip(self.bounds, meanings, strict=False))

    @property
    def first_id(self) -> str:
        """The element that a link to this question leads to."""
        return self.options[0].id if self.options else str(self.id)

    @property
    def is_one_row(self) -> bool:
        """Whether the steps of a rating fit into one row of a wide screen."""
        return len(self.options) <= ONE_ROW

    def _option(self, value: str, label: str) -> Option:
        id_ = f"{self.id}-{value}"
        return Option(id=id_, value=value, label=label, is_chosen=value in self.data)

    def _refuse_nothing(self) -> None:
        if self.item.required:
            raise ValidationError(_("This question needs an answer"))
        if self.can_skip:
            raise ValidationError(_("Choose an answer, or mark “I do not want to answer”"))

    def _read(self) -> Stored:
        several = self.item.kind is Kind.MULTIPLE
        try:
            return stored_answer(self.item, self.data if several else self.data[0])
        except AnswerError as error:
            raise ValidationError(self._rule()) from error

    def _rule(self) -> str:
        """Say which answers the item takes, in words for whoever answers."""
        low, high = self.bounds
        match self.item.kind:
            case Kind.TEXT:
                rule = _("At most %(limit)s characters fit here", limit=TEXT_LIMIT)
            case Kind.VAS:
                rule = _("Here goes a whole number from %(low)s to %(high)s", low=low, high=high)
            case Kind.NUMBER:
                rule = _(
                    "Here goes a number from %(low)s to %(high)s, decimals at most: %(decimals)s",
                    low=low,
                    high=high,
                    decimals=MOST_DECIMALS,
                )
            case _:
                rule = _("Choose one of the answers on the page")
        return str(rule)


def labels(item: Item, lang: str) -> list[tuple[str, str]]:
    """Return the values and labels of everything that can be chosen, in the order shown."""
    if item.choices:
        return [
            (str(stored_number(choice.score)), choice.text.get(lang)) for choice in item.choices
        ]
    if item.kind is Kind.YES_NO:
        return [("1", _("yes")), ("0", _("no"))]
    if item.kind is Kind.RATING and item.range is not None:
        low, high = item.range
        return [(str(step), str(step)) for step in range(int(low), int(high) + 1)]
    return []


def written(number: int | str, lang: str) -> str:
    """Return a stored number as people write it."""
    return str(number).replace(".", ",") if lang == "ru" else str(number)
