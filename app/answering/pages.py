"""Pages of a form: which items are shown, in what portions, and what is still open.

The portions come from the definition alone, so that a page keeps its address whatever is
answered; an item that waits for an answer never stands on one page with the question it waits for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.exact import exact

if TYPE_CHECKING:
    from collections.abc import Mapping

    from instruments.model import Instrument, Item

#: Items on a page at most.
PAGE_SIZE = 5


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of a form for one person.

    Attributes
    ----------
    number
        What stands in its address, from 1; numbers of pages with nothing to show are left out.
    first, last, total
        Which of the shown questions it holds.
    """

    number: int
    items: tuple[Item, ...]
    first: int
    last: int
    total: int

    @property
    def n_before(self) -> int:
        """How many questions stand on the pages before this one."""
        return self.first - 1

    def is_answered(self, answers: Mapping[str, object]) -> bool:
        """Say whether every question of the page has been answered or skipped."""
        return all(item.code in answers for item in self.items)


def shown_items(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Item, ...]:
    """Return the items that these answers ask for, in order."""
    shown: dict[str, Item] = {}
    for item in instrument.items:
        condition = item.show_if
        if condition is None or (
            condition.item in shown and exact(answers.get(condition.item)) == condition.equals
        ):
            shown[item.code] = item
    return tuple(shown.values())


def pages_of(instrument: Instrument, answers: Mapping[str, object]) -> tuple[Page, ...]:
    """Return the pages that have something to show."""
    shown = {item.code for item in shown_items(instrument, answers)}
    pages: list[Page] = []
    first = 1
    for number, portion in enumerate(_portions(instrument), start=1):
        items = tuple(item for item in portion if item.code in shown)
        last = first + len(items) - 1
        if items:
            pages.append(Page(number=number, items=items, first=first, last=last, total=len(shown)))
        first = last + 1
    return tuple(pages)


def first_open(pages: tuple[Page, ...], answers: Mapping[str, object]) -> Page | None:
    """Return the first page with an open question; None where everything is answered."""
    return next((page for page in pages if not page.is_answered(answers)), None)


def page_after(pages: tuple[Page, ...], number: int) -> Page | None:
    """Return the page to go on to."""
    return next((page for page in pages if page.number > number), None)


def page_before(pages: tuple[Page, ...], number: int) -> Page | None:
    """Return the page to go back to."""
    return next((page for page in reversed(pages) if page.number < number), None)


def sentences(text: str) -> list[str]:
    """Return an instruction sentence by sentence: on a phone a long paragraph is not read."""
    return _SENTENCE_END.split(text.strip())


#: Only a capital begins a sentence: «т. е.» ends none.
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[«“(]?[A-ZА-ЯЁ])|\s*\n\s*")


def _portions(instrument: Instrument) -> list[list[Item]]:
    portions: list[list[Item]] = [[]]
    for item in instrument.items:
        here = {other.code for other in portions[-1]}
        waits = item.show_if is not None and item.show_if.item in here
        if waits or len(here) == PAGE_SIZE:
            portions.append([])
        portions[-1].append(item)
    return portions
