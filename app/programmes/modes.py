"""What each way of pairing answers keeps and what it allows, as its promise to a child says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.models import LinkageMode

if TYPE_CHECKING:
    from app.models import Programme


@dataclass(frozen=True, kw_only=True)
class Mode:
    """The rules of one way of pairing.

    Attributes
    ----------
    lists_people
        Whether staff see every participant under a number, with class, pair and consents; else
        only how many there are of each stratum.
    has_slips
        Whether codes are printed and given out; else people make codes of their own.
    has_names
        Whether names, age and sex are kept, the names under seal.
    """

    lists_people: bool
    has_slips: bool
    has_names: bool

    @property
    def takes_clinical(self) -> bool:
        """Whether clinical questionnaires may be given: only where somebody could then help."""
        return self.lists_people


MODES = {
    LinkageMode.CODES_LIST: Mode(lists_people=True, has_slips=True, has_names=False),
    LinkageMode.CODES_HAT: Mode(lists_people=False, has_slips=True, has_names=False),
    LinkageMode.SELF_CODE: Mode(lists_people=False, has_slips=False, has_names=False),
    LinkageMode.CONFIDENTIAL: Mode(lists_people=True, has_slips=True, has_names=True),
}


def mode_of(programme: Programme) -> Mode:
    """Return what the programme's way of pairing keeps and allows."""
    return MODES[programme.linkage_mode]
