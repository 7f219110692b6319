"""What each role said at exit: marks in bands, and answers of yes or no."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.stage1_cells import role_heading, with_notes
from analysis.stage1_disclosure import BANDS, JOINED_ALL, MEAN_DIGITS
from analysis.stage1_pictures import mark_picture
from analysis.stage2_cells import ResultCells, text_cell
from analysis.words import NO_BREAK_SPACE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.disclosure import BaseRule
    from analysis.document import Block
    from analysis.stage1_results import Outcome, Rating, Satisfaction, Stage1Results
    from analysis.words import Words


def satisfaction_sections(
    results: Stage1Results, titles: Mapping[str, str], rule: BaseRule, words: Words
) -> Iterator[Section]:
    """Yield an introduction and a section for each role."""
    introduction = (
        words.say(
            "Marks from 1 to 10 given at exit, in three bands: 1–4, 5–7 and 8–10. M: mean, n: "
            "people. A band of fewer than %(k)s people is joined with its neighbour.",
            k=rule.k,
        ),
        words.say(
            "Of a topic that was asked about at entry too, n is the people who gave a mark both "
            "times, where the others are fewer than %(k)s.",
            k=rule.k,
        ),
    )
    shown = any(one.mean is not None for found in results.satisfaction for one in found.ratings)
    yield Section(words.say("Satisfaction"), tuple(map(Paragraph, introduction if shown else ())))
    yield from _roles(results.satisfaction, "satisfaction", titles, words)


def mid_sections(
    results: Stage1Results, titles: Mapping[str, str], words: Words
) -> Iterator[Section]:
    """Yield what people said half-way, by role; nothing where they were not asked."""
    if results.mid:
        about = words.say(
            "Feedback half-way through the programme, for the curator to see in time what to "
            "change; it is described only, and compared with nothing."
        )
        yield Section(words.say("Half-way feedback"), (Paragraph(about),))
        yield from _roles(results.mid, "mid", titles, words)


def _roles(
    said: Sequence[Satisfaction], where: str, titles: Mapping[str, str], words: Words
) -> Iterator[Section]:
    for place, found in enumerate(said):
        blocks = (
            *_rating_blocks(found.ratings, f"{where}.{place}.ratings", titles, words),
            *_outcome_blocks(found.outcomes, f"{where}.{place}.outcomes", titles, words),
        )
        yield Section(role_heading(found.role, words), blocks, level=2)


def _rating_blocks(
    ratings: Sequence[Rating], where: str, titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    if not ratings:
        return
    cells = [
        (text_cell(titles[one.item]), ResultCells(f"{where}.{place}", one, words))
        for place, one in enumerate(ratings)
    ]
    # That all bands were joined is said once, below the table.
    notes = [
        [
            one.notes[path]
            for path in ("mean", "bands")
            if path in one.notes and one.notes[path] != JOINED_ALL
        ]
        for one in ratings
    ]
    noted = tuple(with_notes(_marks(ratings, cells, words), notes, words))
    yield from (block for block in noted if isinstance(block, Paragraph))
    yield from map(Paragraph, _sentences(ratings, titles, words))
    yield from (block for block in noted if not isinstance(block, Paragraph))
    yield from map(Paragraph, _about_bands(ratings, words))
    if any(_spread(one) for one in ratings):
        yield mark_picture(ratings, titles, words)
        yield _shares(ratings, cells, words)


def _about_bands(ratings: Sequence[Rating], words: Words) -> Iterator[str]:
    """Yield what the marks in the columns of bands mean, where there are any."""
    if any(_joined(band.low, band.high) for one in ratings for band in one.bands or ()):
        yield words.say(
            "A range in brackets: bands that are so small that they are counted together; the "
            "arrow stands in the band counted with the one before it."
        )
    if any(one.notes.get("bands") == JOINED_ALL for one in ratings):
        yield words.say("A dash in place of the bands: %(reason)s.", reason=JOINED_ALL)


def _joined(low: int, high: int) -> bool:
    """Say whether a band is made of several."""
    return (low, high) not in BANDS


def _spread(one: Rating) -> bool:
    """Say whether people fall into several bands, so that there is something to draw."""
    return sum(band.n > 0 for band in one.bands or ()) > 1


def _sentences(ratings: Sequence[Rating], titles: Mapping[str, str], words: Words) -> Iterator[str]:
    """Yield what was said of satisfaction itself."""
    for one in ratings:
        if not one.satisfaction or one.mean is None:
            continue
        facts = {
            "topic": titles[one.item],
            "mean": words.number(one.mean, MEAN_DIGITS),
            "most": one.range[1],
            "n": one.n,
        }
        if one.share_high is None:
            yield words.say("“%(topic)s”: mean %(mean)s of %(most)s (n = %(n)s).", **facts)
        else:
            yield words.say(
                "“%(topic)s”: mean %(mean)s of %(most)s; marks 8–10: %(share)s of people "
                "(n = %(n)s).",
                share=words.percent(one.share_high),
                **facts,
            )


def _marks(
    ratings: Sequence[Rating], cells: Sequence[tuple[Cell, ResultCells]], words: Words
) -> Table:
    """Return means, the people in each band, and the share of the highest."""
    bands = (words.say("%(low)s–%(high)s", low=low, high=high) for low, high in BANDS)
    low, high = BANDS[-1]
    return Table(
        caption=words.say("Marks given: mean, and people by bands"),
        header=(
            words.say("Topic"),
            words.say("n"),
            words.say("M"),
            *bands,
            words.say("%(low)s–%(high)s, %%", low=low, high=high),
        ),
        rows=tuple(
            (
                title,
                at.at("n", Kind.COUNT),
                at.at("mean", Kind.NUMBER, MEAN_DIGITS),
                *(_band_cell(one, column, at, figure="n", words=words) for column in BANDS),
                _said_below(at.at("share_high", Kind.PERCENT), one),
            )
            for one, (title, at) in zip(ratings, cells, strict=True)
        ),
    )


def _shares(
    ratings: Sequence[Rating], cells: Sequence[tuple[Cell, ResultCells]], words: Words
) -> Table:
    """Return the per cent of each band, for the patient reader."""
    bands = (words.say("%(low)s–%(high)s, %%", low=low, high=high) for low, high in BANDS)
    return Table(
        caption=words.say("Marks given: per cent of people by bands"),
        header=(words.say("Topic"), words.say("n"), *bands),
        rows=tuple(
            (
                title,
                at.at("n", Kind.COUNT),
                *(_band_cell(one, column, at, figure="share", words=words) for column in BANDS),
            )
            for one, (title, at) in zip(ratings, cells, strict=True)
        ),
        detail=True,
    )


def _band_cell(
    one: Rating, column: tuple[int, int], cells: ResultCells, *, figure: str, words: Words
) -> Cell:
    """Return a figure of the band in a column; joined bands stand in the first of theirs."""
    kind = Kind.COUNT if figure == "n" else Kind.PERCENT
    if one.bands is None:
        return _said_below(cells.at("bands", kind), one)
    for place, band in enumerate(one.bands):
        if band.low == column[0]:
            marks = words.say("%(low)s–%(high)s", low=band.low, high=band.high)
            suffix = f"{NO_BREAK_SPACE}({marks})" if _joined(band.low, band.high) else ""
            return replace(cells.at(f"bands.{place}.{figure}", kind), suffix=suffix)
    return Cell(value=words.say("← together"), kind=kind)


def _said_below(cell: Cell, one: Rating) -> Cell:
    """Return the cell without the reason that is said of the whole table."""
    return replace(cell, note="") if one.notes.get("bands") == JOINED_ALL else cell


def _outcome_blocks(
    outcomes: Sequence[Outcome], where: str, titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    if not outcomes:
        return
    header = (
        words.say("Question"),
        words.say("n"),
        words.say("Yes"),
        words.say("No"),
        words.say("Yes, %"),
    )
    rows = []
    for place, one in enumerate(outcomes):
        cells = ResultCells(f"{where}.{place}", one, words)
        rows.append(
            (
                text_cell(titles[one.item]),
                cells.at("n", Kind.COUNT),
                cells.at("yes", Kind.COUNT),
                cells.at("no", Kind.COUNT),
                cells.at("share_yes", Kind.PERCENT),
            )
        )
    table = Table(caption=words.say("Answers of yes or no"), header=header, rows=tuple(rows))
    yield from with_notes(table, [one.notes.values() for one in outcomes], words)
