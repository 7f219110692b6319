"""What stage 2 is computed from: tables of scores, item moments, and of few people rows."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from analysis.errors import VersionsError
from analysis.paired import PairedScores

if TYPE_CHECKING:
    from collections.abc import Mapping
    from fractions import Fraction

    from analysis.moments import ItemMoments
    from analysis.quality import WaveQuality
    from instruments.messages import Message
    from instruments.model import Instrument, Scale

NOBODY = PairedScores(())

#: Above this many people nothing is computed that needs a row per person.
MOST_ROWS = 20_000


@dataclass(frozen=True, kw_only=True)
class PersonScores:
    """One person's scores of one scale, and where the person stood at entry.

    Attributes
    ----------
    entry, exit
        None where the person has no valid score at that wave.
    level
        The level of the grouping factor; None of none.
    strategy
        How the person's pair was formed; None where nothing is known of it.
    cluster
        The mentoring group; None of none. It names nobody and is never shown.
    """

    entry: Fraction | None
    exit: Fraction | None
    level: str | None = None
    strategy: str | None = None
    cluster: str | None = None


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
    rows
        Everybody with a valid score at either wave, those of every level of the factor; None
        where there are more than `MOST_ROWS` people.
    flagged
        Those of `pairs` who filled in a form at either wave in a way that looks careless.
    entry_quality, exit_quality
        How the forms of a wave were filled in; None where the wave was not held.

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
    rows: tuple[PersonScores, ...] | None = ()
    flagged: PairedScores = NOBODY
    entry_quality: WaveQuality | None = None
    exit_quality: WaveQuality | None = None

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
