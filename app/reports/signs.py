"""Which signs of a text a kind of file can hold."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Callable


class Signs(dict[int, str]):
    """What stands for each sign of a text, for `str.translate`; it is found out once for each."""

    def __init__(self, shown: Callable[[str], str]) -> None:
        super().__init__()
        self._shown = shown

    def __missing__(self, code: int) -> str:
        self[code] = self._shown(chr(code))
        return self[code]


def _in_xml(sign: str) -> str:
    return sign if sign in "\t\n" or category(sign) not in {"Cc", "Cf", "Cn", "Cs"} else ""


IN_XML = Signs(_in_xml)


def legible(text: str) -> str:
    """Return a text without signs that stand for nothing or that XML does not know."""
    return text.translate(IN_XML)
