"""Pages for when something is wrong: in Russian, kind, with a number to quote."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import make_response, render_template, request
from flask_babel import lazy_gettext as _l
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
    return _page(error.code, STALE if isinstance(error, CSRFError) else _words(error.code), cause)


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
        incident=incident,
        # Asking who is signed in would need the database, which may be what is wrong.
        is_staff_page=request.path.startswith("/staff"),
    )
    return make_response(page, status)
