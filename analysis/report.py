"""A finished report: what was found, and what is said of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from analysis.document import Document

Found = TypeVar("Found")


@dataclass(frozen=True)
class Report(Generic[Found]):
    """The results that JSON serialises, and the document that the other formats render."""

    results: Found
    document: Document
