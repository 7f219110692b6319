"""Forms around parents and partners: how many were asked, and the number of a page."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import BooleanField, IntegerField, SubmitField
from wtforms.validators import NumberRange, Optional

from app.database import random_key
from app.sealing import installation_secret

#: The hidden field of a page that holds its number.
FIELD = "page"

#: More people than any school has parents of.
MOST_INVITED = 100_000


class SurveyForm(FlaskForm):
    """How many were asked, and whether answers are still taken."""

    invited = IntegerField(
        _l("How many were asked"),
        [
            Optional(),
            NumberRange(0, MOST_INVITED, _l("Write a whole number from 0 to %(max)s")),
        ],
        description=_l("For the return in the report. May stay empty."),
    )
    is_open = BooleanField(_l("Answers are taken"))
    submit = SubmitField(_l("Save"))


def new_number() -> str:
    """Return the sealed number of a page: the form that it sends is stored under it."""
    sealed: str = _seal().dumps(str(random_key()))
    return sealed


def number_of(text: str) -> int | None:
    """Return the number that a page bears; None where we did not make it."""
    try:
        return int(_seal().loads(text))
    except BadSignature:
        return None


def _seal() -> URLSafeSerializer:
    return URLSafeSerializer(installation_secret(), salt="guest-page")
