"""Where the pages of names hang, and how often a passphrase may be tried."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint
from flask_login import current_user

from app.limits import limiter

if TYPE_CHECKING:
    from flask import Response

bp = Blueprint("names", __name__, url_prefix="/staff/programmes/<int:programme_id>/names")

#: Passphrases and recovery keys that one person may mistake before having to wait.
WRONG_TRIES = "10 per minute; 50 per hour"

#: What a page answers to a wrong one.
REFUSED = 403


def _whoever_tries() -> str:
    return f"user {current_user.user.id}"


def _is_refused(response: Response) -> bool:
    return response.status_code == REFUSED


#: One counter for every page that takes a passphrase or a recovery key.
limit_wrong_tries = limiter.shared_limit(
    WRONG_TRIES, "names", key_func=_whoever_tries, methods=["POST"], deduct_when=_is_refused
)
