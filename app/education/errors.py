"""What the pages of marks and attendance refuse.

RefusedError
    TooLargeError
    TooLateError
"""

from __future__ import annotations

from app.programmes.errors import RefusedError
from instruments.messages import N_


class TooLargeError(RefusedError):
    """The table is more than a page can carry."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "The table is too large. Copy the columns with names, marks and missed lessons "
                "into a new file, and only the pupils of this role."
            ),
            "before",
        )


class TooLateError(RefusedError):
    """The page was open for too long, or belongs to somebody else."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "This page is out of date: a table is kept for 30 minutes only. Upload it once "
                "more."
            )
        )
