"""Puts the web application together."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flask import Flask, Response
from flask_babel import Babel, get_locale
from flask_bootstrap import Bootstrap5
from flask_wtf import CSRFProtect

from app import models  # noqa: F401 - because the tables must be known before they are asked for
from app.admin.views import bp as admin
from app.answering.views import bp as answering
from app.appraisal.views import bp as appraisal
from app.auth.sessions import login_manager
from app.auth.views import bp as auth
from app.coding.views import bp as coding
from app.conclusions.views import bp as conclusions
from app.database import db, prepare_engine
from app.demo.marking import is_demo
from app.education.views import bp as education
from app.errors import register_errors
from app.guests.staff_views import bp as asking_guests
from app.guests.views import bp as guests
from app.health import bp as health
from app.limits import limiter
from app.logs import open_log
from app.migrating import migrate
from app.names.keyring import Keyring
from app.names.views import bp as names
from app.programmes.views import bp as programmes
from app.reports.views import bp as reports
from app.requisites.views import bp as requisites
from app.screening.views import bp as screening
from app.selfcodes.questions import SETTING, load_questions
from app.selfcodes.staff_views import bp as pairing
from app.selfcodes.views import bp as selfcodes
from app.settings import settings_of
from app.swot.views import bp as swot
from app.waves.views import bp as waves

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Nothing from elsewhere, nothing inline; pictures may come inside a page (Bootstrap's do).
SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
        "form-action 'self'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

babel = Babel()
bootstrap = Bootstrap5()
csrf = CSRFProtect()


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """Return the application.

    Parameters
    ----------
    overrides
        Settings over the environment's, which are over the defaults.
    """
    settings = settings_of(overrides)
    app = Flask("app", instance_path=settings["INSTANCE"])
    app.config.from_mapping(settings)
    app.config[SETTING] = load_questions(Path(settings["INSTANCE"]))
    open_log(app)
    for extension in (db, babel, bootstrap, csrf, limiter, login_manager):
        extension.init_app(app)
    migrate.init_app(app, db)
    Keyring().init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    programme_staff = programmes, names, waves, reports, screening, pairing
    workshop = coding, appraisal, conclusions, swot, asking_guests, education
    staff = health, auth, admin, *programme_staff, *workshop, requisites
    for blueprint in (*staff, answering, selfcodes, guests):
        app.register_blueprint(blueprint)
    register_errors(app)
    app.context_processor(lambda: {"get_locale": get_locale, "is_demo": is_demo})
    app.after_request(_secure)
    return app


def _secure(response: Response) -> Response:
    """Tell the browser what it must not do, unless a view said it more strictly."""
    for name, value in SECURITY_HEADERS.items():
        response.headers.setdefault(name, value)
    if response.mimetype == "text/html":
        response.headers.setdefault("Cache-Control", "no-store")
    return response
