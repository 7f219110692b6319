"""Lays the stage-2 results out as a document: participants, change, reliability, method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.conclusions import conclusion_sections
from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.document import Document, Paragraph, Section, Table
from analysis.individual import individual_sections
from analysis.programme_section import notice_of, programme_facts
from analysis.stage2_attrition import attrition_blocks
from analysis.stage2_cells import (
    capital,
    count_cell,
    flow_title,
    scale_title,
    sentence,
    text_cell,
)
from analysis.stage2_change import change_sections
from analysis.stage2_changes_table import changes_section
from analysis.stage2_clusters import cluster_caution
from analysis.stage2_details import details_tables
from analysis.stage2_education import education_sections
from analysis.stage2_groups import group_sections
from analysis.stage2_instruments import instruments_section
from analysis.stage2_levels import level_sections
from analysis.stage2_linkage import linkage_blocks
from analysis.stage2_method import method_sections
from analysis.stage2_pictures import change_pictures
from analysis.stage2_reliability import reliability_section, reliability_sentences
from analysis.stage2_sentences import change_sentences
from analysis.stage2_strategies import strategy_sections
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.education import MeasureInput
    from analysis.individual import IndividualInput
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words


#: What the section of conclusions is called.
CONCLUSIONS_TITLE = N_("Conclusions and proposals")


def document_of(
    results: Results,
    inputs: Sequence[ScaleInput],
    words: Words,
    *,
    rule: BaseRule | None = None,
    individuals: Sequence[IndividualInput] = (),
    education: Sequence[MeasureInput] = (),
) -> Document:
    """Return the document of a comparison.

    Parameters
    ----------
    results
        What was found, one result per input.
    inputs
        What it was found from, for titles and pictures.
    words
        The reader's language.
    rule
        The base rule that the results were put under, if any.
    individuals
        The people behind `results.individuals`.
    education
        What `results.education` was found from.
    """
    programme = results.programme
    marks = tuple(education_sections(results, education, words, rule))
    return Document(
        _title(results, inputs, words),
        (
            _participants(results, inputs, words),
            *(
                _found(results, inputs, words, rule, marks=marks)
                if inputs
                else (nothing_yet(words), *marks, *_concluded(results, words))
            ),
            *individual_sections(results.individuals, individuals, words),
        ),
        words,
        facts=() if programme is None else programme_facts(programme, words),
        notice=notice_of(programme, words),
    )


def _title(results: Results, inputs: Sequence[ScaleInput], words: Words) -> str:
    if results.programme is not None:
        return words.say(
            "Report on stage 2 of the monitoring: the influence of the programme on participants"
        )
    titles = dict.fromkeys(scale.instrument.title.get(words.lang) for scale in inputs)
    return words.say("Entry and exit compared: %(titles)s", titles=", ".join(titles))


def _found(
    results: Results,
    inputs: Sequence[ScaleInput],
    words: Words,
    rule: BaseRule | None,
    *,
    marks: Sequence[Section],
) -> Iterator[Section]:
    yield instruments_section(results, inputs, words)
    yield changes_section(results, inputs, words, rule)
    for place, scale in enumerate(inputs):
        yield _scale_section(results, place, scale, words=words, rule=rule)
    yield from level_sections(results, inputs, words)
    yield from change_sections(results, inputs, words)
    yield from group_sections(results, inputs, words, rule)
    yield from marks
    yield from strategy_sections(results, inputs, words)
    yield reliability_section(results, inputs, words, rule)
    yield from _concluded(results, words)
    yield from method_sections(results, inputs, words, rule)


def _concluded(results: Results, words: Words) -> Iterator[Section]:
    """Yield the conclusions of a report of a programme."""
    if results.programme is not None:
        yield from conclusion_sections(results.conclusions, words.of(CONCLUSIONS_TITLE), words)


def nothing_yet(words: Words) -> Section:
    """Return why there are no tables: never an empty one without its reason."""
    reason = words.say(
        "There is nothing to compute from yet: no wave that gave questionnaires about the "
        "participants is closed. Once one is, make the report again."
    )
    return Section(words.say("Change by scale"), (Paragraph(reason, strong=True),))


def _participants(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
    if not results.flow:
        return Section(
            words.say("Participants"), (Paragraph(words.say("There are no participants yet.")),)
        )
    columns = {
        "people": words.say("People") if results.programme is None else words.say("Invited"),
        "consented": words.say("With consent"),
        "entry": words.say("Answered at entry"),
        "exit": words.say("Answered at exit"),
        "both": words.say("Answered both times")
        if results.linkage is None
        else words.say("Paired, answered both times"),
        "withdrawn": words.say("Withdrawn"),
    }
    if not any(flow.withdrawn for flow in results.flow):
        del columns["withdrawn"]
    if all(flow.consented is None for flow in results.flow):
        del columns["consented"]
    rows = tuple(
        (
            text_cell(capital(flow_title(flow, words))),
            *(count_cell(getattr(flow, name), f"flow.{place}.{name}") for name in columns),
        )
        for place, flow in enumerate(results.flow)
    )
    header = (words.say("Role"), *columns.values())
    table = Table(caption=words.say("Who answered"), header=header, rows=rows)
    paired = () if results.linkage is None else linkage_blocks(results.linkage, words)
    lost = attrition_blocks(results, inputs, words)
    left_out = () if results.linkage is not None else map(Paragraph, _left_out(results, words))
    return Section(words.say("Participants"), (table, *left_out, *paired, *lost))


def _left_out(results: Results, words: Words) -> Iterator[str]:
    """Yield how many of each role are not compared, and which wave they missed."""
    for flow in results.flow:
        missed = {
            words.say("answered at entry only: %(n)s", n=flow.entry - flow.both): flow.entry,
            words.say("answered at exit only: %(n)s", n=flow.exit - flow.both): flow.exit,
        }
        reasons = [said for said, answered in missed.items() if answered > flow.both]
        nothing = flow.people - flow.entry - flow.exit + flow.both
        if nothing > 0:
            reasons.append(words.say("answered neither time: %(n)s", n=nothing))
        if reasons and flow.both:
            yield words.say(
                "%(who)s, not compared: %(reasons)s.",
                who=capital(flow_title(flow, words)),
                reasons="; ".join(reasons),
            )


def _scale_section(
    results: Results, place: int, scale: ScaleInput, *, words: Words, rule: BaseRule | None
) -> Section:
    result = results.scales[place]
    blocks: list[Block] = []
    if 0 < result.n_matched < FEW and result.difference is not None:
        blocks.append(Paragraph(sentence(words.of(DESCRIPTIVE)), strong=True))
    said = list(change_sentences(result, scale, plan=results.plan, words=words, rule=rule))
    said[1:1] = cluster_caution(result, words)
    blocks += [Paragraph(text, strong=number == 0) for number, text in enumerate(said)]
    # Of few people alpha says nothing that a described change could lean on.
    if rule is None or result.n_matched >= FEW:
        blocks += map(Paragraph, reliability_sentences(result, words, rule))
    # A comparison that may not be shown is one line, not a table of dashes.
    if rule is None or result.difference is not None:
        blocks += change_pictures(result, scale, plan=results.plan, words=words, rule=rule)
        blocks += details_tables(place, result, scale, plan=results.plan, words=words, rule=rule)
    return Section(scale_title(scale, words), tuple(blocks), level=2)
