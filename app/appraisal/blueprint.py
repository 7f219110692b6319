"""Where the pages of the curator's appraisal hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("appraisal", __name__, url_prefix="/staff/programmes/<int:programme_id>/appraisal")
