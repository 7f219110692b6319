"""What an official paper is made of and in which order, for every format alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports.page_tables import apart

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.document import Document, Paper, Section, Signature, Table
    from analysis.words import Words

#: Letters of a word that hardly shares a line or a column with others, such as a checksum.
LONG_WORD = 40

#: Where something is written by hand: a signature, a name or a post.
BY_HAND, NAME_BY_HAND = "_" * 14, "_" * 20


@dataclass(frozen=True)
class Appendix:
    """What stands behind the signatures, on pages of its own.

    Attributes
    ----------
    label
        Such as «Приложение 1»; empty of the tables of a report that is no paper.
    parts
        Its sections; the title of the first is that of the appendix.
    """

    label: str
    title: str
    parts: tuple[Section, ...]
    tables: tuple[Table, ...] = ()


@dataclass(frozen=True)
class Lines:
    """A paper's signatures, each as (post, line to sign on, name), and the place for the date."""

    date: str
    signatures: tuple[tuple[str, str, str], ...]


def has_long_word(text: str) -> bool:
    """Say whether a text needs ragged lines, or to be broken anywhere."""
    return max(map(len, text.split()), default=0) > LONG_WORD


def in_order(
    document: Document, *, leaves_details: bool = False
) -> tuple[list[Section], list[Appendix]]:
    """Return what is signed, and the appendices; the tables for the patient reader come last.

    A format in which those are no burden leaves them where they are.
    """
    words = document.words
    main, behind = _behind(document.sections)
    main, details = (main, []) if leaves_details else apart(main)
    appendices = [
        Appendix(words.say("Appendix %(number)s", number=number), parts[0].title, tuple(parts))
        for number, parts in enumerate(behind, start=1)
    ]
    if details and (document.paper or appendices):
        label = words.say("Appendix %(number)s", number=len(appendices) + 1)
        appendices.append(Appendix(label, words.say("Detailed tables"), (), tuple(details)))
    elif details:
        title = words.say("Appendix: detailed tables")
        appendices.append(Appendix("", title, (), tuple(details)))
    return main, appendices


def _behind(sections: Iterable[Section]) -> tuple[list[Section], list[list[Section]]]:
    """Return the sections in front, and those of each appendix; a small one follows its own."""
    main: list[Section] = []
    behind: list[list[Section]] = []
    is_behind = False
    for section in sections:
        belongs = is_behind and section.level > 1
        is_behind = section.is_appendix or belongs
        if belongs:
            behind[-1].append(section)
        elif is_behind:
            behind.append([section])
        else:
            main.append(section)
    return main, behind


def lines_of(paper: Paper, words: Words) -> Lines:
    """Return what is left to be written by hand under a paper."""
    by_hand = words.say("“___” ______________ 20__")
    date = f"{paper.signed_on} {by_hand}" if paper.signed_on else ""
    return Lines(date, tuple(_signature(one) for one in paper.signatures))


def _signature(one: Signature) -> tuple[str, str, str]:
    return one.post or NAME_BY_HAND, BY_HAND, one.name or NAME_BY_HAND
