"""Serves the web application from one process, for a school that has no server."""

from __future__ import annotations

import errno
import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sqlalchemy.exc import DBAPIError
from waitress.server import create_server

from app.answering.operations import tidy_closed_waves
from app.database import db
from app.factory import create_app
from app.migrating import migrate_to_head
from app.reports.operations import fail_unfinished
from app.reports.worker import worker_of
from app.settings_check import database_problem
from instruments.messages import N_, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from flask import Flask

#: Requests answered at the same time; a class of thirty is served in a blink.
THREADS = 8


def prepared_app() -> Flask:
    """Return the application on a database that has been brought up to date.

    Raises
    ------
    ProblemsError
        A setting could not work, or the database cannot be opened.
    """
    app = create_app()
    with app.app_context():
        _check_database()
        migrate_to_head()
    return app


def _check_database() -> None:
    try:
        db.engine.connect().close()
    except DBAPIError as error:
        raise ProblemsError((database_problem(error.orig or error),)) from error


@contextmanager
def working() -> Iterator[Flask]:
    """Give a command the database, brought up to date, and close it after the command."""
    app = prepared_app()
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def serve(app: Flask, host: str | None, port: int | None, *, ready: Callable[[str], None]) -> None:
    """Serve until told to stop.

    Parameters
    ----------
    host, port
        Over the settings' own.
    ready
        Hears the address once it can be opened.

    Raises
    ------
    ProblemsError
        The address is taken, or is not this computer's.
    """
    host, port = host or app.config["HOST"], port or int(app.config["PORT"])
    try:
        server = create_server(app, host=host, port=port, threads=THREADS)
    except OSError as error:
        raise ProblemsError((_address_problem(host, port, error),)) from error
    # Only now: whoever could not have the port leaves alone what another process is doing.
    _tidy(app)
    signal.signal(signal.SIGTERM, _stop)
    ready(f"http://{host}:{server.effective_port}")
    try:
        server.run()
    finally:
        worker_of(app).stop()


def _tidy(app: Flask) -> None:
    """Put in order what the time without a server has left over."""
    with app.app_context():
        tidy_closed_waves()
        fail_unfinished()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _address_problem(host: str, port: int, error: OSError) -> Problem:
    reason: object = error.strerror or error
    if error.errno == errno.EADDRINUSE:
        reason = N_("the port is taken by another program")
    return Problem(
        place=N_("the address %(host)s:%(port)s", host=host, port=port),
        what=N_("it cannot be served on (%(reason)s)", reason=reason),
        rule=N_("one program at a time serves on a port of this computer"),
        remedy=N_("stop the other program, or choose another port with --port"),
    )
