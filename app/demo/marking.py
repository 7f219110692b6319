"""Says on every page that the people of a demonstration do not exist."""

from __future__ import annotations

from flask import g
from sqlalchemy import exists, select
from sqlalchemy.exc import SQLAlchemyError

from app.database import db
from app.models import School


def is_demo() -> bool:
    """Say whether this installation holds the demonstration."""
    if "is_demo" not in g:
        try:
            g.is_demo = bool(db.session.scalar(select(exists().where(School.is_demo))))
        except SQLAlchemyError:
            return False  # a page that says the database is away needs no database
    return bool(g.is_demo)
