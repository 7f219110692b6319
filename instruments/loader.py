"""From a TOML file to an `Instrument`, or to everything that is wrong with the file."""

from __future__ import annotations

import hashlib
import json
import tomllib
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from instruments.checks import CHECKS
from instruments.errors import InstrumentError
from instruments.messages import N_, Problem
from instruments.model import (
    RANGED,
    Best,
    Better,
    Choice,
    Condition,
    Instrument,
    Item,
    Key,
    Kind,
    Level,
    Method,
    Norm,
    OptionSet,
    Published,
    Scale,
    Source,
    Twin,
)
from instruments.toml_table import Table

if TYPE_CHECKING:
    from pathlib import Path

    from instruments.exact import Exact

CODE = r"[a-z][a-z0-9-]{1,40}"
ITEM_CODE = r"[a-z]{1,4}[0-9]{2,3}"
SCALE_CODE = r"[a-z][a-z0-9-]*"
CONSTRUCTS = (
    "anxiety",
    "self-esteem",
    "engagement",
    "satisfaction",
    "skills",
    "wellbeing",
    "work",
    "process",
    "criteria",
)
CONFIDENCE = ("A", "B")


def load(path: Path) -> Instrument:
    """Read one definition file.

    Raises
    ------
    InstrumentError
        The file breaks the format or a self-check; `problems` lists all that was found.
    OSError
        The file cannot be read.
    """
    return parse(path.read_bytes(), file=path.name)


def parse(content: bytes, *, file: str) -> Instrument:
    """Read one definition from the bytes of a file called `file`.

    Raises
    ------
    InstrumentError
        As `load`.
    """
    raw = _toml(content, file)
    problems: list[Problem] = []
    instrument = _instrument(Table(raw, file=file, problems=problems))
    if not problems:
        problems.extend(finding.in_file(file) for check in CHECKS for finding in check(instrument))
    if problems:
        raise InstrumentError(tuple(problems))
    return replace(instrument, sha256=hashlib.sha256(canonical(raw).encode()).hexdigest())


def canonical(value: object) -> str:
    """Return the canonical JSON of a parsed definition: sorted keys, shortest decimals.

    Two definitions that differ only in layout, comments, key order or the way a number is
    written (0.2, 0.20) have the same canonical JSON.
    """
    match value:
        case bool() | str():
            return json.dumps(value, ensure_ascii=False)
        case int() | Decimal():
            written = format(Decimal(value), "f")
            return _without_zeros(written) if "." in written else written
        case list():
            return f"[{','.join(canonical(part) for part in value)}]"
        case dict():
            inside = (f"{canonical(key)}:{canonical(value[key])}" for key in sorted(value))
            return f"{{{','.join(inside)}}}"
    raise TypeError(f"{type(value).__name__} has no place in a definition")


def _without_zeros(written: str) -> str:
    """Return a decimal number without the zeros, and the point, that say nothing."""
    short = written.rstrip("0").rstrip(".")
    return "0" if short == "-0" else short


def _toml(content: bytes, file: str) -> dict[str, object]:
    """Return the parsed file, decimals as `Decimal`."""
    try:
        return tomllib.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        what = N_("byte %(n)s is not UTF-8", n=error.start)
        rule = N_("a definition is a TOML file in UTF-8")
        remedy = N_("save the file in UTF-8")
    except tomllib.TOMLDecodeError as error:
        what = N_("it cannot be read: %(error)s", error=str(error))
        rule = N_("a definition is a TOML file in UTF-8")
        remedy = N_("correct that line")
    problem = Problem(file=file, place=N_("the file"), what=what, rule=rule, remedy=remedy)
    raise InstrumentError((problem,))


def _instrument(table: Table) -> Instrument:
    template = table.boolean("template")
    options = tuple(
        _option_set(part)
        for part in table.tables("options", lambda code: N_("options %(code)s", code=code))
    )
    sets = {option_set.code: option_set.choices for option_set in options}
    instrument = Instrument(
        code=table.string("code", pattern=CODE),
        version=table.whole("version"),
        construct=table.one_of("construct", CONSTRUCTS),
        title=table.text("title"),
        heading=table.text("heading") if table.has("heading") else None,
        instruction=None
        if template and not table.has("instruction")
        else table.text("instruction"),
        audience=table.strings("audience"),
        ages=table.ages("ages"),
        minutes=None if template and not table.has("minutes") else table.number("minutes"),
        source=table.string("source"),
        licence=table.string("licence"),
        comparable_with=table.wholes("comparable_with"),
        changes=table.string("changes", default=""),
        clinical=table.boolean("clinical"),
        template=template,
        options=options,
        items=tuple(
            _item(part, sets)
            for part in table.tables("items", lambda code: N_("item %(code)s", code=code))
        ),
        scales=tuple(
            _scale(part)
            for part in table.tables("scales", lambda code: N_("scale %(code)s", code=code))
        ),
        sha256="",
    )
    table.done()
    return instrument


def _option_set(table: Table) -> OptionSet:
    choices = []
    for part in table.tables("choices", lambda place: N_("choice %(place)s", place=place)):
        score = part.number("score")
        choices.append(Choice(score, part.whole_text()))
    option_set = OptionSet(table.string("code", pattern=SCALE_CODE), tuple(choices))
    table.done()
    return option_set


def _item(table: Table, sets: dict[str, tuple[Choice, ...]]) -> Item:
    kind = Kind(table.one_of("kind", [kind.value for kind in Kind]))
    choices = _choices(table, sets) if kind in {Kind.CHOICE, Kind.MULTIPLE} else ()
    item = Item(
        code=table.string("code", pattern=ITEM_CODE),
        kind=kind,
        text=table.text("text") if table.has("text") else None,
        choices=choices,
        range=_item_range(table, kind, choices),
        ends=table.ends("ends") if table.has("ends") and kind in RANGED else None,
        required=table.boolean("required"),
        show_if=_condition(table),
        twin=_twin(table),
        unscored=table.boolean("unscored"),
        best=Best(table.one_of("best", [end.value for end in Best])) if table.has("best") else None,
    )
    table.done()
    return item


def _choices(table: Table, sets: dict[str, tuple[Choice, ...]]) -> tuple[Choice, ...]:
    """Return the answers of the response set the item names."""
    name = table.string("options")
    if name and name not in sets:
        table.refuse(
            N_("options = %(name)s", name=name),
            N_("an item takes its answers from a response set of this file"),
            N_("name one of: %(known)s, or add [[options]]", known=", ".join(sorted(sets)) or "—"),
        )
    return sets.get(name, ())


def _item_range(
    table: Table, kind: Kind, choices: tuple[Choice, ...]
) -> tuple[Exact, Exact] | None:
    """Return the lowest and highest score of the item; None where it has none."""
    if kind in RANGED:
        return table.interval("range")
    if kind is Kind.YES_NO:
        return 0, 1
    if kind is Kind.CHOICE and choices:
        scores = [choice.score for choice in choices]
        return min(scores), max(scores)
    return None


def _condition(table: Table) -> Condition | None:
    inner = table.table("show_if")
    if inner is None:
        return None
    condition = Condition(inner.string("item"), inner.number("equals"))
    inner.done()
    return condition


def _twin(table: Table) -> Twin | None:
    if not table.has("twin"):
        return None
    code, _, item = table.string("twin", pattern=f"{CODE}/{ITEM_CODE}").partition("/")
    return Twin(code, item)


def _scale(table: Table) -> Scale:
    method = Method(table.one_of("method", [method.value for method in Method]))
    first, second = ("plus", "minus") if method is Method.DIFFERENCE else ("keys", None)
    published = table.tables("published", lambda _: N_("published figures"))
    scale = Scale(
        code=table.string("code", pattern=SCALE_CODE),
        title=table.text("title"),
        keys=_keys(table, first),
        minus=_keys(table, second) if second else (),
        method=method,
        max_missing=table.number("max_missing"),
        better=Better(table.one_of("better", [better.value for better in Better])),
        state=table.boolean("state"),
        range=table.interval("range"),
        levels=tuple(
            _level(part)
            for part in table.tables("levels", lambda code: N_("level %(code)s", code=code))
        ),
        levels_source=_levels_source(table),
        published=tuple(_published(part) for part in published),
        norms=tuple(
            _norm(part)
            for part in table.tables("norms", lambda place: N_("norm %(place)s", place=place))
        ),
        overlaps=table.strings("overlaps", optional=True),
    )
    table.done()
    return scale


def _keys(table: Table, name: str) -> tuple[Key, ...]:
    return tuple(
        Key(code.removeprefix("-"), reverse=code.startswith("-"))
        for code in table.strings(name, optional=True)
    )


def _level(table: Table) -> Level:
    level = Level(
        code=table.string("code", pattern=SCALE_CODE),
        title=table.text("title"),
        upto=table.optional_number("upto"),
        below=table.optional_number("below"),
    )
    table.done()
    return level


def _source(table: Table) -> Source:
    """Read the two keys that every number from elsewhere carries."""
    return Source(table.string("source"), table.one_of("confidence", CONFIDENCE))


def _levels_source(table: Table) -> Source | None:
    inner = table.table("levels_source")
    if inner is None:
        return None
    source = _source(inner)
    inner.done()
    return source


def _published(table: Table) -> Published:
    if not (table.has("alpha") or table.has("retest")):
        table.refuse(
            N_("there is neither alpha nor retest"),
            N_("published figures are a scale's alpha or its retest correlation, and its SD"),
            N_("add the figures, or take the table out"),
        )
    published = Published(
        source=_source(table),
        alpha=table.optional_number("alpha"),
        retest=table.optional_number("retest"),
        sd=table.optional_number("sd"),
        n=table.whole("n") if table.has("n") else None,
        population=table.string("population") if table.has("population") else None,
    )
    table.done()
    return published


def _norm(table: Table) -> Norm:
    norm = Norm(
        source=_source(table),
        sex=table.one_of("sex", ("f", "m")),
        ages=table.ages("ages"),
        table=table.steps("table"),
    )
    table.done()
    return norm
