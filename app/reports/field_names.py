"""The fields of things, looked up once for each kind: a report holds ten thousands of things."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache


@cache
def field_names(kind: type) -> tuple[str, ...]:
    """Return the names of the fields of a kind of things; none of what has no fields."""
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
