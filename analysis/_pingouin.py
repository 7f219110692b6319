"""The only door to pingouin: its names, signs, rounding and gaps are translated here, once."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import pandas as pd
import pingouin

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from fractions import Fraction


def mixed_anova(
    people: Mapping[str, Sequence[tuple[Fraction, Fraction]]],
) -> Iterator[tuple[float, int, int, float]]:
    """Yield F, both degrees of freedom and p of levels, waves and their interaction.

    Parameters
    ----------
    people
        Level to the entry and exit score of each of its people; people of a level differ both
        in their means and in their changes, else pingouin divides by zero.

    Notes
    -----
    Sums of squares are of type II where levels are unequal. An F that is nothing but rounding may
    come out below zero; it is 0 then. With two waves there is no sphericity to correct for.
    """
    rows = [
        (number, level, wave, float(score))
        for number, (level, pair) in enumerate(
            (level, pair) for level, pairs in people.items() for pair in pairs
        )
        for wave, score in zip(("entry", "exit"), pair, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["person", "level", "wave", "score"])
    with warnings.catch_warnings():
        # pingouin 0.7 drops columns in a way that pandas 4 will refuse.
        warnings.filterwarnings("ignore", "The inplace keyword", category=pd.errors.Pandas4Warning)
        found = pingouin.mixed_anova(
            table, dv="score", within="wave", subject="person", between="level", correction=False
        )
    found = found.set_index("Source")
    for source in ("level", "wave", "Interaction"):
        row = found.loc[source]
        yield max(float(row["F"]), 0.0), int(row["DF1"]), int(row["DF2"]), float(row["p_unc"])
