"""A form in the hands of one person: its pages, what they have answered, where to go on."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from flask import url_for

from app.answering.errors import ClosedError
from app.answering.pages import Page, first_open, page_after, page_before, pages_of
from app.answering.queries import answerable, definition_of, draft_of, open_forms
from app.database import now_utc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.answering.answers import Stored
    from app.answering.respondents import Respondent
    from app.models import Administration
    from instruments.model import Instrument


@dataclass(frozen=True, kw_only=True)
class GivenForm:
    """One form and one person's answers to it so far."""

    administration_id: int
    programme_id: int
    instrument: Instrument
    answers: Mapping[str, Stored]

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        """The pages that these answers ask for."""
        return pages_of(self.instrument, self.answers)

    def page(self, number: int) -> Page | None:
        """Return a page by its number; None where it is not shown."""
        return next((page for page in self.pages if page.number == number), None)

    def after(self, page: Page, answers: Mapping[str, Stored], *, is_ready: bool) -> GivenForm:
        """Return the form with what was answered on a page instead of what was there before.

        On a page that is ready an empty text is a skipped one.
        """
        here = {item.code for item in page.items}
        elsewhere = {code: kept for code, kept in self.answers.items() if code not in here}
        empty = dict.fromkeys(here) if is_ready else {}
        return replace(self, answers={**elsewhere, **empty, **answers})

    def begin(self) -> Page:
        """Return the page to begin or go on with."""
        return first_open(self.pages, self.answers) or self.pages[-1]

    def goal(self, page: Page, action: str) -> Page | None:
        """Return the page that a button leads to; None where the form can be handed in.

        The page itself where an answer has just made it the last one: its button now says so.
        """
        if action == "back":
            return page_before(self.pages, page.number) or page
        later = page_after(self.pages, page.number)
        if later is not None or action != "send":
            return later or page
        return first_open(self.pages, self.answers)

    def address(self, page: Page) -> str:
        """Return the address of a page."""
        return url_for(
            "answering.page", administration_id=self.administration_id, number=page.number
        )


def given_form(administration_id: int, respondent: Respondent) -> GivenForm:
    """Return a form that a person may answer now.

    Raises
    ------
    AnsweringError
        It is not given to the person, has been handed in, or its wave is not open.
    """
    form = answerable(administration_id, respondent.person, now_utc())
    return _in_hand(form, respondent)


def next_address(respondent: Respondent) -> str | None:
    """Return where a person goes on answering; None where nothing is left."""
    for form in open_forms(respondent.person, now_utc()):
        if not form.is_answered:
            given = _in_hand(form.administration, respondent)
            return given.address(given.begin())
    return None


def place_among_forms(given: GivenForm, person: int) -> tuple[int, int]:
    """Return which form of how many this is for the person.

    Raises
    ------
    ClosedError
        Its wave has closed meanwhile.
    """
    ids = [form.administration.id for form in open_forms(person, now_utc())]
    if given.administration_id not in ids:
        raise ClosedError
    return ids.index(given.administration_id) + 1, len(ids)


def _in_hand(administration: Administration, respondent: Respondent) -> GivenForm:
    return GivenForm(
        administration_id=administration.id,
        programme_id=administration.wave.programme_id,
        instrument=definition_of(administration),
        answers=draft_of(administration.id, respondent.person, respondent.draft_key),
    )
