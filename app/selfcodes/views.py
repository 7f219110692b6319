"""Pages for whoever has no slip: an address, a few short questions, and their answers once more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_wtf.csrf import CSRFError

from app.access import EVERYONE, allow
from app.answering import respondents
from app.answering.errors import AnsweringError, SessionLostError
from app.answering.forms import AssentForm
from app.answering.promises import VOLUNTARY, promise
from app.answering.views import kind_page
from app.database import now_utc
from app.limits import limiter
from app.selfcodes import operations, queries
from app.selfcodes.elements import questions
from app.selfcodes.forms import LONGEST, elements_form
from app.selfcodes.tokens import typed_token

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue

    from app.models import Stratum
    from app.selfcodes.forms import ElementsForm

bp = Blueprint("selfcodes", __name__)

#: A computer class shares one network address; each of it sends two pages, and may mistype.
WRONG_ADDRESSES, SENT = "60 per minute", "240 per minute"


def _is_nowhere(response: Response) -> bool:
    """Tell an address that leads nowhere, which may be somebody trying out."""
    return response.status_code == 404


@bp.route("/a/<token>", methods=["GET", "POST"])
@allow(*EVERYONE)
@limiter.limit(WRONG_ADDRESSES, deduct_when=_is_nowhere)
@limiter.limit(SENT, methods=["POST"])
def begin(token: str) -> ResponseReturnValue:
    """Agree, answer the short questions, read the answers once more, and begin.

    Nothing is kept before the last of these, in the cookie neither.
    """
    stratum = queries.stratum_of(typed_token(token)) or abort(404)
    respondents.end()
    respondents.came_by(stratum.token)
    queries.wave_to_answer(stratum, queries.waves_of_address(stratum), now_utc())
    match request.form.get("action"):
        case "decline":
            return redirect(url_for("answering.declined"))
        case "agree":
            return _questions(_form(is_empty=True))
        case "check" | "change" | "confirm" as action:
            return _turn(stratum, action)
    return _before(stratum)


@bp.errorhandler(AnsweringError)
def _kind_page(error: AnsweringError) -> ResponseReturnValue:
    """Say why there is nothing to answer here."""
    return kind_page(error)


@bp.errorhandler(CSRFError)
def _begin_again(_error: CSRFError) -> ResponseReturnValue:
    """Let whoever waited too long begin once more."""
    return kind_page(SessionLostError())


def _turn(stratum: Stratum, action: str) -> ResponseReturnValue:
    """Show the answers once more, show the questions again, or begin."""
    form = _form()
    if not form.validate() or action == "change":
        return _questions(form)
    if action == "check":
        return render_template("selfcodes/review.html", form=form)
    respondents.begin_without_slip(operations.enter(stratum, form.answers))
    respondents.agree(stratum.programme_id)
    return redirect(url_for("answering.onward"))


def _before(stratum: Stratum) -> str:
    """Promise what the programme keeps, and ask, before anything is asked about the person."""
    programme = stratum.programme
    return render_template(
        "answering/before.html",
        form=AssentForm(formdata=None),
        programme=programme,
        promise=promise(programme, stratum.role),
        voluntary=VOLUNTARY,
        helpline=programme.school.helpline,
        code_end="",
        address=request.path,
    )


def _form(*, is_empty: bool = False) -> ElementsForm:
    form = elements_form(questions(), str(get_locale().language))
    return form(formdata=None) if is_empty else form()


def _questions(form: ElementsForm) -> str:
    return render_template("selfcodes/questions.html", form=form, longest=LONGEST)
