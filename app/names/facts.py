"""What is kept of a person in `confidential` and nowhere else: name, age, sex."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.models import Sex

#: The longest name, in characters.
LONGEST_NAME = 120

#: Full years that somebody may have.
YOUNGEST, OLDEST = 6, 99


@dataclass(frozen=True, kw_only=True)
class PersonFacts:
    """The facts of one person; an empty name is not known."""

    name: str = field(default="", repr=False)
    age: int | None = None
    sex: Sex | None = None


def typed_name(text: str | None) -> str:
    """Return a name without spaces that nobody sees."""
    return " ".join((text or "").split())


def can_be_name(name: str) -> bool:
    """Say whether a name is there, in one line, and not too long."""
    return 0 < len(name) <= LONGEST_NAME and name.isprintable()
