"""Pairs the people of two waves by the answers they gave to the short questions.

Only pairs that agree in everything become one person. Those that agree but for one element are
counted and stay two people of one wave each: nothing of one person rests on a guess.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, insert, select, update

from analysis.linkage import link
from app.audit import record
from app.database import now_utc
from app.models import (
    Draft,
    LinkageCount,
    Participant,
    Person,
    ProgrammeRole,
    ResponseQuality,
    Score,
    SelfCode,
    Submission,
    Wave,
    WaveKind,
)
from app.programmes.errors import RefusedError
from app.sealing import SealBrokenError
from app.selfcodes.elements import opened_elements
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from analysis.linkage import Linkage
    from app.models import Programme, User
    from app.selfcodes.elements import Elements

#: People joined at a time.
CHUNK = 200


def link_people(session: scoped_session[Session], programme: Programme, *, by: User | None) -> None:
    """Pair people inside a transaction of the caller's, who holds the programme and its waves.

    Raises
    ------
    RefusedError
        What they would be paired by was sealed under another secret; it is left as it is.
    """
    codes = _opened(session, programme)
    for role in ProgrammeRole:
        entry, exit_ = codes[WaveKind.ENTRY, role], codes[WaveKind.EXIT, role]
        if entry or exit_:
            linkage = link(*_asked_both_times(entry, exit_))
            exact = {one.exit: one.entry for one in linkage.links if one.kind == "exact"}
            _erase_codes(session, [*entry, *exit_])
            _join(session, exact)
            session.add(_count(programme, role, linkage))
    _erase_codes(session, [person for people in codes.values() for person in people])
    programme.linked_at = now_utc()
    record("programme.link", programme.id, school_id=programme.school_id, by=by)


def _opened(
    session: scoped_session[Session], programme: Programme
) -> defaultdict[tuple[WaveKind, ProgrammeRole], dict[int, Elements]]:
    """Return everybody's elements, by wave and role."""
    rows = session.execute(
        select(SelfCode, Wave.kind)
        .join(Wave, Wave.id == SelfCode.wave_id)
        .where(Wave.programme_id == programme.id)
    )
    found: defaultdict[tuple[WaveKind, ProgrammeRole], dict[int, Elements]] = defaultdict(dict)
    for code, kind in rows:
        try:
            elements = opened_elements(code.sealed, wave_id=code.wave_id, person=code.person)
        except SealBrokenError as error:
            raise RefusedError(
                N_(
                    "The answers to the short questions were sealed under another secret of the "
                    "installation: put the file secret-key back into its folder."
                )
            ) from error
        found[kind, code.role][code.person] = elements
    return found


def _asked_both_times(
    entry: Mapping[int, Elements], exit_: Mapping[int, Elements]
) -> tuple[dict[int, Elements], dict[int, Elements]]:
    """Leave out the questions that one of the waves did not ask: nobody could agree in them."""
    before, after = (_codes(people.values()) for people in (entry, exit_))
    both = before & after if entry and exit_ else before | after

    def kept(people: Mapping[int, Elements]) -> dict[int, Elements]:
        return {
            person: {code: answer for code, answer in elements.items() if code in both}
            for person, elements in people.items()
        }

    return kept(entry), kept(exit_)


def _codes(people: Iterable[Elements]) -> set[str]:
    return {code for elements in people for code in elements}


def _count(programme: Programme, role: ProgrammeRole, linkage: Linkage[int]) -> LinkageCount:
    return LinkageCount(
        programme_id=programme.id,
        role=role,
        entered=linkage.n_entry,
        left=linkage.n_exit,
        exact=linkage.exact,
        tolerant=linkage.tolerant,
        ambiguous=linkage.ambiguous_entry + linkage.ambiguous_exit,
        unmatched=linkage.unmatched_entry + linkage.unmatched_exit,
    )


def _join(session: scoped_session[Session], pairs: Mapping[int, int]) -> None:
    """Make one person of each pair: whoever came at exit becomes whoever came at entry."""
    people = sorted(pairs)
    for start in range(0, len(people), CHUNK):
        part = {person: pairs[person] for person in people[start : start + CHUNK]}
        _move_answers(session, part)
        for table in (Participant, Draft):
            session.execute(delete(table).where(table.person.in_(part)))
        session.execute(delete(Person).where(Person.id.in_(part)))


def _move_answers(session: scoped_session[Session], pairs: Mapping[int, int]) -> None:
    """Give submissions and what hangs on them to others; what hangs is taken off meanwhile."""
    hanging = [
        (table, session.execute(select(table.__table__).where(table.person.in_(pairs))).mappings())
        for table in (Score, ResponseQuality)
    ]
    held = [
        (table, [{**row, "person": pairs[row["person"]]} for row in rows])
        for table, rows in hanging
    ]
    for table, _rows in held:
        session.execute(delete(table).where(table.person.in_(pairs)))
    moved = (
        update(Submission)
        .where(Submission.person == bindparam("old"))
        .values(person=bindparam("new"))
    )
    # Of the connection, since the session would take the list for rows by their primary key.
    session.connection().execute(moved, [{"old": old, "new": new} for old, new in pairs.items()])
    for table, rows in held:
        if rows:
            session.execute(insert(table), rows)


def _erase_codes(session: scoped_session[Session], people: Sequence[int]) -> None:
    for start in range(0, len(people), CHUNK):
        part = people[start : start + CHUNK]
        session.execute(delete(SelfCode).where(SelfCode.person.in_(part)))
