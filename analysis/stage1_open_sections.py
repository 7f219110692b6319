"""The open answers in the stage-1 document: people by theme, and quotations for the school."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from analysis.document import Kind, Paragraph, Points, Section, Table
from analysis.stage1_cells import WAVE_TITLES, role_heading
from analysis.stage2_cells import ResultCells, sentence, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from analysis.document import Block, Cell
    from analysis.stage1_results import OpenAnswers, Stage1Results, ThemeFound
    from analysis.words import Words


def open_answer_sections(
    results: Stage1Results, titles: Mapping[str, str], words: Words
) -> Iterator[Section]:
    """Yield an introduction, a section for each role, and the quotations if there are any."""
    found = list(enumerate(results.open_answers))
    if not found:
        return
    title = words.say("Answers to open questions")
    coded = [one for _, one in found if one.n_coded != 0]
    if not any(one.themes or one.quotations for one in coded):
        yield Section(title, (Paragraph(_what_to_do(words)),))
        return
    yield Section(title, tuple(map(Paragraph, _introduction(words))))
    for role in dict.fromkeys(one.role for _, one in found):
        blocks = [
            block
            for place, one in found
            if one.role == role
            for block in _blocks(place, one, titles, words)
        ]
        yield Section(role_heading(role, words), tuple(blocks), level=2)
    quoted = tuple(_quotations(results.open_answers, titles, words))
    if quoted:
        yield Section(words.say("Quotations"), quoted, level=2, inner=True)


def _what_to_do(words: Words) -> str:
    return words.say(
        "The open answers have not been sorted into themes yet. Sort them on the page “Sorting of "
        "open answers” of the programme, then make the report again."
    )


def _introduction(words: Words) -> tuple[str, ...]:
    return (
        words.say(
            "What people wrote in their own words, sorted by the curator into themes. An answer "
            "may have several themes, so the numbers do not add up to all people. Share: of those "
            "who answered the question."
        ),
    )


def _blocks(
    place: int, one: OpenAnswers, titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    question = _question(one, titles, words)
    if not one.themes:
        reason = one.notes.get("themes")
        why = words.say("no answer has a theme") if reason is None else words.of(reason)
        yield Paragraph(
            words.say("%(question)s: %(n)s answered; %(why)s.", question=question, n=one.n, why=why)
        )
        return
    yield Paragraph(_how_many(one, question, words))
    yield _table(place, one, question, words)


def _question(one: OpenAnswers, titles: Mapping[str, str], words: Words) -> str:
    return words.say(
        "“%(question)s” (%(wave)s)",
        question=titles[one.item],
        wave=words.of(WAVE_TITLES[one.wave]),
    )


def _how_many(one: OpenAnswers, question: str, words: Words) -> str:
    """Say how many answered, and how many of the answers were sorted."""
    facts = {"question": question, "n": one.n}
    if one.n_coded is None:
        return words.say(
            "%(question)s: %(n)s answered; sorted: %(rest)s.",
            rest=words.of(one.notes["n_coded"]),
            **facts,
        )
    if one.n_coded == one.n:
        return words.say("%(question)s: %(n)s answered, all answers are sorted.", **facts)
    return words.say(
        "%(question)s: %(n)s answered, %(n_coded)s answers are sorted.",
        n_coded=one.n_coded,
        **facts,
    )


def _table(place: int, one: OpenAnswers, question: str, words: Words) -> Table:
    cells = ResultCells(f"open_answers.{place}", one, words)
    rows = tuple(
        (
            text_cell(theme.title),
            _people(at, theme, cells),
            cells.at(f"themes.{at}.share", Kind.PERCENT),
        )
        for at, theme in enumerate(one.themes)
    )
    return Table(
        caption=words.say("Themes of the answers to %(question)s", question=question),
        header=(words.say("Theme"), words.say("People"), words.say("Share")),
        rows=rows,
    )


def _people(place: int, theme: ThemeFound, cells: ResultCells) -> Cell:
    """Return how many spoke of a theme; where that is hidden, the reason in its place."""
    cell = cells.at(f"themes.{place}.n", Kind.COUNT)
    return cell if theme.n is not None else text_cell(cell.note)


def _quotations(
    found: Sequence[OpenAnswers], titles: Mapping[str, str], words: Words
) -> Iterator[Block]:
    """Yield what may be quoted, question by question; a role of few is not named."""
    together: dict[str, set[str]] = {}
    for one in found:
        if one.quotations:
            question = _question(one, titles, words)
            if one.n >= FEW:
                question = f"{role_heading(one.role, words)}: {question}"
            together.setdefault(question, set()).update(one.quotations)
    for question, texts in together.items():
        yield Paragraph(sentence(question).removesuffix(".") + ":", inner=True)
        yield Points(
            tuple(words.say("“%(text)s”", text=text) for text in sorted(texts)), inner=True
        )
