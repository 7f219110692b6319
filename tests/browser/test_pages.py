"""Every page is fit to look at, on a telephone and on a computer."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from tests.browser.tour import public_pages, staff_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser

#: What a page must be asked: what is wider than the screen, what lacks a name, how headings go.
ASK = """() => ({
  width: document.documentElement.scrollWidth,
  headings: [...document.querySelectorAll("h1")].length,
  unlabelled: [...document.querySelectorAll("input:not([type=hidden]):not([type=submit]), select, textarea")]
    .filter(field => !field.labels.length && !field.ariaLabel && !field.getAttribute("aria-labelledby"))
    .map(field => field.name),
  lang: document.documentElement.lang,
  demo: document.body.innerText.includes("Демонстрационные данные"),
})"""


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_names_its_fields_and_asks_nobody_outside(browser, demonstration, width):
    """No sideways scrolling, one main heading, labels, no error in the console, no foreign host."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    foreign: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: foreign.append(request.url)
            if not request.url.startswith((demonstration, "data:")) else None)  # fmt: skip
    page.on("console", lambda message: errors.append(message.text)
            if message.type == "error" else None)  # fmt: skip
    for name in chain(public_pages(page, demonstration), staff_pages(page, demonstration)):
        found = page.evaluate(ASK)
        assert found == {
            "width": width, "headings": 1, "unlabelled": [], "lang": "ru", "demo": True,
        }, name  # fmt: skip
        assert [error for error in errors if "404" not in error] == [], name
    assert foreign == []
    context.close()


def test_signing_out_ends_the_session_for_a_copied_cookie(browser: Browser, demonstration):
    """Going back, or putting the cookie into another browser, opens nothing."""
    context = browser.new_context()
    page = context.new_page()
    [*_, _last] = staff_pages(page, demonstration)
    cookies = context.cookies()
    page.get_by_role("button", name="Выйти").click()
    other = browser.new_context()
    other.add_cookies(cookies)
    stolen = other.new_page()
    stolen.goto(f"{demonstration}/staff/users")
    assert stolen.url.startswith(f"{demonstration}/staff/sign-in")
    for used in (context, other):
        used.close()
