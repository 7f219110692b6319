"""The form of the SWOT table: one page, one button that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import FieldList, Form, FormField, HiddenField, RadioField, SelectField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.conclusions.texts import rows_of
from app.models import SwotCell
from app.programmes.forms import named
from app.swot.operations import Act, Edit

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtforms import Field

    from app.swot.queries import Shown

#: A line of the table is short.
LONGEST = 500

TITLES = {
    SwotCell.STRENGTH: _l("Strong sides"),
    SwotCell.WEAKNESS: _l("Weak sides"),
    SwotCell.OPPORTUNITY: _l("Opportunities"),
    SwotCell.THREAT: _l("Threats"),
}

STATES = {"confirmed": _l("print"), "declined": _l("do not print"), "open": _l("decide later")}

TOO_LONG = _l("A line has at most %(max)d characters. Make it shorter or divide it into two.")


class LineForm(Form):
    """One line, and what the page had shown of it."""

    key = HiddenField(validators=[InputRequired()])
    seen = HiddenField()
    text = TextAreaField(_l("Line"), validators=[Length(max=LONGEST, message=TOO_LONG)])
    cell = SelectField(_l("Cell"), choices=named(TITLES))
    state = RadioField(_l("Decision"), choices=named(STATES))

    @property
    def edit(self) -> Edit:
        """What was sent."""
        return Edit(
            key=self.key.data or "",
            text=self.text.data or "",
            cell=SwotCell(self.cell.data),
            state=self.state.data,
            seen=self.seen.data or "",
        )


class SwotForm(FlaskForm):
    """All lines, and a field for a new one in every cell."""

    lines = FieldList(FormField(LineForm))
    own_strength = TextAreaField(_l("Your own line"), [Length(max=LONGEST, message=TOO_LONG)])
    own_weakness = TextAreaField(_l("Your own line"), [Length(max=LONGEST, message=TOO_LONG)])
    own_opportunity = TextAreaField(_l("Your own line"), [Length(max=LONGEST, message=TOO_LONG)])
    own_threat = TextAreaField(_l("Your own line"), [Length(max=LONGEST, message=TOO_LONG)])

    def parts(self) -> Iterator[LineForm]:
        """Yield the forms of the lines."""
        for entry in self.lines:
            yield entry.form

    def own(self, cell: SwotCell) -> Field:
        """Return the field for a new line of a cell."""
        found: Field = self[f"own_{cell.value}"]
        return found

    def added(self) -> dict[SwotCell, str]:
        """Return the new lines."""
        return {cell: self.own(cell).data or "" for cell in SwotCell}


def swot_form(shown: Sequence[Shown], *, is_sent: bool = True) -> SwotForm:
    """Return the form, filled with the lines or, if it was sent, with what was."""
    lines = [
        {
            "key": one.line.key,
            "seen": one.seen,
            "text": one.line.text,
            "cell": one.line.cell,
            "state": one.line.state,
        }
        for one in shown
    ]
    sent: dict[str, Any] = {} if is_sent else {"formdata": None}
    form = SwotForm(data={"lines": lines}, **sent)
    for part in form.parts():
        part.text.render_kw = {"rows": rows_of(part.text.data or "", width=44)}
    return form


def act_of(pressed: str | None) -> Act | None:
    """Return what a button beside a line asks for; the one below all of them only saves."""
    verb, _colon, key = (pressed or "").partition(":")
    return Act(verb=cast("Any", verb), key=key) if verb in {"up", "down"} else None
