"""Refuses settings that could not work, before anything is built on them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from app.language import LANGUAGES
from instruments.messages import N_, Problem, ProblemsError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from instruments.messages import Message

LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")

LAST_PORT = 65535

DATABASES = ("sqlite", "postgresql")

DATABASE_RULE = N_("it is sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE")


def check_settings(settings: Mapping[str, Any]) -> None:
    """Refuse settings that could not work.

    Raises
    ------
    ProblemsError
        With everything that is wrong.
    """
    problems = tuple(_problems(settings))
    if problems:
        raise ProblemsError(problems)


def database_problem(reason: BaseException) -> Problem:
    """Return what is said of a database that cannot be opened; an address may hold a password."""
    return Problem(
        place=_place("DATABASE_URL"),
        what=N_("the database cannot be opened (%(reason)s)", reason=" ".join(str(reason).split())),
        rule=N_("it is a database that is there, and that you may write to"),
        remedy=N_("correct the address, or start the database"),
    )


def _problems(settings: Mapping[str, Any]) -> Iterator[Problem]:
    port, level, lang = (str(settings[name]) for name in ("PORT", "LOG_LEVEL", "LANG"))
    if not (re.fullmatch("[0-9]{1,5}", port) and 1 <= int(port) <= LAST_PORT):
        yield _problem(
            "PORT", port, N_("a port is a whole number from 1 to %(last)s", last=LAST_PORT)
        )
    for name, value, known in (("LOG_LEVEL", level, LOG_LEVELS), ("LANG", lang, LANGUAGES)):
        if value not in known:
            yield _problem(name, value, N_("it is one of %(known)s", known=", ".join(known)))
    if not _is_database(settings["SQLALCHEMY_DATABASE_URI"]):
        yield Problem(
            place=_place("DATABASE_URL"),
            what=N_("this is no address of a database that we work with"),
            rule=DATABASE_RULE,
            remedy=N_("correct it, or remove it to use a file in the instance folder"),
        )


def _problem(name: str, value: str, rule: Message) -> Problem:
    return Problem(
        place=_place(name),
        what=N_("“%(answer)s”", answer=value),
        rule=rule,
        remedy=N_("correct it, or remove it to use what is usual"),
    )


def _place(name: str) -> Message:
    return N_("the setting ZAMER_%(name)s", name=name)


def _is_database(address: str) -> bool:
    """Say whether it is an address, of a kind we work with, whose driver is installed."""
    try:
        url = make_url(address)
        url.get_dialect().import_dbapi()
    except (ArgumentError, ImportError, ValueError):
        return False
    return url.get_backend_name() in DATABASES
