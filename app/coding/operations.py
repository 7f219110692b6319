"""Every write of the desk: what answers speak of, what may be quoted, and the list of themes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, insert, select

from app.audit import record
from app.coding.hints import hints_of
from app.coding.queries import calm_texts
from app.database import writing
from app.models import AnswerTheme, CodedAnswer, Theme
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.coding.queries import Key
    from app.models import Programme, SwotCell, User
    from instruments.messages import Message

CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")

GONE = N_("This answer is not here any more: it has been withdrawn, or is being read again.")
NO_THEME = N_(
    "A theme that is ticked here has been deleted or merged with another meanwhile. Tick again."
)
UNCHECKED = N_(
    "This answer may tell whose it is. Read it once more; if nobody can be recognised, tick "
    "“checked” and then “may be quoted”."
)


@dataclass(frozen=True, kw_only=True)
class Coding:
    """What is to be kept of one answer.

    Attributes
    ----------
    new_theme
        A theme by its title; it is made unless there is one of this title. Empty: none.
    is_checked
        Whether somebody has made sure that it does not tell whose it is.
    is_untouched
        Nothing was ticked on a page where nothing had been: it has been read. What somebody else
        made of the answer meanwhile stays.
    """

    themes: frozenset[int] = frozenset()
    new_theme: str = ""
    cell: SwotCell | None = None
    released: bool = False
    is_checked: bool = False
    is_untouched: bool = False


def code_answers(
    programme: Programme, codings: Mapping[Key, Coding], *, by: User | None
) -> dict[Key, Message]:
    """Keep what is made of answers; whoever writes last wins. Return why some are refused.

    Raises
    ------
    RefusedError
        The programme has been reduced.
    """
    refused = {}
    with writing() as session:
        lock(session, programme)
        texts = calm_texts(programme, codings)
        titles = _titles(session, programme)
        for key, coding in codings.items():
            refusal = _refusal(texts.get(key), coding, titles)
            if refusal is not None:
                refused[key] = refusal
            else:
                _keep(session, programme, key, coding, by=by)
    return refused


def _refusal(text: str | None, coding: Coding, titles: Mapping[int, str]) -> Message | None:
    if text is None:
        return GONE
    if not coding.themes <= set(titles):
        return NO_THEME
    if coding.released and not coding.is_checked and hints_of(text):
        return UNCHECKED
    return None


def _keep(
    session: scoped_session[Session],
    programme: Programme,
    key: Key,
    coding: Coding,
    *,
    by: User | None,
) -> None:
    kept = session.get(CodedAnswer, key)
    if kept is not None and coding.is_untouched:
        return
    if kept is None:
        kept = CodedAnswer(submission_id=key[0], item=key[1], released=False)
        session.add(kept)
    if kept.released != coding.released:
        action = "quotation.release" if coding.released else "quotation.withhold"
        record(action, programme.id, school_id=programme.school_id, by=by)
    kept.cell, kept.released = coding.cell, coding.released
    session.flush()
    themes = set(coding.themes)
    if coding.new_theme:
        themes.add(_theme_called(session, programme, coding.new_theme))
    whose = {"submission_id": key[0], "item": key[1]}
    session.execute(
        delete(AnswerTheme).filter_by(**whose).execution_options(synchronize_session=False)
    )
    if themes:
        session.execute(insert(AnswerTheme), [{**whose, "theme_id": one} for one in sorted(themes)])


def plain(title: str | None) -> str:
    """Return a title with single spaces between its words, and no control characters."""
    return " ".join(CONTROL.sub(" ", title or "").split())


def _alike(title: str) -> str:
    """Return what titles have in common that differ in case, spaces or the dots of ё only."""
    return plain(title).casefold().replace("ё", "е")


def _titles(session: scoped_session[Session], programme: Programme) -> dict[int, str]:
    rows = session.execute(select(Theme.id, Theme.title).filter_by(programme_id=programme.id))
    return dict(rows.all())


def _theme_called(session: scoped_session[Session], programme: Programme, title: str) -> int:
    """Return the theme of this title, which is made where there is none."""
    for theme_id, known in _titles(session, programme).items():
        if _alike(known) == _alike(title):
            return theme_id
    theme = Theme(programme_id=programme.id, title=plain(title))
    session.add(theme)
    session.flush()
    return theme.id


def _check_free(
    session: scoped_session[Session], programme: Programme, title: str, *, but: int | None = None
) -> None:
    for theme_id, known in _titles(session, programme).items():
        if theme_id != but and _alike(known) == _alike(title):
            raise RefusedError(
                N_(
                    "There is already a theme “%(title)s”. Choose another name, or merge the two.",
                    title=known,
                ),
                "title",
            )


def add_theme(programme: Programme, title: str, *, by: User | None) -> None:
    """Add a theme.

    Raises
    ------
    RefusedError
        There is one of this title, whatever its case and spaces.
    """
    with writing() as session:
        lock(session, programme)
        _check_free(session, programme, title)
        session.add(Theme(programme_id=programme.id, title=plain(title)))
        record("theme.add", programme.id, school_id=programme.school_id, by=by)


def rename_theme(programme: Programme, theme_id: int, title: str, *, by: User | None) -> None:
    """Give a theme another title.

    Raises
    ------
    RefusedError
        Another theme has it, or this one is not there any more.
    """
    with writing() as session:
        theme = _held(session, programme, theme_id)
        _check_free(session, programme, title, but=theme_id)
        theme.title = plain(title)
        record("theme.rename", theme_id, school_id=programme.school_id, by=by)


def merge_themes(programme: Programme, theme_id: int, into: int, *, by: User | None) -> None:
    """Give the answers of a theme to another, and delete it.

    Raises
    ------
    RefusedError
        The other is not there any more, or is the theme itself.
    """
    with writing() as session:
        theme = _held(session, programme, theme_id)
        if into == theme_id or into not in _titles(session, programme):
            raise RefusedError(N_("Choose another theme of this programme."), "into")
        there = select(AnswerTheme.submission_id, AnswerTheme.item)
        has_both = there.filter_by(theme_id=into)
        rows = session.execute(there.filter_by(theme_id=theme_id).except_(has_both)).all()
        moved = [{"submission_id": row[0], "item": row[1], "theme_id": into} for row in rows]
        if moved:
            session.execute(insert(AnswerTheme), moved)
        session.delete(theme)
        record("theme.merge", theme_id, school_id=programme.school_id, by=by)


def delete_theme(programme: Programme, theme_id: int, *, by: User | None) -> None:
    """Take a theme from all answers that have it; they stay coded.

    Raises
    ------
    RefusedError
        It is not there any more.
    """
    with writing() as session:
        session.delete(_held(session, programme, theme_id))
        record("theme.delete", theme_id, school_id=programme.school_id, by=by)


def _held(session: scoped_session[Session], programme: Programme, theme_id: int) -> Theme:
    """Return a theme of a programme, which is locked."""
    lock(session, programme)
    theme = session.scalar(select(Theme).filter_by(id=theme_id, programme_id=programme.id))
    if theme is None:
        raise RefusedError(N_("This theme has been deleted or merged meanwhile."))
    return theme
