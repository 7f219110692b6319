"""The fields of things, looked up once for each kind: a report holds ten thousands of things."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from functools import cache


def field_names(thing: object) -> tuple[str, ...]:
    """Return the names of the fields of a thing; none of what has no fields."""
    kind: type = type(thing)
    return _of_kind(kind)


@cache
def _of_kind(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind)) if is_dataclass(kind) else ()
