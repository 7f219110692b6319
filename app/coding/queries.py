"""Open answers as the desk shows them: of bases of k and more, read before, shuffled."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from flask_babel import get_locale
from sqlalchemy import func, select

from app.coding.hints import hints_of
from app.database import db, now_utc
from app.models import (
    Administration,
    AnswerTheme,
    Arm,
    CodedAnswer,
    Participant,
    Screening,
    Submission,
    SwotCell,
    Theme,
    Verdict,
    Wave,
)
from app.registries import registry_of
from app.screening.tokens import token_of
from app.sealing import keyed_digest
from instruments.model import Kind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from typing import Any

    from sqlalchemy import Select

    from app.models import Programme, ProgrammeRole
    from instruments.model import Instrument, Item

#: What tokens of the desk are sealed for, and what its order is made of.
PLACE = "coding"

#: An answer: its form and item.
Key = tuple[int, str]


@dataclass(frozen=True, kw_only=True)
class OpenAnswer:
    """One open answer that may be coded.

    Attributes
    ----------
    is_coded
        Whether the curator has read it.
    """

    key: Key
    role: ProgrammeRole
    question: str
    text: str
    is_coded: bool = False
    cell: SwotCell | None = None
    released: bool = False

    @property
    def token(self) -> str:
        """What stands for it in a page."""
        return token_of(*self.key, place=PLACE)

    @property
    def hints(self) -> Sequence[Any]:
        """Why it may tell whose it is."""
        return hints_of(self.text)


@dataclass(kw_only=True)
class Group:
    """The answers of one role to one question, in an order that means nothing."""

    name: str
    role: ProgrammeRole
    question: str
    answers: list[OpenAnswer] = field(default_factory=list)

    @property
    def left(self) -> list[OpenAnswer]:
        """Those that nobody has coded."""
        return [answer for answer in self.answers if not answer.is_coded]


@dataclass(frozen=True)
class Desk:
    """Everything there is to code.

    Attributes
    ----------
    n_unread
        Answers that wait for whoever reads open answers first.
    """

    groups: tuple[Group, ...]
    n_unread: int


@dataclass(frozen=True, kw_only=True)
class ThemeCount:
    """A theme, and how many answers have it."""

    id: int
    title: str
    n: int


def group_of(role: ProgrammeRole, question: str) -> str:
    """Return a short name of a question and role, which tells neither."""
    return keyed_digest(f"{PLACE}-question:{role}/{question}")[:12]


def open_items(instrument: Instrument) -> list[Item]:
    """Return the open questions that everybody is asked.

    Of any other the number of answers would tell how many gave the answer before.
    """
    return [item for item in instrument.items if item.kind is Kind.TEXT and item.show_if is None]


def desk_of(programme: Programme) -> Desk:
    """Gather the answers of closed waves; how many queries it takes depends on no answers."""
    verdicts, coded = _verdicts(programme), _coded(programme)
    written = list(_written(programme))
    calm = [answer for answer in written if verdicts.get(answer.key) is Verdict.CALM]
    groups: dict[tuple[ProgrammeRole, str], Group] = {}
    for answer in sorted(calm, key=lambda one: _shuffled(one.key)):
        asked = answer.role, answer.question
        if asked not in groups:
            groups[asked] = Group(name=group_of(*asked), role=asked[0], question=asked[1])
        found = coded.get(answer.key)
        groups[asked].answers.append(replace(answer, **found) if found else answer)
    return Desk(
        tuple(sorted(groups.values(), key=lambda one: (one.role, one.question))),
        sum(answer.key not in verdicts for answer in written),
    )


def _shuffled(key: Key) -> str:
    """Return what answers are sorted by: steady, meaningless, and another than in screening."""
    return keyed_digest(f"{PLACE}:{key[0]}/{key[1]}")


def _written(programme: Programme) -> Iterator[OpenAnswer]:
    """Yield what was written, of questions that at least k people of a role answered."""
    forms = db.session.scalars(
        select(Administration)
        .join(Wave)
        .where(Wave.programme_id == programme.id, Wave.closes_at <= now_utc())
    )
    for form in forms:
        instrument = registry_of(programme.school_id).get(form.reference)
        items = open_items(instrument)
        if items:
            yield from _of_form(programme, form.id, items)


def _of_form(
    programme: Programme, administration_id: int, items: Sequence[Item]
) -> Iterator[OpenAnswer]:
    texts = [Submission.answers[item.code].as_string() for item in items]
    rows = db.session.execute(
        select(Submission.id, Participant.role, *texts)
        .join(Participant, Participant.person == Submission.person)
        .where(
            Submission.administration_id == administration_id,
            Participant.programme_id == programme.id,
            Participant.arm == Arm.PROGRAMME,
        )
    ).all()
    for place, item in enumerate(items, start=2):
        base = Counter(row[1] for row in rows if row[place])
        shown = {role for role in base if base[role] >= programme.k}
        question = "" if item.text is None else item.text.get(str(get_locale().language))
        for row in rows:
            if row[place] and row[1] in shown - {programme.named_role}:
                yield OpenAnswer(
                    key=(row[0], item.code), role=row[1], question=question, text=row[place]
                )


def _of_programme(
    query: Select[*tuple[Any, ...]], table: type[Screening | CodedAnswer], programme: Programme
) -> Any:
    """Run a query of what is kept of open answers, within one programme."""
    return db.session.execute(
        query.join(Submission, Submission.id == table.submission_id)
        .join(Administration, Administration.id == Submission.administration_id)
        .join(Wave, Wave.id == Administration.wave_id)
        .where(Wave.programme_id == programme.id)
    )


def _verdicts(programme: Programme) -> dict[Key, Verdict]:
    query = select(Screening.submission_id, Screening.item, Screening.verdict)
    return {(row[0], row[1]): row[2] for row in _of_programme(query, Screening, programme)}


def _coded(programme: Programme) -> dict[Key, dict[str, Any]]:
    query = select(
        CodedAnswer.submission_id, CodedAnswer.item, CodedAnswer.cell, CodedAnswer.released
    )
    return {
        (row[0], row[1]): {"is_coded": True, "cell": row[2], "released": row[3]}
        for row in _of_programme(query, CodedAnswer, programme)
    }


def themes_of(programme: Programme) -> list[ThemeCount]:
    """Return the themes of a programme, the most used first."""
    n = func.count(AnswerTheme.theme_id)
    rows = db.session.execute(
        select(Theme.id, Theme.title, n)
        .outerjoin(AnswerTheme, AnswerTheme.theme_id == Theme.id)
        .where(Theme.programme_id == programme.id)
        .group_by(Theme.id, Theme.title)
    )
    found = [ThemeCount(id=row[0], title=row[1], n=row[2]) for row in rows]
    return sorted(found, key=lambda theme: (-theme.n, theme.title.casefold()))


def ticked_themes(keys: Collection[Key]) -> dict[Key, set[int]]:
    """Return the themes of some answers, in one query."""
    rows = db.session.execute(
        select(AnswerTheme.submission_id, AnswerTheme.item, AnswerTheme.theme_id).where(
            AnswerTheme.submission_id.in_({submission_id for submission_id, _ in keys})
        )
    )
    found: dict[Key, set[int]] = {key: set() for key in keys}
    for submission_id, item, theme_id in rows:
        if (submission_id, item) in found:
            found[submission_id, item].add(theme_id)
    return found


def calm_texts(programme: Programme, keys: Collection[Key]) -> dict[Key, str]:
    """Return what stands in those of some answers that may be coded."""
    rows = db.session.execute(
        select(Submission.id, Screening.item, Submission.answers)
        .join(Screening, Screening.submission_id == Submission.id)
        .join(Administration, Administration.id == Submission.administration_id)
        .join(Wave, Wave.id == Administration.wave_id)
        .where(
            Wave.programme_id == programme.id,
            Wave.closes_at <= now_utc(),
            Screening.verdict == Verdict.CALM,
            Submission.id.in_({submission_id for submission_id, _ in keys}),
        )
    )
    return {
        (submission_id, item): answers[item]
        for submission_id, item, answers in rows
        if (submission_id, item) in keys and answers.get(item)
    }
