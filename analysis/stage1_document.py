"""Lays the stage-1 results out as a document, in the order of the methodology."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.conclusions import conclusion_sections, edited_sentences
from analysis.disclosure import FEW, ROUNDED_UNDER
from analysis.document import Document, Kind, Paragraph, Section, Table
from analysis.programme_section import computed_by, notice_of, programme_facts
from analysis.stage1_appraisal import criteria_section, curator_section, involvement_blocks
from analysis.stage1_cells import WAVE_TITLES, item_titles, role_heading
from analysis.stage1_expectations import expectation_sections
from analysis.stage1_indicators import indicators_section
from analysis.stage1_open_sections import open_answer_sections
from analysis.stage1_pictures import return_pictures
from analysis.stage1_satisfaction import mid_sections, satisfaction_sections
from analysis.stage2_cells import ResultCells, arm_title, sentence, text_cell
from analysis.swot_section import swot_method, swot_section
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.stage1_inputs import Stage1Input
    from analysis.stage1_results import ParticipationRow, Stage1Results
    from analysis.words import Words

#: What the section of conclusions is called.
CONCLUSIONS_TITLE = N_("Conclusions and recommendations")


def document_of(
    results: Stage1Results, inputs: Stage1Input, rule: BaseRule, words: Words
) -> Document:
    """Return the document of a stage-1 report.

    Parameters
    ----------
    results
        What was found, the base rule applied.
    inputs
        What it was found from, for the titles of items and questionnaires only.
    rule
        What may be shown, to be said in words.
    words
        The reader's language.
    """
    titles = item_titles(inputs, words)
    return Document(
        words.say("Report on stage 1 of the monitoring: the quality of the programme"),
        (
            _participation(results, words),
            *mid_sections(results, titles, words),
            *(
                (
                    *expectation_sections(results, titles, words),
                    *satisfaction_sections(results, titles, rule, words),
                )
                if results.satisfaction
                else (to_come(results, words),)
            ),
            *open_answer_sections(results, titles, words),
            *_swot(results, words),
            curator_section(results, inputs, words),
            criteria_section(results, inputs, words),
            indicators_section(results, words),
            *conclusion_sections(results.conclusions, words.of(CONCLUSIONS_TITLE), words),
            *_method(results, inputs, rule, words),
        ),
        words,
        facts=programme_facts(results.programme, words),
        notice=notice_of(results.programme, words),
    )


def _swot(results: Stage1Results, words: Words) -> Iterator[Section]:
    """Yield the SWOT table, once there is anything to make it of."""
    if results.swot is not None or results.satisfaction:
        yield swot_section(results.swot, words)


def _participation(results: Stage1Results, words: Words) -> Section:
    """Return who was invited and who answered: whole roles, then classes."""
    whole = [place for place, row in enumerate(results.participation) if row.class_name is None]
    classes = [
        place for place, row in enumerate(results.participation) if row.class_name is not None
    ]
    captions = (
        (whole, words.say("Who was invited and who answered")),
        (classes, words.say("Who was invited and who answered, by class")),
    )
    tables = (
        _participation_table(results, places, caption, words)
        for places, caption in captions
        if places
    )
    sentences = (Paragraph(text, strong=True) for text in turnout_sentences(results, words))
    roles = (results.participation[place] for place in whole)
    picture = return_pictures(
        [(_who(row, words), words.of(WAVE_TITLES[row.wave]), row) for row in roles], words
    )
    involved = involvement_blocks(results, words)
    return Section(words.say("Participation"), (*sentences, *picture, *tables, *involved))


def turnout_sentences(results: Stage1Results, words: Words) -> Iterator[str]:
    """Yield how many of each role answered at the last wave that was held, or why nobody did."""
    rows = [row for row in results.participation if row.class_name is None]
    if not rows:
        yield words.say(
            "Nobody has been invited yet: there are no participants, or no wave has been held."
        )
    last = {row.role: row.wave for row in rows}
    for row in rows:
        if row.wave == last[row.role] and row.return_rate is not None:
            yield words.say(
                "%(who)s, %(wave)s: of %(invited)s invited %(answered)s answered (%(rate)s).",
                who=_who(row, words),
                wave=words.of(WAVE_TITLES[row.wave]),
                invited=row.invited,
                answered=row.answered,
                rate=words.percent(row.return_rate),
            )


def _who(row: ParticipationRow, words: Words) -> str:
    """Return a role and, where there are arms, its arm."""
    role, arm = role_heading(row.role, words), _arm(row, words)
    return f"{role} ({arm})" if arm else role


def _arm(row: ParticipationRow, words: Words) -> str:
    """Return what an arm is called; empty where there is none."""
    return "" if row.arm is None else arm_title(row.arm, words)


def _participation_table(
    results: Stage1Results, places: Sequence[int], caption: str, words: Words
) -> Table:
    """Return the rows at `places`; a column that nobody filled is left out.

    Who has withdrawn is named where anybody has: they are among the invited and cannot answer.
    """
    cells = ResultCells("", results, words)
    chosen = [results.participation[place] for place in places]
    columns = [
        (words.say("Invited"), "invited", Kind.COUNT),
        (words.say("With consent"), "consented", Kind.COUNT),
        (words.say("Answered"), "answered", Kind.COUNT),
        (words.say("Return"), "return_rate", Kind.PERCENT),
        (words.say("Withdrawn"), "withdrawn", Kind.COUNT),
    ]
    if not any(row.withdrawn for row in results.participation):
        del columns[4]
    if all(row.consented is None for row in chosen):
        del columns[1]
    rows = tuple(
        (
            text_cell(role_heading(row.role, words)),
            text_cell(words.of(WAVE_TITLES[row.wave])),
            text_cell(_arm(row, words)),
            text_cell(row.class_name or ""),
            *(cells.at(f"participation.{place}.{name}", kind) for _, name, kind in columns),
        )
        for place, row in zip(places, chosen, strict=True)
    )
    header = (words.say("Role"), words.say("Wave"), words.say("Arm"), words.say("Class"))
    titles = (title for title, _, _ in columns)
    return Table(
        caption=caption,
        header=(*header, *titles),
        rows=rows,
        detail=any(row.class_name is not None for row in chosen),
        inner=any(row.class_name is not None for row in chosen),
    ).without_empty_columns


def to_come(results: Stage1Results, words: Words) -> Section:
    """Return what the report will hold once there is something to put into it."""
    reason = sentence(words.of(results.notes["satisfaction"]))
    promise = words.say(
        "Once the exit wave is closed make the report again: it will show how reality met "
        "expectations and how satisfied people are."
    )
    return Section(words.say("Expectations and satisfaction"), (Paragraph(f"{reason} {promise}"),))


def _method(
    results: Stage1Results, inputs: Stage1Input, rule: BaseRule, words: Words
) -> Iterator[Section]:
    """Yield the appendices: what may not be concluded, and how to get the same figures again."""
    parts = {
        words.say("Method and limits"): (
            *_limits(results, rule, words),
            *_open_answers(results, words),
            *swot_method(results.swot, rule.k, words),
            *edited_sentences(results.conclusions, words),
        ),
        words.say("Reproducibility"): (
            *_questionnaires(results, inputs, words),
            computed_by(results.provenance, words),
        ),
    }
    for title, said in parts.items():
        yield Section(title, tuple(map(Paragraph, said)), is_appendix=True)


def _limits(results: Stage1Results, rule: BaseRule, words: Words) -> Iterator[str]:
    """Yield what holds for the parts that the report has."""
    yield words.say(
        "Return: the share of the invited who answered. Who did not answer may think "
        "otherwise: the lower the return, the more cautious the conclusions."
    )
    if any(one.gap is not None for one in results.expectations):
        yield words.say(
            "A gap between reality and expectation is given with a 95 %% interval (Student's t on "
            "the differences of the same people). It is exploratory: nothing is tested, and a gap "
            "is no proof of what the programme did. Under %(few)s people figures only describe.",
            few=FEW,
        )
    if results.satisfaction:
        yield words.say(
            "So that nobody's answer can be guessed, nothing is shown that fewer than %(k)s people "
            "answered; bands with fewer people are joined; where few answered otherwise than the "
            "rest, neither number is given; two figures of one question are taken of the same "
            "people where their numbers differ by fewer than %(k)s. Under %(rounded)s people "
            "figures are rounded in every file.",
            k=rule.k,
            rounded=ROUNDED_UNDER,
        )


def _open_answers(results: Stage1Results, words: Words) -> Iterator[str]:
    """Yield how open answers became themes, where any did."""
    if any(one.themes for one in results.open_answers):
        yield words.say(
            "Open answers were sorted by one reader, who saw them in no order, without code, class "
            "or date; another reader might have seen other themes. Only answers that the curator "
            "released one by one are quoted."
        )


def _questionnaires(results: Stage1Results, inputs: Stage1Input, words: Words) -> Iterator[str]:
    """Yield every questionnaire with its version and hash."""
    titles = {one.reference: one.title.get(words.lang) for one in inputs.asked}
    for one in results.provenance.instruments:
        facts = {"reference": f"{one.code}@{one.version}", "sha256": one.sha256}
        if facts["reference"] in titles:
            yield words.say(
                "Questionnaire: %(title)s (%(reference)s, SHA-256 %(sha256)s).",
                title=titles[facts["reference"]],
                **facts,
            )
        else:
            yield words.say("Questionnaire: %(reference)s, SHA-256 %(sha256)s.", **facts)
