"""Pages for when something is wrong: in Russian, kind, with a number to quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template, request
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError
from werkzeug.exceptions import HTTPException, InternalServerError

from app.logs import log_incident

if TYPE_CHECKING:
    from flask import Flask, Response

#: Status to title and advice.
PAGES = {
    400: (
        _l("The page did not understand the request"),
        _l("Go back, reload the page and try once more."),
    ),
    403: (
        _l("This page is not for you"),
        _l("Your account has no right to it. The administrator can change that."),
    ),
    404: (
        _l("There is no such page"),
        _l("Check the address, or begin from the first page."),
    ),
    405: (
        _l("This address works differently"),
        _l("Go back and press the button on the page again."),
    ),
    413: (
        _l("The file is too large"),
        _l("Files up to 10 MB are taken. Send a smaller one."),
    ),
    429: (
        _l("Too many tries"),
        _l("Wait a minute and try again."),
    ),
    500: (
        _l("Something broke on our side"),
        _l(
            "Nothing that was acknowledged is lost. Try again; if it happens again, tell the "
            "administrator the number below."
        ),
    ),
    503: (
        _l("The system is busy"),
        _l("Wait a minute and try again. Nothing that was acknowledged is lost."),
    ),
}

#: For a form whose token is missing, old or of another session.
STALE = (
    _l("The page has been open too long"),
    _l(
        "Go back, reload the page and send it once more. What you typed may have to be typed again."
    ),
)

#: For a form of somebody who is signed in no more.
SIGNED_OUT = (
    _l("The session is over"),
    _l("Half an hour has passed without work. Sign in again."),
)

#: What people bring about themselves: there is nothing to look up in the log.
WITHOUT_NUMBER = (403, 404, 429)

SIGN_IN = "auth.sign_in"


def register_errors(app: Flask) -> None:
    """Answer every error with a page of ours."""
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(OperationalError, _database_error)
    app.register_error_handler(DataError, _value_error)
    # Flask would write the message of an exception, which may quote what somebody typed.
    app.logger.disabled = True


def _http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    cause = error.original_exception if isinstance(error, InternalServerError) else None
    if not isinstance(error, CSRFError):
        return _page(error.code, _words(error.code), cause)
    return _page(error.code, SIGNED_OUT if _is_signed_out() else STALE, cause)


def _is_signed_out() -> bool:
    """Say whether a page of staff was sent by somebody who has to sign in again."""
    is_staff_page = request.path.startswith("/staff") and request.endpoint != SIGN_IN
    return is_staff_page and not current_user.is_authenticated


def _database_error(error: OperationalError) -> Response:
    return _page(503, _words(503), error)


def _value_error(error: DataError) -> Response:
    """Answer what no column can hold, such as a null character."""
    return _page(400, _words(400), error)


def _words(status: int) -> tuple[str, str]:
    return PAGES[status if status in PAGES else 500 if status >= 500 else 400]


def _page(status: int, words: tuple[str, str], error: BaseException | None) -> Response:
    incident = log_incident(f"{status} {request.method} {request.endpoint or '-'}", error)
    title, advice = words
    page = render_template(
        "errors/error.html",
        title=title,
        advice=advice,
        incident=None if status in WITHOUT_NUMBER else incident,
        # Asking who is signed in would need the database, which may be what is wrong.
        is_staff_page=request.path.startswith("/staff"),
        leads_to_sign_in=request.endpoint == SIGN_IN or words is SIGNED_OUT,
    )
    return make_response(page, status)
