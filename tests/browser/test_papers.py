"""What leaves the browser: the table with codes, and slips on paper."""

from __future__ import annotations

import pytest

from tests.browser.tour import sign_in

LONG_NAME = (
    "МБОУ «Средняя общеобразовательная школа № 17 имени Героя Советского Союза И. И. Иванова»"
)

#: How far the last line of each slip stands above its lower edge, in pixels.
ROOM = """() => [...document.querySelectorAll(".slip")].map(slip =>
  slip.getBoundingClientRect().bottom
  - slip.querySelector(".slip-foot").getBoundingClientRect().bottom)"""


@pytest.fixture
def staff(browser, demonstration):
    """Return a page in which the psychologist is signed in."""
    context = browser.new_context()
    page = context.new_page()
    page.set_default_timeout(10_000)
    sign_in(page, demonstration, "психолог")
    yield page
    context.close()


def test_the_table_with_codes_is_downloaded_from_the_page_itself(staff, demonstration):
    """The strict policy of the pages lets it through; the address holds the file."""
    staff.goto(f"{demonstration}/staff/programmes/new")
    staff.get_by_label("Название").fill("Вместе")
    staff.get_by_role("button", name="Сохранить").click()
    table = "ФИО;роль\nВымыслова Небылица;наставник\n".encode()
    staff.get_by_label("Таблица").set_input_files(
        {"name": "Список.csv", "mimeType": "text/csv", "buffer": table}
    )
    staff.get_by_role("button", name="Добавить и получить").click()
    with staff.expect_download() as download:
        staff.get_by_role("link", name="Скачать таблицу с кодами").click()
    assert download.value.suggested_filename == "Список с кодами.csv"
    header, person = download.value.path().read_text("utf-8-sig").splitlines()
    assert header == "ФИО;роль;код"
    assert person.startswith("Вымыслова Небылица;наставник;")


def test_a_long_school_name_leaves_the_last_line_on_the_slip(staff, demonstration):
    """Number, role and class are what a slip is handed out by."""
    staff.goto(f"{demonstration}/staff/programmes/3/slips")
    for head in staff.locator(".slip-school").all():
        head.evaluate("(head, name) => { head.textContent = name }", LONG_NAME)
    staff.emulate_media(media="print")
    assert min(staff.evaluate(ROOM)) > 0
