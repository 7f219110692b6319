"""Sentences of a report's conclusions: drafted from results, and what people made of them.

A draft that nobody touched follows the results. Whatever somebody wrote stays as they wrote it;
where the results under it have changed since, the sentence asks to be read again.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Literal, TypeAlias

from analysis.document import Paragraph, Points, Section
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.words import Words
    from instruments.messages import Message

Kind: TypeAlias = Literal["conclusion", "strength", "weakness", "gap", "recommendation"]

#: In the order of a report; a report has those of its stage.
KINDS: tuple[Kind, ...] = ("conclusion", "strength", "weakness", "gap", "recommendation")

#: So many sentences of a kind are drafted at most, the best first.
MOST_OF_A_KIND = 7

#: So many stand in the four pages for the head of the school.
OF_A_KIND_FOR_HEAD = {"conclusion": 4, "strength": 2, "weakness": 2, "gap": 2, "recommendation": 3}

#: How the origins of what is said of sub-groups begin.
INNER = ("groups/", "proposal/strategy/")

#: What stands over the sentences of a kind; the first need no words of their own in stage 1.
TITLES: dict[str, Message] = {
    "strength": N_("Strong sides"),
    "weakness": N_("Weak sides"),
    "gap": N_("Expectations and what came of them"),
    "recommendation": N_("Recommendations"),
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """A sentence that the results give.

    Attributes
    ----------
    origin
        What it is about, the same in every report: `satisfaction/mentee/joint-work`.
    """

    origin: str
    kind: Kind
    text: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What somebody made of a sentence.

    Attributes
    ----------
    position
        Its place within its kind, from 1.
    origin
        The draft that it stands for; None of somebody's own sentence.
    drafted
        What the draft said when the sentence was last read.
    is_struck
        Not to be printed.
    key
        What a page calls somebody's own sentence, which has no origin.
    """

    kind: Kind
    position: int
    text: str
    origin: str | None = None
    drafted: str | None = None
    is_struck: bool = False
    key: str = ""

    @property
    def is_edited(self) -> bool:
        """Whether the words are somebody's own, not the draft's."""
        return self.origin is None or self.text != self.drafted


@dataclass(frozen=True, kw_only=True)
class Sentence:
    """A sentence as it stands now, printed or struck.

    Attributes
    ----------
    draft
        What the results give now; None where they give nothing any more, or never did.
    drafted
        What they gave when somebody decided; None where nobody has.
    reread
        Whether they have changed since, so that a person should look again.
    key
        What a page calls it: its origin or, of somebody's own sentence, the decision's key.
    """

    key: str
    kind: Kind
    text: str
    origin: str | None
    draft: str | None
    drafted: str | None
    edited: bool
    reread: bool
    struck: bool


@dataclass(frozen=True, kw_only=True)
class Conclusion:
    """A sentence that is printed; its fields are the keys of the JSON report."""

    kind: Kind
    text: str
    origin: str | None
    edited: bool
    reread: bool


def best(drafts: Sequence[Draft]) -> tuple[Draft, ...]:
    """Return the first sentences of every kind, kinds in the order of a report."""
    return tuple(
        draft
        for kind in KINDS
        for draft in [one for one in drafts if one.kind == kind][:MOST_OF_A_KIND]
    )


def settled(drafts: Sequence[Draft], decisions: Sequence[Decision]) -> tuple[Sentence, ...]:
    """Return every sentence as it stands, struck ones too, in the order of a report.

    A draft nobody touched is as drafted. Whatever was only moved follows its draft, and goes with
    it. An edited sentence stays as edited, and a struck one struck, also where its draft is gone.

    Parameters
    ----------
    drafts
        What the results give, each origin once.
    decisions
        What people made of them and added, each origin once, in any order.
    """
    now = {draft.origin: (place, draft) for place, draft in enumerate(drafts)}
    placed = [
        (_place_of(draft, drafts), 1, place, _untouched(draft))
        for place, draft in enumerate(drafts)
        if draft.origin not in {one.origin for one in decisions}
    ]
    for decision in decisions:
        place, draft = now.get(decision.origin or "", (len(drafts), None))
        if draft is not None or decision.is_edited or decision.is_struck:
            placed.append((decision.position, 0, place, _decided(decision, draft)))
    placed.sort(key=lambda one: (KINDS.index(one[3].kind), one[:3], one[3].key))
    return tuple(sentence for *_, sentence in placed)


def _place_of(draft: Draft, drafts: Sequence[Draft]) -> int:
    """Return the place of a draft within its kind, from 1."""
    return [one.origin for one in drafts if one.kind == draft.kind].index(draft.origin) + 1


def _untouched(draft: Draft) -> Sentence:
    return Sentence(
        key=draft.origin,
        kind=draft.kind,
        text=draft.text,
        origin=draft.origin,
        draft=draft.text,
        drafted=None,
        edited=False,
        reread=False,
        struck=False,
    )


def _decided(decision: Decision, draft: Draft | None) -> Sentence:
    now = None if draft is None else draft.text
    read = decision.origin is None or now == decision.drafted
    # Only moved or put back: the words are the draft's, so they follow it.
    follows = not decision.is_edited and not decision.is_struck
    return Sentence(
        key=decision.origin or decision.key,
        kind=decision.kind,
        text=now if follows and now is not None else decision.text,
        origin=decision.origin,
        draft=now,
        drafted=decision.drafted,
        edited=decision.is_edited,
        reread=not read and not follows,
        struck=decision.is_struck,
    )


def printed(sentences: Sequence[Sentence]) -> tuple[Conclusion, ...]:
    """Return what a report prints."""
    return tuple(
        Conclusion(
            kind=one.kind,
            text=one.text,
            origin=one.origin,
            edited=one.edited,
            reread=one.reread,
        )
        for one in sentences
        if not one.struck
    )


def conclusion_sections(
    conclusions: Sequence[Conclusion], title: str, words: Words
) -> Iterator[Section]:
    """Yield the conclusions of a report, a part for each kind that has any."""
    by_kind = {
        kind: [one for one in conclusions if one.kind == kind]
        for kind in KINDS
        if any(one.kind == kind for one in conclusions)
    }
    lead = by_kind.pop("conclusion", [])
    if lead:
        yield Section(title, tuple(_points(lead)))
    else:
        none = () if by_kind else (Paragraph(words.say("No conclusions are printed.")),)
        yield Section(title, none)
    for kind, of_kind in by_kind.items():
        yield Section(words.of(TITLES[kind]), tuple(_points(of_kind)), level=2)


def _points(conclusions: Sequence[Conclusion]) -> Iterator[Points]:
    """Yield sentences one under another; those of sub-groups are not for the school's site."""
    for inner, some in groupby(conclusions, key=lambda one: (one.origin or "").startswith(INNER)):
        yield Points(tuple(one.text for one in some), inner=inner)


def for_the_head(conclusions: Sequence[Conclusion]) -> tuple[Conclusion, ...]:
    """Return the first sentences of each kind, which stand in the four pages for the head."""
    return tuple(
        one
        for kind in KINDS
        for one in [two for two in conclusions if two.kind == kind][: OF_A_KIND_FOR_HEAD[kind]]
    )


def edited_sentences(conclusions: Sequence[Conclusion], words: Words) -> Iterator[str]:
    """Yield for the method how many conclusions are a person's words, and which to read again."""
    edited = sum(one.edited for one in conclusions)
    if edited:
        yield words.say(
            "Conclusions are drafted from the results; edited or added by the curator: %(edited)s "
            "of %(n)s sentences.",
            edited=edited,
            n=len(conclusions),
        )
    again = sum(one.reread for one in conclusions)
    if again:
        yield words.say(
            "To be read again before the report is signed: the results under %(n)s of the edited "
            "sentences have changed since.",
            n=again,
        )
