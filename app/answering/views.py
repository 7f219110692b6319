"""Pages for whoever answers: the code, one form after another, thanks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError

from app.access import EVERYONE, allow
from app.answering import (
    assent_views,  # noqa: F401 - because importing it hangs its pages
    erase_views,  # noqa: F401 - because importing it hangs its pages
    operations,
    queries,
    respondents,
    seals,
)
from app.answering.blueprint import bp
from app.answering.errors import (
    AnsweredError,
    AnsweringError,
    OtherCodeError,
    SessionLostError,
)
from app.answering.forms import CodeForm, form_values, given_answers, page_form
from app.answering.given import given_form, next_address, place_among_forms
from app.answering.pages import page_after, page_before, sentences
from app.database import now_utc
from app.limits import limiter
from app.programmes.codes import typed_code
from instruments.model import TEXT_LIMIT

if TYPE_CHECKING:
    from flask import Response
    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from app.answering.given import GivenForm
    from app.answering.pages import Page

__all__ = ["bp"]

#: A computer class shares one address, and a slip of the pen is no attack.
FAILED_CODES = "60 per minute"


def _is_shown_again(response: Response) -> bool:
    """Tell a wrong code, whose form comes back, from one that leads on."""
    return response.status_code == 200


@bp.route("/", methods=["GET", "POST"])
@allow(*EVERYONE)
@limiter.limit(FAILED_CODES, methods=["POST"], deduct_when=_is_shown_again)
def code() -> ResponseReturnValue:
    """Begin: who asks, and the code; whoever was here before has gone."""
    respondents.end()
    respondents.came_by(None)
    form = CodeForm()
    if form.validate_on_submit() and form.person is not None:
        respondents.begin(form.person, typed_code(form.code.data or ""))
        return redirect(url_for("answering.onward"))
    return _code_page(form)


@bp.get("/forms")
@allow(*EVERYONE)
def onward() -> ResponseReturnValue:
    """Go to the first form that is not answered yet."""
    respondent = respondents.current()
    address = next_address(respondent)
    if address is not None:
        return redirect(address)
    if not _may_erase():  # else the code is still needed for that
        respondents.end()
    raise queries.why_nothing(respondent.person, now_utc())


@bp.get("/forms/<int(max=2147483647):administration_id>/<int:number>")
@allow(*EVERYONE)
def page(administration_id: int, number: int) -> ResponseReturnValue:
    """Show one page of a form, with what was answered on it before."""
    given = given_form(administration_id, respondents.current())
    if not respondents.has_agreed(given.programme_id):
        return redirect(url_for("answering.before"))
    shown = given.page(number)
    if shown is None:
        return redirect(given.address(given.begin()))
    values = form_values(shown.items, given.answers, _lang())
    return _form_page(given, shown, page_form(shown.items, _lang())(formdata=None, data=values))


@bp.post("/forms/<int(max=2147483647):administration_id>/<int:number>")
@allow(*EVERYONE)
def turn(administration_id: int, number: int) -> ResponseReturnValue:
    """Keep the answers of a page, whichever way it is left."""
    respondent = respondents.current()
    seals.check_seal(request.form.get(seals.FIELD, ""), respondent, administration_id)
    given = given_form(administration_id, respondent)
    if not respondents.has_agreed(given.programme_id):  # the code has been typed in again meanwhile
        flash(_("The last page is to be filled in once more."))
        return redirect(url_for("answering.before"))
    shown = given.page(number)
    if shown is None:
        return redirect(given.address(given.begin()))
    form = page_form(shown.items, _lang())()
    goes_on = request.form.get("action") in {"next", "send"}
    is_ready = form.validate() and goes_on
    given = given.after(shown, given_answers(form, shown.items), is_ready=is_ready)
    if goes_on and not is_ready:
        _keep(given)
        return _form_page(given, shown, form)
    return _leave(given, shown)


@bp.get("/thanks")
@allow(*EVERYONE)
def thanks() -> ResponseReturnValue:
    """Thank, and forget who answered: the next one at this computer is somebody else."""
    person = respondents.current().person if respondents.is_there() else None
    respondents.end()
    is_last = None if person is None else queries.is_last_wave(person, now_utc())
    return render_template(
        "answering/thanks.html",
        is_last=is_last,
        has_slip=not respondents.has_address(),
        first_page=respondents.first_page(),
        helpline=queries.helpline(person),
    )


@bp.errorhandler(SessionLostError)
@bp.errorhandler(CSRFError)
def _begin_again(error: Exception) -> ResponseReturnValue:
    """Show the first page, with a sentence about what happened."""
    respondents.end()
    notice = error if isinstance(error, SessionLostError) else SessionLostError()
    if respondents.has_address():
        return kind_page(notice)
    return _code_page(CodeForm(formdata=None), notice=notice), notice.status


@bp.errorhandler(AnsweredError)
def _answered(error: AnsweredError) -> ResponseReturnValue:
    """Go on after a second press of “Send”; any other page of the form says what it is."""
    if request.form.get("action") == "send":
        return _go_on()
    return _kind_page(error)


@bp.errorhandler(OtherCodeError)
def _other_code(error: OtherCodeError) -> ResponseReturnValue:
    """Say that nothing was kept, and leave whoever answers now alone."""
    return kind_page(error)


@bp.errorhandler(AnsweringError)
def _kind_page(error: AnsweringError) -> ResponseReturnValue:
    """Say why there is nothing to answer here."""
    if request.form.get("action") == "leave":
        respondents.end()
    is_there = respondents.is_there()
    return kind_page(
        error,
        leads_on=error.leads_on and is_there and _is_something_left(),
        may_erase=is_there and _may_erase(),
    )


def kind_page(
    error: AnsweringError, *, leads_on: bool = False, may_erase: bool = False
) -> ResponseReturnValue:
    """Return the page that says why somebody cannot answer now, and where to go."""
    title, advice = error.words(by_address=respondents.has_address())
    page = render_template(
        "answering/kind.html",
        title=title,
        advice=advice,
        leads_on=leads_on,
        may_erase=may_erase,
        first_page=respondents.first_page(),
    )
    return page, error.status


def _leave(given: GivenForm, shown: Page) -> ResponseReturnValue:
    """Turn the page, hand the form in, or stop for now."""
    action = request.form.get("action", "")
    goal = given.goal(shown, action)
    if goal is None:
        person = respondents.current().person
        operations.hand_in(given.administration_id, person, given.answers)
        return _go_on()
    _keep(given)
    if action == "erase":
        return redirect(url_for("answering.erase"))
    if action == "leave":
        respondents.end()
        if respondents.has_address():
            flash(_("What had been sent is stored. A questionnaire that was not sent is not kept."))
        else:
            flash(_("The answers are kept. To go on later, use the same code."))
        return redirect(respondents.first_page())
    return redirect(given.address(goal))


def _keep(given: GivenForm) -> None:
    """Keep what has been answered so far."""
    respondent = respondents.current()
    operations.save_draft(
        given.administration_id, respondent.person, given.answers, key=respondent.draft_key
    )


def _go_on() -> ResponseReturnValue:
    """Go to the next form, or to the thanks."""
    respondent = respondents.current()
    address = next_address(respondent)
    if address is None:
        return redirect(url_for("answering.thanks"))
    n_left = queries.n_unanswered(respondent.person, now_utc())
    flash(_("The questionnaire has been sent. Questionnaires left: %(n)s", n=n_left))
    return redirect(address)


def _is_something_left() -> bool:
    return queries.n_unanswered(respondents.current().person, now_utc()) > 0


def _may_erase() -> bool:
    return queries.stored_forms(respondents.current().person, now_utc()).is_erasable


def _form_page(given: GivenForm, shown: Page, form: FlaskForm) -> str:
    respondent = respondents.current()
    place, n_forms = place_among_forms(given, respondent.person)
    instruction = given.instrument.instruction
    fields = [form[item.code] for item in shown.items]
    wrong = [field for field in fields if field.errors]
    return render_template(
        "answering/page.html",
        form=form,
        fields=fields,
        has_errors=bool(wrong),
        is_only_unanswered=all(field.can_skip and not field.data for field in wrong),
        text_limit=TEXT_LIMIT,
        page=shown,
        heading=given.instrument.shown_title.get(_lang()),
        instruction=sentences(instruction.get(_lang())) if instruction else [],
        seal=seals.seal(respondent, given.administration_id),
        seal_field=seals.FIELD,
        is_first=page_before(given.pages, shown.number) is None,
        is_last=page_after(given.pages, shown.number) is None,
        place=place,
        n_forms=n_forms,
        code_end=respondent.code_end,
        may_erase=_may_erase(),
    )


def _code_page(form: CodeForm, notice: AnsweringError | None = None) -> str:
    return render_template(
        "answering/code.html",
        form=form,
        notice=notice,
        page_is_lost=notice is not None and request.endpoint == "answering.turn",
        school=queries.asking_school(),
    )


def _lang() -> str:
    return str(get_locale().language)
