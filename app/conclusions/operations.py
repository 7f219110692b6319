"""Every write of conclusions: edited, struck, ordered, added, read again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, TypeAlias

from sqlalchemy import select

from app.audit import record
from app.conclusions.queries import Shown, sentences_of, state_of
from app.conclusions.texts import digest, plain, taken
from app.database import writing
from app.models import Conclusion, ConclusionKind
from app.programmes.errors import RefusedError
from app.programmes.guards import lock
from app.reports.conclusion_frames import own_key
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User

Verb: TypeAlias = Literal["up", "down", "restore", "read"]

#: Somebody's own sentences of one kind, which is more than anybody reads.
MOST_OWN = 50

NO_REPORT = N_("Make the report first: conclusions are drafted from it.")


@dataclass(frozen=True, kw_only=True)
class Edit:
    """A sentence as it was sent.

    Attributes
    ----------
    seen, seen_draft
        What the page had shown, as `queries.Shown` has it.
    """

    key: str
    kind: ConclusionKind
    text: str
    is_struck: bool
    seen: str
    seen_draft: str

    @property
    def state(self) -> str:
        """Digest of what was sent."""
        return state_of(plain(self.text), self.is_struck)


@dataclass(frozen=True, kw_only=True)
class Act:
    """A button beside a sentence: move it, put the draft back, or note that it was read."""

    verb: Verb
    key: str


def save(
    programme: Programme,
    stage: int,
    edits: Sequence[Edit],
    *,
    added: Mapping[ConclusionKind, str],
    act: Act | None = None,
    by: User | None,
) -> frozenset[str]:
    """Write what was changed on the page, and return the sentences that others changed meanwhile.

    Those stay as the others left them; everything else is written.

    Raises
    ------
    RefusedError
        There is no report to conclude from, or the programme has been reduced.
    """
    with writing() as session:
        lock(session, programme)
        desk = _Desk(session, programme, stage)
        for edit in edits:
            desk.take(edit)
        for kind, text in added.items():
            desk.add(kind, plain(text))
        if act is not None and not desk.conflicts:
            desk.act(act, {edit.key: edit.seen_draft for edit in edits})
        if desk.has_changed:
            subject = f"{programme.id}/{stage}"
            record("conclusions.save", subject, school_id=programme.school_id, by=by)
    return frozenset(desk.conflicts)


@dataclass
class _Desk:
    """The sentences of a stage while they are being changed, within one transaction."""

    session: scoped_session[Session]
    programme: Programme
    stage: int
    conflicts: set[str] = field(default_factory=set)
    has_changed: bool = False
    _known: list[Shown] | None = None

    @property
    def _sentences(self) -> list[Shown]:
        """The sentences as they are by now."""
        if self._known is None:
            self._known = sentences_of(self.programme, self.stage)
        if self._known is None:
            raise RefusedError(NO_REPORT)
        return self._known

    def _find(self, key: str) -> Shown | None:
        return next((one for one in self._sentences if one.sentence.key == key), None)

    def take(self, edit: Edit) -> None:
        """Write one sentence, if it was changed here and by nobody else."""
        shown = self._find(edit.key)
        if shown is None:
            # It has gone meanwhile, and somebody worked on it: it stays as their own.
            if edit.state != edit.seen and not edit.is_struck:
                self.add(edit.kind, plain(edit.text))
            return
        if not taken(
            mine=edit.state,
            seen=edit.seen,
            now=shown.seen,
            conflict=lambda: self.conflicts.add(edit.key),
        ):
            return
        self._write(shown, edit)

    def _write(self, shown: Shown, edit: Edit) -> None:
        text, row = plain(edit.text), self._row(shown)
        if not text and row.origin is None:
            self.session.delete(row)
        elif not text:
            row.is_struck = True
        else:
            row.text, row.is_struck = text, edit.is_struck
        if row.origin is not None and digest(shown.sentence.draft) == edit.seen_draft:
            row.drafted = shown.sentence.draft
        self._written()

    def _written(self) -> None:
        self.has_changed, self._known = True, None
        self.session.flush()

    def _row(self, shown: Shown) -> Conclusion:
        """Return the row of a sentence; one that nobody touched gets its row now."""
        rows = self.session.scalars(
            select(Conclusion).filter_by(programme_id=self.programme.id, stage=self.stage)
        )
        sentence = shown.sentence
        for row in rows:
            if (row.origin or own_key(row)) == sentence.key:
                return row
        row = Conclusion(
            programme_id=self.programme.id,
            stage=self.stage,
            kind=ConclusionKind(sentence.kind),
            position=self._keys(sentence.kind).index(sentence.key) + 1,
            text=sentence.text,
            origin=sentence.origin,
            drafted=sentence.draft,
        )
        self.session.add(row)
        return row

    def _keys(self, kind: str) -> list[str]:
        return [one.sentence.key for one in self._sentences if one.sentence.kind == kind]

    def add(self, kind: ConclusionKind, text: str) -> None:
        """Add somebody's own sentence at the end of its kind.

        Raises
        ------
        RefusedError
            There are too many.
        """
        if not text:
            return
        there = len(self._keys(kind))
        if there >= MOST_OWN:
            raise RefusedError(
                N_("There are %(n)s sentences of this kind already: strike some.", n=there)
            )
        self.session.add(
            Conclusion(
                programme_id=self.programme.id,
                stage=self.stage,
                kind=kind,
                position=self._last_position(kind) + 1,
                text=text,
            )
        )
        self._written()

    def _last_position(self, kind: ConclusionKind) -> int:
        rows = self.session.scalars(
            select(Conclusion.position).filter_by(
                programme_id=self.programme.id, stage=self.stage, kind=kind
            )
        )
        return max([len(self._keys(kind)), *rows.all()])

    def act(self, act: Act, drafts_seen: Mapping[str, str]) -> None:
        """Do what a button beside a sentence asks for; one that has gone asks for nothing."""
        shown = self._find(act.key)
        if shown is None:
            return
        if act.verb in {"up", "down"}:
            self._move(shown, -1 if act.verb == "up" else 1)
        elif act.verb == "restore" and shown.sentence.draft is not None:
            row = self._row(shown)
            row.text = row.drafted = shown.sentence.draft
            row.is_struck = False
            self._written()
        elif act.verb == "read" and drafts_seen.get(act.key) == shown.seen_draft:
            # A draft that the page did not show has not been read.
            self._row(shown).drafted = shown.sentence.draft
            self._written()

    def _move(self, shown: Shown, step: int) -> None:
        """Let a sentence and its neighbour change places; then all of their kind keep theirs."""
        of_kind = [one for one in self._sentences if one.sentence.kind == shown.sentence.kind]
        place = [one.sentence.key for one in of_kind].index(shown.sentence.key)
        if not 0 <= place + step < len(of_kind):
            return
        of_kind[place], of_kind[place + step] = of_kind[place + step], of_kind[place]
        for position, row in enumerate([self._row(one) for one in of_kind], start=1):
            row.position = position
        self._written()
