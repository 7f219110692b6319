"""Why somebody cannot answer now, each with a kind page.

AnsweringError(ValueError)
├── NotForRoleError      the form is given to another role, in another programme, or not at all
├── AnsweredError        it has been handed in
├── ClosedError          its wave takes no more answers
├── NotYetOpenError      its wave takes no answers yet
├── NoConsentError       both papers of consent have not come yet
├── NothingLeftError     every form has been handed in
│   └── AllDoneError     and no wave is to come
├── WithdrawnError       the consent has been withdrawn
├── NothingToEraseError  no answers are stored
│   └── TooLateToEraseError  only at waves that have closed
├── OtherCodeError       the page was shown to another code
└── SessionLostError     the browser holds no code
    ├── SessionIdleError     nobody has gone on for half an hour
    └── SlipVoidedError      the code has been voided meanwhile
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _l


class AnsweringError(ValueError):
    """Somebody cannot answer now.

    Attributes
    ----------
    title, advice
        What the page says.
    title_by_address, advice_by_address
        What it says to whoever has no slip; no title is the same one.
    status
        The status of the page.
    leads_on
        Whether there may be another form to go on with.
    """

    title = _l("There is nothing to answer now")
    advice = _l("Please ask whoever gave out the slip.")
    title_by_address: Any = None
    advice_by_address = _l("Please ask whoever gave out the address.")
    status = 403
    leads_on = False

    def words(self, *, by_address: bool) -> tuple[Any, Any]:
        """Return title and advice for whoever has a slip, or came by an address."""
        if by_address:
            return self.title_by_address or self.title, self.advice_by_address
        return self.title, self.advice


class NotForRoleError(AnsweringError):
    """The form is given to another role, in another programme, or not at all."""

    title = _l("This questionnaire is not for this code")
    advice = _l("Every code has questionnaires of its own.")
    title_by_address = _l("There are no questionnaires here now")
    leads_on = True


class AnsweredError(AnsweringError):
    """The form has been handed in."""

    title = _l("This questionnaire has already been handed in")
    advice = _l("The answers are stored. They need not be given twice.")
    advice_by_address = advice
    status = 200
    leads_on = True


class ClosedError(AnsweringError):
    """The wave takes no more answers."""

    title = _l("The questionnaire is closed now")
    advice = _l(
        "Time is up, and answers are no longer taken. A questionnaire that had not been sent does "
        "not count, and that is all right. Whoever gave out the slip can help."
    )
    advice_by_address = _l(
        "Time is up, and answers are no longer taken. A questionnaire that had not been sent does "
        "not count, and that is all right."
    )
    leads_on = True


class NotYetOpenError(AnsweringError):
    """The wave takes no answers yet."""

    title = _l("The questionnaire is not open yet")
    advice = _l(
        "The slip with the code will still be needed. Whoever gave it out says when to begin."
    )
    advice_by_address = _l("Whoever gave out the address says when to begin.")


class NoConsentError(AnsweringError):
    """The programme asks nobody before both of their papers have come."""

    title = _l("The consents are needed first")
    advice = _l(
        "Nobody answers before the school has both signed papers of consent. Whoever gave out the "
        "slip says which one is missing. The slip with the code will still be needed."
    )
    leads_on = True


class NothingLeftError(AnsweringError):
    """Every form has been handed in."""

    title = _l("Thank you, all the questionnaires are filled in already")
    advice = _l("There is nothing more to do. The slip with the code will be needed next time.")
    advice_by_address = _l(
        "There is nothing more to do. Whoever has not answered yet should begin once more: "
        "there may have been a slip of the pen in the short questions."
    )
    status = 200


class AllDoneError(NothingLeftError):
    """Every form has been handed in, and no wave is to come."""

    advice = _l("That was the last time. The slip may go back to whoever gave it out.")


class WithdrawnError(AnsweringError):
    """The consent to take part has been withdrawn."""

    title = _l("There are no questionnaires for this code any more")
    advice = _l(
        "The consent to take part has been withdrawn: what was answered has been erased, and "
        "nothing more is asked. That is all right. Whoever gave out the slip can explain it."
    )


class NothingToEraseError(AnsweringError):
    """No answers are stored at any wave that is open, nor at any that has closed."""

    title = _l("There is nothing to erase")
    advice = _l("No answers are stored under this code.")
    status = 200
    leads_on = True


class TooLateToEraseError(NothingToEraseError):
    """Answers are stored, but only at waves that have closed."""

    title = _l("The code alone cannot erase these answers any more")
    advice = _l(
        "The questionnaires have been closed. As long as the school knows whose code this is, the "
        "answers can still be erased: please tell the school's psychologist or whoever gave out "
        "the slip."
    )
    status = 403


class OtherCodeError(AnsweringError):
    """The page was shown to another code than the one that answers in this browser now."""

    title = _l("Another code has been typed on this computer")
    advice = _l("The answers of this page have not been kept. Please type your own code once more.")
    title_by_address = _l("Somebody else has begun on this computer")
    advice_by_address = _l("The answers of this page have not been kept. Please begin once more.")


class SessionLostError(AnsweringError):
    """The browser holds no code, or a page of long ago."""

    title = _l("This page is of no use any more")
    advice = _l(
        "If the questionnaires have been sent, there is nothing more to do. If not, please type "
        "the code: what was answered on the earlier pages is kept."
    )
    advice_by_address = _l(
        "If the questionnaires have been sent, there is nothing more to do. If not, please begin "
        "once more: the same answers to the short questions lead to what has not been sent yet."
    )


class SessionIdleError(SessionLostError):
    """Nobody has gone on for half an hour: whoever comes now may be somebody else."""

    title = _l("It has been quiet here for half an hour")
    advice = _l(
        "That is why the page has forgotten the code: somebody else might have sat down here. "
        "Type it in once more and go on: what was answered on the earlier pages is kept."
    )
    advice_by_address = _l(
        "That is why the page has forgotten who answered: somebody else might have sat down here. "
        "Please begin once more: the same answers to the short questions lead to what has not been "
        "sent yet."
    )


class SlipVoidedError(SessionLostError):
    """The code has been voided meanwhile."""

    title = _l("This slip is no longer valid")
    advice = _l(
        "Another slip has been issued instead: type in its code. What was answered on the earlier "
        "pages is kept. Whoever gave out the slip can help."
    )
