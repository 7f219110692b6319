"""Lays the stage-2 results out as a document: participants, change, reliability, method."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import DESCRIPTIVE, FEW, ROUNDED_UNDER
from analysis.document import Document, Kind, Paragraph, Section, Table
from analysis.programme_section import programme_section
from analysis.stage2_cells import (
    ScaleCells,
    count_cell,
    digits_of,
    flow_title,
    scale_title,
    text_cell,
)
from analysis.stage2_groups import group_sections
from analysis.stage2_levels import level_sections
from analysis.stage2_pictures import change_pictures
from analysis.stage2_reliability import reliability_section
from analysis.stage2_sentences import change_sentences, reliability_sentences
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import Results, ScaleResult
    from analysis.words import Words


#: What the plan's test is called.
TEST_NAMES = {"wilcoxon": N_("Wilcoxon's test"), "paired_t": N_("Student's t test")}


#: The columns of the main table: what a figure is called, where it stands, its kind, and its
#: decimals (None: those of the score).
CHANGES = (
    (N_("n"), "n_matched", Kind.COUNT, 0),
    (N_("Entry, M"), "entry.mean", Kind.NUMBER, None),
    (N_("SD"), "entry.sd", Kind.NUMBER, None),
    (N_("Exit, M"), "exit.mean", Kind.NUMBER, None),
    (N_("SD"), "exit.sd", Kind.NUMBER, None),
    (N_("Difference"), "difference.mean", Kind.NUMBER, None),
    (N_("95 % CI"), "difference.ci95", Kind.INTERVAL, None),
    (N_("p"), "tests.{test}.p", Kind.P, 0),
    (N_("p (Holm)"), "p_holm", Kind.P, 0),
    (N_("g"), "effect.g_av", Kind.NUMBER, 2),
)

#: The rows of the table of all figures, likewise.
DETAILS = (
    (N_("Valid scores at entry"), "n_entry", Kind.COUNT, 0),
    (N_("Valid scores at exit"), "n_exit", Kind.COUNT, 0),
    (N_("Median at entry"), "entry.median", Kind.NUMBER, None),
    (N_("Median at exit"), "exit.median", Kind.NUMBER, None),
    (N_("Lower quartile at entry"), "entry.q1", Kind.NUMBER, None),
    (N_("Upper quartile at entry"), "entry.q3", Kind.NUMBER, None),
    (N_("Lower quartile at exit"), "exit.q1", Kind.NUMBER, None),
    (N_("Upper quartile at exit"), "exit.q3", Kind.NUMBER, None),
    (N_("SD of the differences"), "difference.sd", Kind.NUMBER, None),
    (N_("Shift (Hodges–Lehmann)"), "hodges_lehmann.estimate", Kind.NUMBER, None),
    (N_("Shift, 95 % CI"), "hodges_lehmann.ci95", Kind.INTERVAL, None),
    (N_("Improved"), "sign.improved", Kind.COUNT, 0),
    (N_("No change"), "sign.same", Kind.COUNT, 0),
    (N_("Worsened"), "sign.worsened", Kind.COUNT, 0),
    (N_("Wilcoxon: W+"), "tests.wilcoxon.w_plus", Kind.NUMBER, 1),
    (N_("Wilcoxon: W−"), "tests.wilcoxon.w_minus", Kind.NUMBER, 1),
    (N_("Wilcoxon: T, the smaller"), "tests.wilcoxon.t_min", Kind.NUMBER, 1),
    (N_("Wilcoxon: non-zero differences"), "tests.wilcoxon.n_nonzero", Kind.COUNT, 0),
    (N_("Wilcoxon: p"), "tests.wilcoxon.p", Kind.P, 0),
    (N_("Student's t, paired"), "tests.paired_t.t", Kind.NUMBER, 2),
    (N_("Degrees of freedom"), "tests.paired_t.df", Kind.COUNT, 0),
    (N_("Student's t: p"), "tests.paired_t.p", Kind.P, 0),
    (N_("Effect size d_z"), "effect.d_z", Kind.NUMBER, 2),
    (N_("Effect size d_av"), "effect.d_av", Kind.NUMBER, 2),
    (N_("Effect size g (Hedges)"), "effect.g_av", Kind.NUMBER, 2),
    (N_("Effect size g, 95 % CI"), "effect.g_av_ci95", Kind.INTERVAL, 2),
    (N_("Rank-biserial correlation"), "effect.rank_biserial", Kind.NUMBER, 2),
    (N_("Probability of a rise"), "effect.cl", Kind.NUMBER, 2),
)


def document_of(
    results: Results, inputs: Sequence[ScaleInput], words: Words, *, rule: BaseRule | None = None
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
    """
    titles = dict.fromkeys(scale.instrument.title.get(words.lang) for scale in inputs)
    programme = results.programme
    return Document(
        words.say("Entry and exit compared: %(titles)s", titles=", ".join(titles)),
        (
            *([] if programme is None else [programme_section(programme, words)]),
            _participants(results, words),
            _changes(results, inputs, words, rule),
            *(
                _scale_section(results, place, scale, words=words, rule=rule)
                for place, scale in enumerate(inputs)
            ),
            *level_sections(results, inputs, words),
            *group_sections(results, inputs, words, rule),
            reliability_section(results, inputs, words),
            _method(results, inputs, words, rule),
        ),
        words,
    )


def _digits(digits: int | None, scale: ScaleInput) -> int:
    return digits_of(scale) if digits is None else digits


def _participants(results: Results, words: Words) -> Section:
    header = (
        words.say("Role"),
        words.say("People"),
        words.say("Answered at entry"),
        words.say("Answered at exit"),
        words.say("At both waves"),
    )
    rows = tuple(
        (
            text_cell(flow_title(flow, words)),
            count_cell(flow.people, f"flow.{place}.people"),
            count_cell(flow.entry, f"flow.{place}.entry"),
            count_cell(flow.exit, f"flow.{place}.exit"),
            count_cell(flow.both, f"flow.{place}.both"),
        )
        for place, flow in enumerate(results.flow)
    )
    table = Table(caption=words.say("Who answered"), header=header, rows=rows)
    return Section(words.say("Participants"), (table,))


def _changes(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Section:
    """Return the main table: a row per scale and role."""
    header = [words.say("Scale"), *(words.of(title) for title, *_ in CHANGES)]
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        cells = ScaleCells(place, result, words)
        figures = (
            cells.at(path.format(test=results.plan.test), kind, _digits(digits, scale))
            for _, path, kind, digits in CHANGES
        )
        rows.append((text_cell(scale_title(scale, words)), *figures))
    caption = words.say("Entry, exit and the difference")
    table = Table(caption=caption, header=tuple(header), rows=tuple(rows))
    legend = words.say(
        "n: people with a score at both waves; M, SD: mean and standard deviation; difference: "
        "exit minus entry; p: %(test)s; p (Holm): corrected for the number of planned "
        "comparisons; g: standardised difference.",
        test=TEST_NAMES[results.plan.test],
    )
    blocks: list[Block] = [table, Paragraph(legend)]
    if any(cell.value is None for row in rows for cell in row):
        dash = words.say("A dash: not shown or not computed; under the scale it says why.")
        blocks += [Paragraph(dash)] if rule is not None else []
    return Section(words.say("Change by scale"), tuple(blocks))


def _scale_section(
    results: Results, place: int, scale: ScaleInput, *, words: Words, rule: BaseRule | None
) -> Section:
    result = results.scales[place]
    blocks: list[Block] = []
    if 0 < result.n_matched < FEW and result.difference is not None:
        blocks.append(Paragraph(words.of(DESCRIPTIVE), strong=True))
    blocks += [
        Paragraph(sentence, strong=number == 0)
        for number, sentence in enumerate(change_sentences(result, scale, results.plan, words))
    ]
    # Of few people alpha says nothing that a described change could lean on.
    if rule is None or result.n_matched >= FEW:
        blocks += [Paragraph(sentence) for sentence in reliability_sentences(result, words)]
    # A comparison that may not be shown is one line, not a table of dashes.
    if rule is None or result.difference is not None:
        blocks += change_pictures(result, scale, words, rule)
        blocks.append(_details(place, result, scale, words=words, rule=rule))
    return Section(scale_title(scale, words), tuple(blocks), level=2)


def _details(
    place: int, result: ScaleResult, scale: ScaleInput, *, words: Words, rule: BaseRule | None
) -> Table:
    """Return every figure of the paired block, one a row; where few are described, those shown."""
    described = rule is not None and result.n_matched < FEW
    cells = ScaleCells(place, result, words)
    rows = []
    for title, path, kind, digits in DETAILS:
        cell = cells.at(path, kind, _digits(digits, scale))
        if cell.value is not None or not described:
            rows.append((text_cell(words.of(title)), cell, text_cell(cell.note)))
    return Table(
        caption=words.say("%(scale)s: all figures", scale=scale_title(scale, words)),
        header=(words.say("Statistic"), words.say("Value"), words.say("Note")),
        rows=tuple(rows),
        detail=True,
    ).without_empty_columns


def _method(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Section:
    paragraphs = [
        words.say(
            "A comparison before and after does not show the cause: people change by themselves as "
            "well, above all those whose first score was extreme. Do not write that the programme "
            "caused the change."
        ),
        words.say(
            "Planned test: %(test)s, two-sided. Wilcoxon's p is exact given the ties up to 200 "
            "non-zero differences. Planned comparisons are corrected together by Holm's rule; "
            "anything else is exploratory.",
            test=TEST_NAMES[results.plan.test],
        ),
    ]
    paragraphs += [_base_rule(rule, words)] if rule is not None else []
    used = {one.reference: one for scale in inputs for one in scale.instruments}
    paragraphs += [
        words.say(
            "Instrument: %(title)s (%(reference)s, SHA-256 %(sha256)s). %(source)s",
            title=instrument.title.get(words.lang),
            reference=instrument.reference,
            sha256=instrument.sha256,
            source=instrument.source,
        )
        for instrument in used.values()
    ]
    paragraphs.append(
        words.say(
            "Data: SHA-256 %(sha256)s. Computed by %(software)s.",
            sha256=results.provenance.data_sha256,
            software=results.provenance.software,
        )
    )
    return Section(words.say("Method and limits"), tuple(map(Paragraph, paragraphs)))


def _base_rule(rule: BaseRule, words: Words) -> str:
    """Say what a reader of the report will not find in it, and why."""
    return words.say(
        "So that nobody can be recognised, nothing is shown of the answers of fewer than %(k)s "
        "people; fewer than %(few)s people are described without tests, effect sizes and levels; "
        "levels and directions of change that hold fewer than %(k)s people are joined or left "
        "out; figures on fewer than %(rounded)s people are rounded.",
        k=rule.k,
        few=FEW,
        rounded=ROUNDED_UNDER,
    )
