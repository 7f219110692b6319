"""Every number that a file of a report shows, as a reader without the program finds it."""

from __future__ import annotations

import io
import re
from dataclasses import astuple
from functools import cache
from html.parser import HTMLParser
from itertools import chain
from typing import TYPE_CHECKING, Any

from babel.messages.pofile import read_po
from python_calamine import CalamineWorkbook

from analysis.change import FEWEST_LOCAL
from analysis.clusters import ENOUGH_CLUSTERS
from analysis.disclosure import FEW, ROUNDED_UNDER
from analysis.disclosure_strategies import ENOUGH_TO_COMPARE
from analysis.document import Figure, Table
from analysis.pictures import Bands, Dumbbell, Flows, Forest, LevelStacks, Quartiles, Returns
from analysis.rating_rule import HIGH_MEAN, HIGH_SHARE, LOW_MEAN, LOW_SHARE
from analysis.words import MINUS, Words
from app.registries import LIBRARY
from tests.app.reports.bases import numbers
from tests.conftest import DATA

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from analysis.document import Cell, Document

#: Numbers of people that our sentences name: rules of ours, the same for everybody.
OUR_RULES = (
    FEW, ROUNDED_UNDER, ENOUGH_TO_COMPARE, ENOUGH_CLUSTERS, FEWEST_LOCAL,
    HIGH_MEAN, HIGH_SHARE, LOW_MEAN, LOW_SHARE,
)  # fmt: skip

#: Of a Bayes factor near 0 so many decimals are printed, of anything else up to four.
MOST_DECIMALS = 12

CATALOGUE = DATA.parent.parent / "app" / "translations" / "ru" / "LC_MESSAGES" / "messages.po"

#: A number within words, in English; a minus before it is one only where no range is meant.
NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?(?:×10[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?")

#: A content hash, a day, a version: they are no figures.
NO_FIGURE = re.compile(r"\b[0-9a-f]{64}\b|\d{4}-\d\d-\d\d|\w*@\d+(?:/\w+)?|\b[a-z]+\d+\b")

#: What a paper is numbered by: pages, lines of the contents, tables, pictures, appendices, points.
COUNTED = re.compile(
    r"^\d+ / \d+$|(?: \.){3,} ?\d+$|^(?:Table|Figure)\s\d+ – |\bAppendix\s\d+\b|^\d+\. ",
    re.MULTILINE,
)


class Page(HTMLParser):
    """A report as a page.

    Attributes
    ----------
    cells
        (path, text) of the cells that name a place in the results; of a share two places.
    words
        All other texts, with the words for those who cannot see the pictures.
    """

    def __init__(self, content: str) -> None:
        super().__init__()
        self.cells: list[tuple[str, str]] = []
        self.words: list[str] = []
        self._path = ""
        self._is_style = False
        self.feed(content)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where a text stands, and take what an attribute says."""
        known = dict(attrs)
        self._path = known.get("data-path") or known.get("data-share") or ""
        self._is_style = tag == "style"
        self.words += filter(None, (known.get("title"), known.get("alt")))

    def handle_endtag(self, tag: str) -> None:  # noqa: ARG002 - because the parser hands it over
        """Leave what was begun."""
        self._path, self._is_style = "", False

    def handle_data(self, data: str) -> None:
        """Take a text."""
        if self._path:
            self.cells.append((self._path, data))
        elif not self._is_style:
            self.words.append(data)


def without_counts(texts: Iterable[str]) -> list[str]:
    """Return the texts of a paper without how its parts are counted."""
    return [COUNTED.sub("", text) for text in texts]


def rows_of(workbook: bytes) -> list[list[Any]]:
    """Return the rows of all sheets of a workbook, without what is empty."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
    sheets = (book.get_sheet_by_name(name).to_python() for name in book.sheet_names)
    rows = ([cell for cell in row if cell != ""] for row in chain.from_iterable(sheets))
    return [row for row in rows if row]


def cells_of(document: Document) -> Iterator[Cell]:
    """Yield every cell of the tables of a document, in order."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Table):
                yield from chain.from_iterable(block.rows)


def sheet_numbers(cell: Cell) -> list[float]:
    """Return the numbers that a cell is in a workbook; an interval is two."""
    values = cell.value if isinstance(cell.value, tuple) else (cell.value,)
    return [value for value in values if isinstance(value, (int, float))]


#: The numbers that each kind of picture is drawn from, what is added up of them included.
DRAWN_FROM: dict[type, Callable[[Any], Iterable[float]]] = {
    Quartiles: lambda one: (*astuple(one.entry), *astuple(one.exit)),
    Dumbbell: lambda one: chain.from_iterable(means for _, *means in one.rows),
    Bands: lambda one: (n for _, bands in one.rows for _, _, n in bands),
    Returns: lambda one: (n for row in one.rows for n in (row.invited, row.answered)),
    LevelStacks: lambda one: (n for _, row in one.rows for at in row for n in (at.entry, at.exit)),
    Flows: lambda one: (
        *chain.from_iterable(one.counts),
        *map(sum, one.counts),
        *map(sum, zip(*one.counts, strict=True)),
    ),
    Forest: lambda one: (n for row in one.rows for n in (row.size, *row.interval)),
}


def pictured(document: Document) -> Iterator[float]:
    """Yield the numbers that the pictures of a document are drawn from."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Figure):
                yield from DRAWN_FROM[type(block.picture)](block.picture)


def at(report: Any, where: str) -> Any:
    """Return what a report holds at a dotted path; of two paths the share that the first is."""
    part, _, whole = where.partition(" ")
    if whole:
        of = at(report, part)
        return None if of is None else of / at(report, whole)
    for name in part.split("."):
        report = report and (report[int(name)] if isinstance(report, list) else report[name])
    return report


def is_printed(text: str, value: Any) -> bool:
    """Say whether a cell shows a number, both limits of an interval, or that there is neither."""
    if value is None:
        return text == "—"
    if isinstance(value, list):
        limits = text.strip("[]").split(", ")
        return len(limits) == len(value) and all(map(is_printed, limits, value))
    if isinstance(value, str):
        return text == value
    bare = text.partition("\N{NO-BREAK SPACE}(")[0].removesuffix("\N{NO-BREAK SPACE}pp")
    return bare in _forms(value)


@cache
def _forms(value: float) -> set[str]:
    """Return how a number may be printed: with decimals, as per cent, as a p value."""
    words = Words()
    decimals = MOST_DECIMALS if 0 < abs(value) < 0.01 else 0 if isinstance(value, int) else 4
    return {words.number(value, digits) for digits in range(decimals + 1)} | {
        words.percent(value),
        words.p(value),
    }


def untraced(words: str, known: frozenset[str]) -> list[str]:
    """Return the numbers within words that neither stand in the results nor in our own texts."""
    figures = NUMBER.findall(NO_FIGURE.sub("", words))
    return [figure for figure in figures if figure not in known]


def printed_forms(report: Mapping[str, Any]) -> frozenset[str]:
    """Return every number of a report in every form it may be printed in, in English."""
    shown = [value for _, value in numbers(report)]
    forms = chain.from_iterable(map(_forms, shown))
    facts = " ".join(map(str, (report["programme"] or {}).values()))
    return (
        frozenset(one.strip(f"{MINUS}< %\N{NO-BREAK SPACE}") for one in forms)
        | frozenset(NUMBER.findall(facts))
        | _who_is_not_compared(report)
        | _of_our_own()
    )


def _who_is_not_compared(report: Mapping[str, Any]) -> frozenset[str]:
    """Return how many answered one time only, or never: participation, from the flow."""
    return frozenset(
        str(n)
        for flow in report.get("flow", ())
        for n in (
            flow["entry"] - flow["both"],
            flow["exit"] - flow["both"],
            flow["people"] - flow["entry"] - flow["exit"] + flow["both"],
        )
    )


@cache
def _of_our_own() -> frozenset[str]:
    """Return the numbers in our sentences and in the titles of questionnaires."""
    with CATALOGUE.open("rb") as file:
        texts = [str(message.id) for message in read_po(file)]
    for instrument in LIBRARY.latest().values():
        titles = [scale.title for scale in instrument.scales] + [instrument.title]
        texts += [title.get("en") for title in titles]
        texts += [item.text.get("en") for item in instrument.items if item.text]
    return frozenset(NUMBER.findall(" ".join(texts))) | frozenset(map(str, OUR_RULES))
