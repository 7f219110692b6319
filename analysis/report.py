"""A finished report: what was found, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from analysis.document import Document, Section

Found = TypeVar("Found")


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
