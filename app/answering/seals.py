"""A seal on every page of answers: whose page it is, so that no other code's draft takes them.

In one browser two tabs share one cookie, and whoever typed a code last is whom it names.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from itsdangerous import Signer

from app.answering.errors import OtherCodeError
from app.sealing import installation_secret

if TYPE_CHECKING:
    from app.answering.respondents import Respondent

#: The hidden field of a page that holds it.
FIELD = "seal"

#: Instead of the number of a form: a page about all of them.
EVERY_FORM = 0


def seal(respondent: Respondent, administration_id: int) -> str:
    """Return the seal of a person's pages of a form; it tells nothing about either."""
    return _signer().get_signature(_owner(respondent, administration_id)).decode()


def check_seal(text: str, respondent: Respondent, administration_id: int) -> None:
    """Let a page pass that was shown to this person.

    Raises
    ------
    OtherCodeError
        It was shown to somebody else, or holds no seal.
    """
    if not _signer().verify_signature(_owner(respondent, administration_id), text):
        raise OtherCodeError


def _signer() -> Signer:
    return Signer(installation_secret(), salt="answering-page")


def _owner(respondent: Respondent, administration_id: int) -> str:
    return f"{respondent.person}/{administration_id}"
