"""The log: what went wrong and where in the code; never a code, an answer or a query string."""

from __future__ import annotations

import logging
import secrets
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

log = logging.getLogger("zamer")


def open_log(app: Flask) -> None:
    """Write to `instance/log/`, one megabyte at a time, ten of them."""
    folder = Path(app.config["INSTANCE"]) / "log"
    folder.mkdir(mode=0o700, exist_ok=True)
    path = folder / app.config["LOG_NAME"]
    log.setLevel(app.config["LOG_LEVEL"])
    log.propagate = False
    for handler in log.handlers[:]:
        log.removeHandler(handler)
        handler.close()
    handler = RotatingFileHandler(
        path, maxBytes=1_000_000, backupCount=9, encoding="utf-8", delay=True
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    log.addHandler(handler)


def log_incident(what: str, error: BaseException | None = None) -> str:
    """Write down what happened and return the number under which it can be found.

    Of an error only its class and the lines of our code it passed are written: its message may
    quote what somebody typed.
    """
    incident = secrets.token_hex(4)
    log.error("%s %s%s", incident, what, "" if error is None else _trail(error))
    return incident


def _trail(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(
        f"\n    {Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames
    )
    return f" {type(error).__module__}.{type(error).__qualname__}{places}"
