"""Keeps what a draft says word for word, so that just this is issued: nobody signs the unread."""

from __future__ import annotations

import json
import zlib
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any

from analysis import document as documents
from analysis import pictures
from analysis.words import Words
from app.models import ReportForm

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.document import Document

#: What a document is put together from, by its name.
KNOWN = {
    name: one for name, one in (vars(documents) | vars(pictures)).items() if isinstance(one, type)
}

#: Stands where a thing says what it is.
NAME = "is"


def frozen(forms: Mapping[ReportForm, Document]) -> bytes:
    """Return the documents of a report as bytes; whose words they are in is not kept."""
    plain = {form.value: _plain(document) for form, document in forms.items()}
    return zlib.compress(json.dumps(plain, ensure_ascii=False, allow_nan=False).encode())


def thawed(content: bytes, words: Words) -> dict[ReportForm, Document]:
    """Return the documents that were frozen, equal to what they were."""
    forms = json.loads(zlib.decompress(content))
    return {ReportForm(form): _restored(plain, words) for form, plain in forms.items()}


def _plain(value: object) -> object:
    if isinstance(value, Words):
        return {NAME: "Words"}
    if isinstance(value, Enum):
        return {NAME: type(value).__name__, "value": value.value}
    if is_dataclass(value):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {NAME: type(value).__name__} | parts
    return [_plain(part) for part in value] if isinstance(value, tuple) else value


def _restored(plain: Any, words: Words) -> Any:
    if isinstance(plain, list):
        return tuple(_restored(part, words) for part in plain)
    if not isinstance(plain, dict):
        return plain
    if plain[NAME] == "Words":
        return words
    parts = {name: _restored(part, words) for name, part in plain.items() if name != NAME}
    return KNOWN[plain[NAME]](**parts)
