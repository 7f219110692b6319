"""What is wrong with a person's own table.

ProblemsError
    TableError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.messages import N_, Message, Problem, ProblemsError

if TYPE_CHECKING:
    from pathlib import Path

#: How many problems are listed one by one.
LISTED = 20


class TableError(ProblemsError):
    """A table that cannot be read, or holds what it must not."""


def file_error(path: Path, what: Message, rule: Message, remedy: Message) -> TableError:
    """Return the error of a file that is no table."""
    problem = Problem(file=path.name, place=N_("the file"), what=what, rule=rule, remedy=remedy)
    return TableError((problem,))
