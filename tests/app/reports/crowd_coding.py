"""What a psychologist and a curator make of the open answers of made-up people."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.coding.queries import open_items
from app.database import writing
from app.models import (
    Administration,
    AnswerTheme,
    CodedAnswer,
    Screening,
    Submission,
    SwotCell,
    Theme,
    Verdict,
    Wave,
)
from app.registries import LIBRARY

if TYPE_CHECKING:
    from app.models import WaveKind
    from tests.app.reports.crowd import Held

#: Theme to the share of answers that have it: nearly all, some, few.
SHARES = {"Помощь": 0.9, "Общение": 0.4, "Шум": 0.1, "Страх": 0.02}


def code_answers_of(held: Held, kind: WaveKind) -> None:
    """Judge the open answers of a wave and code those that are calm, but for a few."""
    random = Random(f"coding {held.crowd.seed} {kind}")  # noqa: S311 - because nothing secret is drawn
    left_out = random.choice((0, 0, 0.1, 0.5))
    with writing() as session:
        themes = _themes(session, held)
        of_wave = select(Administration).join(Wave).where(
            Wave.programme_id == held.programme.id, Wave.kind == kind
        )  # fmt: skip
        for form in session.scalars(of_wave):
            items = [item.code for item in open_items(LIBRARY.get(form.reference))]
            for one in session.scalars(select(Submission).filter_by(administration_id=form.id)):
                for item in items:
                    if one.answers.get(item):
                        whose = {"submission_id": one.id, "item": item}
                        is_calm = random.random() > 0.03
                        verdict = Verdict.CALM if is_calm else Verdict.WORRYING
                        session.add(Screening(**whose, verdict=verdict))
                        if is_calm and random.random() >= left_out:
                            _code(session, whose, themes, random)


def _themes(session, held):
    """Return the themes, which are made once."""
    known = select(Theme).filter_by(programme_id=held.programme.id)
    if not session.scalars(known).all():
        session.add_all(Theme(programme_id=held.programme.id, title=title) for title in SHARES)
        session.flush()
    return {theme.title: theme.id for theme in session.scalars(known)}


def _code(session, whose, themes, random):
    """Put an answer into a cell, or none, and give it themes."""
    cell = random.choice((None, SwotCell.STRENGTH, SwotCell.STRENGTH))
    session.add(CodedAnswer(**whose, cell=cell, released=random.random() < 0.1))
    session.flush()
    session.add_all(
        AnswerTheme(**whose, theme_id=themes[title])
        for title, share in SHARES.items()
        if random.random() < share
    )
