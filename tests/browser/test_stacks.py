"""Slips drawn from a hat, and labels for envelopes, on the screen and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import ASK
from tests.browser.test_papers import LONG_NAME, ROOM
from tests.browser.tour import sign_in

#: What a page that is fit to look at answers, but for its width.
FITS = {"width": None, "headings": 1, "unlabelled": [], "lang": "ru", "demo": True}


def fill_in(page, *rows):
    """Add so many people of role and class."""
    for place, (role, class_name, n) in enumerate(rows):
        page.locator(f"#rows-{place}-role").select_option(role)
        page.locator(f"#rows-{place}-class_name").fill(class_name)
        page.locator(f"#rows-{place}-number").fill(str(n))
    page.locator("#by-number button").click()


def sheets(page):
    """Return how many sheets of paper the page takes, as a school that is no demonstration has."""
    page.evaluate("document.querySelector('.demo-banner').remove()")
    return len(re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True)))


@pytest.mark.parametrize("width", [360, 1280])
def test_a_programme_is_made_that_draws_from_a_hat(browser, demonstration, width):
    """Refused, mended, printed by stacks, and a lost slip replaced."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text)
            if message.type == "error" else None)  # fmt: skip
    sign_in(page, demonstration, "психолог")
    page.goto(f"{demonstration}/staff/programmes/new")
    page.get_by_label("Название").fill("Из шапки")
    page.locator("input[value=codes_hat]").check()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url("**/people")
    people = page.url
    fill_in(page, ("mentee", "7А", 10), ("mentor", "", 3))
    expect(page.locator("main")).to_contain_text("Никто не добавлен")
    fill_in(page, ("mentee", "7А", 10), ("mentee", "7Б", 3), ("mentee", "7В", 2))
    expect(page.locator("#stacks tbody tr")).to_have_count(2)
    assert page.evaluate(ASK) == FITS | {"width": width}
    page.goto(people.replace("/people", "/slips"))
    assert page.evaluate(ASK) == FITS | {"width": width}
    page.locator("#lost summary").click()
    page.locator("#lost select").select_option(index=1)
    page.locator("#lost button").click()
    expect(page.locator("article.slip")).to_have_count(3)
    page.goto(people.replace("/people", "/slips"))
    for head in page.locator(".slip-school").all():
        head.evaluate("(head, name) => { head.textContent = name }", LONG_NAME)
    assert sheets(page) == 2
    page.emulate_media(media="print")
    assert min(page.evaluate(ROOM)) > 0
    assert errors == []
    context.close()


def test_sixteen_labels_go_on_a_sheet(browser, demonstration):
    """Each with a line that is long enough for a name."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, demonstration, "психолог")
    page.goto(f"{demonstration}/staff/programmes/1/slips/envelopes")
    n = page.locator("article.label").count()
    assert sheets(page) == -(-n // 16)
    context.close()
