"""What stage 2 is computed from: tables of scores and item moments, no row per person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.paired import PairedScores
    from analysis.reliability import ItemMoments
    from instruments.model import Instrument, Scale


@dataclass(frozen=True, kw_only=True)
class ScaleInput:
    """What is known of one scale and role.

    Attributes
    ----------
    instrument
        The version answered.
    pairs
        Everybody with a valid score at either wave.
    entry_items, exit_items
        Item moments of all complete answers of a wave; None where the wave was not held.
    groups
        The pairs of each level of the grouping factor.
    """

    instrument: Instrument
    scale: Scale
    role: str | None
    pairs: PairedScores
    entry_items: ItemMoments | None
    exit_items: ItemMoments | None
    groups: Mapping[str, PairedScores] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """The factor people are compared by, and the level the others are compared with."""

    factor: str
    control: str
