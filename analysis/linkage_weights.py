"""What it tells that two people gave the same answer, in bits, by how common the answer is.

The weights are Fellegi and Sunter's, by the frequency of values as Winkler has them; their
references stand in `analysis.linkage`. One person gives another answer, or none, to a share of the
questions, the slip rate; two people share a value as often as it occurs:

    both say v       log2((1 - slip) / share of v)               rare values weigh more
    they differ      log2(slip / (1 - sum of squared shares))
    one is missing   0: no evidence

Shares are those of both waves together, a pair's own answers among them, which errs towards less
weight.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import fsum, log2
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.code_elements import Profile

#: How often one person's two answers to a question differ.
SLIP = 0.05

#: No value counts as rarer than this, so that no element adds more than 6.6 bits: what two people
#: alone share may be mistyped twice, and no element is to decide by itself.
RAREST = 0.01

#: Odds to one that the weakest pair to be linked is one person: see `least_weight`.
ODDS = 19


@dataclass(frozen=True)
class Weights:
    """What each element tells, in bits; the elements in the order of a profile.

    Attributes
    ----------
    agreement
        Of each element, value to the weight of two people who both have it.
    disagreement
        Of each element, the weight of two different values.
    """

    agreement: tuple[Mapping[str, float], ...]
    disagreement: tuple[float, ...]

    @classmethod
    def of(cls, people: Sequence[Profile], *, slip: float) -> Weights:
        """Weigh by how often values occur among people of both waves."""
        agreement, disagreement = [], []
        for answers in zip(*people, strict=True):
            counts = Counter(answer for answer in answers if answer is not None)
            shares = {value: n / counts.total() for value, n in counts.items()}
            agreement.append({v: log2((1 - slip) / max(p, RAREST)) for v, p in shares.items()})
            # Of an element that has one value only, no two differ.
            differ = 1 - fsum(p * p for p in shares.values()) if len(shares) > 1 else 1.0
            disagreement.append(log2(slip / differ))
        return cls(tuple(agreement), tuple(disagreement))

    def of_pair(self, one: Profile, other: Profile) -> float:
        """Return the weight of two people; where one has no answer, nothing is added."""
        return fsum(
            agreement[a] if a == b else disagreement
            for a, b, agreement, disagreement in zip(
                one, other, self.agreement, self.disagreement, strict=True
            )
            if a is not None and b is not None
        )


def least_weight(n_entry: int, n_exit: int) -> float:
    """Return the weight from which a pair is improbable to be two people.

    If everybody of the smaller wave were in the larger, one of `max(n_entry, n_exit)` pairs would
    be one person, so the odds before looking are about 1 : max. By Bayes' rule a weight w makes
    them 2^w : max, and they must be `ODDS` : 1 or better.

    Of 300 people that is 12.5 bits, of 3,000 it is 15.8. The eight questions of docs/linkage.md and
    seven cohorts carry 25 bits (the entropy of what people answer), 19 where every answer is the
    most common one, so that most are still linked after a slip. `ODDS` is the worst of all links:
    of the simulated ones among 300 people 0.12 % are false. With 199 : 1 it is 0.09 %, and every
    sixth link with a slip is lost.
    """
    return log2(max(n_entry, n_exit, 1)) + log2(ODDS)
