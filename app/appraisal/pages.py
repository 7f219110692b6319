"""What the pages of the curator's appraisal show besides their fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask_babel import get_locale
from flask_babel import gettext as _

from analysis.appraisal import criteria, curator_ratings, indicator
from analysis.stage1_appraisal import group_of
from analysis.stage1_inputs import FilledForm, IndicatorInput
from analysis.words import NO_BREAK_SPACE, Words
from app.appraisal.numbers import shown_number
from app.appraisal.own_criteria import CRITERIA, OWN_CRITERIA
from app.appraisal.queries import (
    CURATOR,
    forms_of,
    involvement_of,
    values_of,
)
from app.appraisal.words import VERDICTS
from app.language import translations
from app.models import IndicatorUnit
from app.programmes.words import said
from app.registries import registry_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flask_wtf import FlaskForm
    from wtforms import Field

    from analysis.appraisal_results import CriteriaSum, IndicatorRow
    from app.models import CuratorForm, Indicator, IndicatorValue, Programme
    from instruments.model import Instrument
    from instruments.registry import Registry


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the appraisal, and how it stands; `state` is empty where nothing was entered."""

    title: Any
    endpoint: str
    about: Any
    state: str


@dataclass(frozen=True, kw_only=True)
class Total:
    """A sum of points with its level, or how many criteria it waits for."""

    sum: int | None
    maximum: int
    level: str
    levels: str
    n_missing: int


@dataclass(frozen=True, kw_only=True)
class NumbersLine:
    """One indicator with its fields and what follows from the numbers that are kept."""

    title: str
    is_retired: bool
    has_numbers: bool
    start: Field
    end: Field
    change: str
    relative: str
    verdict: Any


def parts_of(programme: Programme) -> list[Part]:
    """Return the four parts of the appraisal."""
    return [
        Part(
            title=_("Pupils in mentoring"),
            endpoint="appraisal.involvement",
            about=_("The share of the school's pupils who take part, against the target."),
            state=_share_state(programme),
        ),
        Part(
            title=_("The curator's questionnaire"),
            endpoint="appraisal.curator",
            about=_("Ten statements about the programme, to be rated from 1 to 10."),
            state=_curator_state(programme),
        ),
        Part(
            title=_("Criteria of effectiveness"),
            endpoint="appraisal.criteria",
            about=_("Nine criteria, 0 to 2 points each; the sum gives the level."),
            state=_criteria_state(programme),
        ),
        Part(
            title=_("Indicators of effectiveness"),
            endpoint="appraisal.indicators",
            about=_("Numbers at the start and at the end of the programme."),
            state=_indicators_state(programme),
        ),
    ]


def _share_state(programme: Programme) -> str:
    found = involvement_of(programme)
    if found is None:
        return ""
    return str(_("%(part)s of %(whole)s pupils", part=found.involved, whole=found.pupils))


def _curator_state(programme: Programme) -> str:
    form = forms_of(programme).get(CURATOR)
    if form is None:
        return ""
    mean = curator_ratings(_filled(form, registry_of(programme.school_id))).mean
    if mean is None:
        return str(_("too few ratings for a mean"))
    return str(_("mean rating: %(mean)s", mean=_words().number(mean, 1)))


def _criteria_state(programme: Programme) -> str:
    totals = totals_of(programme)
    if not totals:
        return ""
    total = totals[0]
    if total.sum is None:
        return str(_("still to be rated: %(n)s", n=total.n_missing))
    return str(
        _(
            "%(sum)s of %(maximum)s, level: %(level)s",
            sum=total.sum,
            maximum=total.maximum,
            level=total.level,
        )
    )


def _indicators_state(programme: Programme) -> str:
    held = values_of(programme)
    return str(_("with numbers: %(n)s", n=len(held))) if held else ""


def totals_of(programme: Programme) -> list[Total]:
    """Return the sum of the nine criteria, and with the school's own lines where they are rated."""
    forms, registry = forms_of(programme), registry_of(programme.school_id)
    if CRITERIA not in forms:
        return []
    nine = _filled(forms[CRITERIA], registry)
    own = _filled(forms[OWN_CRITERIA], registry) if OWN_CRITERIA in forms else None
    found = criteria(nine, own)
    totals = [_total(found, nine.instrument)]
    if own is not None and found.own is not None:
        totals.append(_total(found.own, own.instrument))
    return totals


def _filled(form: CuratorForm, registry: Registry) -> FilledForm:
    return FilledForm(instrument=registry.get(f"{form.code}@{form.version}"), answers=form.answers)


def _total(found: CriteriaSum, instrument: Instrument) -> Total:
    lang = str(get_locale())
    titles = {level.code: level.title.get(lang) for level in instrument.scales[0].levels}
    return Total(
        sum=found.sum,
        maximum=found.maximum,
        level=titles.get(found.level or "", ""),
        levels=", ".join(f"{titles[one.level]} {one.low}–{one.high}" for one in found.bands),
        n_missing=sum(points is None for points in found.answers.values()),
    )


def grouped(form: FlaskForm, instrument: Instrument) -> list[tuple[str, list[Field]]]:
    """Return the fields of the criteria by what these are about."""
    groups: dict[str, list[Field]] = {}
    for item in instrument.items:
        groups.setdefault(said(group_of(item.code)), []).append(form[item.code])
    return list(groups.items())


def indicator_lines(
    form: FlaskForm,
    indicators: Sequence[Indicator],
    values: Mapping[int, IndicatorValue],
) -> Iterator[NumbersLine]:
    """Yield a line of the table for each indicator."""
    for one in indicators:
        value = values.get(one.id)
        is_share = one.unit is IndicatorUnit.PERCENT
        found = indicator(
            IndicatorInput(
                title=one.title,
                unit=one.unit.value,
                direction=one.direction.value,
                start=None if value is None else value.at_start,
                end=None if value is None else value.at_end,
            )
        )
        yield NumbersLine(
            title=f"{one.title}, %" if is_share else one.title,
            is_retired=one.is_retired,
            has_numbers=value is not None,
            start=form[f"start-{one.id}"],
            end=form[f"end-{one.id}"],
            change=_change(found, value),
            relative="—" if found.relative is None else _words().percent(found.relative),
            verdict=VERDICTS.get(found.verdict or "", "—"),
        )


def _change(found: IndicatorRow, value: IndicatorValue | None) -> str:
    if value is None or value.at_start is None or value.at_end is None:
        return "—"
    change = value.at_end - value.at_start
    shown = shown_number(change).replace("-", "\N{MINUS SIGN}")
    return f"{shown}{NO_BREAK_SPACE}{_('pp')}" if found.unit == "percent" else shown


def _words() -> Words:
    return Words(translations(str(get_locale())))
