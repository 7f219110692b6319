"""An instrument, and the library, as lines of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.interchange.score_table import decimal
from instruments.messages import N_, Message
from instruments.model import Better, Kind, Method

if TYPE_CHECKING:
    import gettext
    from collections.abc import Iterable, Iterator

    from instruments.model import Instrument, Item, Level, Scale

KINDS = {
    Kind.CHOICE: N_("one answer"),
    Kind.RATING: N_("rating"),
    Kind.YES_NO: N_("yes or no"),
    Kind.MULTIPLE: N_("several answers"),
    Kind.TEXT: N_("in one's own words"),
    Kind.NUMBER: N_("number"),
    Kind.VAS: N_("mark on a line"),
}


METHODS = {
    Method.SUM: N_("sum"),
    Method.MEAN: N_("mean"),
    Method.DIFFERENCE: N_("difference of two means"),
}

BETTER = {Better.LOWER: N_("lower"), Better.HIGHER: N_("higher"), Better.NONE: N_("neither")}


def library_lines(instruments: Iterable[Instrument], lang: str) -> Iterator[str]:
    """Yield a line per instrument: CODE@n, items, minutes, title."""
    for instrument in instruments:
        minutes = "" if instrument.minutes is None else decimal(instrument.minutes)
        title = instrument.title.get(lang)
        yield f"{instrument.reference:40} {len(instrument.items):>3} {minutes:>3}  {title}"


def instrument_lines(
    instrument: Instrument, lang: str, catalogue: gettext.NullTranslations
) -> Iterator[str]:
    """Yield an instrument as its reader wants to see it: what is asked, then how it is scored."""

    def say(message: Message) -> str:
        return message.text(catalogue)

    yield f"{instrument.title.get(lang)} ({instrument.reference})"
    if instrument.heading is not None:
        yield say(N_("Respondents read: %(heading)s", heading=instrument.heading.get(lang)))
    yield say(N_("SHA-256: %(sha256)s", sha256=instrument.sha256))
    yield say(N_("Source: %(source)s", source=instrument.source))
    if instrument.instruction is not None:
        yield ""
        yield instrument.instruction.get(lang)
    yield ""
    for number, item in instrument.by_number.items():
        text = item.text.get(lang) if item.text else "—"
        yield f"{number:>3}. [{item.code}] {text}"
        yield f"     {say(KINDS[item.kind])}{_answers(item, lang)}"
    for scale in instrument.scales:
        yield ""
        yield f"{scale.title.get(lang)} [{scale.code}]"
        yield from (f"     {say(line)}" for line in _scale_lines(scale, lang))


def _answers(item: Item, lang: str) -> str:
    if item.choices:
        labels = (f"{decimal(one.score)} {one.text.get(lang)}" for one in item.choices)
        return f": {', '.join(labels)}"
    if item.range is None or item.kind is Kind.YES_NO:
        return ""
    low, high = map(decimal, item.range)
    if item.ends is None:
        return f": {low}…{high}"
    return f": {low} ({item.ends[0].get(lang)}) … {high} ({item.ends[1].get(lang)})"


def _scale_lines(scale: Scale, lang: str) -> Iterator[Message]:
    low, high = scale.range
    keys = " ".join(map(str, scale.keys))
    if scale.minus:
        keys += f" | {' '.join(map(str, scale.minus))}"
    yield N_("keys (a minus is reverse-keyed): %(keys)s", keys=keys)
    yield N_(
        "score: %(method)s; range %(low)s…%(high)s; better: %(better)s; share of items that may "
        "be missing: %(missing)s",
        method=METHODS[scale.method],
        low=decimal(low),
        high=decimal(high),
        better=BETTER[scale.better],
        missing=decimal(scale.max_missing),
    )
    if scale.levels:
        ends = "; ".join(
            f"{level.title.get(lang)} {level_span(level, above)}".strip()
            for level, above in zip(scale.levels, (None, *scale.levels), strict=False)
        )
        yield N_("levels: %(levels)s", levels=ends)


def level_span(level: Level, before: Level | None) -> str:
    """Return a level's end, or for the last level where the one before it ends."""
    if level.upto is not None:
        return f"≤ {decimal(level.upto)}"
    if level.below is not None:
        return f"< {decimal(level.below)}"
    if before is None:
        return ""
    if before.upto is not None:
        return f"> {decimal(before.upto)}"
    return "" if before.below is None else f"≥ {decimal(before.below)}"
