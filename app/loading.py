"""Finds what a page is about, within the school of whoever asks: anything else is not there."""

from __future__ import annotations

from typing import TypeVar

from flask import abort
from flask_login import current_user
from sqlalchemy import Select, select
from sqlalchemy.exc import DataError

from app.database import db
from app.models import Programme, ReportJob, Theme, User, Wave

Found = TypeVar("Found")


def get_programme_or_404(programme_id: int) -> Programme:
    """Return a programme of the school."""
    return _one_or_404(select(Programme).filter_by(id=programme_id, school_id=_school_id()))


def get_wave_or_404(wave_id: int) -> Wave:
    """Return a wave of a programme of the school."""
    return _one_or_404(
        select(Wave).join(Programme).where(Wave.id == wave_id, Programme.school_id == _school_id())
    )


def get_job_or_404(job_id: int) -> ReportJob:
    """Return a computation of a report of a programme of the school."""
    return _one_or_404(
        select(ReportJob)
        .join(Programme)
        .where(ReportJob.id == job_id, Programme.school_id == _school_id())
    )


def get_theme_or_404(programme: Programme, theme_id: int) -> Theme:
    """Return a theme of a programme that has been found in the school."""
    return _one_or_404(select(Theme).filter_by(id=theme_id, programme_id=programme.id))


def get_user_or_404(user_id: int) -> User:
    """Return a member of the school's staff."""
    return _one_or_404(select(User).filter_by(id=user_id, school_id=_school_id()))


def _school_id() -> int:
    school_id: int = current_user.school.id
    return school_id


def _one_or_404(query: Select[Found]) -> Found:
    try:
        found = db.session.scalar(query)
    except (OverflowError, DataError):  # the number is larger than the database can hold
        db.session.rollback()
        abort(404)
    if found is None:
        abort(404)
    return found
