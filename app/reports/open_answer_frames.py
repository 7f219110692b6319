"""What stage 1 tells of open answers: who wrote, what was made of it, what may be quoted.

Whatever the number of questionnaires and roles, the database is asked four times.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, func, select

from analysis.stage1_inputs import OpenAnswersInput, ThemeInput
from app.coding.queries import open_items
from app.database import db
from app.models import (
    AnswerTheme,
    Arm,
    CodedAnswer,
    Participant,
    Screening,
    Submission,
    Theme,
    Verdict,
    WaveKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import ColumnElement, Select

    from analysis.swot import Cell
    from app.models import ProgrammeRole
    from app.reports.frames import Asked, People
    from app.reports.given import Given
    from instruments.model import Item


class Question(NamedTuple):
    """One open question: who was asked, by which administration, which item."""

    role: ProgrammeRole
    form: int
    item: str


@dataclass
class Coded:
    """What was made of the answers to one question."""

    n: int = 0
    #: Theme to cell to answers; a null cell where an answer has none.
    themes: dict[str, Counter[Cell | None]] = field(default_factory=lambda: defaultdict(Counter))
    quotations: set[str] = field(default_factory=set)


def open_answers(given: Given, own: Sequence[People]) -> Iterator[OpenAnswersInput]:
    """Yield every open question that everybody of a role was asked, wave by wave.

    As all that answers tell in stage 1, what was written at entry waits for the exit wave.
    """
    asked = list(_asked(given, own))
    forms = sorted({one.administration_id for _, _, one, _ in asked})
    if not forms:
        return
    written = _written(given, forms, sorted({item.code for *_, item in asked}))
    coded = _coded(given, forms)
    for people, kind, one, item in asked:
        question = Question(people.role, one.administration_id, item.code)
        found = coded[question]
        yield OpenAnswersInput(
            role=people.role,
            wave=kind.value,
            instrument=one.instrument,
            item=item,
            n=written[question],
            n_coded=found.n,
            themes=tuple(
                ThemeInput(title=title, cells=dict(cells)) for title, cells in found.themes.items()
            ),
            quotations=tuple(sorted(found.quotations)),
        )


def _asked(given: Given, own: Sequence[People]) -> Iterator[tuple[People, WaveKind, Asked, Item]]:
    kinds = tuple(WaveKind) if WaveKind.EXIT in given.waves else (WaveKind.MID,)
    for people in own:
        for kind in kinds:
            for asked in given.everything(kind, people.role).values():
                for item in open_items(asked.instrument):
                    yield people, kind, asked, item


def _written(given: Given, forms: Sequence[int], items: Sequence[str]) -> Counter[Question]:
    """Count who wrote anything."""
    texts = [func.count(func.nullif(Submission.answers[item].as_string(), "")) for item in items]
    query = select(Participant.role, Submission.administration_id, *texts).select_from(Submission)
    rows = db.session.execute(
        _among(query, given, forms).group_by(Participant.role, Submission.administration_id)
    )
    return Counter(
        {
            Question(role, form, item): n
            for role, form, *counts in rows
            for item, n in zip(items, counts, strict=True)
        }
    )


def _coded(given: Given, forms: Sequence[int]) -> dict[Question, Coded]:
    """Return what was made of the answers that are still taken as calm."""
    found: dict[Question, Coded] = defaultdict(Coded)
    question = Participant.role, Submission.administration_id, CodedAnswer.item
    for *of, n in _rows(
        select(*question, func.count()).select_from(CodedAnswer).group_by(*question), given, forms
    ):
        found[Question(*of)].n = n
    what = *question, Theme.title, CodedAnswer.cell
    themes = (
        select(*what, func.count())
        .select_from(CodedAnswer)
        .join(AnswerTheme, _same(AnswerTheme))
        .join(Theme, Theme.id == AnswerTheme.theme_id)
        .group_by(*what)
    )
    for *of, title, cell, n in _rows(themes, given, forms):
        found[Question(*of)].themes[title][None if cell is None else cell.value] += n
    released = (
        select(*question, Submission.answers).select_from(CodedAnswer).where(CodedAnswer.released)
    )
    for role, form, item, answers in _rows(released, given, forms):
        found[Question(role, form, item)].quotations.add(" ".join(answers[item].split()))
    return found


def _rows(query: Select[*tuple[Any, ...]], given: Given, forms: Sequence[int]) -> Any:
    calm = and_(_same(Screening), Screening.verdict == Verdict.CALM)
    joined = query.join(Submission, Submission.id == CodedAnswer.submission_id)
    return db.session.execute(_among(joined.join(Screening, calm), given, forms))


def _same(table: type[AnswerTheme | Screening]) -> ColumnElement[bool]:
    """Return the condition under which a row is of a coded answer."""
    return and_(table.submission_id == CodedAnswer.submission_id, table.item == CodedAnswer.item)


def _among(
    query: Select[*tuple[Any, ...]], given: Given, forms: Sequence[int]
) -> Select[*tuple[Any, ...]]:
    return query.join(Participant, Participant.person == Submission.person).where(
        Participant.programme_id == given.programme.id,
        Participant.arm == Arm.PROGRAMME,
        Submission.administration_id.in_(forms),
    )
