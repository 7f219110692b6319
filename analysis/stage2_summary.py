"""What of stage 2 stands in the four pages for the head of the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.conclusions import conclusion_sections, for_the_head
from analysis.disclosure import DESCRIPTIVE, FEW
from analysis.document import Figure, Paragraph, Section
from analysis.stage2_cells import capital, flow_title, scale_title, sentence
from analysis.stage2_changes_table import changes_table
from analysis.stage2_document import CONCLUSIONS_TITLE, nothing_yet
from analysis.stage2_pictures import change_pictures
from analysis.stage2_sentences import change_sentences

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words

#: Scales in the table, at most, where none is planned.
SHOWN = 8


def summary_sections(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> tuple[Section, ...]:
    """Return who is compared, what changed on the planned scales, and what may not be concluded."""
    people = tuple(map(Paragraph, _people(results, words)))
    if not inputs:
        return Section(words.say("Participants"), people), nothing_yet(words)
    said = for_the_head(results.conclusions)
    title = words.of(CONCLUSIONS_TITLE)
    return (
        Section(words.say("Participants"), people),
        Section(words.say("Change by scale"), tuple(_changes(results, inputs, words, rule))),
        *(() if results.programme is None else conclusion_sections(said, title, words)),
    )


def _people(results: Results, words: Words) -> Iterator[str]:
    if not results.flow:
        yield words.say("There are no participants yet.")
    for flow in results.flow:
        yield words.say(
            "%(who)s: invited %(people)s, answered at entry %(entry)s, at exit %(exit)s, both "
            "times %(both)s.",
            who=capital(flow_title(flow, words)),
            people=flow.people,
            entry=flow.entry,
            exit=flow.exit,
            both=flow.both,
        )


def _changes(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Block]:
    """Yield the main table of the planned scales, what it says, a picture of the first."""
    planned = [place for place, result in enumerate(results.scales) if result.primary]
    others = [place for place in range(len(inputs)) if place not in planned]
    shown = planned or others[:SHOWN]
    found = [results.scales[place] for place in shown]
    compared = [one for one in found if one.difference is not None]
    if any(one.n_matched < FEW for one in compared):
        yield Paragraph(sentence(words.of(DESCRIPTIVE)), strong=True)
    if compared:
        yield from changes_table(results, inputs, words, places=shown)
    if len(shown) < len(inputs):
        yield Paragraph(words.say("The other scales stand in the full report."))
    # where there are conclusions they say it
    for place in () if compared and results.conclusions else shown:
        result, scale = results.scales[place], inputs[place]
        said = change_sentences(result, scale, plan=results.plan, words=words, rule=rule)
        yield Paragraph(
            words.say("%(scale)s. %(said)s", scale=scale_title(scale, words), said=next(said))
        )
    yield from _picture(results, inputs, words, rule)
    if compared:
        yield Paragraph(
            words.say(
                "A comparison before and after does not show the cause: people change by "
                "themselves as well, above all those whose first score was extreme."
            )
        )


def _picture(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Iterator[Figure]:
    """Yield the picture of the first planned scale that has one."""
    by_plan = sorted(range(len(inputs)), key=lambda place: not results.scales[place].primary)
    pictures = (
        picture
        for place in by_plan
        for picture in change_pictures(
            results.scales[place], inputs[place], plan=results.plan, words=words, rule=rule
        )
    )
    yield from [picture for picture in [next(pictures, None)] if picture is not None]
