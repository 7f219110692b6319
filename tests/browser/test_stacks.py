"""Slips drawn from a hat, and labels for envelopes, on the screen and on paper."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import ASK
from tests.browser.test_papers import LONG_NAME, ROOM
from tests.browser.tour import sign_in

#: What a page that is fit to look at answers, but for its width.
FITS = {"headings": 1, "unlabelled": [], "lang": "ru", "demo": True}

#: How wide the sheet is between its margins, in pixels.
SHEET = 718


@pytest.fixture(params=[360, 1280])
def width(request):
    """Return how wide the screen is, in pixels."""
    return request.param


@pytest.fixture
def staff(browser, demonstration, width):
    """Return a page in which the psychologist is signed in; no script and no style is refused."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text)
            if message.type == "error" else None)  # fmt: skip
    sign_in(page, demonstration, "психолог")
    yield page
    assert errors == []
    context.close()


def begin(page, address):
    """Begin a programme whose slips are drawn from a hat."""
    page.goto(f"{address}/staff/programmes/new")
    page.get_by_label("Название").fill("Из шапки")
    page.locator("input[value=codes_hat]").check()
    page.get_by_role("button", name="Сохранить").click()
    page.wait_for_url("**/people")
    return page.url.removesuffix("/people")


def add(page, *rows):
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


def test_a_programme_is_made_that_draws_from_a_hat(staff, demonstration, width):
    """Refused, mended, printed by stacks, and a lost slip replaced."""
    programme = begin(staff, demonstration)
    add(staff, ("mentee", "7А", 10), ("mentor", "", 3))
    expect(staff.locator("main")).to_contain_text("Никто не добавлен")
    add(staff, ("mentee", "7А", 10), ("mentee", "7Б", 3), ("mentee", "7В", 2))
    expect(staff.locator("#stacks tbody tr")).to_have_count(2)
    assert staff.evaluate(ASK) == FITS | {"width": width}
    staff.goto(f"{programme}/slips")
    assert staff.evaluate(ASK) == FITS | {"width": width}
    staff.locator("#lost summary").click()
    staff.locator("#lost select").select_option(index=1)
    staff.locator("#lost button").click()
    expect(staff.locator("article.slip")).to_have_count(3)


def test_ten_slips_and_their_heading_go_on_a_sheet(staff, demonstration):
    """The last line of each is on it, however long the school's name; a stack begins a sheet."""
    programme = begin(staff, demonstration)
    add(staff, ("mentee", "7А", 10), ("mentee", "7Б", 5))
    expect(staff.locator("#stacks tbody tr")).to_have_count(2)
    staff.goto(f"{programme}/slips")
    for head in staff.locator(".slip-school").all():
        head.evaluate("(head, name) => { head.textContent = name }", LONG_NAME)
    assert sheets(staff) == 2
    staff.set_viewport_size({"width": SHEET, "height": 800})
    staff.emulate_media(media="print")
    assert min(staff.evaluate(ROOM)) > 0


def test_sixteen_labels_go_on_a_sheet(staff, demonstration):
    """However wide the screen is."""
    staff.goto(f"{demonstration}/staff/programmes/1/slips/envelopes")
    n = staff.locator("article.label").count()
    assert sheets(staff) == -(-n // 16)
