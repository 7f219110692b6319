"""The form of the plan of analysis, made for the scales that a programme measures."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DecimalField, RadioField, SelectField, SelectMultipleField
from wtforms.validators import InputRequired, NumberRange

from analysis.plan import GREATEST_BOUND, LEAST_BOUND
from analysis.report_facts import Plan
from app.programmes.forms import named
from app.programmes.planning import RANDOM
from app.programmes.plans import tick_of
from app.programmes.words import EXPECTATIONS, TESTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.report_facts import PrimaryScale
    from app.programmes.plans import Measured


def exact(bound: float) -> Decimal:
    """Return a bound as it is written: 0.2 is two tenths."""
    return Decimal(repr(bound))


class PlanForm(FlaskForm):
    """How scales are tested; which of them, a programme's own form adds."""

    primary: SelectMultipleField

    test = RadioField(
        _l("Statistical test"),
        choices=named(TESTS),
        description=_l(
            "If in doubt leave Wilcoxon's: it suits small groups and scores of any distribution."
        ),
    )
    equivalence = DecimalField(
        _l("Bound of equivalence, in standard deviations"),
        places=None,
        validators=[
            InputRequired(),
            NumberRange(exact(LEAST_BOUND), exact(GREATEST_BOUND), _l("Between 0.1 and 1.")),
        ],
        description=_l(
            "A change smaller than this part of the standard deviation at entry counts as none "
            "that matters: 0.1 to 1, usually 0.2. Reports on 100 people and more say whether the "
            "change is that small."
        ),
        render_kw={"step": "0.05"},
    )
    random = BooleanField(
        _l("Lots decided who is in the programme and who in the comparison group"),
        description=_l(
            "Tick it only if chance alone decided: a draw, not wishes, marks or the choice of "
            "teachers. Then the report may name the programme as the cause of a change. If there "
            "was no draw, what it says of causes would be untrue."
        ),
    )

    def plan(self, measured: Sequence[Measured]) -> Plan:
        """Return what was filled in and checked."""
        ticked = set(self.primary.data or ())
        is_random = "random" in self and self.random.data
        return Plan(
            primary=tuple(
                replace(one, expected=self[expected_name(one)].data or None)
                for one in _promises(measured)
                if tick_of(one) in ticked
            ),
            test=self.test.data,
            equivalence=float(self.equivalence.data or 0),
            allocation=RANDOM if is_random else None,
        )


def expected_name(one: PrimaryScale) -> str:
    """Return the name of the field for what is expected of a scale and role."""
    return f"expected {tick_of(one)}".replace(" ", ".")


def plan_form(plan: Plan, measured: Sequence[Measured], *, compared: bool) -> PlanForm:
    """Return the form of a programme, filled in with a plan.

    Parameters
    ----------
    compared
        Whether there is a comparison group, so that lots can have been drawn.
    """
    ticks = [tick_of(one) for one in _promises(measured)]
    fields: dict[str, Any] = {
        expected_name(one): SelectField(choices=named(EXPECTATIONS)) for one in _promises(measured)
    }
    fields["primary"] = SelectMultipleField(choices={tick: tick for tick in ticks})
    form: PlanForm = type("OwnPlanForm", (PlanForm,), fields)(data=_filled_in(plan, measured))
    if not compared:
        del form.random
    return form


def _promises(measured: Sequence[Measured]) -> list[PrimaryScale]:
    return [promised for one in measured for promised in one.promises]


def _filled_in(plan: Plan, measured: Sequence[Measured]) -> dict[str, Any]:
    """Return a plan as the form holds it; of scales outside it, what a plan would expect."""
    promised = {tick_of(one): one for one in plan.primary}
    expected = {
        expected_name(one): promised.get(tick_of(one), one).expected or ""
        for one in _promises(measured)
    }
    return {
        "primary": list(promised),
        "test": plan.test,
        "equivalence": exact(plan.equivalence),
        "random": plan.allocation == RANDOM,
        **expected,
    }
