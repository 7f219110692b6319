"""The pages of the demonstration, each under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Locator, Page

#: What staff open, by what the picture of it is called.
STAFF_PAGES = {
    "programmes": "programmes/",
    "programme-new": "programmes/new",
    "programme": "programmes/1",
    "programme-edit": "programmes/1/edit",
    "participants": "programmes/3/people",
    "questionnaires": "programmes/1/forms",
    "plan": "programmes/1/plan",
    "appraisal": "programmes/1/appraisal",
    "involvement": "programmes/1/appraisal/involvement",
    "curator-form": "programmes/1/appraisal/curator",
    "criteria": "programmes/1/appraisal/criteria",
    "criteria-lines": "programmes/1/appraisal/criteria/lines",
    "indicators": "programmes/1/appraisal/indicators",
    "indicator-list": "programmes/1/appraisal/indicators/list",
    "slips": "programmes/3/slips",
    "slip": "programmes/3/slips/1",
    "envelopes": "programmes/3/slips/envelopes",
    "consents": "programmes/3/consents",
    "coding": "programmes/1/coding",
    "themes": "programmes/1/coding/themes",
    "guests": "programmes/1/guests",
    "education": "programmes/1/education",
    "swot": "programmes/1/swot",
    "conclusions-1": "programmes/1/conclusions/1",
    "conclusions-2": "programmes/1/conclusions/2",
    "paper-personal": "programmes/1/papers/personal",
    "paper-testing": "programmes/1/papers/testing",
    "wave": "waves/5",
    "wave-close": "waves/5/close",
    "reports": "reports/programmes/1",
    "password": "password",
    "users": "users",
    "school": "school",
    "requisites": "requisites",
}


@dataclass(frozen=True)
class SignIn:
    """A line of the sign-in page of the demonstration."""

    login: str
    password: str
    role: str


def press(page: Page, button: Locator) -> None:
    """Press what leads on, and do not look before what follows is there."""
    with page.expect_navigation(wait_until="domcontentloaded"):
        button.click()


def sign_ins(page: Page, address: str) -> list[SignIn]:
    """Return whom the demonstration lets in."""
    page.goto(f"{address}/staff/sign-in")
    rows = page.locator("table").first.locator("tbody tr").all()
    return [SignIn(*(cell.inner_text() for cell in row.locator("td").all())) for row in rows]


def sign_in(page: Page, address: str, role: str) -> None:
    """Sign in as this role of the demonstration."""
    [held] = [one for one in sign_ins(page, address) if one.role == role]
    page.get_by_label("Логин").fill(held.login)
    page.get_by_label("Пароль").fill(held.password)
    press(page, page.locator("input[type=submit]"))


def free_code(page: Page, address: str) -> str:
    """Return a code of the demonstration that has not answered yet."""
    page.goto(f"{address}/staff/sign-in")
    return page.locator("table").nth(1).locator("tbody td.code").first.inner_text()


def staff_pages(page: Page, address: str) -> Iterator[str]:
    """Open every page of staff, as whoever may, and yield what it is called."""
    sign_in(page, address, "психолог")
    for name, path in STAFF_PAGES.items():
        if name == "users":
            page.context.clear_cookies()
            sign_in(page, address, "администратор")
        response = page.goto(f"{address}/staff/{path}")
        if response is None or not response.ok:
            raise AssertionError(f"{name}: {response and response.status}")
        yield name


def public_pages(page: Page, address: str) -> Iterator[str]:
    """Open what anybody sees, and yield what it is called."""
    for name, path in {"code": "/", "sign-in": "/staff/sign-in", "missing": "/nothing"}.items():
        page.goto(address + path)
        yield name
    page.goto(address)
    page.get_by_label("Введите код").fill("0000 0000 0001")
    press(page, page.get_by_role("button", name="Начать"))
    yield "code-mistyped"
    code = free_code(page, address)
    page.goto(address)
    page.get_by_label("Введите код").fill(code)
    press(page, page.get_by_role("button", name="Начать"))
    yield "before"
    press(page, page.locator("button[value=decline]"))
    yield "declined"
    page.goto(address)
    page.get_by_label("Введите код").fill(code)
    press(page, page.get_by_role("button", name="Начать"))
    press(page, page.locator("button[value=agree]"))
    yield "form"
    press(page, page.locator("button[value=next], button[value=send]").last)
    yield "form-mistakes"
