"""Waves by levels of a factor: analysis of variance with one factor within people, one between."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from fractions import Fraction

    from analysis.paired import PairedScores
    from instruments.messages import Message

TWO_LEVELS = N_("fewer than two levels have two people with a score at both waves")
SAME_MEANS = N_("within the levels everybody has the same mean of entry and exit")
SAME_CHANGES = N_("within the levels everybody changed by the same amount")


@dataclass(frozen=True, kw_only=True)
class FTest:
    """One source of variance."""

    f: float
    df1: int
    df2: int
    p: float


@dataclass(frozen=True, kw_only=True)
class MixedAnova:
    """The analysis of variance of scores by wave and level.

    Attributes
    ----------
    n
        People; each has a score at both waves.
    ss_type
        Of the sums of squares. The test of the waves depends on it where levels are unequal, the
        other two do not.
    between, within, interaction
        Levels; waves; whether the change differs between levels.
    """

    n: int
    between: FTest
    within: FTest
    interaction: FTest
    ss_type: int = 2


def mixed_anova(tables: Mapping[str, PairedScores]) -> MixedAnova | Message:
    """Analyse scores by wave and level.

    Parameters
    ----------
    tables
        The pairs of each level; two matched people or more in every one.

    Returns
    -------
    MixedAnova or Message
        Why there is none: under two levels, or people of a level who do not differ in their
        means or in their changes. Checked against afex 1.2-1 (tests/golden/groups.json).
    """
    if len(tables) < 2:
        return TWO_LEVELS
    if not _differ(tables, lambda entry, exit_: entry + exit_):
        return SAME_MEANS
    if not _differ(tables, lambda entry, exit_: exit_ - entry):
        return SAME_CHANGES
    from analysis import _pingouin  # noqa: PLC0415 - because it takes seconds, and few reports need it

    found = _pingouin.mixed_anova(
        {
            level: [pair[:2] for pair in table.matched for _person in range(pair[2])]
            for level, table in tables.items()
        }
    )
    between, within, interaction = (FTest(f=f, df1=df1, df2=df2, p=p) for f, df1, df2, p in found)
    return MixedAnova(
        n=sum(table.n_matched for table in tables.values()),
        between=between,
        within=within,
        interaction=interaction,
    )


def _differ(
    tables: Mapping[str, PairedScores], figure: Callable[[Fraction, Fraction], Fraction]
) -> bool:
    """Say whether people of any one level differ in a figure of their two scores."""
    return any(
        len({figure(entry, exit_) for entry, exit_, _n in table.matched}) > 1
        for table in tables.values()
    )
