"""What `instruments` refuses.

ProblemsError(ValueError)      several problems, each with file, place, rule and remedy
├── InstrumentError            a definition breaks the file format or a self-check
└── AnswerError                an answer that its item does not allow
UnknownInstrumentError(LookupError)    no such code or version
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.messages import N_, Message, Problem, ProblemsError

if TYPE_CHECKING:
    import gettext


class InstrumentError(ProblemsError):
    """A definition breaks the file format or a self-check."""


class AnswerError(ProblemsError):
    """An answer that its item does not allow.

    Attributes
    ----------
    item
        The item's code.
    value
        What was handed in.
    """

    def __init__(self, problem: Problem, *, item: str, value: object) -> None:
        super().__init__((problem,))
        self.item = item
        self.value = value


class UnknownInstrumentError(LookupError):
    """No instrument of this code, or no such version of it.

    Attributes
    ----------
    reference
        What was asked for, `CODE` or `CODE@n`.
    known
        What there is instead: codes, or versions of the code.
    """

    def __init__(self, reference: str, known: tuple[str, ...]) -> None:
        super().__init__(reference)
        self.reference = reference
        self.known = known

    @property
    def message(self) -> Message:
        """What to tell a person."""
        return N_(
            "“%(reference)s” is not in the library. There are: %(known)s.",
            reference=self.reference,
            known=", ".join(self.known),
        )

    def text(self, translations: gettext.NullTranslations) -> str:
        """Return the message in the language of `translations`."""
        return self.message.text(translations)

    def __str__(self) -> str:
        return str(self.message)
