"""Forms of the desk: what is made of each answer of a page, and the list of themes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import InputRequired, Length

from app.coding.operations import Coding, plain
from app.coding.queries import PLACE
from app.models import LONGEST_THEME, SwotCell
from app.screening.tokens import answer_of

if TYPE_CHECKING:
    from collections.abc import Collection

    from app.coding.queries import Key, OpenAnswer

#: Answers on a page.
PAGE = 20

CELLS = {
    SwotCell.STRENGTH: _l("strong side"),
    SwotCell.WEAKNESS: _l("weak side"),
    SwotCell.OPPORTUNITY: _l("opportunity"),
    SwotCell.THREAT: _l("threat"),
}

TOO_LONG = _l("A theme has at most 300 characters.")


class AnswerForm(Form):
    """What is made of one answer.

    Attributes
    ----------
    was
        What was ticked when the page was made.
    """

    token = HiddenField()
    was = HiddenField()
    themes = SelectMultipleField(coerce=int, choices={}, validate_choice=False)
    new_theme = StringField(
        filters=[plain], validators=[Length(max=LONGEST_THEME, message=TOO_LONG)]
    )
    cell = RadioField(choices={"": "", **{cell.value: cell.value for cell in SwotCell}}, default="")
    is_checked = BooleanField()
    released = BooleanField()

    @property
    def key(self) -> Key:
        """Which answer it is.

        Raises
        ------
        SealBrokenError
            The page is of another installation.
        """
        return answer_of(self.token.data or "", place=PLACE)

    @property
    def coding(self) -> Coding:
        """What was filled in and checked."""
        themes, cell = frozenset(self.themes.data or ()), self.cell.data or ""
        released, new_theme = bool(self.released.data), self.new_theme.data or ""
        return Coding(
            themes=themes,
            new_theme=new_theme,
            cell=SwotCell(cell) if cell else None,
            released=released,
            is_checked=bool(self.is_checked.data),
            is_untouched=not new_theme and self.was.data == state_of(themes, cell, released),
        )


class OneAnswerForm(FlaskForm, AnswerForm):
    """One answer by itself, as a script sends it."""


class PageForm(FlaskForm):
    """The answers of a page."""

    answers = FieldList(FormField(AnswerForm), max_entries=PAGE)


class ThemeForm(FlaskForm):
    """A new theme, or another title of one."""

    title = StringField(
        _l("Theme"),
        filters=[plain],
        validators=[
            InputRequired(),
            Length(min=1, message=_l("Write what the answers speak of.")),
            Length(max=LONGEST_THEME, message=TOO_LONG),
        ],
    )


class MergeForm(FlaskForm):
    """Which theme another goes into."""

    into = SelectField(_l("Merge with the theme"), coerce=int, validate_choice=False)


def state_of(themes: Collection[int], cell: str, released: bool) -> str:
    """Return what is ticked as one text."""
    return f"{','.join(map(str, sorted(themes)))};{cell};{int(released)}"


def filled_in(answer: OpenAnswer, themes: Collection[int]) -> dict[str, Any]:
    """Return an answer as its form holds it."""
    cell = answer.cell.value if answer.cell else ""
    return {
        "token": answer.token,
        "was": state_of(themes, cell, answer.released),
        "themes": sorted(themes),
        "cell": cell,
        "is_checked": answer.released,
        "released": answer.released,
    }
