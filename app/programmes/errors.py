"""What programmes and waves refuse.

RefusedError
    MixedGroupsError
    SmallStacksError
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.messages import N_

if TYPE_CHECKING:
    from instruments.messages import Message


class RefusedError(ValueError):
    """A rule forbids the change; `message` says which and what to do, `field` what it is about."""

    def __init__(self, message: Message, field: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field

    def __str__(self) -> str:
        return str(self.message)


@dataclass(frozen=True, kw_only=True)
class Mixed:
    """One person whose pair follows another strategy.

    Attributes
    ----------
    index
        The person's place among those who were to be added.
    """

    index: int
    group: str
    strategy: str
    others: str


class MixedGroupsError(RefusedError):
    """Members of one pair or group follow different strategies."""

    def __init__(self, mixed: tuple[Mixed, ...]) -> None:
        labels = sorted({one.group for one in mixed})
        super().__init__(
            N_(
                "Pairs whose members follow different strategies: %(groups)s.",
                groups=", ".join(labels),
            )
        )
        self.mixed = mixed


class SmallStacksError(RefusedError):
    """Fewer people than k would be told apart from all others; `messages` has one per stack."""

    def __init__(self, messages: tuple[Message, ...]) -> None:
        super().__init__(messages[0])
        self.messages = messages
