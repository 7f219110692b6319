"""Stage 1, the quality of the process: from participation and ratings to `Report`."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING

from analysis.appraisal import appraisal_notes, appraised
from analysis.conclusions import printed, settled
from analysis.report import Decided, Drafts, Report
from analysis.stage1_cells import item_titles
from analysis.stage1_conclusions import drafts_of_stage1
from analysis.stage1_disclosure import exit_rating, expectation, outcome
from analysis.stage1_document import document_of
from analysis.stage1_open_answers import open_answers, themes_in_cells
from analysis.stage1_results import SCHEMA, ParticipationRow, Satisfaction, Stage1Results
from analysis.stage1_summary import summary_sections
from analysis.swot import confirmed, lines_of
from analysis.swot_proposals import proposals
from analysis.swot_section import NOT_CONFIRMED
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.disclosure import BaseRule
    from analysis.report_facts import ProgrammeFacts, Provenance
    from analysis.stage1_inputs import OutcomeInput, Participation, RatingInput, Stage1Input
    from analysis.stage1_results import Expectation, OpenAnswers
    from analysis.words import Words
    from instruments.messages import Message

#: The order of the report; other roles follow.
ROLES = ("mentee", "mentor", "parent", "partner")
WAVES = ("entry", "mid", "exit")

NOBODY_INVITED = N_("nobody was invited")
NO_CONSENTS = N_("consents are not recorded")
NO_EXIT = N_("the exit questionnaires have not been given yet")
NO_TEXTS = N_("no open question was asked")
NO_TWINS = N_("no topic was asked about both at entry and at exit")
NOTHING_DECIDED = Decided()


def stage1(
    inputs: Stage1Input,
    *,
    programme: ProgrammeFacts,
    provenance: Provenance,
    rule: BaseRule,
    words: Words,
    decided: Decided = NOTHING_DECIDED,
) -> Report[Stage1Results]:
    """Describe who took part, what they expected, how it was, how it satisfied, what they wrote.

    Parameters
    ----------
    inputs
        Exact counts; nothing in them has been suppressed.
    programme, provenance
        Taken over as they are.
    rule
        What may be shown of a base of people; it is applied before a document exists.
    words
        The reader's language.
    decided
        What people made of the conclusions and of the SWOT table.

    Returns
    -------
    Report
        Nothing in it is drawn from the answers of fewer than k people; what is None has its reason
        in the `notes` of the object that holds it, or at the top.
    """
    participation = sorted(map(_participation, inputs.participation), key=_role_and_wave)
    expectations = _expectations(inputs.ratings, rule)
    satisfaction = _said(inputs.ratings, inputs.outcomes, rule)
    entered = appraised(inputs)
    written = _open_answers(inputs, rule)
    results = Stage1Results(
        schema=SCHEMA,
        stage=1,
        programme=programme,
        provenance=provenance,
        participation=tuple(participation),
        expectations=expectations,
        satisfaction=satisfaction,
        mid=_said(inputs.mid, inputs.mid_outcomes, rule),
        involvement=entered.involvement,
        curator=entered.curator,
        criteria=entered.criteria,
        indicators=entered.indicators,
        open_answers=written,
        notes=_participation_notes(participation)
        | _empty_notes(expectations, satisfaction, written)
        | appraisal_notes(entered),
    )
    results, drafts = _concluded(results, item_titles(inputs, words), decided, words)
    return Report(
        results,
        words,
        lambda: document_of(results, inputs, rule, words),
        lambda: summary_sections(results, inputs, words),
        drafts,
    )


def _concluded(
    results: Stage1Results, titles: Mapping[str, str], decided: Decided, words: Words
) -> tuple[Stage1Results, Drafts]:
    """Return the results with what people decided on them, and what they may decide on."""
    drafts = Drafts(
        conclusions=drafts_of_stage1(results, titles, words),
        swot=proposals(results, titles, themes_in_cells(results.open_answers), words),
    )
    table = confirmed(lines_of(drafts.swot, decided.swot))
    notes = {} if table else {"swot": NOT_CONFIRMED}
    said = printed(settled(drafts.conclusions, decided.conclusions))
    return replace(results, swot=table, conclusions=said, notes={**results.notes, **notes}), drafts


def _role_order(role: str) -> tuple[int, str]:
    return ROLES.index(role) if role in ROLES else len(ROLES), role


def _role_and_wave(row: Participation) -> tuple[tuple[int, str], int]:
    return _role_order(row.role), WAVES.index(row.wave)


def _participation(row: Participation) -> ParticipationRow:
    rate = row.answered / row.invited if row.invited else None
    return ParticipationRow(**asdict(row), return_rate=rate)


def _expectations(ratings: Sequence[RatingInput], rule: BaseRule) -> tuple[Expectation, ...]:
    """Return the twins, the roles in the order of the report."""
    return tuple(
        expectation(rating, rating.entry, rating.exit, rule)
        for rating in sorted(ratings, key=lambda rating: _role_order(rating.role))
        if rating.entry is not None and rating.exit is not None
    )


def _said(
    ratings: Sequence[RatingInput], outcomes: Sequence[OutcomeInput], rule: BaseRule
) -> tuple[Satisfaction, ...]:
    """Return what each role said at a wave: its satisfaction first, then the other topics."""
    asked = [(rating, rating.exit) for rating in ratings if rating.exit is not None]
    roles = {rating.role for rating, _ in asked} | {answered.role for answered in outcomes}
    return tuple(
        Satisfaction(
            role=role,
            ratings=tuple(
                exit_rating(rating, at_exit, rule)
                for rating, at_exit in sorted(asked, key=lambda one: not one[0].satisfaction)
                if rating.role == role
            ),
            outcomes=tuple(
                outcome(answered, rule) for answered in outcomes if answered.role == role
            ),
        )
        for role in sorted(roles, key=_role_order)
    )


def _open_answers(inputs: Stage1Input, rule: BaseRule) -> tuple[OpenAnswers, ...]:
    """Return what each role wrote, wave by wave."""
    in_order = sorted(
        inputs.open_answers, key=lambda one: (_role_order(one.role), WAVES.index(one.wave))
    )
    return tuple(open_answers(one, rule) for one in in_order)


def _participation_notes(participation: Sequence[ParticipationRow]) -> dict[str, Message]:
    """Return why figures of participation are None."""
    notes = {}
    for place, row in enumerate(participation):
        if row.consented is None:
            notes[f"participation.{place}.consented"] = NO_CONSENTS
        if row.return_rate is None:
            notes[f"participation.{place}.return_rate"] = NOBODY_INVITED
    return notes


def _empty_notes(
    expectations: Sequence[Expectation],
    satisfaction: Sequence[Satisfaction],
    written: Sequence[OpenAnswers],
) -> dict[str, Message]:
    """Return why whole parts of the report are empty."""
    notes = {} if written else {"open_answers": NO_TEXTS if satisfaction else NO_EXIT}
    if not satisfaction:
        return notes | dict.fromkeys(("expectations", "satisfaction"), NO_EXIT)
    return notes if expectations else notes | {"expectations": NO_TWINS}
