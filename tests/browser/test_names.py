"""Names on a telephone: sealed, opened, typed in, printed, closed."""

from __future__ import annotations

import pytest

from tests.browser.test_pages import ASK
from tests.browser.tour import sign_in

PASSPHRASE = "кот забор синева метель"  # noqa: S105 - because it seals what the test makes up

NAME = "Вымыслова-Придумщикова Небылица Фоминична"


@pytest.fixture
def staff(browser, demonstration):
    """Return a page as narrow as a telephone in which the psychologist is signed in."""
    context = browser.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.set_default_timeout(20_000)
    sign_in(page, demonstration, "психолог")
    yield page
    context.close()


def check(page):
    """Refuse a page that is wider than the telephone, or a field that nothing names."""
    page.wait_for_load_state()
    found = page.evaluate(ASK)
    assert (found["width"], found["headings"], found["unlabelled"]) == (360, 1, []), page.url


def send(page, **fields):
    """Fill the page's form in and send it."""
    for name, text in fields.items():
        page.locator(f"[name={name}]").fill(text)
    page.locator("main form button").first.click()
    check(page)


@pytest.fixture
def names(staff, demonstration):
    """Return the address of the names of a new programme."""
    staff.goto(f"{demonstration}/staff/programmes/new")
    staff.get_by_label("Название").fill("Вместе под замком")
    staff.locator("input[value=confidential]").check()
    staff.get_by_role("button", name="Сохранить").click()
    check(staff)
    return staff.url.replace("/people", "/names")


@pytest.fixture
def key(staff, names):
    """Return the recovery key, after one name has been sealed from a table."""
    staff.goto(names)
    staff.locator("[name=sure]").check()
    send(staff, new=PASSPHRASE, again=PASSPHRASE)
    shown = staff.locator("#recovery-key").inner_text()
    staff.goto(names.replace("/names", "/people"))
    table = f"ФИО;роль;класс;возраст;пол\n{NAME};наставляемый;5А;11;ж\n".encode()
    staff.locator("input[type=file]").set_input_files(
        {"name": "Список.csv", "mimeType": "text/csv", "buffer": table}
    )
    staff.get_by_role("button", name="Добавить и получить").click()
    return shown


def test_names_are_read_typed_and_printed_on_a_telephone(staff, names, key):
    """Every page of theirs fits."""
    for end in ("", "/edit", "/labels", "/passphrase", "/recovery", "/lost"):
        staff.goto(names + end)
        check(staff)
        if end in {"", "/labels"}:
            assert NAME in staff.inner_text("main")


def test_closed_names_open_again_by_the_paper(staff, names, key):
    """As it was printed, in small letters."""
    staff.goto(names)
    send(staff)
    assert NAME not in staff.content()
    send(staff, passphrase="не та фраза совсем")
    assert staff.locator(".invalid-feedback").is_visible()
    staff.goto(f"{names}/recovery")
    send(staff, recovery=key.lower(), new=PASSPHRASE[::-1], again=PASSPHRASE[::-1])
    assert NAME in staff.inner_text("main")
