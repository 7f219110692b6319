"""An instrument as it stands in its file: frozen, exact, without behaviour of its own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from instruments.exact import Exact


class Kind(StrEnum):
    """How an item is answered."""

    CHOICE = "choice"
    RATING = "rating"
    YES_NO = "yes_no"
    MULTIPLE = "multiple"
    TEXT = "text"
    NUMBER = "number"
    VAS = "vas"


class Method(StrEnum):
    """How a scale score comes from item scores."""

    SUM = "sum"
    MEAN = "mean"
    DIFFERENCE = "difference"


class Better(StrEnum):
    """Which way a scale improves."""

    LOWER = "lower"
    HIGHER = "higher"
    NONE = "none"


class Best(StrEnum):
    """Which end of an item's answers is the favourable one."""

    LOW = "low"
    HIGH = "high"


#: The longest open answer, in characters.
TEXT_LIMIT = 1000

#: Kinds whose answers are whole numbers.
WHOLE = frozenset({Kind.RATING, Kind.VAS, Kind.YES_NO})

#: Kinds that carry a `range` of their own.
RANGED = frozenset({Kind.RATING, Kind.NUMBER, Kind.VAS})

#: Kinds that may enter a scale.
SCORABLE = frozenset({Kind.CHOICE, Kind.RATING, Kind.YES_NO, Kind.NUMBER, Kind.VAS})


@dataclass(frozen=True)
class Text:
    """One text in Russian and, where it has been translated, in English."""

    ru: str
    en: str | None = None

    def get(self, lang: str) -> str:
        """Return the text in `lang`, or in Russian where there is no other."""
        return self.en if lang == "en" and self.en is not None else self.ru


@dataclass(frozen=True)
class Choice:
    """One labelled answer; its score sits with it, not with its position."""

    score: Exact
    text: Text


@dataclass(frozen=True)
class OptionSet:
    """Labelled answers under a name, for many items."""

    code: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True)
class Condition:
    """An item is shown only when an earlier item got this answer."""

    item: str
    equals: Exact


@dataclass(frozen=True)
class Twin:
    """The item of another instrument that asks for the reality of this expectation."""

    instrument: str
    item: str

    def __str__(self) -> str:
        return f"{self.instrument}/{self.item}"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One question.

    Attributes
    ----------
    text
        None only in a template.
    choices
        The labelled answers of `choice` and `multiple`, in the order shown; else empty.
    range
        Lowest and highest item score; None for `text` and `multiple`.
    ends
        What the two ends of a rating or a line mean.
    best
        The favourable end of the answers, where the author has said which it is.
    """

    code: str
    kind: Kind
    text: Text | None = None
    choices: tuple[Choice, ...] = ()
    range: tuple[Exact, Exact] | None = None
    ends: tuple[Text, Text] | None = None
    required: bool = False
    show_if: Condition | None = None
    twin: Twin | None = None
    unscored: bool = False
    best: Best | None = None


@dataclass(frozen=True)
class Key:
    """An item in a scale; reverse-keyed it counts as lo + hi - score."""

    item: str
    reverse: bool = False

    def __str__(self) -> str:
        return f"-{self.item}" if self.reverse else self.item


@dataclass(frozen=True, kw_only=True)
class Level:
    """A named part of a scale's range, up to and with `upto` or up to and without `below`."""

    code: str
    title: Text
    upto: Exact | None = None
    below: Exact | None = None


@dataclass(frozen=True)
class Source:
    """Where a number came from, and how sure it is (A seen, B widely published)."""

    source: str
    confidence: str


@dataclass(frozen=True, kw_only=True)
class Published:
    """What one publication says of a scale's precision."""

    source: Source
    alpha: Exact | None = None
    retest: Exact | None = None
    sd: Exact | None = None
    n: int | None = None
    population: str | None = None


@dataclass(frozen=True, kw_only=True)
class Norm:
    """An owner's table from raw score to sten for one sex and one span of ages."""

    source: Source
    sex: str
    ages: tuple[int, int]
    table: tuple[tuple[Exact, int], ...]


@dataclass(frozen=True, kw_only=True)
class Scale:
    """What is scored.

    Attributes
    ----------
    keys
        The items of a sum or a mean; of a difference, the items of its first list.
    minus
        The items of a difference's second list; else empty.
    max_missing
        The share of items, 0 up to but not including 1, that may be missing; of a difference,
        in each list.
    range
        Lowest and highest score, as declared and as computed.
    """

    code: str
    title: Text
    keys: tuple[Key, ...]
    method: Method
    max_missing: Exact
    better: Better
    range: tuple[Exact, Exact]
    minus: tuple[Key, ...] = ()
    state: bool = False
    levels: tuple[Level, ...] = ()
    levels_source: Source | None = None
    published: tuple[Published, ...] = ()
    norms: tuple[Norm, ...] = ()
    overlaps: tuple[str, ...] = ()

    @property
    def item_codes(self) -> tuple[str, ...]:
        """Codes of all items the scale uses, first list first."""
        return tuple(key.item for key in self.keys + self.minus)


@dataclass(frozen=True, kw_only=True)
class Instrument:
    """One version of a questionnaire, with the SHA-256 of its canonical definition.

    Attributes
    ----------
    title
        What the staff call it; it may name what is measured.
    heading
        What a respondent sees over the form instead of the title; None where the title will do.
    """

    code: str
    version: int
    construct: str
    title: Text
    heading: Text | None
    instruction: Text | None
    audience: tuple[str, ...]
    ages: tuple[int, int]
    minutes: Exact | None
    source: str
    licence: str
    comparable_with: tuple[int, ...]
    changes: str
    clinical: bool
    template: bool
    options: tuple[OptionSet, ...]
    items: tuple[Item, ...]
    scales: tuple[Scale, ...]
    sha256: str

    @property
    def reference(self) -> str:
        """`CODE@n`, the name of exactly this version."""
        return f"{self.code}@{self.version}"

    @property
    def shown_title(self) -> Text:
        """What stands over the form that a respondent answers."""
        return self.heading or self.title

    @cached_property
    def by_code(self) -> dict[str, Item]:
        """Items by their codes, in the order asked."""
        return {item.code: item for item in self.items}

    @cached_property
    def by_number(self) -> dict[int, Item]:
        """Items by their place in the definition, from 1."""
        return dict(enumerate(self.items, start=1))
