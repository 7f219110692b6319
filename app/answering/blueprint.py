"""Where the pages of whoever answers hang."""

from flask import Blueprint

bp = Blueprint("answering", __name__)
