"""Forms about what a school's papers bear."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, StringField, SubmitField, TextAreaField
from wtforms.validators import InputRequired, Length

from app.models import ApprovalKind, Side
from app.programmes.forms import named
from app.reports.docx_guard import MOST_BYTES
from app.requisites.queries import WORDED

APPROVALS = {
    ApprovalKind.HEAD: _l("The head approves: post, signature, date"),
    ApprovalKind.ORDER: _l("Approved by an order: number and date"),
    ApprovalKind.PROTOCOL: _l("Adopted by a meeting: minutes, number and date"),
    ApprovalKind.NONE: _l("No approval"),
}

SIDES = {Side.RIGHT: _l("on the right"), Side.LEFT: _l("on the left")}

#: Letters of the list of acts, at most.
LONGEST_GROUNDS = 2000


def _one_line(text: str | None) -> str:
    """Return a text in one line, without the signs that no paper shows."""
    return " ".join("".join(sign if sign.isprintable() else " " for sign in text or "").split())


def _line(longest: int, label: Any, description: Any = "") -> StringField:
    """Return a field for a line that may stay empty."""
    return StringField(
        label, filters=[_one_line], validators=[Length(max=longest)], description=description
    )


class RequisitesForm(FlaskForm):
    """What reports bear; an empty field is filled in with what is usual, or by hand."""

    approval = RadioField(
        _l("How reports are approved"),
        choices=named(APPROVALS),
        validators=[InputRequired()],
    )
    approval_side = RadioField(
        _l("Where the approval stands"),
        choices=named(SIDES),
        validators=[InputRequired()],
    )
    approval_wording = _line(
        200, _l("First line of the approval"), _l("Empty: the usual one, such as «УТВЕРЖДАЮ».")
    )
    head_post = _line(120, _l("Post of the head"), _l("As it stands in the staff list."))
    head_name = _line(120, _l("Initials and surname of the head"))
    approval_number = _line(
        40, _l("Number of the order or minutes"), _l("Empty: a blank to be filled in by hand.")
    )
    approval_date = _line(40, _l("Date of the order or minutes"), _l("For example 01.09.2026."))
    grounds = TextAreaField(
        _l("Documents it goes back to"),
        render_kw={"rows": 4},
        filters=[_one_line],
        validators=[Length(max=LONGEST_GROUNDS)],
        description=_l(
            "Add those of your region, and the order by which the programme was begun. Empty: the "
            "usual text."
        ),
    )
    appendix = _line(
        40,
        _l("Number of the appendix on monitoring"),
        _l("As your region's copy of the methodology counts it. Empty: not named."),
    )
    curator_post = _line(120, _l("Post of the curator"))
    curator_name = _line(120, _l("Initials and surname of the curator"))
    psychologist_post = _line(
        120,
        _l("Post of the psychologist"),
        _l("If both fields are empty, only the curator signs."),
    )
    psychologist_name = _line(120, _l("Initials and surname of the psychologist"))
    submit = SubmitField(_l("Save and see"))

    def filled(self) -> dict[str, object]:
        """Return what was filled in, by the names of the columns."""
        held: dict[str, object] = {name: self[name].data for name in self.names()}
        return held | {
            "approval": ApprovalKind(self.approval.data),
            "approval_side": Side(self.approval_side.data),
        }

    @staticmethod
    def names() -> tuple[str, ...]:
        """Return what there is to fill in."""
        return ("approval", "approval_side", *WORDED, "psychologist_post")


class TemplateForm(FlaskForm):
    """The school's own Word template."""

    template = FileField(
        _l("Word file (DOCX), up to %(n)s MB", n=MOST_BYTES // 1024**2),
        validators=[FileRequired(_l("Choose a file first."))],
    )
    submit = SubmitField(_l("Use this template"))
