"""Why the base rule hides a figure: reasons that tell nothing of the answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.disclosure import FEW
from instruments.messages import N_

if TYPE_CHECKING:
    from analysis.disclosure import BaseRule
    from instruments.messages import Message

TOO_FEW_TO_CONCLUDE = N_("fewer than %(few)s people are too few for a conclusion", few=FEW)

ALMOST_SCORES = N_(
    "the spread of fewer than %(few)s people, with their mean, comes close to single scores",
    few=FEW,
)

#: Of five people the quartiles are three of the scores, and mean and SD give the other two.
SPREAD = ("sd", "q1", "q3")


def too_few(rule: BaseRule) -> Message:
    """Say that a base is under k."""
    return N_("fewer than %(k)s people, and nothing is shown of so few", k=rule.k)


def gives_away(rule: BaseRule) -> Message:
    """Say that all less what is shown would be a base under k."""
    return N_("shown, it would give away a group of fewer than %(k)s people", k=rule.k)
