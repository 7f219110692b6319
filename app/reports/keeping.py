"""Keeps the answers that a report draws on, and says whether it may be made at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answering.operations import erase_drafts_of_closed_waves
from app.answering.traces import write_in_key_order
from app.database import now_utc
from app.education.drawing import check_enough_differs, check_unchanged, draw_on
from app.guests.operations import keep_for_report
from app.models import LinkageMode, Programme, User, Wave, WaveKind
from app.programmes.errors import RefusedError
from app.programmes.guards import REDUCED, lock
from app.reports.reissue import check_enough_changed, check_nothing_missing, forget_erased
from app.selfcodes.linking import link_people

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

#: The waves that are compared.
ENDS = (WaveKind.ENTRY, WaveKind.EXIT)


def keep_answers_of(
    session: scoped_session[Session], programme: Programme, stage: int, *, by: User | None
) -> None:
    """Mark the waves that the report draws on as reported: they cannot be opened again.

    Where nothing but their own answers tells who is who, people are paired before the first report
    of both waves. Everybody locks the programme first and waves in one order, so that nobody waits
    for somebody who waits for them.
    """
    waits_for_pairs = programme.linkage_mode is LinkageMode.SELF_CODE
    if waits_for_pairs:
        lock(session, programme)
    else:
        session.refresh(programme, with_for_update={"read": True})
    session.execute(
        select(Wave.id).filter_by(programme_id=programme.id).order_by(Wave.id).with_for_update()
    )
    waves = check_may_be_made(session, programme, stage)
    if waits_for_pairs and _are_both(waves) and programme.linked_at is None:
        link_people(session, programme, by=by)
    fresh = [wave for wave in waves if wave.reported_at is None]
    for wave in fresh:
        wave.reported_at = now_utc()
    erase_drafts_of_closed_waves(session, now_utc())
    write_in_key_order(session, [wave.id for wave in fresh])
    forget_erased(session, [wave.id for wave in waves])
    if stage != 1:
        draw_on(session, programme)
    if stage != 2 and any(wave.kind is WaveKind.EXIT for wave in waves):
        keep_for_report(session, programme)


def _are_both(waves: Iterable[Wave]) -> bool:
    """Say whether both ends of the programme are among the waves."""
    return {wave.kind for wave in waves} >= set(ENDS)


def check_may_be_made(
    session: scoped_session[Session], programme: Programme, stage: int
) -> list[Wave]:
    """Return the waves that a report made now would draw on.

    Raises
    ------
    RefusedError
        It may not be made: too little has changed, or the answers are gone.
    """
    if programme.reduced_at is not None:
        raise RefusedError(REDUCED)
    waves = _waves_drawn_on(session, programme, stage)
    check_enough_changed(session, programme, [wave.id for wave in waves])
    if stage != 1:
        check_enough_differs(session, programme)
    return waves


def check_settled(session: scoped_session[Session], programme: Programme, stage: int) -> None:
    """Refuse to compute a report that has been begun, if anything was erased or replaced since.

    Raises
    ------
    RefusedError
        It was.
    """
    waves = _waves_drawn_on(session, programme, stage)
    check_nothing_missing(session, [wave.id for wave in waves])
    if stage != 1:
        check_unchanged(session, programme)


def _waves_drawn_on(
    session: scoped_session[Session], programme: Programme, stage: int
) -> list[Wave]:
    waves = session.scalars(
        select(Wave).filter_by(programme_id=programme.id).execution_options(populate_existing=True)
    )
    return drawn_on(waves, stage)


def drawn_on(waves: Iterable[Wave], stage: int) -> list[Wave]:
    """Return the waves whose answers a report of this stage shows anything of, if made now.

    Until the exit wave is closed stage 1 shows participation and what was said half-way only;
    stage 2 never draws on the mid wave.
    """
    closed = {wave.kind: wave for wave in waves if wave.is_closed()}
    mid = (WaveKind.MID,) if stage == 1 else ()
    ends = () if stage == 1 and WaveKind.EXIT not in closed else ENDS
    return [closed[kind] for kind in (*ends, *mid) if kind in closed]
