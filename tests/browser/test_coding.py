"""Open answers are sorted by keys, and nothing is lost when the connection fails."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.tour import sign_in

#: What a key of the Russian layout sends.
RUSSIAN = """key => document.activeElement.dispatchEvent(
    new KeyboardEvent("keydown", {key, bubbles: true, cancelable: true}))"""


def without_connection(page, state, place):
    """Code on while nothing arrives, until it can."""
    page.route("**/coding/answer", lambda route: route.abort())
    page.keyboard.press("3")
    page.evaluate(RUSSIAN, "л")
    expect(state).to_contain_text("Нет связи")
    page.keyboard.press("Enter")
    expect(place).to_contain_text("Ответ 2 из 20")
    page.keyboard.press("n")
    page.keyboard.insert_text("Грамоты и подарки")
    page.keyboard.press("Enter")
    page.unroute("**/coding/answer")
    page.evaluate("dispatchEvent(new Event('online'))")


def test_answers_are_sorted_by_keys(browser, demonstration):
    """Themes, a cell, a new theme; what could not be sent is sent when the connection is back."""
    context = browser.new_context(viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, demonstration, "куратор")
    page.goto(f"{demonstration}/staff/programmes/1/coding")
    state, place = page.locator("#state"), page.locator("#place")
    first = page.locator("[data-answer]").first
    text = first.locator("blockquote").inner_text()
    page.keyboard.press("1")
    expect(state).to_have_text("сохранено")
    without_connection(page, state, place)
    expect(state).to_have_text("сохранено")
    expect(page.get_by_role("checkbox", name="Грамоты и подарки")).to_be_checked()
    page.keyboard.press("ArrowLeft")
    expect(place).to_contain_text("Ответ 1 из 20")
    page.reload()
    page.get_by_role("link", name="Посмотреть разобранные").click()
    kept = page.locator("[data-answer]").filter(has_text=text)
    assert kept.locator("[data-themes] input:checked").count() == 2
    assert kept.locator('input[value="weakness"]').is_checked()
    context.close()
