"""Every figure of one scale's comparison, one a row, in the stage-2 document.

What a report prints and what only a specialist counts on with stand in tables of their own.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from analysis.disclosure import FEW
from analysis.document import Kind, Table
from analysis.stage2_cells import ScaleCells, decimals, scale_title, text_cell
from analysis.stage2_verdict import EQUIVALENCE_FROM
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Cell
    from analysis.inputs import ScaleInput
    from analysis.report_facts import Plan
    from analysis.results import ScaleResult
    from analysis.words import Words
    from instruments.messages import Message

    #: What a figure is called, where it stands, its kind, and its decimals (None: those of the
    #: score).
    Row: TypeAlias = tuple[Message, str, Kind, int | None]

PEOPLE = (
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
)

#: The rows of each test; that of the plan is printed.
TESTS = {
    "wilcoxon": (
        (N_("Wilcoxon: W+"), "tests.wilcoxon.w_plus", Kind.NUMBER, 1),
        (N_("Wilcoxon: W−"), "tests.wilcoxon.w_minus", Kind.NUMBER, 1),
        (N_("Wilcoxon: T, the smaller"), "tests.wilcoxon.t_min", Kind.NUMBER, 1),
        (N_("Wilcoxon: non-zero differences"), "tests.wilcoxon.n_nonzero", Kind.COUNT, 0),
        (N_("Wilcoxon: p"), "tests.wilcoxon.p", Kind.P, 0),
    ),
    "paired_t": (
        (N_("Student's t, paired"), "tests.paired_t.t", Kind.NUMBER, 2),
        (N_("Degrees of freedom"), "tests.paired_t.df", Kind.COUNT, 0),
        (N_("Student's t: p"), "tests.paired_t.p", Kind.P, 0),
    ),
}

EQUIVALENCE = (
    (N_("Equivalence: bound, ±"), "tests.tost.bound", Kind.NUMBER, None),
    (N_("Equivalence: p"), "tests.tost.p", Kind.P, 0),
)

SIZES = (
    (N_("Effect size d_z"), "effect.d_z", Kind.NUMBER, 2),
    (N_("Effect size d_av"), "effect.d_av", Kind.NUMBER, 2),
    (N_("Effect size g (Hedges)"), "effect.g_av", Kind.NUMBER, 2),
    (N_("Effect size g, 95 % CI"), "effect.g_av_ci95", Kind.INTERVAL, 2),
    (N_("Rank-biserial correlation"), "effect.rank_biserial", Kind.NUMBER, 2),
    (N_("Probability of a rise"), "effect.cl", Kind.NUMBER, 2),
    (N_("Smallest detectable change (d_z, power 80 %)"), "mdes", Kind.NUMBER, 2),
    (N_("Differences, Shapiro–Wilk: W"), "normality.w", Kind.NUMBER, 3),
    (N_("Differences, Shapiro–Wilk: p"), "normality.p", Kind.P, 0),
    (N_("Stability from entry to exit: r"), "reliability.retest.r", Kind.NUMBER, 2),
    (N_("Stability from entry to exit: ICC(A,1)"), "reliability.retest.icc", Kind.NUMBER, 2),
)

BAYES = (N_("Bayes factor BF10 (JZS, r = 0.707)"), "tests.bf10", Kind.NUMBER, 2)

FLAGGED = (N_("People with a carelessly filled form"), "quality.n_flagged", Kind.COUNT, 0)

#: How the forms of each wave were filled in.
FORMS = {
    "entry": (
        (N_("Entry forms: share of items left out"), "quality.entry.missing", Kind.PERCENT, 0),
        (N_("Entry forms: longest run of one answer"), "quality.entry.longest_run", Kind.NUMBER, 1),
        (N_("Entry forms: variance within a form"), "quality.entry.variance", Kind.NUMBER, 2),
    ),
    "exit": (
        (N_("Exit forms: share of items left out"), "quality.exit.missing", Kind.PERCENT, 0),
        (N_("Exit forms: longest run of one answer"), "quality.exit.longest_run", Kind.NUMBER, 1),
        (N_("Exit forms: variance within a form"), "quality.exit.variance", Kind.NUMBER, 2),
    ),
}

#: What is set beside itself with and without careless forms.
COMPARED = (
    (N_("Matched people"), "n_matched", Kind.COUNT, 0),
    (N_("Entry, M"), "entry.mean", Kind.NUMBER, None),
    (N_("Entry, SD"), "entry.sd", Kind.NUMBER, None),
    (N_("Exit, M"), "exit.mean", Kind.NUMBER, None),
    (N_("Exit, SD"), "exit.sd", Kind.NUMBER, None),
    (N_("Difference"), "difference.mean", Kind.NUMBER, None),
    (N_("Difference, 95 % CI"), "difference.ci95", Kind.INTERVAL, None),
    *PEOPLE[2:],
    *(row for rows in TESTS.values() for row in rows),
    *SIZES[:6],
)

#: These are whole numbers but for ties.
RANK_SUMS = {f"tests.wilcoxon.{name}" for name in ("w_plus", "w_minus", "t_min")}


def details_tables(
    place: int,
    result: ScaleResult,
    scale: ScaleInput,
    *,
    plan: Plan,
    words: Words,
    rule: BaseRule | None,
) -> Iterator[Table]:
    """Yield every figure of the paired block, one a row; where few are described, those shown.

    The first table is printed. In a workbook follow what only a specialist asks for, and the
    comparison with and without forms that look carelessly filled in.
    """
    printed, others = _rows(result, plan)
    title = scale_title(scale, words)
    only_shown = rule is not None and result.n_matched < FEW
    figures = _Figures(ScaleCells(place, result, words), scale, words)
    first = figures.table(printed, words.say("%(scale)s: all figures", scale=title))
    more = figures.table(others, words.say("%(scale)s: figures for a specialist", scale=title))
    for table, workbook_only in ((first, False), (more, True)):
        rows = tuple(row for row in table.rows if row[1].value is not None or not only_shown)
        if rows:
            shown = replace(table, rows=rows, detail=True, workbook_only=workbook_only)
            yield shown.without_empty_columns
    if result.quality.n_flagged and result.quality.without_flagged is not None:
        yield figures.side_by_side(title)


def _rows(result: ScaleResult, plan: Plan) -> tuple[tuple[Row, ...], tuple[Row, ...]]:
    """Return the rows that are printed, and those of the workbook only."""
    other = next(rows for test, rows in TESTS.items() if test != plan.test)
    forms = [
        row
        for wave, rows in FORMS.items()
        if getattr(result.quality, wave) is not None
        for row in rows
    ]
    printed = (*PEOPLE, *TESTS[plan.test])
    if result.n_matched >= EQUIVALENCE_FROM:
        return (*printed, *EQUIVALENCE, *SIZES), (*other, BAYES, FLAGGED, *forms)
    return (*printed, *SIZES), (*other, *EQUIVALENCE, BAYES, FLAGGED, *forms)


class _Figures:
    """Makes tables of one scale's figures."""

    def __init__(self, cells: ScaleCells, scale: ScaleInput, words: Words) -> None:
        self._cells = cells
        self._scale = scale
        self._words = words

    def table(self, rows: Sequence[Row], caption: str) -> Table:
        """Return a row per figure, with its note."""
        words = self._words
        figures = [self._figure(row) for row in rows]
        return Table(
            caption=caption,
            header=(words.say("Statistic"), words.say("Value"), words.say("Note")),
            rows=tuple(
                (text_cell(words.of(title)), cell, text_cell(cell.note))
                for (title, *_), cell in zip(rows, figures, strict=True)
            ),
        )

    def side_by_side(self, title: str) -> Table:
        """Return the comparison of everybody beside that of those who filled their forms in."""
        words = self._words
        return Table(
            caption=words.say(
                "%(scale)s: with all forms, and without those that look carelessly filled in",
                scale=title,
            ),
            header=(
                words.say("Statistic"),
                words.say("With all forms"),
                words.say("Without careless forms"),
            ),
            rows=tuple(
                (
                    text_cell(words.of(row[0])),
                    self._figure(row),
                    self._figure(row, within="quality.without_flagged."),
                )
                for row in COMPARED
            ),
            detail=True,
            workbook_only=True,
        )

    def _figure(self, row: Row, within: str = "") -> Cell:
        _, path, kind, digits = row
        cell = self._cells.at(within + path, kind, decimals(digits, self._scale))
        if path in RANK_SUMS and isinstance(cell.value, float) and cell.value.is_integer():
            return replace(cell, digits=0)
        if path == BAYES[1] and isinstance(cell.value, float):
            return replace(cell, digits=_ratio_digits(cell.value))
        return cell


def _ratio_digits(ratio: float) -> int:
    """Return the decimals that show two digits of a ratio, however small; two at least."""
    return 2 if ratio <= 0 or ratio >= 0.1 else min(12, 1 - math.floor(math.log10(ratio)))
