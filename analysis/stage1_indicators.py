"""Lays out the table of indicators: before, after, and whether it got better."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from analysis.appraisal import FROM_ZERO, IN_POINTS
from analysis.document import Kind, Paragraph, Section, Table
from analysis.stage2_cells import ResultCells, text_cell
from analysis.words import NO_BREAK_SPACE
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from analysis.appraisal_results import IndicatorRow
    from analysis.document import Cell
    from analysis.stage1_results import Stage1Results
    from analysis.words import Words

INDICATORS_MISSING = N_(
    "The indicators are not entered yet: the curator enters them on the programme's page, under "
    "“Curator's appraisal”."
)

#: Which way an indicator gets better.
WANTED = {"more": N_("more"), "less": N_("less"), "none": N_("either")}

VERDICTS = {"better": N_("better"), "worse": N_("worse"), "unchanged": N_("unchanged")}

#: What a summary calls the indicators of each verdict.
SUMMED_UP = {
    "better": N_("Indicators that got better"),
    "worse": N_("Indicators that got worse"),
    "unchanged": N_("Indicators that did not change"),
}

#: Said once under the table instead of in each of its rows.
REMARKS = (
    (IN_POINTS, N_("Z/X is not given for shares: they are compared in percentage points.")),
    (FROM_ZERO, N_("Where X is 0, Z/X is not given: nothing can be compared with 0 in per cent.")),
)


def indicators_section(results: Stage1Results, words: Words) -> Section:
    """Return the indicators that have a number, and the names of those that have none."""
    title = words.say("Indicators of effectiveness")
    if results.indicators is None:
        return Section(title, (Paragraph(words.of(INDICATORS_MISSING)),))
    rows = list(enumerate(results.indicators))
    shown = [(place, row) for place, row in rows if not _is_empty(row)]
    table = Table(
        caption=words.say("Indicators at the start and at the end of the programme"),
        header=(
            words.say("Indicator"),
            words.say("Wanted"),
            words.say("X, start"),
            words.say("Y, end"),
            words.say("Z = Y − X"),
            words.say("Z/X"),
            words.say("Verdict"),
        ),
        rows=tuple(_row(place, row, results, words) for place, row in shown),
    )
    empty = [row.title for _, row in rows if _is_empty(row)]
    return Section(title, (table, *_remarks(results, words), *_left_out(empty, words)))


def verdict_sentences(results: Stage1Results, words: Words) -> Iterator[str]:
    """Yield which indicators got better, which worse, and which did not change."""
    for verdict, said in SUMMED_UP.items():
        titles = [row.title for row in results.indicators or () if row.verdict == verdict]
        if titles:
            named = "; ".join(words.say("“%(indicator)s”", indicator=title) for title in titles)
            yield words.say(
                "%(verdict)s: %(indicators)s.", verdict=words.of(said), indicators=named
            )


def _is_empty(row: IndicatorRow) -> bool:
    return row.start is None and row.end is None


def _row(place: int, row: IndicatorRow, results: Stage1Results, words: Words) -> tuple[Cell, ...]:
    cells = ResultCells("", results, words)
    where = f"indicators.{place}"
    start, end, change = (
        cells.at(f"{where}.{name}", Kind.NUMBER, _decimals(getattr(row, name)))
        for name in ("start", "end", "change")
    )
    is_share = row.unit == "percent"
    if is_share and change.value is not None:
        change = replace(change, suffix=NO_BREAK_SPACE + words.say("pp"))
    verdict = VERDICTS.get(row.verdict or "")
    return (
        text_cell(f"{row.title}, %" if is_share else row.title),
        text_cell(words.of(WANTED[row.direction])),
        start,
        end,
        change,
        cells.at(f"{where}.relative", Kind.PERCENT),
        text_cell("—" if verdict is None else words.of(verdict)),
    )


def _decimals(number: float | None) -> int:
    """Return the decimals that a number was typed with, or came out with."""
    exponent = Decimal(repr(number or 0)).as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _remarks(results: Stage1Results, words: Words) -> Iterator[Paragraph]:
    given = {note.msgid for note in results.notes.values()}
    for note, remark in REMARKS:
        if note.msgid in given:
            yield Paragraph(words.of(remark))


def _left_out(titles: list[str], words: Words) -> Iterator[Paragraph]:
    if titles:
        named = _named(titles, words)
        yield Paragraph(words.say("No numbers were entered for: %(indicators)s.", indicators=named))


def _named(titles: Iterable[str], words: Words) -> str:
    return "; ".join(words.say("“%(indicator)s”", indicator=title) for title in titles)
