"""A child with a phone: reads a page as a browser does, marks answers, presses a button."""

from __future__ import annotations

from collections import defaultdict
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.answering.drafts import code_digest, draft_key, opened_draft
from app.database import db
from app.models import Draft, Score, Slip, Submission

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

SKIP = "не хочу отвечать"


class Page(HTMLParser):
    """What a browser would send back as the page stands, and what one reads on it."""

    def __init__(self, response: TestResponse) -> None:
        super().__init__()
        self.status = response.status_code
        self.path = response.request.path
        self.html = response.text
        self.fields: defaultdict[str, list[str]] = defaultdict(list)
        self.options: defaultdict[str, list[str]] = defaultdict(list)
        self.words: list[str] = []
        self._textarea: str | None = None
        self.feed(self.html)
        self.text = " ".join(" ".join(self.words).split())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take in an element to fill in."""
        found = dict(attrs)
        name = found.get("name") or ""
        if tag == "textarea":
            self._textarea = name
            self.options[name] = []
        if tag != "input" or not name:
            return
        value = found.get("value") or ""
        ticked = found.get("type") in {"radio", "checkbox"}
        self.options[name] += [value] if ticked else []
        if value and (not ticked or "checked" in found):
            self.fields[name].append(value)

    def handle_endtag(self, tag: str) -> None:
        """Leave a text."""
        if tag == "textarea":
            self._textarea = None

    def handle_data(self, data: str) -> None:
        """Take in words, in a text as its content."""
        if self._textarea is None:
            self.words.append(data)
        elif data.strip():
            self.fields[self._textarea].append(data.removeprefix("\n"))

    @property
    def questions(self) -> list[str]:
        """The codes of the items on the page."""
        return [
            name for name in self.options if name not in {"code", "csrf_token", "seal", "programme"}
        ]


class Child:
    """Somebody with a slip at a browser."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self.page = self.open("/")

    def open(self, path: str) -> Page:
        """Go to an address, and on to wherever it leads."""
        self.page = Page(self.client.get(path, follow_redirects=True))
        return self.page

    def enter(self, code: str, *, agrees: bool = True) -> Page:
        """Type a code in, and agree to what is promised if anything is asked."""
        self.page = Page(self.client.post("/", data={"code": code}, follow_redirects=True))
        return self.agree() if agrees else self.page

    def agree(self) -> Page:
        """Agree to a promise wherever one is made."""
        return self.press("agree") if self.page.path == "/before" else self.page

    def press(self, action: str, **answers: object) -> Page:
        """Mark answers on the page, or take them away with None, and press a button."""
        for name, answer in answers.items():
            values = answer if isinstance(answer, list) else [] if answer is None else [answer]
            self.page.fields[name] = [str(value) for value in values]
        sent = {**self.page.fields, "action": action}
        self.page = Page(self.client.post(self.page.path, data=sent, follow_redirects=True))
        return self.page

    def answer_page(self, answer: str = "skip") -> Page:
        """Mark one answer wherever there is something to tick, and go on."""
        before = self.page.path
        marked = {name: answer for name in self.page.questions if self.page.options[name]}
        assert self.press(self.forward, **marked).path != before, self.page.text
        return self.page

    def answer_form(self, answer: str = "skip") -> Page:
        """Go through every page of the form, and send it."""
        form = self.page.path.rpartition("/")[0]
        while self.page.path.startswith(f"{form}/"):
            self.answer_page(answer)
        return self.page

    def answer_all(self, answer: str = "skip") -> Page:
        """Go through every page of every form."""
        while self.page.path.startswith("/forms/"):
            self.answer_page(answer)
        return self.page

    def go_to_the_end(self) -> Page:
        """Go on to the last page of the form."""
        while self.forward == "next":
            self.answer_page()
        return self.page

    @property
    def forward(self) -> str:
        """What the main button of the page does."""
        return "send" if 'value="send"' in self.page.html else "next"


def person_with(code: str) -> int:
    """Return who holds a slip."""
    return db.session.scalars(select(Slip.person).filter_by(code=code)).one()


def submissions() -> list[Submission]:
    """Return what has been handed in, in the order of the forms."""
    db.session.rollback()
    return list(db.session.scalars(select(Submission).order_by(Submission.administration_id)))


def drafts() -> list[dict[str, object]]:
    """Return what has been begun."""
    db.session.rollback()
    return list(drafts_by_person().values())


def drafts_by_person() -> dict[int, dict[str, object]]:
    """Return what each person has begun, as the last code they had opens it."""
    db.session.rollback()
    found = {}
    for draft in db.session.scalars(select(Draft)):
        code = db.session.scalars(select(Slip.code).filter_by(person=draft.person, voided_on=None))
        found[draft.person] = opened_draft(draft_key(code_digest(code.one())), draft)
    return found


def scores_of(submission: Submission) -> dict[str, tuple[int, int]]:
    """Return the stored scores of a submission."""
    found = db.session.scalars(
        select(Score).filter_by(
            administration_id=submission.administration_id, person=submission.person
        )
    )
    return {score.scale: (score.numerator, score.denominator) for score in found}
