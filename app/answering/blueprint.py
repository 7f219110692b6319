"""Where the pages of whoever answers hang."""

from __future__ import annotations

from flask import Blueprint

bp = Blueprint("answering", __name__)
