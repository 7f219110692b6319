"""What a report says, before anybody decides in which format: sections, tables, figures.

Words are already in the reader's language; numbers are still numbers and carry their path into
the results, so that every format rounds the same value in the same way.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, TypeAlias

if TYPE_CHECKING:
    from analysis.pictures import Picture
    from analysis.words import Words


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    COUNT = "count"
    NUMBER = "number"
    INTERVAL = "interval"
    PERCENT = "percent"
    P = "p"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One value of a table.

    Attributes
    ----------
    value
        A text, a number, the two limits of an interval, or None; of per cent the share of 1.
    digits
        Decimals shown of a number or an interval.
    path
        Where the value stands in the results, as a dotted path; empty for words and shares.
    share_of
        Of a share that the results do not hold: where the part stands in them, and the whole.
    note
        Why there is no value, or why to doubt it.
    suffix
        What is said behind a number: of what it is.
    """

    value: str | int | float | tuple[float, float] | None
    kind: Kind
    digits: int = 0
    path: str = ""
    share_of: tuple[str, str] | None = None
    note: str = ""
    suffix: str = ""

    def text(self, words: Words) -> str:
        """Return what a reader sees."""
        return self._value(words) + self.suffix

    def _value(self, words: Words) -> str:
        match self.value:
            case None:
                return "—"
            case str(text):
                return text
            case (low, high):
                return words.interval((low, high), self.digits)
            case float(number) if self.kind is Kind.P:
                return words.p(number)
            case number if self.kind is Kind.PERCENT:
                return words.percent(number)
            case number:
                return words.number(number, self.digits)


class ChartKind(StrEnum):
    """What a workbook draws of a table.

    MEANS: two bars a row. GAPS: two marks a row, joined. LEVELS: two bars in all, cut into rows.
    """

    MEANS = "means"
    GAPS = "gaps"
    LEVELS = "levels"


@dataclass(frozen=True, kw_only=True)
class Chart:
    """A chart of a table's own cells, in formats that have such.

    Attributes
    ----------
    columns
        Where entry and exit stand in the table.
    gap
        Where exit - entry does, if anywhere.
    names
        What they are called; with the title, in words.
    """

    kind: ChartKind
    title: str
    columns: tuple[int, int]
    names: tuple[str, str]
    gap: int | None = None


@dataclass(frozen=True, kw_only=True)
class Table:
    """A captioned table; its first column says what a row is about.

    Attributes
    ----------
    chart
        What a workbook draws of it, if anything.
    detail
        For the patient reader: left out of a summary.
    workbook_only
        To count on with, not to read: it stands in a workbook and in nothing that is read.
    records
        A row per person or item, with filters; what is missing is an empty cell.
    inner
        For the school itself, such as a table of sub-groups: its site does not show it.
    """

    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    detail: bool = False
    workbook_only: bool = False
    records: bool = False
    inner: bool = False
    chart: Chart | None = None

    @property
    def without_empty_columns(self) -> Table:
        """The table without the columns of words in which no word stands."""
        kept = [
            place
            for place in range(len(self.header))
            if any(row[place].kind is not Kind.TEXT or row[place].value for row in self.rows)
        ]
        return replace(
            self,
            header=tuple(self.header[place] for place in kept),
            rows=tuple(tuple(row[place] for place in kept) for row in self.rows),
        )


@dataclass(frozen=True)
class Paragraph:
    """A paragraph; `strong` where it is what the reader came for, `inner` as in `Table`."""

    text: str
    strong: bool = False
    inner: bool = False


@dataclass(frozen=True)
class Points:
    """Sentences that stand one under another; `inner` as in `Table`."""

    items: tuple[str, ...]
    numbered: bool = False
    inner: bool = False


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A captioned picture, its data, and what it shows in words for those who cannot see it."""

    caption: str
    alt: str
    picture: Picture
    inner: bool = False


Block: TypeAlias = Paragraph | Points | Table | Figure


@dataclass(frozen=True)
class Section:
    """A titled part of the report.

    Attributes
    ----------
    level
        1, or 2 of a part of the section before it.
    inner
        For the school itself, such as sub-groups and quotations: its site does not show it.
    is_appendix
        Stands behind the signatures, on a page of its own, under a number that the format counts.
    """

    title: str
    blocks: tuple[Block, ...]
    level: int = 1
    inner: bool = False
    is_appendix: bool = False

    @property
    def printed(self) -> Section:
        """The section without what only a workbook shows."""
        return replace(
            self,
            blocks=tuple(
                block
                for block in self.blocks
                if not isinstance(block, Table) or not block.workbook_only
            ),
        )


@dataclass(frozen=True, kw_only=True)
class Signature:
    """Who signs: a post, and a name with initials; either may be empty, to be filled in by hand."""

    post: str
    name: str


@dataclass(frozen=True, kw_only=True)
class Paper:
    """What makes a report an official paper.

    Attributes
    ----------
    institution
        Full name, then the short one: the head of the first page, line by line.
    approval
        Lines of the block of approval; empty where the school has none.
    approval_side
        The edge of the page at which it stands.
    issue
        Number and date, such as «№ 3 от 29.05.2027»; empty of a draft.
    watermark
        What lies across every page of a draft, such as «ПРОЕКТ»; empty of an issued report.
    signatures
        In the order in which they stand.
    signed_on
        What stands before the place for the date of signing.
    """

    institution: tuple[str, ...] = ()
    approval: tuple[str, ...] = ()
    approval_side: Literal["left", "right"] = "right"
    issue: str = ""
    watermark: str = ""
    signatures: tuple[Signature, ...] = ()
    signed_on: str = ""


@dataclass(frozen=True)
class Document:
    """A whole report in one language.

    Attributes
    ----------
    facts
        What it is a report of, said under its title.
    notice
        What nobody may overlook on any page of it; empty where there is nothing of the kind.
    paper
        What it bears as an official paper; None of a table of the caller's own.
    is_summary
        A few pages for whoever signs: no list of contents.
    is_dense
        Lines stand close, so that much fits on those pages.
    """

    title: str
    sections: tuple[Section, ...]
    words: Words
    facts: tuple[str, ...] = ()
    notice: str = ""
    paper: Paper | None = None
    is_summary: bool = False
    is_dense: bool = False

    @property
    def printed(self) -> Document:
        """The document as people read it: every format but the workbook is made from it."""
        shown = [(section, section.printed) for section in self.sections]
        return replace(
            self,
            sections=tuple(
                printed for section, printed in shown if printed.blocks or not section.blocks
            ),
        )
