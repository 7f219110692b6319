"""What the demonstration's psychologist and curator make of the open answers of a programme."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select

from app.coding.queries import open_items
from app.models import (
    Administration,
    AnswerTheme,
    CodedAnswer,
    Screening,
    Submission,
    Theme,
    Verdict,
    Wave,
    WaveKind,
)
from app.registries import registry_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme

CODING = Path(__file__).parent / "coding.toml"

#: What was written half-way has been read but not sorted: it waits for whoever tries the desk.
SORTED = (WaveKind.ENTRY, WaveKind.EXIT)


@cache
def rules() -> dict[str, Any]:
    """Return which answers worry, which may be quoted, and the themes."""
    return tomllib.loads(CODING.read_text("utf-8"))


def themes_of(text: str) -> list[dict[str, Any]]:
    """Return the themes that an answer has."""
    said = text.casefold()
    return [theme for theme in rules()["themes"] if any(word in said for word in theme["words"])]


def verdict_of(text: str) -> Verdict:
    """Return what the psychologist thinks of an answer."""
    is_worrying = any(words in text for words in rules()["worrying"])
    return Verdict.WORRYING if is_worrying else Verdict.CALM


def code_open_answers(session: scoped_session[Session], programme: Programme) -> None:
    """Judge all open answers of a programme, and sort those of entry and exit."""
    titles = [theme["title"] for theme in rules()["themes"]]
    themes = {title: Theme(programme_id=programme.id, title=title) for title in titles}
    session.add_all(themes.values())
    session.flush()
    judged, coded, spoken = [], [], []
    for kind, key, text in _written(session, programme):
        verdict = verdict_of(text)
        judged.append({**key, "verdict": verdict})
        if verdict is Verdict.CALM and kind in SORTED:
            found = themes_of(text)
            cells = (theme["cells"].get(key["item"]) for theme in found)
            cell = next((cell for cell in cells if cell), None)
            coded.append({**key, "cell": cell, "released": text in rules()["quoted"]})
            spoken += [{**key, "theme_id": themes[theme["title"]].id} for theme in found]
    for table, rows in ((Screening, judged), (CodedAnswer, coded), (AnswerTheme, spoken)):
        session.execute(insert(table), rows)


def _written(
    session: scoped_session[Session], programme: Programme
) -> Iterator[tuple[WaveKind, dict[str, Any], str]]:
    """Yield what was written, with its wave and key."""
    registry = registry_of(programme.school_id)
    forms = session.execute(
        select(Administration, Wave.kind).join(Wave).where(Wave.programme_id == programme.id)
    ).all()
    for form, kind in forms:
        items = open_items(registry.get(form.reference))
        rows = session.execute(
            select(Submission.id, Submission.answers).filter_by(administration_id=form.id)
        )
        for submission_id, answers in rows if items else ():
            for item in items:
                if answers.get(item.code):
                    key = {"submission_id": submission_id, "item": item.code}
                    yield kind, key, answers[item.code]
