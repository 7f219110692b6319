"""What was expected and how it was, role by role: sentences, a table, a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Chart, ChartKind, Kind, Paragraph, Section, Table
from analysis.stage1_cells import role_heading, with_notes
from analysis.stage1_disclosure import MEAN_DIGITS
from analysis.stage1_judgement import gap_limits, is_above, is_below
from analysis.stage1_pictures import expectation_picture
from analysis.stage2_cells import EXACT_DIFFERENCES, ResultCells, sentence, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.document import Block
    from analysis.stage1_results import Expectation, Stage1Results
    from analysis.words import Words

#: Topics named in a sentence, at most.
NAMED = 3


def expectation_sections(
    results: Stage1Results, titles: Mapping[str, str], words: Words
) -> Iterator[Section]:
    """Yield an introduction and a section for each role, or why there is none."""
    title = words.say("Expectations and reality")
    if not results.expectations:
        yield Section(title, (Paragraph(sentence(words.of(results.notes["expectations"]))),))
        return
    shown = any(one.entry is not None for one in results.expectations)
    yield Section(title, tuple(map(Paragraph, _introduction(words) if shown else ())))
    for role in dict.fromkeys(one.role for one in results.expectations):
        found = [(place, one) for place, one in enumerate(results.expectations) if one.role == role]
        found.sort(key=lambda placed: _gap_first(placed[1]))
        yield Section(role_heading(role, words), tuple(_blocks(found, titles, words)), level=2)


def _introduction(words: Words) -> tuple[str, ...]:
    return (
        words.say(
            "The same topics were rated from 1 to 10 twice: at entry, what people expected; at "
            "exit, how it was. Only people who gave a mark both times are compared (n). M: mean; "
            "gap: exit minus entry, so above zero it was better than expected."
        ),
        words.say(
            "This is exploratory: many topics are looked at together, and some gaps stand out by "
            "chance. A gap does not show its cause."
        ),
    )


def _gap_first(one: Expectation) -> tuple[bool, float]:
    """Return the place of a topic: the greatest rise first, what is not shown last."""
    return one.gap is None, 0.0 if one.gap is None else -one.gap.mean


def _blocks(
    found: Sequence[tuple[int, Expectation]], titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    parts = [one for _, one in found]
    noted = tuple(
        with_notes(_table(found, titles, words), [one.notes.values() for one in parts], words)
    )
    yield from (block for block in noted if isinstance(block, Paragraph))
    yield from map(Paragraph, gap_sentences(parts, titles, words))
    yield from (block for block in noted if not isinstance(block, Paragraph))
    if any(one.gap is not None for one in parts):
        yield Paragraph(words.of(EXACT_DIFFERENCES))
    yield from expectation_picture(parts, titles, words)


def gap_sentences(
    parts: Sequence[Expectation], titles: Mapping[str, str], words: Words
) -> Iterator[str]:
    """Yield which gaps stand out from zero, by what is printed of their intervals.

    Of fewer than ten people nothing is said.
    """
    gaps = [one for one in parts if one.gap is not None and one.n_matched >= FEW]
    above = [one for one in gaps if is_above(one)]
    below = [one for one in reversed(gaps) if is_below(one)]
    if above:
        yield words.say(
            "Rated above what was expected: %(topics)s.", topics=named_gaps(above, titles, words)
        )
    if below:
        yield words.say(
            "Rated below what was expected: %(topics)s.", topics=named_gaps(below, titles, words)
        )
    if gaps and not above and not below:
        yield words.say(
            "No gap stands out from zero: the data do not show that anything was better or worse "
            "than expected, nor that all was just as expected."
        )


def named_gaps(gaps: Sequence[Expectation], titles: Mapping[str, str], words: Words) -> str:
    """Return the first topics, each with the size of its gap, the interval and n."""
    named = []
    for one in gaps[:NAMED]:
        if one.gap is None:
            continue
        low, high = (words.number(limit, MEAN_DIGITS) for limit in gap_limits(one))
        named.append(
            words.say(
                "“%(topic)s” (by %(size)s; 95 %% CI of the gap from %(low)s to %(high)s; n = "
                "%(n)s)",
                topic=titles[one.item_exit],
                size=words.number(abs(one.gap.mean), MEAN_DIGITS),
                low=low,
                high=high,
                n=one.gap.n,
            )
        )
    return "; ".join(named)


def _table(
    found: Sequence[tuple[int, Expectation]], titles: Mapping[str, str], words: Words
) -> Table:
    header = (
        words.say("Topic"),
        words.say("n"),
        words.say("Expected, M"),
        words.say("In fact, M"),
        words.say("Gap"),
        words.say("95 % CI"),
    )
    rows = []
    for place, one in found:
        cells = ResultCells(f"expectations.{place}", one, words)
        rows.append(
            (
                text_cell(titles[one.item_exit]),
                cells.at("n_matched", Kind.COUNT),
                cells.at("entry", Kind.NUMBER, MEAN_DIGITS),
                cells.at("exit", Kind.NUMBER, MEAN_DIGITS),
                cells.at("gap.mean", Kind.NUMBER, MEAN_DIGITS),
                cells.at("gap.ci95", Kind.INTERVAL, MEAN_DIGITS),
            )
        )
    caption = words.say("What was expected and how it was")
    chart = Chart(
        kind=ChartKind.GAPS,
        title=words.say("What was expected and how it was: means"),
        columns=(2, 3),
        names=(words.say("expected (entry)"), words.say("in fact (exit)")),
        gap=4,
    )
    return Table(caption=caption, header=header, rows=tuple(rows), chart=chart)
