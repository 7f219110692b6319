"""Where the pages of the desk hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("coding", __name__, url_prefix="/staff/programmes/<int:programme_id>/coding")
