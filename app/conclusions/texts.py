"""Texts that people edit on a page: as they are stored, and what a page was built from.

Two people may have the same page open. Each field carries a digest of what it showed; whoever
saves changes only what they touched, and nobody overwrites what they have not seen.
"""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING
from unicodedata import category

if TYPE_CHECKING:
    from collections.abc import Callable

#: A sentence of a report is no longer than this.
LONGEST = 2000

#: Lines and tabs within a sentence; spaces that do not break stay as they are.
_GAPS = re.compile(r"[ \t\r\n]+")


def plain(text: str | None) -> str:
    """Return what was typed as one paragraph without characters that no file may hold."""
    # A browser may send anything; XML and PostgreSQL refuse most control characters.
    kept = (
        letter
        for letter in text or ""
        if letter in "\t\r\n" or category(letter) not in {"Cc", "Cs"}
    )
    return _GAPS.sub(" ", "".join(kept)).strip(" ")


def digest(*state: object) -> str:
    """Return what tells one state of a sentence from another."""
    return hashlib.sha256(json.dumps(state).encode()).hexdigest()[:32]


def rows_of(text: str, width: int = 84) -> int:
    """Return how many lines a field needs to show a text where it cannot grow by itself."""
    return max(2, len(text) // width + 1)


def taken(*, mine: str, seen: str, now: str, conflict: Callable[[], None]) -> bool:
    """Say whether what was sent is to be written; a conflict is noted, nothing is lost silently.

    Parameters
    ----------
    mine, seen, now
        Digests of what was sent, of what the page had shown, and of what is there now.
    conflict
        Called where somebody else has changed meanwhile what was changed here.
    """
    if mine in {seen, now}:
        return False
    if seen != now:
        conflict()
        return False
    return True
