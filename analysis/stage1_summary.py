"""What of stage 1 stands in the four pages for the head of the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.conclusions import conclusion_sections, for_the_head
from analysis.disclosure import DESCRIPTIVE
from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage1_appraisal import share_sentence, sum_sentences
from analysis.stage1_cells import item_titles, role_heading
from analysis.stage1_disclosure import BANDS, MEAN_DIGITS, TEN
from analysis.stage1_document import CONCLUSIONS_TITLE, to_come, turnout_sentences
from analysis.stage1_expectations import gap_sentences
from analysis.stage1_indicators import verdict_sentences
from analysis.stage1_pictures import expectation_picture
from analysis.stage2_cells import ResultCells, sentence, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from analysis.document import Block, Cell
    from analysis.stage1_inputs import Stage1Input
    from analysis.stage1_results import Stage1Results
    from analysis.words import Words

#: Topics in the picture: those whose reality was farthest from what was expected.
PICTURED = 5


def summary_sections(
    results: Stage1Results, inputs: Stage1Input, words: Words
) -> tuple[Section, ...]:
    """Return who answered, how satisfied they are, what was entered, and what is concluded."""
    titles = item_titles(inputs, words)
    turnout = tuple(map(Paragraph, turnout_sentences(results, words)))
    return (
        Section(words.say("Participation"), turnout),
        *((_process(results, titles, words),) if results.satisfaction else ()),
        *(() if results.satisfaction else (to_come(results, words),)),
        *_entered(results, inputs, words),
        *conclusion_sections(for_the_head(results.conclusions), words.of(CONCLUSIONS_TITLE), words),
    )


def _entered(results: Stage1Results, inputs: Stage1Input, words: Words) -> Iterator[Section]:
    """Yield in sentences what the curator has entered; of what is missing nothing is said."""
    said = [
        *(() if results.involvement is None else (share_sentence(results.involvement, words),)),
        *sum_sentences(results, inputs, words),
        *verdict_sentences(results, words),
    ]
    if said:
        yield Section(words.say("Curator's appraisal"), tuple(map(Paragraph, said)))


def _process(results: Stage1Results, titles: Mapping[str, str], words: Words) -> Section:
    return Section(
        words.say("Satisfaction and expectations"),
        (*_satisfaction(results, titles, words), *_gaps(results, titles, words)),
    )


def _satisfaction(
    results: Stage1Results, titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    """Yield a row for every role and topic of satisfaction; or that too few have answered."""
    rows = tuple(
        (
            text_cell(role_heading(found.role, words)),
            text_cell(titles[one.item]),
            cells.at("n", Kind.COUNT),
            cells.at("mean", Kind.NUMBER, MEAN_DIGITS),
            cells.at("share_high", Kind.PERCENT),
        )
        for of_role, found in enumerate(results.satisfaction)
        for place, one in enumerate(found.ratings)
        if one.satisfaction and one.mean is not None
        for cells in [ResultCells(f"satisfaction.{of_role}.ratings.{place}", one, words)]
    )
    if not rows:
        few = words.say("Too few people have answered for their satisfaction to be shown.")
        yield Paragraph(few)
        return
    if any(
        one.notes.get("mean") == DESCRIPTIVE
        for found in results.satisfaction
        for one in found.ratings
        if one.satisfaction
    ):
        yield Paragraph(sentence(words.of(DESCRIPTIVE)), strong=True)
    yield _marks(rows, words)
    if any(cell.value is None for row in rows for cell in row):
        yield Paragraph(
            words.say("A dash: the share cannot be shown without telling the answers of a few.")
        )


def _marks(rows: tuple[tuple[Cell, ...], ...], words: Words) -> Table:
    return Table(
        caption=words.say("Satisfaction at exit: mean mark from 1 to 10"),
        header=(
            words.say("Role"),
            words.say("Topic"),
            words.say("n"),
            words.say("M"),
            words.say("%(low)s–%(high)s, %%", low=BANDS[-1][0], high=BANDS[-1][1]),
        ),
        rows=rows,
    )


def _gaps(results: Stage1Results, titles: Mapping[str, str], words: Words) -> Iterator[Block]:
    """Yield what stands out by role, and a picture of the first role with something to draw."""
    roles = list(dict.fromkeys(one.role for one in results.expectations))
    # where there are conclusions they say it
    for role in () if results.conclusions else roles:
        found = [one for one in results.expectations if one.role == role]
        found.sort(key=lambda one: 0.0 if one.gap is None else -one.gap.mean)
        for said in gap_sentences(found, titles, words):
            yield Paragraph(
                words.say("%(role)s. %(said)s", role=role_heading(role, words), said=said)
            )
    first = (one for one in results.expectations if one.role in roles[:1])
    drawn = [(one, one.gap.mean) for one in first if one.gap is not None and one.range == TEN]
    drawn.sort(key=lambda found: -abs(found[1]))
    farthest = sorted(drawn[:PICTURED], key=lambda found: -found[1])
    yield from expectation_picture([one for one, _ in farthest], titles, words)
