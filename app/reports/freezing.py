"""Keeps what a draft says word for word, so that just this is issued: nobody signs the unread."""

from __future__ import annotations

import json
import zlib
from dataclasses import is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any, cast

from analysis.words import Words
from app.models import ReportForm
from app.programmes.errors import RefusedError
from app.reports.field_names import field_names
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.document import Document

#: Where everything comes from that documents are put together from.
HOMES = {"analysis", "instruments"}

#: Said of a draft that this program cannot read any more.
OTHER_VERSION = N_("An older version of the program made this report. Make it again to issue it.")

#: Stands where a thing says what it is.
NAME = "is"


def frozen(forms: Mapping[ReportForm, Document]) -> bytes:
    """Return the documents of a report as bytes; whose words they are in is not kept."""
    plain = {form.value: _plain(document) for form, document in forms.items()}
    return zlib.compress(json.dumps(plain, ensure_ascii=False, allow_nan=False).encode())


def thawed(content: bytes, words: Words) -> dict[ReportForm, Document]:
    """Return the documents that were frozen, equal to what they were.

    Raises
    ------
    RefusedError
        Another version of the program froze them, and knew other parts of documents.
    """
    forms = json.loads(zlib.decompress(content))
    try:
        return {ReportForm(form): _restored(plain, words) for form, plain in forms.items()}
    except (AttributeError, ImportError, TypeError) as error:
        raise RefusedError(OTHER_VERSION) from error


def _plain(value: object) -> object:
    kind: type = type(value)
    if kind is str or kind is int or kind is float or value is None:
        return value
    if kind is tuple:
        return [_plain(part) for part in cast("tuple[object, ...]", value)]
    if isinstance(value, Words):
        return {NAME: "Words"}
    if isinstance(value, Enum):
        return {NAME: _name(kind), "value": value.value}
    names = field_names(value)
    if not names:
        return value
    return {NAME: _name(kind)} | {name: _plain(getattr(value, name)) for name in names}


def _restored(plain: Any, words: Words) -> Any:
    if isinstance(plain, list):
        return tuple(_restored(part, words) for part in plain)
    if not isinstance(plain, dict):
        return plain
    if plain[NAME] == "Words":
        return words
    parts = {name: _restored(part, words) for name, part in plain.items() if name != NAME}
    return _named(plain[NAME])(**parts)


@cache
def _name(kind: type) -> str:
    return f"{kind.__module__}.{kind.__name__}"


@cache
def _named(name: str) -> type:
    """Return one of the frozen things of ours; a draft can hold no other.

    Raises
    ------
    ValueError
        It is none: the draft has been tampered with.
    """
    module, _, word = name.rpartition(".")
    found = getattr(import_module(module), word) if module.partition(".")[0] in HOMES else None
    if not isinstance(found, type) or not (is_dataclass(found) or issubclass(found, Enum)):
        raise ValueError(f"no part of a document: {name}")
    return found
