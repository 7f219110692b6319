"""A finished report: what was found, what is said of it, and what people have decided on it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from analysis.conclusions import Decision, Draft
    from analysis.document import Document, Section
    from analysis.swot import Proposal, SwotDecision
    from analysis.words import Words

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

    Words are laid out when somebody asks for them: whoever wants figures does not wait for them.

    Attributes
    ----------
    words
        The reader's language.
    lay_out, summarise
        How document and summary come about.
    """

    results: Found
    words: Words
    lay_out: Callable[[], Document]
    summarise: Callable[[], tuple[Section, ...]] = tuple
    drafts: Drafts = Drafts()

    @cached_property
    def document(self) -> Document:
        """All that is said."""
        return self.lay_out()

    @cached_property
    def summary(self) -> tuple[Section, ...]:
        """What of it stands in the four pages for the head of the school."""
        return self.summarise()
