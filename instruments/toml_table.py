"""Reading TOML tables strictly: every key is asked for by name and kind, the rest is refused.

A reader collects problems instead of stopping at the first, so that an author sees all of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from instruments.exact import Exact, exact
from instruments.messages import N_, Message, Problem
from instruments.model import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

T = TypeVar("T")


class Table:
    """One TOML table being read.

    Parameters
    ----------
    raw
        What `tomllib` made of it, with decimals as `Decimal`.
    place
        Where the table stands, for the messages; None at the top of the file.
    file
        The file's name, for the messages.
    problems
        The list that problems are added to; shared by all tables of a file.

    Notes
    -----
    A key that is missing or of the wrong kind adds a problem and reads as `default`, or as a
    harmless value of its kind where there is none: nothing built from such a table may be used.
    """

    def __init__(
        self,
        raw: dict[str, object],
        place: Message | None = None,
        *,
        file: str,
        problems: list[Problem],
    ) -> None:
        self.raw = raw
        self.is_top = place is None
        self.place = place or N_("the head of the file")
        self.file = file
        self.problems = problems
        self._read: set[str] = set()

    def refuse(self, what: Message, rule: Message, remedy: Message) -> None:
        """Add a problem at this table."""
        self.problems.append(
            Problem(file=self.file, place=self.place, what=what, rule=rule, remedy=remedy)
        )

    def has(self, key: str) -> bool:
        """Say whether the key is there, without reading it."""
        return key in self.raw

    def _take(self, key: str, kind: type[T], expected: Message, default: T | None) -> T | None:
        """Return the value if it is of the kind, else None with a problem."""
        self._read.add(key)
        if key not in self.raw:
            if default is None:
                self.refuse(
                    N_("the key %(key)s is missing", key=key),
                    N_("%(key)s is required and is %(expected)s", key=key, expected=expected),
                    N_("add the key"),
                )
            return default
        value = self.raw[key]
        if isinstance(value, kind) and not (isinstance(value, bool) and kind is not bool):
            return value
        self._wrong_kind(key, value, expected)
        return None

    def _wrong_kind(self, key: str, value: object, expected: Message) -> None:
        self.refuse(
            N_("%(key)s = %(value)s", key=key, value=_shown(value)),
            N_("%(key)s is %(expected)s", key=key, expected=expected),
            N_("correct the value"),
        )

    def string(self, key: str, *, pattern: str = "", default: str | None = None) -> str:
        """Read a string that matches `pattern` as a whole."""
        expected = (
            N_("a text that matches %(pattern)s", pattern=pattern) if pattern else N_("a text")
        )
        value = self._take(key, str, expected, default)
        if value and pattern and not re.fullmatch(pattern, value):
            self._wrong_kind(key, value, expected)
        if value is not None and not value.strip() and default is None:
            self._wrong_kind(key, value, N_("a text that is not empty"))
        return value or ""

    def one_of(self, key: str, words: Collection[str]) -> str:
        """Read one of the given words."""
        expected = N_("one of: %(words)s", words=", ".join(words))
        value = self._take(key, str, expected, None)
        if value is not None and value not in words:
            self._wrong_kind(key, value, expected)
            value = None
        return value or next(iter(words))

    def boolean(self, key: str) -> bool:
        """Read true or false; absent is false."""
        return bool(self._take(key, bool, N_("true or false"), default=False))

    def whole(self, key: str) -> int:
        """Read a whole number from 1."""
        expected = N_("a whole number from 1")
        value = self._take(key, int, expected, None)
        if value is not None and value < 1:
            self._wrong_kind(key, value, expected)
        return value or 1

    def number(self, key: str) -> Exact:
        """Read an exact number, whole or decimal."""
        self._read.add(key)
        value = self.raw.get(key)
        if value is None:
            self._take(key, int, N_("a number"), None)
        elif (number := _number(value)) is None:
            self._wrong_kind(key, value, N_("a number"))
        else:
            return number
        return 0

    def optional_number(self, key: str) -> Exact | None:
        """Read an exact number that may be absent."""
        return self.number(key) if self.has(key) else None

    def interval(self, key: str) -> tuple[Exact, Exact]:
        """Read `[lowest, highest]`."""
        expected = N_("two numbers, the lower first: [1, 10]")
        value = self._take(key, list, expected, None)
        if value is None:
            return 0, 1
        if len(value) == 2:
            low, high = map(_number, value)
            if low is not None and high is not None and low < high:
                return low, high
        self._wrong_kind(key, value, expected)
        return 0, 1

    def ages(self, key: str) -> tuple[int, int]:
        """Read `[youngest, oldest]` in whole years."""
        expected = N_("two whole numbers of years, the lower first: [10, 18]")
        value = self._take(key, list, expected, None)
        if value is None:
            return 1, 1
        if (
            len(value) == 2
            and all(type(part) is int for part in value)
            and 0 < value[0] <= value[1]
        ):
            return value[0], value[1]
        self._wrong_kind(key, value, expected)
        return 1, 1

    def text(self, key: str) -> Text:
        """Read `{ru = "…", en = "…"}`; ru is required."""
        value = self._take(key, dict, N_('a text by language: {ru = "…", en = "…"}'), None)
        return Text("") if value is None else self._inner(Message(key), value).whole_text()

    def whole_text(self) -> Text:
        """Read this table itself as a text by language."""
        text = Text(self.string("ru"), self.string("en") if self.has("en") else None)
        self.done()
        return text

    def ends(self, key: str) -> tuple[Text, Text]:
        """Read `{ru = ["low end", "high end"], en = […]}`."""
        value = self._take(key, dict, N_('two texts by language: {ru = ["…", "…"]}'), None)
        if value is None:
            return Text(""), Text("")
        table = self._inner(Message(key), value)
        russian = table.strings("ru")
        english: Sequence[str | None] = table.strings("en") if table.has("en") else (None, None)
        table.done()
        if len(russian) != 2 or len(english) != 2:
            self._wrong_kind(key, value, N_("two texts in each language: low end, high end"))
            return Text(""), Text("")
        return Text(russian[0], english[0]), Text(russian[1], english[1])

    def strings(self, key: str, *, optional: bool = False) -> tuple[str, ...]:
        """Read a list of non-empty texts."""
        expected = N_("a list of texts") if optional else N_("a list of at least one text")
        value = self._take(key, list, expected, [] if optional else None)
        if value is None:
            return ()
        if not all(isinstance(part, str) and part for part in value) or not (value or optional):
            self._wrong_kind(key, value, expected)
            return ()
        return tuple(value)

    def wholes(self, key: str) -> tuple[int, ...]:
        """Read a list of whole numbers from 1; absent is empty."""
        expected = N_("a list of whole numbers from 1")
        value = self._take(key, list, expected, [])
        if value is None:
            return ()
        if not all(type(part) is int and part >= 1 for part in value):
            self._wrong_kind(key, value, expected)
            return ()
        return tuple(value)

    def steps(self, key: str) -> tuple[tuple[Exact, int], ...]:
        """Read a norm table, from raw score to sten: `[[0, 1], [14, 2]]`."""
        expected = N_("pairs of a raw score, rising, and a sten from 1 to 10: [[0, 1], [14, 2]]")
        value = self._take(key, list, expected, None)
        pairs: list[tuple[Exact, int]] = []
        for row in value or ():
            raw = _number(row[0]) if isinstance(row, list) and len(row) == 2 else None
            rising = raw is not None and (not pairs or raw > pairs[-1][0])
            if raw is None or not rising or row[1] not in range(1, 11):
                self._wrong_kind(key, row, expected)
                return ()
            pairs.append((raw, int(row[1])))
        return tuple(pairs)

    def table(self, key: str) -> Table | None:
        """Read a table inside this one; None where it is absent or no table."""
        if not self.has(key):
            return None
        value = self._take(key, dict, N_("a table"), None)
        return None if value is None else self._inner(Message(key), value)

    def tables(self, key: str, called: Callable[[object], Message]) -> list[Table]:
        """Read a list of tables, each `called` by its code, or by its place in the list.

        A single table stands for a list of one; absent is empty.
        """
        expected = N_("a list of tables")
        self._read.add(key)
        value = self.raw.get(key, [])
        parts = [value] if isinstance(value, dict) else value
        if not isinstance(parts, list):
            self._wrong_kind(key, value, expected)
            return []
        tables = []
        for place, part in enumerate(parts, start=1):
            if not isinstance(part, dict):
                self._wrong_kind(key, part, expected)
                continue
            tables.append(self._inner(called(part.get("code", place)), part))
        return tables

    def _inner(self, place: Message, raw: dict[str, object]) -> Table:
        if not self.is_top:
            place = Message("%(outer)s, %(inner)s", {"outer": self.place, "inner": place})
        return Table(raw, place, file=self.file, problems=self.problems)

    def done(self) -> None:
        """Refuse the keys that nobody asked for."""
        for key in sorted(self.raw.keys() - self._read):
            self.refuse(
                N_("the key %(key)s is unknown", key=key),
                N_("only these keys stand here: %(known)s", known=", ".join(sorted(self._read))),
                N_("correct the spelling, or take the key out"),
            )


def _number(value: object) -> Exact | None:
    """Return a TOML number exactly; a number in quotes is a text."""
    return None if isinstance(value, str) else exact(value)


def _shown(value: object) -> str:
    """Return a value as its author knows it, cut where it is long."""
    shown = f"[{', '.join(map(_shown, value))}]" if isinstance(value, list) else str(value)
    return shown if len(shown) <= 60 else f"{shown[:57]}…"
