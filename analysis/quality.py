"""How a form was filled in: what is missing, and answers that look careless."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class WaveQuality:
    """The forms of one questionnaire and wave.

    Attributes
    ----------
    n
        Forms.
    missing
        Mean share of items without an answer.
    longest_run
        Mean length of the longest run of one and the same answer, in items.
    variance
        Mean variance of one person's answers within a response set; None where no form has one.
    """

    n: int
    missing: float
    longest_run: float
    variance: float | None
