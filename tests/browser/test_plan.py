"""The plan of analysis is made in the browser, on a telephone too, without scripts."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import ASK
from tests.browser.tour import sign_in

#: What a school changes in the plan: the boxes it unticks, and those it ticks.
OUT, IN = "engagement-total-mentee", "self-esteem-total-mentor"


def new_plan(page, demonstration):
    """Set up a programme with the questionnaires we advise, and open its plan."""
    page.goto(f"{demonstration}/staff/programmes/new")
    page.get_by_label("Название").fill("Шаг навстречу")
    page.get_by_role("button", name="Сохранить").click()
    programme = page.url.partition("/people")[0]
    page.goto(f"{programme}/forms")
    page.get_by_role("button", name="Сохранить").click()
    page.goto(f"{programme}/plan")


@pytest.mark.parametrize("width", [360, 1280])
def test_a_plan_is_made_without_scripts(browser, demonstration, width):
    """Nothing is wider than the screen; a mistake is shown, and what is saved is shown again."""
    context = browser.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, demonstration, "психолог")
    new_plan(page, demonstration)
    assert page.evaluate(ASK) == {
        "width": width, "headings": 1, "unlabelled": [], "lang": "ru", "demo": True,
    }  # fmt: skip
    cookies = context.cookies()
    context.close()
    plain = browser.new_context(viewport={"width": width, "height": 800}, java_script_enabled=False)
    plain.add_cookies(cookies)
    _make(plain.new_page(), page.url)
    plain.close()


def _make(page, address):
    """Make a mistake, mend it, and save the plan."""
    page.goto(address)
    save = page.locator("form button.btn-primary")
    page.locator("#equivalence").fill("3")
    save.click()
    assert page.locator("#equivalence-error").is_visible()
    page.locator("#equivalence").fill("0.3")
    page.locator(f"#{OUT}").uncheck()
    page.locator(f"#{IN}").check()
    save.click()
    assert page.get_by_role("status").is_visible()
    assert not page.locator(f"#{OUT}").is_checked()
    assert page.locator(f"#{IN}").is_checked()
    assert page.locator("#equivalence").input_value() == "0.3"
