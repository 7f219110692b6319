"""From an empty computer to both reports, as the three people it is built for do it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.app.answering.way import Child
from tests.browser.distant import Distant
from tests.browser.serving import serving
from tests.browser.tour import press

if TYPE_CHECKING:
    from pathlib import Path

    from playwright.sync_api import Browser, Page

PASSWORD = "тихий вечер в мае"  # noqa: S105 - because its holder does not exist

TITLE = "Помогаем учиться"

#: How many of each role there are: as many as a report needs to show anything.
N = 5


def set_up(page: Page, address: str) -> None:
    """Name the school and the first account."""
    page.goto(address)
    page.get_by_label("Название школы").fill("Школа № 1")
    page.get_by_label("Логин").first.fill("Психолог")
    page.get_by_label("Пароль").first.fill(PASSWORD)
    for role in ("психолог", "куратор", "администратор"):
        page.get_by_role("checkbox", name=role).first.check()
    page.locator("input[type=submit]").click()


def run_the_wizard(page: Page) -> None:
    """Make a programme, its people and its questionnaires."""
    page.get_by_role("link", name="Новая программа").first.click()
    page.get_by_label("Название").fill(TITLE)
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_text("Без таблицы").click()
    for row, role in enumerate(("наставляемый", "наставник")):
        page.get_by_label("Роль").nth(row).select_option(label=role)
        page.get_by_label("Класс").nth(row).fill(f"{6 + 2 * row}А")
        page.get_by_label("Сколько человек").nth(row).fill(str(N))
    page.get_by_role("button", name="Добавить участников").click()
    page.get_by_role("link", name="Перейти к анкетам").click()
    page.get_by_role("button", name="Сохранить").click()
    page.get_by_role("link", name="Перейти к листкам").click()


def collect_consents(page: Page) -> None:
    """Nobody gets a slip before both papers have come: mark each class, and go back to the slips."""
    assert page.locator(".slip").count() == 0
    page.locator("#without-consent").get_by_role("link").click()
    for name in ("6А", "8А"):
        page.get_by_role("link", name=name).click()
        page.get_by_role("button", name="получены").click()
    page.get_by_role("link", name=TITLE).click()
    assert page.locator("#without-consent").count() == 0
    page.get_by_role("link", name="Листки").click()


def codes_of(page: Page, role: str) -> list[str]:
    """Return the codes on the slips of a role."""
    slips = page.locator(".slip").filter(has_text=role)
    return [code.inner_text() for code in slips.locator(".slip-code").all()]


def begin(page: Page, code: str) -> None:
    """Hand in a code, and agree to what is promised."""
    page.get_by_label("Введите код").fill(code)
    page.get_by_role("button", name="Начать").click()
    page.locator("button[value=agree]").click()


def is_done(page: Page) -> bool:
    """Say whether everything has been answered."""
    return page.get_by_role("heading", name="Спасибо").count() > 0


def turn(page: Page) -> None:
    """Go on to what follows."""
    press(page, page.locator("button[value=next], button[value=send]").last)


def answer_by_hand(page: Page, code: str) -> None:
    """Answer everything there is for a code, one click after another."""
    begin(page, code)
    while not is_done(page):
        for place, question in enumerate(page.locator("fieldset.question").all()):
            options = question.locator("label.option:not(.skip)")
            options.nth((place + 1) % options.count()).click()
        for text in page.locator("textarea").all():
            text.fill("Больше времени вместе")
        turn(page)


#: Chooses an answer to every question of a page, as a person would but at once.
CHOOSE = """shift => document.querySelectorAll("fieldset.question").forEach((question, place) => {
  const options = question.querySelectorAll("label.option:not(.skip) input");
  options[(shift + place) % options.length].click();
})"""


def answer_quickly(page: Page, code: str, shift: int) -> None:
    """Answer everything there is for a code; the shift makes answers differ."""
    begin(page, code)
    while not is_done(page):
        page.evaluate(CHOOSE, shift)
        turn(page)


def answer_unseen(address: str, code: str, shift: int) -> None:
    """Answer everything there is for a code, sending what a browser would send."""
    child = Child(Distant(address))
    child.press("begin", code=code)
    child.agree()
    while child.page.path.startswith("/forms/"):
        marked = {
            name: options[(shift + place) % (len(options) - 1)]  # the last is not to answer
            for place, (name, options) in enumerate(child.page.options.items())
            if name in child.page.questions and options
        }
        assert child.press(child.forward, **marked).status == 200
    assert child.page.path == "/thanks", child.page.text


def hold(staff: Page, phone: Page, desk: Page, *, wave: str, codes: list[str]) -> None:
    """Open a wave, let everybody answer, three of them in a browser, and close it."""
    card = staff.locator("section.card").filter(has=staff.get_by_role("heading", name=wave))
    card.get_by_role("link", name="Открыть").click()
    staff.get_by_role("button", name="Открыть сейчас").click()
    for code in (codes[0], codes[-1]):
        answer_by_hand(phone, code)
        phone.get_by_role("link", name="На первую страницу").click()
    answer_quickly(desk, codes[1], len(wave))
    address = desk.url.partition("/thanks")[0]
    desk.get_by_role("link", name="На первую страницу").click()
    for shift, code in enumerate(codes[2:-1], start=1):
        answer_unseen(address, code, shift + len(wave))
    card.get_by_role("link", name="Закрыть").click()
    staff.get_by_role("button", name="Закрыть сейчас").click()


def make_report(staff: Page, stage: int) -> tuple[str, dict]:
    """Return the text of a report's page and its JSON."""
    staff.get_by_role("button", name="Построить отчёт").nth(stage - 1).click()
    with staff.expect_download(timeout=90_000) as download:
        staff.get_by_role("link", name="Скачать JSON").click(timeout=90_000)
    with staff.expect_popup() as opened:
        staff.get_by_role("link", name="Читать и печатать").nth(1).click()  # the whole report
    text = opened.value.inner_text("main")
    opened.value.close()
    return text, json.loads(download.value.path().read_text("utf-8"))


@pytest.fixture
def school(tmp_path: Path):
    """Return the one-time address of a program that has just been installed."""
    with serving(tmp_path / "instance", "run") as address:
        yield address


def test_from_the_first_start_to_both_reports(school, browser: Browser):
    """The school is set up, ten people answer twice, some on a phone without scripts, reports come."""
    staff = browser.new_page(viewport={"width": 1280, "height": 900})
    phone = browser.new_context(
        viewport={"width": 360, "height": 640}, java_script_enabled=False
    ).new_page()
    staff.set_default_timeout(10_000)
    set_up(staff, school)
    run_the_wizard(staff)
    collect_consents(staff)
    codes = codes_of(staff, "наставляемый") + codes_of(staff, "наставник")
    assert len(set(codes)) == 2 * N
    desk = browser.new_page()
    for page in (phone, desk):
        page.goto(school.split("/setup/")[0])
    staff.get_by_role("link", name=TITLE).first.click()
    for wave in ("Вход", "Выход"):
        hold(staff, phone, desk, wave=wave, codes=codes)
    staff.get_by_role("link", name="Отчёты").last.click()
    first, stage1 = make_report(staff, 1)
    assert "Ожидания" in first
    assert {row["answered"] for row in stage1["participation"]} == {N}
    staff.get_by_role("link", name="Отчёты").last.click()
    second, stage2 = make_report(staff, 2)
    assert "Описательно: слишком мало людей для вывода" in second
    assert {scale["n_matched"] for scale in stage2["scales"]} == {N}
    staff.get_by_role("button", name="Выпустить отчёт").click()
    expect(staff.get_by_text("Выпущен под № 1")).to_be_visible(timeout=90_000)
