"""Keeps what a draft says word for word, so that just this is issued: nobody signs the unread."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from analysis.words import Words
from app.models import ReportForm
from app.programmes.errors import RefusedError
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
    if isinstance(value, Words):
        return {NAME: "Words"}
    if isinstance(value, Enum):
        return {NAME: _name(value), "value": value.value}
    if is_dataclass(value):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {NAME: _name(value)} | parts
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _restored(plain: Any, words: Words) -> Any:
    if isinstance(plain, list):
        return tuple(_restored(part, words) for part in plain)
    if not isinstance(plain, dict):
        return plain
    if plain[NAME] == "Words":
        return words
    parts = {name: _restored(part, words) for name, part in plain.items() if name != NAME}
    return _named(plain[NAME])(**parts)


def _name(value: object) -> str:
    return f"{type(value).__module__}.{type(value).__name__}"


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
