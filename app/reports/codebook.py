"""The codebook of a questionnaire: what every number in a table of answers and scores means."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Cell, Section, Table
from analysis.document import Kind as CellKind
from analysis.stage2_cells import decimals_of, text_cell
from app.interchange.instrument_text import BETTER, KINDS, METHODS, level_span
from app.interchange.score_table import decimal
from instruments.model import Kind

if TYPE_CHECKING:
    from analysis.words import Words
    from instruments.exact import Exact
    from instruments.model import Instrument, Item, Scale


def codebook_sections(instrument: Instrument, words: Words) -> tuple[Section, Section]:
    """Return a section of all items and one of all scales, for a workbook."""
    return (
        Section(words.say("Codebook: items"), (_items(instrument, words),)),
        Section(words.say("Codebook: scales"), (_scales(instrument, words),)),
    )


def _items(instrument: Instrument, words: Words) -> Table:
    used = _uses(instrument, words)
    return Table(
        caption=words.say(
            "%(title)s (%(reference)s): a row per item; a reverse-keyed item counts as lowest plus "
            "highest score minus the answer",
            title=instrument.title.get(words.lang),
            reference=instrument.reference,
        ),
        header=(
            words.say("Number"),
            words.say("Code"),
            words.say("Kind"),
            words.say("Text"),
            words.say("Answers and their scores"),
            words.say("Lowest score"),
            words.say("Highest score"),
            words.say("Scales"),
        ),
        rows=tuple(
            (
                Cell(value=number, kind=CellKind.COUNT),
                text_cell(item.code),
                text_cell(words.of(KINDS[item.kind])),
                text_cell("" if item.text is None else item.text.get(words.lang)),
                text_cell(_answers(item, words)),
                *(_score_cell(limit) for limit in item.range or (None, None)),
                text_cell("; ".join(used.get(item.code, ()))),
            )
            for number, item in instrument.by_number.items()
        ),
        workbook_only=True,
        records=True,
    )


def _uses(instrument: Instrument, words: Words) -> dict[str, list[str]]:
    """Return the titles of the scales that each item enters, and in which direction."""
    used: dict[str, list[str]] = {}
    for scale in instrument.scales:
        title = scale.title.get(words.lang)
        for key in scale.keys + scale.minus:
            shown = words.say("%(scale)s (reverse-keyed)", scale=title) if key.reverse else title
            used.setdefault(key.item, []).append(shown)
    return used


def _answers(item: Item, words: Words) -> str:
    """Return the labelled answers with their scores, or what the ends of a line mean."""
    if item.choices:
        return "; ".join(
            f"{_typed(decimal(choice.score), words)} — {choice.text.get(words.lang)}"
            for choice in item.choices
        )
    if item.kind is Kind.YES_NO:
        return words.say("1 — yes; 0 — no")
    if item.ends is not None and item.range is not None:
        return "; ".join(
            f"{_typed(decimal(limit), words)} — {end.get(words.lang)}"
            for limit, end in zip(item.range, item.ends, strict=True)
        )
    return ""


def _scales(instrument: Instrument, words: Words) -> Table:
    return Table(
        caption=words.say(
            "%(title)s (%(reference)s): a row per scale; a minus before an item: reverse-keyed",
            title=instrument.title.get(words.lang),
            reference=instrument.reference,
        ),
        header=(
            words.say("Code"),
            words.say("Scale"),
            words.say("Items"),
            words.say("How the score is made"),
            words.say("Lowest score"),
            words.say("Highest score"),
            words.say("Share of items that may be missing"),
            words.say("What is better"),
            words.say("State of the moment"),
            words.say("Levels"),
        ),
        rows=tuple(
            (
                text_cell(scale.code),
                text_cell(scale.title.get(words.lang)),
                text_cell(_keys(scale)),
                text_cell(words.of(METHODS[scale.method])),
                *(_score_cell(limit) for limit in scale.range),
                Cell(value=float(scale.max_missing), kind=CellKind.PERCENT),
                text_cell(words.of(BETTER[scale.better])),
                text_cell(words.say("yes") if scale.state else words.say("no")),
                text_cell(_levels(scale, words)),
            )
            for scale in instrument.scales
        ),
        workbook_only=True,
        records=True,
    )


def _keys(scale: Scale) -> str:
    """Return the items as keys; of a difference, the second list after a bar."""
    lists = (scale.keys, scale.minus) if scale.minus else (scale.keys,)
    return " | ".join(" ".join(map(str, keys)) for keys in lists)


def _levels(scale: Scale, words: Words) -> str:
    """Return the levels with their limits, from the lowest."""
    before = (None, *scale.levels)
    return "; ".join(
        f"{level.title.get(words.lang)} {_typed(level_span(level, above), words)}".strip()
        for level, above in zip(scale.levels, before, strict=False)
    )


def _typed(number: str, words: Words) -> str:
    """Return a number in words with the reader's decimal sign."""
    return number.replace(".", ",") if words.lang == "ru" else number


def _score_cell(score: Exact | None) -> Cell:
    """Return a score as a number; an empty cell of none."""
    value = None if score is None else float(score)
    digits = 0 if score is None else decimals_of([score])
    return Cell(value=value, kind=CellKind.NUMBER, digits=digits)
