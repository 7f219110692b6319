"""A finished report: what was found, what is said of it, and what people have decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from analysis.conclusions import Decision, Draft
    from analysis.document import Document, Section
    from analysis.swot import Proposal, SwotDecision

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What people have decided on drafts of reports before, and what they added."""

    conclusions: tuple[Decision, ...] = ()
    swot: tuple[SwotDecision, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Drafts:
    """What the results propose for people to decide on."""

    conclusions: tuple[Draft, ...] = ()
    swot: tuple[Proposal, ...] = ()


@dataclass(frozen=True)
class Report(Generic[Found]):
    """The results that JSON serialises, and the document that the other formats render.

    Attributes
    ----------
    summary
        What of it stands in the four pages for the head of the school.
    """

    results: Found
    document: Document
    summary: tuple[Section, ...] = ()
    drafts: Drafts = Drafts()
