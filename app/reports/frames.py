"""From the database to what reports are computed from: tables of scores.

The database does the counting; nobody's key leaves this module. A query is put together once for
the process and then asked with other values: to put it together takes longer than a school's
answer. What can be asked at once is asked at once, for the database may be another process.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import and_, bindparam, func, literal_column, or_, select, union_all

from analysis.paired import PairedScores
from app.database import db
from app.models import Participant, ResponseQuality, Score
from instruments.scoring import SCORING_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import CompoundSelect, Select, Subquery

    from app.models import Arm, ProgrammeRole
    from instruments.model import Instrument, Scale

    #: A scale of a wave; None where the wave did not ask it.
    AskedScale: TypeAlias = tuple["Asked", Scale] | None

#: What is true of the participants whose `People.values` a query is asked with.
OF_PEOPLE = and_(
    Participant.programme_id == bindparam("programme_id"),
    Participant.role == bindparam("role"),
    Participant.arm == bindparam("arm"),
)

#: The persons with a score on some scales of a wave, and not on all: of `Compared.values`.
_some_scores = (
    select(Score.person)
    .where(
        Score.administration_id.in_(bindparam("forms", expanding=True)),
        Score.scale.in_(bindparam("scales", expanding=True)),
        Score.scoring_version == SCORING_VERSION,
    )
    .group_by(Score.person, Score.administration_id)
    .having(func.count() < bindparam("n_scales"))
    .cte("some_scores")  # so that it is found once for all tables
)
HAS_SOME_SCORES = Participant.person.in_(select(_some_scores.c.person))

#: Who filled in one of the forms in a way that looks careless.
IS_FLAGGED = Participant.person.in_(
    select(ResponseQuality.person).where(
        ResponseQuality.administration_id.in_(bindparam("forms", expanding=True)),
        ResponseQuality.flagged,
    )
)


@dataclass(frozen=True)
class People:
    """Participants of one programme, role and arm."""

    programme_id: int
    role: ProgrammeRole
    arm: Arm

    @property
    def values(self) -> dict[str, object]:
        """What a query with `OF_PEOPLE` is asked with."""
        return {"programme_id": self.programme_id, "role": self.role, "arm": self.arm}


@dataclass(frozen=True)
class Asked:
    """One questionnaire that was given at one wave."""

    administration_id: int
    instrument: Instrument


@dataclass(frozen=True)
class Compared:
    """Scales of one questionnaire, each at entry and at exit.

    Attributes
    ----------
    asked
        The questionnaire at the waves that gave it.
    scales
        What stands beside each other, table by table.
    """

    asked: Sequence[Asked]
    scales: Sequence[tuple[AskedScale, AskedScale]]

    @property
    def values(self) -> dict[str, object]:
        """What a query about the questionnaire as a whole is asked with."""
        codes = {side[1].code for sides in self.scales for side in sides if side is not None}
        return {
            "forms": [one.administration_id for one in self.asked],
            "scales": sorted(codes),
            "n_scales": len(codes),
        }

    @property
    def values_of_tables(self) -> dict[str, object]:
        """What `_tables` is asked with."""
        values: dict[str, object] = {}
        for at, sides in enumerate(self.scales):
            for wave, side in zip(("entry", "exit"), sides, strict=True):
                values[f"{wave}_form_{at}"] = None if side is None else side[0].administration_id
                values[f"{wave}_scale_{at}"] = None if side is None else side[1].code
        return values


def paired_scores(people: People, entry: AskedScale, exit_: AskedScale) -> PairedScores:
    """Count how many people have each pair of scores; a wave without the scale has none."""
    asked = [side[0] for side in (entry, exit_) if side is not None]
    [found] = paired_tables(people, Compared(asked, [(entry, exit_)]))
    return found


def paired_tables(
    people: People, compared: Compared, *, common: bool = False, flagged: bool = False
) -> list[PairedScores]:
    """Count how many people have each pair of scores, a table for each of the scales.

    Parameters
    ----------
    common
        Whether persons with a score on some scales of a wave, and not on all, are left out.
    flagged
        Whether only those are counted who filled in a form in a way that looks careless.
    """
    asked_for = _tables(len(compared.scales), common=common, flagged=flagged)
    values = people.values | compared.values | compared.values_of_tables
    tables: list[list[Any]] = [[] for _ in compared.scales]
    for at, *scores, n in db.session.execute(asked_for, values):
        tables[at].append((*pair_of(scores), n))
    return [PairedScores.from_rows(table) for table in tables]


@cache
def _tables(n: int, *, common: bool, flagged: bool) -> CompoundSelect[Any]:
    """Return the query of so many tables, each of which the database counts by itself."""
    conditions = [OF_PEOPLE]
    if common:
        conditions.append(~HAS_SOME_SCORES)
    if flagged:
        conditions.append(IS_FLAGGED)
    return union_all(*(_table(at).where(*conditions) for at in range(n)))


def _table(at: int) -> Select[Any]:
    """Return the query of the participants who have a score at either wave, by their scores."""
    before, after = _scores("entry", at), _scores("exit", at)
    # Numerators differ, denominators hardly ever do: a sort looks at the first columns most.
    scores = before.c.numerator, after.c.numerator, before.c.denominator, after.c.denominator
    return (
        select(literal_column(str(at)), *scores, func.count())
        .select_from(Participant)
        .outerjoin(before, before.c.person == Participant.person)
        .outerjoin(after, after.c.person == Participant.person)
        .where(or_(before.c.numerator.is_not(None), after.c.numerator.is_not(None)))
        .group_by(*scores)
    )


def _scores(wave: str, at: int) -> Subquery:
    """Return the scores of one scale by person; none where it was not asked."""
    return (
        select(Score.person, Score.numerator, Score.denominator)
        .where(
            Score.administration_id == bindparam(f"{wave}_form_{at}"),
            Score.scale == bindparam(f"{wave}_scale_{at}"),
            Score.scoring_version == SCORING_VERSION,
        )
        .subquery()
    )


def pair_of(scores: Sequence[Any]) -> tuple[Fraction | None, Fraction | None]:
    """Return the scores at entry and at exit of two numerators and their two denominators."""
    entry, exit_, of_entry, of_exit = scores
    return (
        None if entry is None else score_of(entry, of_entry),
        None if exit_ is None else score_of(exit_, of_exit),
    )


@lru_cache(maxsize=10_000)
def score_of(numerator: int, denominator: int) -> Fraction:
    """Return a score; equal ones are one object, which are compared at once."""
    return Fraction(numerator, denominator)
