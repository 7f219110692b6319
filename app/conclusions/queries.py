"""What the page of conclusions shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.conclusions.texts import digest
from app.models import ConclusionKind
from app.reports.conclusion_frames import latest_drafts, sentences_now

if TYPE_CHECKING:
    from analysis.conclusions import Sentence
    from app.models import Programme

#: The kinds of sentences of each stage that a person may add.
KINDS_OF_STAGE = {
    1: (
        ConclusionKind.CONCLUSION,
        ConclusionKind.STRENGTH,
        ConclusionKind.WEAKNESS,
        ConclusionKind.GAP,
        ConclusionKind.RECOMMENDATION,
    ),
    2: (ConclusionKind.CONCLUSION, ConclusionKind.RECOMMENDATION),
}


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A sentence on the page.

    Attributes
    ----------
    seen
        Digest of its text, and whether it is struck.
    seen_draft
        Digest of what the results give for it.
    """

    sentence: Sentence
    seen: str
    seen_draft: str


def sentences_of(programme: Programme, stage: int) -> list[Shown] | None:
    """Return all sentences of a stage, struck ones too; None where no report was made yet."""
    drafts = latest_drafts(programme, stage)
    if drafts is None:
        return None
    return [
        Shown(sentence=one, seen=state_of(one.text, one.struck), seen_draft=digest(one.draft))
        for one in sentences_now(programme, stage, drafts)
    ]


def state_of(text: str, struck: bool) -> str:
    """Return the digest of what a person may change of a sentence."""
    return digest(text, struck)
