"""What stage 2 is computed from: tables of scores and item moments, no row per person."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import VersionsError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.paired import PairedScores
    from analysis.reliability import ItemMoments
    from instruments.messages import Message
    from instruments.model import Instrument, Scale


@dataclass(frozen=True, kw_only=True)
class ScaleInput:
    """What is known of one scale and role.

    Attributes
    ----------
    entry_instrument, exit_instrument
        The version answered at each wave; None where the wave did not give it. One at least is.
    scale
        As the later version has it.
    pairs
        Everybody with a valid score at either wave.
    entry_items, exit_items
        Item moments of all complete answers of a wave; None where the wave was not held.
    not_comparable
        Why scores of the two versions may not be compared; then nobody stands in a pair.
    common
        Whether only people with a score on every scale of the questionnaire stand in pairs.
    groups
        The pairs of each level of the grouping factor.

    Raises
    ------
    VersionsError
        There is no version, or somebody's scores of versions that are not comparable are paired.
    """

    entry_instrument: Instrument | None
    exit_instrument: Instrument | None
    scale: Scale
    role: str | None
    pairs: PairedScores
    entry_items: ItemMoments | None
    exit_items: ItemMoments | None
    not_comparable: Message | None = None
    common: bool = False
    groups: Mapping[str, PairedScores] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if not self.instruments:
            raise VersionsError(f"scale {self.scale.code} is of no instrument")
        tables = (self.pairs, *self.groups.values())
        if self.not_comparable is not None and any(table.n_matched for table in tables):
            raise VersionsError(f"scale {self.scale.code}: {self.not_comparable}")

    @property
    def instruments(self) -> tuple[Instrument, ...]:
        """The versions answered, the earlier wave's first, none twice."""
        versions = (self.entry_instrument, self.exit_instrument)
        return tuple({one.reference: one for one in versions if one is not None}.values())

    @property
    def instrument(self) -> Instrument:
        """The version that titles and items are taken from: that of the later wave."""
        return self.instruments[-1]


@dataclass(frozen=True, kw_only=True)
class Grouping:
    """The factor people are compared by, and the level the others are compared with."""

    factor: str
    control: str
