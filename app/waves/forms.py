"""Forms about when a wave is held."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, SubmitField
from wtforms.validators import Optional


class WaveForm(FlaskForm):
    """The dates, to be kept, or to open the wave at once."""

    opens_on = DateField(
        _l("Opens on"),
        validators=[Optional()],
        description=_l("From the first minute of this day, by the school's time."),
    )
    closes_on = DateField(
        _l("Closes on"),
        validators=[Optional()],
        description=_l("To the last minute of this day. May be left empty: then close it by hand."),
    )
    save = SubmitField(_l("Save the dates"))
    open_now = SubmitField(_l("Open now"))


class CloseForm(FlaskForm):
    """A confirmation."""

    submit = SubmitField(_l("Close now"))
