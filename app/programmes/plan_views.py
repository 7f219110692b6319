"""The page of the plan of analysis: which scales are tested, how, and until when it may change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from flask import flash, redirect, render_template, url_for
from flask_babel import format_decimal, get_locale
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import ProgrammeRole, WaveKind
from app.programmes.blueprint import bp
from app.programmes.errors import RefusedError
from app.programmes.forms import show_refusal
from app.programmes.plan_forms import expected_name, plan_form
from app.programmes.planning import change_plan
from app.programmes.plans import has_comparison_arm, measured_at, plan_of, tick_of
from app.programmes.queries import waves_in_order
from app.programmes.words import EXPECTATIONS, ROLES_OF_MANY, TESTS, said
from app.waves.states import shown_day

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

    from analysis.report_facts import Plan, PrimaryScale
    from app.models import Programme
    from app.programmes.plan_forms import PlanForm
    from app.programmes.plans import Measured


@dataclass(frozen=True, kw_only=True)
class Line:
    """One scale of one role.

    Attributes
    ----------
    expected
        The name of the field for what is expected of it.
    expectation
        What the plan expects of it, in words.
    """

    tick: str
    title: str
    role: Any
    is_primary: bool
    expected: str
    expectation: Any


@dataclass(frozen=True, kw_only=True)
class Card:
    """One questionnaire.

    Attributes
    ----------
    unmatched
        The roles that do not get it again at exit.
    """

    title: str
    lines: list[Line]
    unmatched: list[Any]


@bp.route("/<int:programme_id>/plan", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
def plan(programme_id: int) -> ResponseReturnValue:
    """Choose what the report tests, before anybody has looked."""
    programme = get_programme_or_404(programme_id)
    measured = _measured(programme)
    stands = plan_of(programme)
    form = plan_form(stands, measured, compared=has_comparison_arm(programme))
    if form.validate_on_submit():
        try:
            change_plan(programme, form.plan(measured), by=current_user.user)
        except RefusedError as refused:
            show_refusal(form, refused, said(refused.message))
        else:
            flash(_("The plan has been saved."), "success")
            return redirect(url_for("programmes.plan", programme_id=programme.id))
    return _page(programme, form, plan_of(programme), measured)


def _measured(programme: Programme) -> list[Measured]:
    waves = {wave.kind: wave for wave in waves_in_order(programme)}
    return measured_at(programme, waves[WaveKind.ENTRY], waves[WaveKind.EXIT])


def _page(
    programme: Programme, form: PlanForm, stands: Plan, measured: Sequence[Measured]
) -> ResponseReturnValue:
    return render_template(
        "programmes/plan.html",
        programme=programme,
        form=form,
        plan=stands,
        cards=[_card(one, form, stands) for one in measured],
        lost=_lost(stands, measured),
        test=TESTS[stands.test],
        equivalence=format_decimal(stands.equivalence),
        days={
            name: shown_day(date.fromisoformat(day))
            for name in ("made_on", "changed_on", "locked_on")
            if (day := getattr(stands, name)) is not None
        },
    )


def _card(one: Measured, form: PlanForm, stands: Plan) -> Card:
    """Return a questionnaire; what was ticked on the page stays ticked when it is shown again."""
    lang = str(get_locale())
    planned = {tick_of(promised) for promised in stands.primary}
    ticked = planned if stands.locked_on else set(form.primary.data or ())
    titles = {scale.code: scale.title.get(lang) for scale in one.instrument.scales}
    return Card(
        title=one.instrument.title.get(lang),
        lines=[
            Line(
                tick=tick_of(promised),
                title=titles[promised.scale],
                role=ROLES_OF_MANY[ProgrammeRole(str(promised.role))],
                is_primary=tick_of(promised) in ticked,
                expected=expected_name(promised),
                expectation=_expectation(promised, stands),
            )
            for promised in one.promises
        ],
        unmatched=[ROLES_OF_MANY[role] for role in ProgrammeRole if role in one.roles - one.again],
    )


def _expectation(one: PrimaryScale, stands: Plan) -> Any:
    promised = stands.promised(one.instrument, one.scale, one.role)
    return EXPECTATIONS[promised.expected or ""] if promised else ""


def _lost(stands: Plan, measured: Sequence[Measured]) -> list[str]:
    """Return what is planned and the entry wave does not measure."""
    known = {tick_of(promised) for one in measured for promised in one.promises}
    return [f"{one.instrument}: {one.scale}" for one in stands.primary if tick_of(one) not in known]
