"""Every write to strata: people who are counted by role and class, and never listed one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert, select

from app.audit import record
from app.database import random_key, writing
from app.models import Participant, Person, Slip, Strategy, Stratum
from app.programmes.codes import typed_code
from app.programmes.errors import RefusedError
from app.programmes.guards import check_listing, lock
from app.programmes.labels import folded
from app.programmes.modes import mode_of
from app.programmes.new_people import RANDOM, check_people, last_number, titled
from app.programmes.slips import unused_codes
from app.programmes.stacks import Kind, check_sizes, gathered, place_in_order
from app.programmes.strata_queries import strata_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, User
    from app.programmes.new_people import NewPerson

#: The fewest slips that are printed at once: of a single one everybody would know who got it.
PACK = 3


def add_strata(
    programme: Programme,
    people: Sequence[NewPerson],
    *,
    more: bool,
    merge: bool,
    by: User | None,
) -> int:
    """Add people by strata of at least k, with slips where there are any; return how many people.

    Pairs and groups are not looked at. To a stratum that is there any number may be added.

    Parameters
    ----------
    more
        Whether it is known that the programme has people already.
    merge
        Whether small classes are put together; else they are refused.

    Raises
    ------
    RefusedError
        Nobody, too many, a text that is too long; people are there and `more` is False; or the
        programme lists its people.
    SmallStacksError
        A new stratum would hold fewer than k people.
    """
    check_people(people)
    with writing() as session:
        lock(session, programme)
        check_listing(programme, lists_people=False)
        there = {kind_of(stratum): stratum for stratum in strata_of(programme)}
        if there and not more:
            n = sum(stratum.n for stratum in there.values())
            raise RefusedError(
                N_("The programme already has participants: %(n)s. Mark “add more”.", n=n), "more"
            )
        gets = gathered(people, there, programme.k, merge=merge)
        check_sizes(gets, there, programme.k)
        new = _new_strata(session, programme, {kind: gets[kind] for kind in gets.keys() - there})
        for kind in gets.keys() & there.keys():
            there[kind].n += gets[kind]
        if mode_of(programme).has_slips:
            late = {stratum: max(gets[kind], PACK) for kind, stratum in there.items()
                    if kind in gets}  # fmt: skip
            _issue(session, programme, {stratum: stratum.n for stratum in new} | late)
        record("people.add", programme.id, school_id=programme.school_id, by=by)
    return len(people)


def extra_slips(programme: Programme, stratum_id: int, lost: str, *, by: User | None) -> None:
    """Issue slips in place of one that is lost: whoever gets one of them begins anew, unpaired.

    Nobody knows the code that is lost, so it stays valid, unless it is told.

    Parameters
    ----------
    lost
        The code as it was typed, if it is known; empty where it is not.

    Raises
    ------
    RefusedError
        The programme has no such stratum, or the stratum no such valid code.
    """
    with writing() as session:
        lock(session, programme)
        check_listing(programme, lists_people=False)
        stratum = session.scalar(
            select(Stratum).filter_by(id=stratum_id, programme_id=programme.id)
        )
        if stratum is None or not mode_of(programme).has_slips:
            raise RefusedError(N_("Choose the stack."), "stratum")
        if lost:
            _void(session, stratum, typed_code(lost))
        _issue(session, programme, {stratum: PACK})
        subject = f"{programme.id}/{stratum.id}"
        record("slip.extra", subject, school_id=programme.school_id, by=by)


def kind_of(stratum: Stratum) -> Kind:
    """Return what the people of a stratum have in common."""
    return Kind(
        role=stratum.role,
        class_name=stratum.class_name,
        arm=stratum.arm,
        strategy="" if stratum.strategy is None else stratum.strategy.title,
    )


def _new_strata(
    session: scoped_session[Session], programme: Programme, sizes: Mapping[Kind, int]
) -> list[Stratum]:
    """Add strata in the order of roles and classes, in which they are then shown."""
    kinds = sorted(sizes, key=place_in_order)
    strategies = titled(
        session,
        programme,
        model=Strategy,
        column="title",
        texts=(kind.strategy for kind in kinds),
    )
    strata = [
        Stratum(
            programme_id=programme.id,
            role=kind.role,
            class_name=kind.class_name,
            arm=kind.arm,
            strategy=strategies.get(folded(kind.strategy)),
            n=sizes[kind],
        )
        for kind in kinds
    ]
    for stratum in strata:
        session.add(stratum)
        session.flush()  # one by one, so that their keys are in this order
    return strata


def _issue(
    session: scoped_session[Session], programme: Programme, packs: Mapping[Stratum, int]
) -> None:
    """Add so many people with a slip each to strata; nothing tells the order of any of them."""
    strata = [stratum for stratum, n in packs.items() for _ in range(n)]
    keys = [random_key() for _ in strata]
    session.execute(insert(Person), [{"id": key, "school_id": programme.school_id} for key in keys])
    first = last_number(session, programme) + 1
    session.execute(
        insert(Participant),
        [
            {
                "programme_id": programme.id,
                "person": key,
                "number": number,
                "role": stratum.role,
                "class_name": stratum.class_name,
                "arm": stratum.arm,
                "strategy_id": stratum.strategy_id,
                "stratum_id": stratum.id,
            }
            for number, (key, stratum) in enumerate(
                zip(keys, RANDOM.sample(strata, len(strata)), strict=True), start=first
            )
        ],
    )
    codes, today = unused_codes(session, len(keys)), programme.school.today
    session.execute(
        insert(Slip),
        [
            {"code": code, "person": key, "issued_on": today}
            for code, key in zip(codes, keys, strict=True)
        ],
    )


def _void(session: scoped_session[Session], stratum: Stratum, code: str) -> None:
    slip = session.scalar(
        select(Slip)
        .join(Participant, Participant.person == Slip.person)
        .where(
            Participant.programme_id == stratum.programme_id,
            Participant.stratum_id == stratum.id,
            Slip.code == code,
            Slip.voided_on.is_(None),
        )
        .with_for_update(of=Slip)
    )
    if slip is None:
        raise RefusedError(
            N_(
                "This stack has no such valid code. Leave the field empty where the code is not "
                "known."
            ),
            "lost",
        )
    slip.voided_on = stratum.programme.school.today
