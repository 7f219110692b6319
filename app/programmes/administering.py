"""Every write to which questionnaires a programme gives: exact versions, until a wave opens."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.audit import record
from app.database import now_utc, writing
from app.models import Administration, AdministrationRole, WaveKind
from app.programmes.errors import RefusedError
from app.programmes.guards import answered, has_begun, lock, waves_of
from app.programmes.planning import keep_default_plan
from app.programmes.questionnaires import is_refused, offered, place_in_order, suited
from app.registries import registry_of
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.models import Programme, ProgrammeRole, User, Wave
    from instruments.model import Instrument
    from instruments.registry import Registry

#: Why a clinical questionnaire is refused where answers are anonymous.
CLINICAL = N_(
    "a clinical questionnaire is not given where nobody knows whose answers they are: whoever is "
    "in need could not be helped"
)

#: The wave whose scores a wave's are compared with.
OTHER_END = {WaveKind.ENTRY: WaveKind.EXIT, WaveKind.EXIT: WaveKind.ENTRY}


def choose_questionnaires(
    programme: Programme,
    chosen: Mapping[WaveKind, Mapping[str, frozenset[ProgrammeRole]]],
    *,
    by: User | None,
) -> None:
    """Say which questionnaires the waves give to whom; waves not named stay as they are.

    Raises
    ------
    RefusedError
        A wave has opened, or a planned one would be left without questionnaires; a questionnaire
        does not suit the form, wave or role, or has been answered.
    """
    with writing() as session:
        lock(session, programme)
        registry = registry_of(programme.school_id)
        waves = waves_of(session, programme)
        for kind, questionnaires in chosen.items():
            wave = waves[kind]
            if {one.code: one.roles for one in wave.administrations} == dict(questionnaires):
                continue
            _check_wave(wave, questionnaires)
            _check_suitable(registry, programme, kind, questionnaires)
            _remove(session, wave, questionnaires)
            _give(wave, questionnaires, registry, waves.get(OTHER_END.get(kind, kind)))
        keep_default_plan(programme, waves[WaveKind.ENTRY], now_utc())
        record("forms.choose", programme.id, school_id=programme.school_id, by=by)


def _check_wave(wave: Wave, questionnaires: Mapping[str, frozenset[ProgrammeRole]]) -> None:
    if has_begun(wave, now_utc()):
        raise RefusedError(
            N_("The wave has opened: its questionnaires stay as they are."), wave.kind
        )
    if wave.opens_at is not None and not questionnaires:
        raise RefusedError(
            N_(
                "The wave has an opening date. Leave at least one questionnaire, or clear the date."
            ),
            wave.kind,
        )


def _check_suitable(
    registry: Registry,
    programme: Programme,
    kind: WaveKind,
    questionnaires: Mapping[str, frozenset[ProgrammeRole]],
) -> None:
    known = {one.code: one for one in offered(registry, programme.mentoring_form, kind)}
    suitable = {code: suited(instrument) for code, instrument in known.items()}
    for code, roles in questionnaires.items():
        if code in known and is_refused(known[code], programme.linkage_mode):
            raise RefusedError(N_("%(code)s: %(why)s.", code=code, why=CLINICAL), kind)
        if not roles or not roles <= suitable.get(code, frozenset()):
            raise RefusedError(N_("%(code)s does not suit this role or wave.", code=code), kind)


def _remove(
    session: scoped_session[Session],
    wave: Wave,
    questionnaires: Mapping[str, frozenset[ProgrammeRole]],
) -> None:
    """Take out what is not wanted any more, unless somebody has answered it."""
    for administration in wave.administrations:
        if questionnaires.get(administration.code) == administration.roles:
            continue
        if answered(session, administration.id):
            raise RefusedError(
                N_("%(code)s has been answered: it stays as it is.", code=administration.code),
                wave.kind,
            )
        session.delete(administration)
    session.flush()
    session.expire(wave, ["administrations"])


def _give(
    wave: Wave,
    questionnaires: Mapping[str, frozenset[ProgrammeRole]],
    registry: Registry,
    other_end: Wave | None,
) -> None:
    """Add what is new, in the version of the other end, and set the order."""
    there = {administration.code: administration for administration in wave.administrations}
    versions = _versions(other_end.administrations if other_end else ())
    given = {
        code: registry.get(there[code].reference if code in there else versions.get(code, code))
        for code in questionnaires
    }
    for position, instrument in enumerate(sorted(given.values(), key=place_in_order), start=1):
        if instrument.code in there:
            there[instrument.code].position = position
        else:
            wave.administrations.append(
                administration_of(instrument, position, questionnaires[instrument.code])
            )


def _versions(administrations: Iterable[Administration]) -> dict[str, str]:
    return {administration.code: administration.reference for administration in administrations}


def administration_of(
    instrument: Instrument, position: int, roles: frozenset[ProgrammeRole]
) -> Administration:
    """Return the giving of exactly this version, of no wave yet."""
    return Administration(
        code=instrument.code,
        version=instrument.version,
        sha256=instrument.sha256,
        construct=instrument.construct,
        position=position,
        given_to=[AdministrationRole(role=role) for role in sorted(roles)],
    )
