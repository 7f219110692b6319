"""A report is read in the browser."""

from __future__ import annotations

from tests.browser.tour import sign_in

#: Whether every picture has come and can be seen.
SEEN = "all => all.every(one => one.complete && one.naturalWidth > 0)"


def test_a_report_is_read_with_its_pictures(browser, demonstration):
    """They come from this server, to whoever is signed in, under the page's own strict policy."""
    context = browser.new_context()
    page = context.new_page()
    sign_in(page, demonstration, "куратор")
    page.goto(f"{demonstration}/staff/reports/programmes/1")
    page.get_by_role("button", name="Построить отчёт").nth(1).click()
    read = page.get_by_role("link", name="Читать и печатать").nth(1)  # the whole report
    with page.expect_popup() as opened:
        read.click(timeout=90_000)  # the first report of a process loads what all of them need
    report = opened.value
    pictures = report.locator("img")
    assert pictures.count() > 1
    assert pictures.evaluate_all(SEEN)
    [first, second] = [pictures.nth(number).get_attribute("src") for number in (0, 1)]
    assert (first, second) == tuple(
        f"{report.url.removeprefix(demonstration).removesuffix('page')}pictures/{number}.svg"
        for number in (1, 2)
    )
    context.close()
