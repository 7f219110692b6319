"""The scores of the people in a caller's own table, for a workbook; no report of a programme."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Cell, Kind, Paragraph, Section, Table
from analysis.inputs import MOST_ROWS
from analysis.stage2_cells import MOST_DECIMALS, decimals_of, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from fractions import Fraction

    from analysis.words import Words
    from app.reports.scored_table import ScoredTable


def score_section(table: ScoredTable, words: Words) -> Section:
    """Return a row per person: who it is, and entry, exit and difference of every scale."""
    title = words.say("Scores")
    if len(table.people) > MOST_ROWS:
        reason = words.say(
            "A sheet of scores holds up to %(most)s people. For more, “zamer instruments score” "
            "writes them as CSV.",
            most=words.number(MOST_ROWS, 0),
        )
        return Section(title, (Paragraph(reason),))
    columns = [*_about(table), *_scores(table, words), *_flags(table, words)]
    scores = Table(
        caption=words.say(
            "A row per person; difference: exit minus entry; an empty cell: no valid score"
        ),
        header=tuple(name for name, _ in columns),
        rows=tuple(zip(*(cells for _, cells in columns), strict=True)),
        workbook_only=True,
        records=True,
    )
    return Section(title, (scores,))


def _about(table: ScoredTable) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the columns that say who somebody is, as the table calls them."""
    layout = table.layout
    yield layout.person, [text_cell(one.key) for one in table.people]
    for name, attribute in (
        (layout.role, "role"),
        (layout.group, "group"),
        (layout.strategy, "strategy"),
        (layout.cluster, "cluster"),
    ):
        if name is not None:
            yield name, [text_cell(getattr(one, attribute) or "") for one in table.people]


def _scores(table: ScoredTable, words: Words) -> Iterator[tuple[str, list[Cell]]]:
    for scale in table.instrument.scales:
        title = scale.title.get(words.lang)
        names = (
            words.say("%(scale)s: entry", scale=title),
            words.say("%(scale)s: exit", scale=title),
            words.say("%(scale)s: difference", scale=title),
        )
        triples = [
            (entry, exit_, None if entry is None or exit_ is None else exit_ - entry)
            for entry, exit_ in ((one.score(scale, 0), one.score(scale, 1)) for one in table.people)
        ]
        for name, scores in zip(names, zip(*triples, strict=True), strict=True):
            yield name, _score_cells(scores)


def _score_cells(scores: Sequence[Fraction | None]) -> list[Cell]:
    """Return a column of scores; only those that proration has made uneven have more decimals."""
    uneven = MOST_DECIMALS
    places = [None if score is None else decimals_of([score]) for score in scores]
    usual = max((one for one in places if one is not None and one < uneven), default=0)
    return [
        Cell(
            value=None if score is None else float(score),
            kind=Kind.NUMBER,
            digits=uneven if place == uneven else usual,
        )
        for score, place in zip(scores, places, strict=True)
    ]


def _flags(table: ScoredTable, words: Words) -> Iterator[tuple[str, list[Cell]]]:
    """Yield whether a form looks careless; empty where there is none."""
    names = (words.say("Entry form looks careless"), words.say("Exit form looks careless"))
    said = {True: text_cell(words.say("yes")), False: text_cell(words.say("no"))}
    for wave, name in enumerate(names):
        if table.held[wave]:
            forms = [one.forms[wave] for one in table.people]
            yield (
                name,
                [
                    said[form.is_flagged]
                    if form is not None and form.is_answered
                    else text_cell("")
                    for form in forms
                ],
            )
