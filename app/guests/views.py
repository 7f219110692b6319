"""Pages of parents and partners: the questionnaire behind the address, and thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.access import EVERYONE, allow
from app.answering.forms import given_answers, page_form
from app.answering.pages import sentences
from app.guests import operations, queries
from app.guests.forms import FIELD, new_number, number_of
from app.limits import limiter
from app.selfcodes.tokens import typed_token
from instruments.model import TEXT_LIMIT

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from app.models import GuestSurvey

bp = Blueprint("guests", __name__, url_prefix="/g")

#: A parents' evening shares one network address.
WRONG_ADDRESSES, SENT = "60 per minute", "240 per minute"


def _is_nowhere(response: Response) -> bool:
    return response.status_code == 404


@bp.route("/<token>", methods=["GET", "POST"])
@allow(*EVERYONE)
@limiter.limit(WRONG_ADDRESSES, deduct_when=_is_nowhere)
@limiter.limit(SENT, methods=["POST"])
def answer(token: str) -> ResponseReturnValue:
    """Answer a few questions on one page; pressing twice stores it once."""
    survey = queries.survey_at(typed_token(token)) or abort(404)
    items = queries.instrument_of(survey).items
    form = page_form(items, _lang())()
    if request.method == "GET":
        return _page(survey, form) if survey.is_open else _closed(survey)
    number = number_of(request.form.get(FIELD, ""))
    if number is None:
        flash(_("This page was out of date. Please look through the answers and send once more."))
        return _page(survey, form)
    if not form.validate():
        return _page(survey, form)
    if not operations.hand_in(survey, number, given_answers(form, items)):
        return _closed(survey)
    return redirect(url_for("guests.thanks", token=survey.token))


@bp.get("/<token>/thanks")
@allow(*EVERYONE)
def thanks(token: str) -> ResponseReturnValue:
    """Thank."""
    survey = queries.survey_at(typed_token(token)) or abort(404)
    return render_template("guests/thanks.html", programme=survey.programme)


@bp.errorhandler(CSRFError)
def _once_more(_error: CSRFError) -> ResponseReturnValue:
    """Show the page again with what was answered, to whoever waited too long."""
    survey = queries.survey_at(typed_token((request.view_args or {}).get("token", "")))
    if survey is None:
        return render_template("guests/closed.html", programme=None), 400
    form = page_form(queries.instrument_of(survey).items, _lang())()
    flash(_("This page was out of date. Please look through the answers and send once more."))
    return _page(survey, form), 400


def _page(survey: GuestSurvey, form: FlaskForm) -> str:
    instrument = queries.instrument_of(survey)
    sent = request.form.get(FIELD, "")
    return render_template(
        "guests/answer.html",
        programme=survey.programme,
        form=form,
        fields=[form[item.code] for item in instrument.items],
        heading=instrument.shown_title.get(_lang()),
        instruction=sentences(instrument.instruction.get(_lang()))
        if instrument.instruction
        else [],
        number=sent if number_of(sent) is not None else new_number(),
        number_field=FIELD,
        text_limit=TEXT_LIMIT,
    )


def _closed(survey: GuestSurvey) -> ResponseReturnValue:
    return render_template("guests/closed.html", programme=survey.programme), 410


def _lang() -> str:
    return str(get_locale().language)
