"""The page on which questionnaires are chosen for waves and roles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import ProgrammeRole, WaveKind
from app.programmes.administering import choose_questionnaires
from app.programmes.blueprint import bp
from app.programmes.errors import RefusedError
from app.programmes.forms import questionnaires_form, show_refusal
from app.programmes.queries import waves_in_order
from app.programmes.questionnaires import (
    TOO_LONG,
    chosen_minutes,
    defaults,
    has_stage1,
    is_for_children,
    is_refused,
    offered,
    pupils,
    suited,
)
from app.programmes.wizard import steps_of
from app.programmes.words import MENTORING_FORMS, ROLES_OF_MANY, WAVES, said
from app.registries import registry_of
from app.waves.states import state_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flask.typing import ResponseReturnValue
    from flask_wtf import FlaskForm

    from app.models import Programme, Wave
    from instruments.exact import Exact
    from instruments.registry import Registry

    Ticks = frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One questionnaire that may be given at a wave.

    Attributes
    ----------
    ticks
        Per role the value of its tick, None where the questionnaire is not for the role.
    ages
        Whom it measures, where adults could get it by mistake.
    is_refused
        Whether it is clinical, and the answers are anonymous.
    """

    code: str
    title: str
    minutes: Any
    ages: tuple[int, int] | None
    is_refused: bool
    ticks: list[str | None]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One wave's table of ticks.

    Attributes
    ----------
    minutes
        Per role, how long the ticked ones take together.
    """

    kind: WaveKind
    title: Any
    state: str
    has_begun: bool
    lines: list[Line]
    ticked: Ticks
    minutes: list[Exact]
    errors: Sequence[str]


@bp.route("/<int:programme_id>/forms", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def forms(programme_id: int) -> ResponseReturnValue:
    """Choose which questionnaires each wave gives to whom."""
    programme = get_programme_or_404(programme_id)
    registry = registry_of(programme.school_id)
    form = _form(programme, registry)
    if form.validate_on_submit():
        chosen = {kind: _by_code(form[kind.value].data) for kind in WaveKind if kind.value in form}
        try:
            choose_questionnaires(programme, chosen, by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The questionnaires have been saved."), "success")
            return redirect(url_for("programmes.forms", programme_id=programme.id))
    return _page(programme, registry, form)


def _form(programme: Programme, registry: Registry) -> FlaskForm:
    """Return a form for the waves that have not opened, ticked as it stands or by default."""
    waves = waves_in_order(programme)
    ticked = _ticked(programme, registry, waves)
    form_class = questionnaires_form(
        {
            wave.kind: [
                tick
                for line in _lines(programme, registry, wave)
                for tick in line.ticks
                if tick is not None
            ]
            for wave in waves
            if not state_of(wave).has_begun
        }
    )
    return form_class(data={kind.value: sorted(ticks) for kind, ticks in ticked.items()})


def _ticked(
    programme: Programme, registry: Registry, waves: Iterable[Wave]
) -> dict[WaveKind, Ticks]:
    """Return what each wave gives to whom; where nothing has been chosen, what we advise."""
    stored = {wave.kind: {one.code: one.roles for one in wave.administrations} for wave in waves}
    chosen = stored if any(stored.values()) else defaults(registry, programme.mentoring_form)
    return {
        kind: frozenset(_tick(code, role) for code, roles in given.items() for role in roles)
        for kind, given in chosen.items()
    }


def _lines(programme: Programme, registry: Registry, wave: Wave) -> list[Line]:
    return [
        Line(
            code=instrument.code,
            title=instrument.title.get(str(get_locale())),
            minutes=instrument.minutes,
            ages=instrument.ages
            if is_for_children(instrument) and suited(instrument) - pupils(programme.mentoring_form)
            else None,
            is_refused=is_refused(instrument, programme.linkage_mode),
            ticks=[
                _tick(instrument.code, role)
                if role in suited(instrument) and not is_refused(instrument, programme.linkage_mode)
                else None
                for role in ProgrammeRole
            ],
        )
        for instrument in offered(registry, programme.mentoring_form, wave.kind)
    ]


def _tick(code: str, role: ProgrammeRole) -> str:
    return f"{code} {role}"


def _by_code(ticks: Iterable[str]) -> dict[str, frozenset[ProgrammeRole]]:
    """Return who gets which questionnaire."""
    given: dict[str, frozenset[ProgrammeRole]] = {}
    for tick in ticks:
        code, _space, role = tick.partition(" ")
        given[code] = given.get(code, frozenset()) | {ProgrammeRole(role)}
    return given


def _choice(programme: Programme, registry: Registry, wave: Wave, form: FlaskForm) -> Choice:
    has_begun = wave.kind.value not in form
    field = None if has_begun else form[wave.kind.value]
    stored = {one.code: one.roles for one in wave.administrations}
    chosen = stored if field is None else _by_code(field.data or [])
    return Choice(
        kind=wave.kind,
        title=WAVES[wave.kind],
        state=state_of(wave).text,
        has_begun=has_begun,
        lines=_lines(programme, registry, wave),
        ticked=frozenset(_tick(code, role) for code, roles in chosen.items() for role in roles),
        minutes=[chosen_minutes(registry, chosen, role) for role in ProgrammeRole],
        errors=[] if field is None else field.errors,
    )


def _page(programme: Programme, registry: Registry, form: FlaskForm) -> ResponseReturnValue:
    return render_template(
        "programmes/forms.html",
        programme=programme,
        steps=steps_of(programme),
        form=form,
        choices=[_choice(programme, registry, wave, form) for wave in waves_in_order(programme)],
        is_new=not any(wave.administrations for wave in waves_in_order(programme)),
        has_stage1=has_stage1(registry, programme.mentoring_form),
        mentoring_form=MENTORING_FORMS[programme.mentoring_form],
        roles=list(ROLES_OF_MANY.values()),
        too_long=TOO_LONG,
    )
