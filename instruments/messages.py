"""Sentences that wait for their language: raised or returned here, worded where a person reads.

A msgid is English and stands in the translation catalogue, which is gathered from the calls of
`N_`. Counts are worded so that no plural is needed ("sheets: 2").
"""

from __future__ import annotations

import gettext
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

#: Says every msgid as it is, that is, in English.
ENGLISH = gettext.NullTranslations()


@dataclass(frozen=True)
class Message:
    """One sentence, or a part of one, with its facts.

    Attributes
    ----------
    msgid
        The English text, with `%(name)s` places; without params a percent sign is one.
    params
        What goes into the places; messages among them are worded in the same language.
    """

    msgid: str
    params: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def text(self, translations: gettext.NullTranslations = ENGLISH) -> str:
        """Return the sentence in the language of `translations`."""
        words = {
            name: value.text(translations) if isinstance(value, Message) else value
            for name, value in self.params.items()
        }
        pattern = translations.gettext(self.msgid)
        return pattern % words if words else pattern

    def __str__(self) -> str:
        return self.text()


def N_(msgid: str, **params: object) -> Message:  # noqa: N802 - because gettext's marker is called so
    """Make a message."""
    return Message(msgid, params)


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with something handed in, and how to mend it.

    Attributes
    ----------
    file
        The file, as its reader knows it; empty where there is none.
    place
        Where in it: a key, an item, a scale, a row and column.
    what
        What was found there.
    rule
        The rule it breaks.
    remedy
        What to do.
    """

    place: Message
    what: Message
    rule: Message
    remedy: Message
    file: str = ""

    def text(self, translations: gettext.NullTranslations = ENGLISH) -> str:
        """Return the problem as one line in the language of `translations`."""
        place = self.place.text(translations)
        where = f"{self.file}, {place}" if self.file and place else self.file or place
        return N_(
            "%(where)s: %(what)s. Rule: %(rule)s. What to do: %(remedy)s.",
            where=where,
            what=self.what,
            rule=self.rule,
            remedy=self.remedy,
        ).text(translations)

    def __str__(self) -> str:
        return self.text()


class ProblemsError(ValueError):
    """Something handed in was refused; `problems` says everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def text(self, translations: gettext.NullTranslations = ENGLISH) -> str:
        """Return all problems, one a line, in the language of `translations`."""
        return "\n".join(problem.text(translations) for problem in self.problems)

    def __str__(self) -> str:
        return self.text()
