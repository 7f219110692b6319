"""The form of all conclusions of a stage: one page, one button that saves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, TextAreaField
from wtforms.validators import AnyOf, InputRequired, Length

from app.conclusions.operations import Act, Edit
from app.conclusions.texts import LONGEST, rows_of
from app.models import ConclusionKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtforms import Field

    from app.conclusions.queries import Shown

VERBS = ("up", "down", "restore", "read")

TOO_LONG = _l("A sentence has at most %(max)d characters. Make it shorter or divide it into two.")


class SentenceForm(Form):
    """One sentence, and what the page had shown of it."""

    key = HiddenField(validators=[InputRequired()])
    kind = HiddenField(validators=[InputRequired(), AnyOf(list(ConclusionKind))])
    seen = HiddenField()
    seen_draft = HiddenField()
    text = TextAreaField(_l("Sentence"), validators=[Length(max=LONGEST, message=TOO_LONG)])
    struck = BooleanField(_l("Do not print"))

    @property
    def edit(self) -> Edit:
        """What was sent."""
        return Edit(
            key=self.key.data or "",
            kind=ConclusionKind(self.kind.data or ""),
            text=self.text.data or "",
            is_struck=bool(self.struck.data),
            seen=self.seen.data or "",
            seen_draft=self.seen_draft.data or "",
        )


class ConclusionsForm(FlaskForm):
    """All sentences of a stage; fields for new ones are added by `conclusions_form`."""

    sentences = FieldList(FormField(SentenceForm))

    def parts(self) -> Iterator[SentenceForm]:
        """Yield the forms of the sentences."""
        for entry in self.sentences:
            yield entry.form

    def added(self) -> dict[ConclusionKind, str]:
        """Return the new sentences."""
        return {
            kind: self[own_name(kind)].data or ""
            for kind in ConclusionKind
            if own_name(kind) in self
        }

    def own(self, kind: ConclusionKind) -> Field:
        """Return the field for a new sentence of a kind."""
        found: Field = self[own_name(kind)]
        return found


def own_name(kind: ConclusionKind) -> str:
    """Return the name of the field for a new sentence of a kind."""
    return f"own_{kind.value}"


def conclusions_form(
    shown: Sequence[Shown], kinds: Sequence[ConclusionKind], *, is_sent: bool = True
) -> ConclusionsForm:
    """Return the form of a stage, filled with its sentences or, if it was sent, with what was."""
    fields: dict[str, Any] = {
        own_name(kind): TextAreaField(
            _l("Your own sentence"),
            validators=[Length(max=LONGEST, message=TOO_LONG)],
            render_kw={"rows": 2},
        )
        for kind in kinds
    }
    made: type[ConclusionsForm] = type("ConclusionsOfStage", (ConclusionsForm,), fields)
    sentences = [
        {
            "key": one.sentence.key,
            "kind": one.sentence.kind,
            "seen": one.seen,
            "seen_draft": one.seen_draft,
            "text": one.sentence.text,
            "struck": one.sentence.struck,
        }
        for one in shown
    ]
    sent = {} if is_sent else {"formdata": None}
    form = made(data={"sentences": sentences}, **sent)
    for part in form.parts():
        part.text.render_kw = {"rows": rows_of(part.text.data or "")}
    return form


def act_of(pressed: str | None) -> Act | None:
    """Return what a button beside a sentence asks for; the one below all of them only saves."""
    verb, _colon, key = (pressed or "").partition(":")
    return Act(verb=cast("Any", verb), key=key) if verb in VERBS else None
