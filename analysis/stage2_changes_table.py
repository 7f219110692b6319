"""The main table of stage 2: entry, exit and the difference of every scale and role."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Chart, ChartKind, Kind, Paragraph, Section, Table
from analysis.results import figure_at
from analysis.stage2_cells import (
    EXACT_DIFFERENCES,
    TEST_NAMES,
    ScaleCells,
    decimals,
    scale_title,
    text_cell,
)
from analysis.stage2_effect_picture import effect_pictures
from analysis.stage2_plan import plan_legend, plan_mark
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.inputs import ScaleInput
    from analysis.results import Results
    from analysis.words import Words

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

#: What the columns of the main table are said to be, by where their figures stand.
LEGEND = {
    "n_matched": N_("n: people with a score at both waves"),
    "entry.mean": N_("M: mean"),
    "entry.sd": N_("SD: standard deviation"),
    "difference.mean": N_("difference: exit minus entry"),
    "p_holm": N_("p (Holm): corrected for the number of planned comparisons"),
    "effect.g_av": N_("g: standardised difference"),
}


def changes_section(
    results: Results, inputs: Sequence[ScaleInput], words: Words, rule: BaseRule | None
) -> Section:
    """Return the main table, and why it has dashes."""
    blocks = list(changes_table(results, inputs, words, places=range(len(inputs))))
    blocks[1:1] = effect_pictures(results, inputs, words)
    cells = (cell for one in blocks if isinstance(one, Table) for row in one.rows for cell in row)
    if rule is not None and any(cell.value is None for cell in cells):
        dash = words.say("A dash: not shown or not computed; under the scale it says why.")
        blocks.append(Paragraph(dash))
    return Section(words.say("Change by scale"), tuple(blocks))


def changes_table(
    results: Results, inputs: Sequence[ScaleInput], words: Words, *, places: Sequence[int]
) -> Iterator[Block]:
    """Yield a row per scale and role at `places`, a column per figure that any of them has.

    Below the table it says what its columns are.
    """
    shown = [
        (title, path.format(test=results.plan.test), kind, digits)
        for title, path, kind, digits in CHANGES
        if any(
            figure_at(results.scales[place], path.format(test=results.plan.test)) is not None
            for place in places
        )
    ]
    rows = []
    for place in places:
        result, scale = results.scales[place], inputs[place]
        cells = ScaleCells(place, result, words)
        figures = (cells.at(path, kind, decimals(digits, scale)) for _, path, kind, digits in shown)
        title = f"{scale_title(scale, words)}{plan_mark(result)}"
        rows.append((text_cell(title), *figures))
    header = (words.say("Scale"), *(words.of(title) for title, *_ in shown))
    caption = words.say("Entry, exit and the difference")
    paths = [path for _, path, *_ in shown]
    chart = _chart(paths, words)
    yield Table(caption=caption, header=header, rows=tuple(rows), chart=chart)
    is_marked = any(not results.scales[place].primary for place in places)
    legend = plan_legend(results, words) if is_marked else ""
    yield from map(Paragraph, _reading(results, paths, legend, words))


def _chart(paths: Sequence[str], words: Words) -> Chart | None:
    """Return the chart of the two means, where both are shown of any scale."""
    if "entry.mean" not in paths or "exit.mean" not in paths:
        return None
    return Chart(
        kind=ChartKind.MEANS,
        title=words.say("Mean score of each scale at entry and at exit"),
        columns=(paths.index("entry.mean") + 1, paths.index("exit.mean") + 1),
        names=(words.say("entry"), words.say("exit")),
    )


def _reading(results: Results, shown: Sequence[str], legend: str, words: Words) -> Iterator[str]:
    """Yield what the columns of the main table are, and how exact the differences."""
    known = {path: words.of(meaning) for path, meaning in LEGEND.items()}
    known[f"tests.{results.plan.test}.p"] = words.say(
        "p: %(test)s", test=TEST_NAMES[results.plan.test]
    )
    meanings = [known[path] for path in shown if path in known]
    yield f"{'; '.join(filter(None, (*meanings, legend)))}."
    if "difference.mean" in shown:
        yield words.of(EXACT_DIFFERENCES)
