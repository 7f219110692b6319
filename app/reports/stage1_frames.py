"""What stage 1 is computed from: participation, ratings with twins, yes and no, texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.stage1_inputs import OutcomeInput, Participation, RatingInput, Stage1Input
from app.appraisal.own_criteria import CRITERIA, OWN_CRITERIA
from app.appraisal.queries import CURATOR
from app.guests.queries import instrument_of, marks, n_answered, surveys_of
from app.models import Arm, WaveKind
from app.programmes.queries import participation
from app.reports.appraisal_frames import filled_forms, indicator_inputs, involvement_input
from app.reports.frames import Asked, People, paired_scores
from app.reports.item_frames import yes_and_no
from app.reports.open_answer_frames import open_answers
from instruments.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from app.models import GuestSurvey
    from app.reports.given import Given
    from instruments.model import Instrument, Item, Scale

#: The scale of an exit questionnaire whose items ask about satisfaction.
SATISFACTION = "satisfaction"


def stage1_input(given: Given) -> Stage1Input:
    """Gather what the stage-1 report needs; a comparison arm was in no programme to judge."""
    own = [people for people in given.groups_of_people() if people.arm is Arm.PROGRAMME]
    filled = filled_forms(given.programme, given.registry)
    return Stage1Input(
        participation=(
            *(row for row in participation(given.programme) if row.wave in given.begun),
            *_guests_asked(given),
        ),
        ratings=(
            *(rating for people in own for rating in _ratings(given, people)),
            *_guests(given),
        ),
        outcomes=tuple(
            outcome for people in own for outcome in _outcomes(given, people, WaveKind.EXIT)
        ),
        mid=tuple(rating for people in own for rating in _mid(given, people)),
        mid_outcomes=tuple(
            outcome for people in own for outcome in _outcomes(given, people, WaveKind.MID)
        ),
        involvement=involvement_input(given.programme),
        curator=filled.get(CURATOR),
        criteria=filled.get(CRITERIA),
        own_criteria=filled.get(OWN_CRITERIA),
        indicators=indicator_inputs(given.programme),
        open_answers=tuple(open_answers(given, own)),
    )


def _guests(given: Given) -> Iterator[RatingInput]:
    """Yield what parents and partners said, once the exit wave and their questionnaire are over."""
    for survey in _surveys(given):
        instrument = instrument_of(survey)
        for item, scale in rated(instrument):
            yield RatingInput(
                role=survey.audience,
                entry=None,
                exit=(instrument, scale),
                pairs=marks(survey, item),
                satisfaction=True,
            )


def _guests_asked(given: Given) -> Iterator[Participation]:
    """Yield how many parents and partners were asked, where the curator has written it down."""
    for survey in _surveys(given):
        if survey.invited:
            yield Participation(
                wave=WaveKind.EXIT.value,
                role=survey.audience,
                arm=None,
                class_name=None,
                invited=survey.invited,
                consented=None,
                answered=n_answered(survey),
            )


def _surveys(given: Given) -> list[GuestSurvey]:
    if WaveKind.EXIT not in given.waves:
        return []
    surveys = surveys_of(given.programme).values()
    return [survey for survey in surveys if survey.is_reported and not survey.is_open]


def _ratings(given: Given, people: People) -> Iterator[RatingInput]:
    """Yield every rated topic of a role once, the exit questionnaires' first."""
    before = given.stage1(WaveKind.ENTRY, people.role)
    after = given.stage1(WaveKind.EXIT, people.role)
    seen = set()
    for asked in after.values():
        satisfying = _satisfying(asked.instrument)
        for item, scale in rated(asked.instrument):
            twin = _twin(item, before)
            if twin is not None:
                seen.add((twin[0].instrument.code, twin[1].code))
            yield _rating(people, twin, (asked, scale), satisfaction=item.code in satisfying)
    for asked in before.values():
        for _, scale in rated(asked.instrument):
            if (asked.instrument.code, scale.code) not in seen:
                yield _rating(people, (asked, scale), None, satisfaction=False)


def _rating(
    people: People,
    entry: tuple[Asked, Scale] | None,
    exit_: tuple[Asked, Scale] | None,
    *,
    satisfaction: bool,
) -> RatingInput:
    return RatingInput(
        role=people.role,
        entry=entry and (entry[0].instrument, entry[1]),
        exit=exit_ and (exit_[0].instrument, exit_[1]),
        pairs=paired_scores(people, entry, exit_),
        satisfaction=satisfaction,
    )


def asked_of_everybody(instrument: Instrument) -> Iterator[Item]:
    """Yield the items that are asked whatever was answered before.

    Of any other the number of those who answered it would tell how many gave the answer before.
    """
    return (item for item in instrument.items if item.show_if is None)


def rated(instrument: Instrument) -> Iterator[tuple[Item, Scale]]:
    """Yield the rating items that make a scale of their own."""
    alone = {scale.item_codes[0]: scale for scale in instrument.scales if len(scale.keys) == 1}
    for item in asked_of_everybody(instrument):
        if item.kind is Kind.RATING and item.code in alone:
            yield item, alone[item.code]


def _satisfying(instrument: Instrument) -> frozenset[str]:
    return frozenset(
        code
        for scale in instrument.scales
        if scale.code == SATISFACTION
        for code in scale.item_codes
    )


def _twin(item: Item, before: Mapping[str, Asked]) -> tuple[Asked, Scale] | None:
    """Return the expectation that an exit item asks the reality of, where it was asked."""
    if item.twin is None or item.twin.instrument not in before:
        return None
    asked = before[item.twin.instrument]
    scales = {other.code: scale for other, scale in rated(asked.instrument)}
    scale = scales.get(item.twin.item)
    return None if scale is None else (asked, scale)


def _mid(given: Given, people: People) -> Iterator[RatingInput]:
    """Yield the topics that a role was asked about half-way."""
    for asked in given.stage1(WaveKind.MID, people.role).values():
        for _, scale in rated(asked.instrument):
            yield _rating(people, None, (asked, scale), satisfaction=False)


def _outcomes(given: Given, people: People, kind: WaveKind) -> Iterator[OutcomeInput]:
    for asked in given.stage1(kind, people.role).values():
        for item in asked_of_everybody(asked.instrument):
            if item.kind is Kind.YES_NO:
                yes, no = yes_and_no(people, asked, item)
                yield OutcomeInput(
                    role=people.role, instrument=asked.instrument, item=item, yes=yes, no=no
                )
