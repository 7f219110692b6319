"""Every figure of one scale's comparison, one a row, in the stage-2 document."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Kind, Table
from analysis.stage2_cells import ScaleCells, decimals, scale_title, text_cell
from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.disclosure import BaseRule
    from analysis.document import Cell
    from analysis.inputs import ScaleInput
    from analysis.results import ScaleResult
    from analysis.words import Words

#: The rows: what a figure is called, where it stands, its kind, and its decimals (None: those of
#: the score).
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

#: These are whole numbers but for ties.
RANK_SUMS = {f"tests.wilcoxon.{name}" for name in ("w_plus", "w_minus", "t_min")}


def details_table(
    place: int, result: ScaleResult, scale: ScaleInput, *, words: Words, rule: BaseRule | None
) -> Table:
    """Return every figure of the paired block, one a row; where few are described, those shown."""
    described = rule is not None and result.n_matched < FEW
    cells = ScaleCells(place, result, words)
    rows = []
    for title, path, kind, digits in DETAILS:
        cell = _without_needless_decimal(cells.at(path, kind, decimals(digits, scale)), path)
        if cell.value is not None or not described:
            rows.append((text_cell(words.of(title)), cell, text_cell(cell.note)))
    return Table(
        caption=words.say("%(scale)s: all figures", scale=scale_title(scale, words)),
        header=(words.say("Statistic"), words.say("Value"), words.say("Note")),
        rows=tuple(rows),
        detail=True,
    ).without_empty_columns


def _without_needless_decimal(cell: Cell, path: str) -> Cell:
    """Return a sum of ranks as a whole number unless ties have made halves."""
    is_whole = path in RANK_SUMS and isinstance(cell.value, float) and cell.value.is_integer()
    return replace(cell, digits=0) if is_whole else cell
