"""What `analysis` refuses.

ScoreError(ValueError)            a score or a count that is none
DuplicatePersonError(ValueError)  a person stands twice in one wave
MomentsError(ValueError)          item moments that do not belong together
VersionsError(ValueError)         scores of instrument versions that do not belong together
SlipRateError(ValueError)         how often answers differ, as no share that can be
"""

from __future__ import annotations


class ScoreError(ValueError):
    """A value that is no exact score, or a count that is no whole number of people.

    Attributes
    ----------
    value
        What was handed in.
    """

    def __init__(self, value: object, rule: str) -> None:
        super().__init__(f"{value!r}: {rule}")
        self.value = value


class DuplicatePersonError(ValueError):
    """A person stands twice in one wave, so nobody knows which score is meant.

    Attributes
    ----------
    person
        The key that stands twice.
    wave
        "entry" or "exit".
    """

    def __init__(self, person: object, wave: str) -> None:
        super().__init__(f"{person!r} stands twice at {wave}; each person has one score per wave")
        self.person = person
        self.wave = wave


class MomentsError(ValueError):
    """Item moments of different items, or rows of different lengths, were put together."""


class VersionsError(ValueError):
    """A scale comes without an instrument, or pairs scores of versions that are not comparable."""


class SlipRateError(ValueError):
    """A slip rate of 0 allows no other answer, and one of 1/2 or more tells nothing.

    Attributes
    ----------
    slip
        What was handed in.
    """

    def __init__(self, slip: float) -> None:
        super().__init__(f"{slip!r}: a slip rate is above 0 and below 1/2")
        self.slip = slip
