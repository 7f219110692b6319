"""Writes definitions that are composed, in TOML."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def toml_lines(table: Mapping[str, object]) -> str:
    """Return the keys of a table, a line each."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def _value(value: object) -> str:
    """Return a value in TOML; a JSON text, number or boolean is one already."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key} = {_value(part)}' for key, part in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    return json.dumps(value, ensure_ascii=False)
