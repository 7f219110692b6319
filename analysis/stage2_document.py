"""Lays the stage-2 results out as a document: participants, change, reliability, method."""

from __future__ import annotations

import math
from itertools import groupby
from typing import TYPE_CHECKING

from analysis.document import BeforeAfter, Cell, Document, Figure, Kind, Paragraph, Section, Table
from analysis.stage2_cells import (
    ScaleCells,
    count_cell,
    digits_of,
    role_title,
    scale_title,
    text_cell,
)
from analysis.stage2_sentences import FEW, change_sentences, reliability_sentences
from instruments.messages import N_
from instruments.model import Method

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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


def document_of(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Document:
    """Return the document of a comparison.

    Parameters
    ----------
    results
        What was found, one result per input.
    inputs
        What it was found from, for titles and pictures.
    words
        The reader's language.
    """
    titles = dict.fromkeys(scale.instrument.title.get(words.lang) for scale in inputs)
    return Document(
        words.say("Entry and exit compared: %(titles)s", titles=", ".join(titles)),
        (
            _participants(results, words),
            _changes(results, inputs, words),
            *(_scale_section(results, place, scale, words) for place, scale in enumerate(inputs)),
            *_groups(results, inputs, words),
            _reliability(results, inputs, words),
            _method(results, inputs, words),
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
            text_cell(role_title(flow.role, words)),
            count_cell(flow.people, f"flow.{place}.people"),
            count_cell(flow.entry, f"flow.{place}.entry"),
            count_cell(flow.exit, f"flow.{place}.exit"),
            count_cell(flow.both, f"flow.{place}.both"),
        )
        for place, flow in enumerate(results.flow)
    )
    table = Table(caption=words.say("Who answered"), header=header, rows=rows)
    return Section(words.say("Participants"), (table,))


def _changes(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
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
    return Section(words.say("Change by scale"), (table, Paragraph(legend)))


def _scale_section(results: Results, place: int, scale: ScaleInput, words: Words) -> Section:
    result = results.scales[place]
    blocks: list[Block] = []
    if 0 < result.n_matched < FEW:
        blocks.append(
            Paragraph(words.say("descriptive: too few people for a conclusion"), strong=True)
        )
    blocks += [
        Paragraph(sentence, strong=number == 0)
        for number, sentence in enumerate(change_sentences(result, scale, results.plan, words))
    ]
    blocks += [Paragraph(sentence) for sentence in reliability_sentences(result, words)]
    if result.n_matched:
        blocks.append(_picture(result, scale, words))
    blocks.append(_details(place, result, scale, words))
    return Section(scale_title(scale, words), tuple(blocks), level=2)


def _picture(result: ScaleResult, scale: ScaleInput, words: Words) -> Figure:
    pairs, digits = scale.pairs, digits_of(scale)
    low, high = scale.scale.range
    means = float(pairs.entry.mean), float(pairs.exit.mean)
    return Figure(
        caption=words.say("%(scale)s: entry and exit", scale=scale_title(scale, words)),
        alt=words.say(
            "How many people have each score at entry and at exit; mean at entry %(entry)s, "
            "at exit %(exit)s, n = %(n)s.",
            entry=words.number(means[0], digits),
            exit=words.number(means[1], digits),
            n=result.n_matched,
        ),
        picture=BeforeAfter(
            entry=tuple((float(score), n) for score, n in pairs.entry.counts),
            exit=tuple((float(score), n) for score, n in pairs.exit.counts),
            means=means,
            range=(float(low), float(high)),
            step=_step(scale),
            digits=digits,
        ),
    )


def _step(scale: ScaleInput) -> float:
    """Return the distance between neighbouring scores of whole-numbered items."""
    if scale.scale.method is Method.SUM:
        return 1.0
    return 1 / math.lcm(len(scale.scale.keys), len(scale.scale.minus) or 1)


def _details(place: int, result: ScaleResult, scale: ScaleInput, words: Words) -> Table:
    """Return every figure of the paired block, one a row."""
    cells = ScaleCells(place, result, words)
    rows = []
    for title, path, kind, digits in DETAILS:
        cell = cells.at(path, kind, _digits(digits, scale))
        rows.append((text_cell(words.of(title)), cell, text_cell(cell.note)))
    return Table(
        caption=words.say("%(scale)s: all figures", scale=scale_title(scale, words)),
        header=(words.say("Statistic"), words.say("Value"), words.say("Note")),
        rows=tuple(rows),
        detail=True,
    ).without_empty_columns


def _groups(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Section]:
    """Yield the levels of the grouping factor beside each other, where one was named."""
    grouped = [result.groups for result in results.scales if result.groups is not None]
    if not grouped:
        return
    header = (
        words.say("Scale"),
        grouped[0].factor,
        words.say("n"),
        words.say("Entry, M"),
        words.say("Exit, M"),
        words.say("Difference"),
        words.say("95 % CI"),
    )
    table = Table(
        caption=words.say("Change by group (%(factor)s)", factor=grouped[0].factor),
        header=header,
        rows=tuple(
            (
                text_cell(scale_title(scale, words)),
                text_cell(level.level),
                *_group_cells(ScaleCells(place, results.scales[place], words), number, scale),
            )
            for place, scale in enumerate(inputs)
            for number, level in enumerate(grouped[place].levels)
        ),
    )
    text = words.say(
        "The control level is “%(control)s”. The levels are described side by side; they are not "
        "tested against each other here.",
        control=grouped[0].control,
    )
    yield Section(words.say("Groups"), (table, Paragraph(text)))


def _group_cells(cells: ScaleCells, number: int, scale: ScaleInput) -> tuple[Cell, ...]:
    level, digits = f"groups.levels.{number}", digits_of(scale)
    return (
        cells.at(f"{level}.n", Kind.COUNT),
        cells.at(f"{level}.entry.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.exit.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.mean", Kind.NUMBER, digits),
        cells.at(f"{level}.difference.ci95", Kind.INTERVAL, digits),
    )


def _reliability(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
    rows = []
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        cells = ScaleCells(place, result, words)
        for wave, title in (("entry", words.say("entry")), ("exit", words.say("exit"))):
            path = f"reliability.{wave}"
            alpha = cells.at(f"{path}.alpha", Kind.NUMBER, 2)
            rows.append(
                (
                    text_cell(scale_title(scale, words)),
                    text_cell(title),
                    cells.at(f"{path}.n", Kind.COUNT),
                    alpha,
                    cells.at(f"{path}.alpha_ci95", Kind.INTERVAL, 2),
                    cells.at(f"{path}.sem", Kind.NUMBER, digits_of(scale)),
                    text_cell(alpha.note),
                )
            )
    header = (
        words.say("Scale"),
        words.say("Wave"),
        words.say("n"),
        words.say("Alpha"),
        words.say("95 % CI"),
        words.say("Error of measurement"),
        words.say("Note"),
    )
    caption = words.say("Internal consistency (Cronbach's alpha)")
    table = Table(caption=caption, header=header, rows=tuple(rows)).without_empty_columns
    return Section(words.say("Reliability"), (table, *_item_tables(results, inputs, words)))


def _item_tables(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Iterator[Table]:
    """Yield a table of items against the rest of their scale for every scale of several items."""
    header = (
        words.say("Item"),
        words.say("Entry: correlation with the rest"),
        words.say("Entry: alpha without it"),
        words.say("Exit: correlation with the rest"),
        words.say("Exit: alpha without it"),
        words.say("Note"),
    )
    for place, (result, scale) in enumerate(zip(results.scales, inputs, strict=True)):
        waves = (result.reliability.entry, result.reliability.exit)
        if not any(wave is not None and wave.items for wave in waves):
            continue
        cells = ScaleCells(place, result, words)
        yield Table(
            caption=words.say("%(scale)s: items", scale=scale_title(scale, words)),
            header=header,
            rows=tuple(
                _item_row(cells, number, code) for number, code in enumerate(scale.scale.item_codes)
            ),
            detail=True,
        ).without_empty_columns


def _item_row(cells: ScaleCells, number: int, code: str) -> tuple[Cell, ...]:
    """Return the figures of one item at both waves; the note says what is doubtful in them."""
    rests = [
        cells.at(f"reliability.{wave}.items.{number}.{figure}", Kind.NUMBER, 2)
        for wave in ("entry", "exit")
        for figure in ("r_rest", "alpha_dropped")
    ]
    notes = dict.fromkeys(cell.note for cell in rests if cell.note)
    return (text_cell(code), *rests, text_cell("; ".join(notes)))


def _method(results: Results, inputs: Sequence[ScaleInput], words: Words) -> Section:
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
    for _, same in groupby(inputs, key=lambda scale: scale.instrument.reference):
        instrument = next(same).instrument
        paragraphs.append(
            words.say(
                "Instrument: %(title)s (%(reference)s, SHA-256 %(sha256)s). %(source)s",
                title=instrument.title.get(words.lang),
                reference=instrument.reference,
                sha256=instrument.sha256,
                source=instrument.source,
            )
        )
    paragraphs.append(
        words.say(
            "Data: SHA-256 %(sha256)s. Computed by %(software)s.",
            sha256=results.provenance.data_sha256,
            software=results.provenance.software,
        )
    )
    return Section(words.say("Method and limits"), tuple(map(Paragraph, paragraphs)))
