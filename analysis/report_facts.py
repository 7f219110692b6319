"""What a report says of itself: programme, plan, people, and what was computed from what.

Field names are the keys of the JSON report (docs/report.md).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class ProgrammeFacts:
    """Which programme a report is of; dates are ISO 8601, `year` as people write it.

    Attributes
    ----------
    demo
        Whether its people and answers are made up.
    """

    number: int
    title: str
    school: str
    mentoring_form: str
    year: str
    starts_on: str
    ends_on: str
    linkage_mode: str
    k: int
    demo: bool = False


@dataclass(frozen=True, kw_only=True)
class PrimaryScale:
    """A scale and role that the plan promises a test of.

    Attributes
    ----------
    expected
        "rise" or "fall" where the plan expects a direction; used in words only.
    """

    instrument: str
    scale: str
    role: str | None
    expected: str | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What was to be tested, and how, before anybody looked.

    Attributes
    ----------
    primary
        The family of Holm's correction.
    test
        "wilcoxon" or "paired_t", two-sided.
    origin
        "default", or "own" where the school has chosen.
    allocation
        "random" where lots decided who is in the programme and who in the comparison group; else
        None, and nothing is said of causes.
    equivalence
        Bound of the test of equivalence, in SDs of the matched people's entry scores.
    made_on, changed_on, locked_on
        ISO 8601 dates: when the entry wave opened, of the last change after it had, and when the
        exit wave opened; None of a table of the caller's own.
    """

    primary: tuple[PrimaryScale, ...]
    test: str = "wilcoxon"
    alternative: str = "two-sided"
    origin: str = "default"
    allocation: str | None = None
    equivalence: float = 0.2
    made_on: str | None = None
    changed_on: str | None = None
    locked_on: str | None = None

    def promised(self, instrument: str, scale: str, role: str | None) -> PrimaryScale | None:
        """Return what the plan says of a scale and role; None where it promises no test."""
        return next(
            (
                one
                for one in self.primary
                if (one.instrument, one.scale, one.role) == (instrument, scale, role)
            ),
            None,
        )


@dataclass(frozen=True, kw_only=True)
class InstrumentVersion:
    """Exactly which definition was used."""

    code: str
    version: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Provenance:
    """What is needed to get the same figures again."""

    software: str
    instruments: tuple[InstrumentVersion, ...]
    data_sha256: str


@dataclass(frozen=True, kw_only=True)
class Flow:
    """How many people of a role there are, and who answered anything at which wave.

    Attributes
    ----------
    consented
        Whose both papers have come; None where consents are not recorded, or of a table.
    arm
        "comparison" for a comparison group; None for the programme's own people.
    withdrawn
        Of `people`, who have withdrawn; what they had answered is erased and counts nowhere.
    """

    role: str | None
    people: int
    entry: int
    exit: int
    both: int
    arm: str | None = None
    withdrawn: int = 0
    consented: int | None = None


@dataclass(frozen=True, kw_only=True)
class LinkageCounts:
    """How people of a role found each other across the waves by their own answers, not by codes.

    These are counts of participation: no figure is drawn from the answers of any but exact pairs,
    so that none can tell of the few that another count holds.

    Attributes
    ----------
    entered, left
        People who answered the short questions at entry, and at exit.
    exact
        Pairs that agree in every answer; only they are matched in this report.
    tolerant
        Pairs that agree but for one answer; counted, never matched.
    ambiguous, unmatched
        People of either wave who fit several, or nobody.
    """

    role: str
    entered: int
    left: int
    exact: int
    tolerant: int
    ambiguous: int
    unmatched: int
