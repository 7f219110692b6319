"""Which questionnaires were given, in the stage-2 document: versions, scales, their direction."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Kind, Section, Table
from analysis.stage2_cells import ScaleCells, digits_of, role_title, text_cell
from instruments.messages import N_
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words
    from instruments.model import Published

#: Which way a score is to go, by the scale's direction.
WISHED = {
    Better.LOWER: N_("less is better"),
    Better.HIGHER: N_("more is better"),
    Better.NONE: N_("neither more nor less is better"),
}


def instruments_section(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
    """Return a table of every scale: whose it is, its range and direction, what is published."""
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        cells = ScaleCells(place, result, words)
        rows.append(
            (
                text_cell(_questionnaire(result, scale, words)),
                text_cell(scale.scale.title.get(words.lang)),
                text_cell(role_title(scale.role, words)),
                cells.at("range", Kind.INTERVAL, digits_of(scale) - 1),
                text_cell(words.of(WISHED[scale.scale.better])),
                text_cell(_published(scale.scale.published, words)),
            )
        )
    table = Table(
        caption=words.say("Instruments and their scales"),
        header=(
            words.say("Instrument"),
            words.say("Scale"),
            words.say("Who"),
            words.say("Scores, from – to"),
            words.say("Wished for"),
            words.say("Published reliability"),
        ),
        rows=tuple(rows),
    )
    return Section(words.say("Instruments"), (table.without_empty_columns,))


def _questionnaire(result: ScaleResult, scale: ScaleInput, words: Words) -> str:
    versions = dict.fromkeys(
        version for version in (result.version_entry, result.version_exit) if version is not None
    )
    references = ", ".join(f"{result.instrument}@{version}" for version in versions)
    title = scale.instrument.title.get(words.lang)
    return words.say("%(title)s (%(references)s)", title=title, references=references)


def _published(published: Sequence[Published], words: Words) -> str:
    """Return the coefficients that were published of the scale, each with its source."""
    return "; ".join(
        ", ".join((*_coefficients(one, words), one.source.source)) for one in published
    )


def _coefficients(published: Published, words: Words) -> Iterator[str]:
    for name, value in (("α", published.alpha), ("r", published.retest)):
        if value is not None:
            yield f"{name} = {words.number(float(value), 2)}"
