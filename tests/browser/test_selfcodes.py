"""The short questions and the sheets of addresses, on a telephone, without scripts."""

from __future__ import annotations

import threading

import pytest
from werkzeug.serving import make_server

from app.factory import create_app
from app.migrating import migrate_to_head
from app.models import Role, WaveKind
from tests.app.selfcodes.classes import CHILDREN, address_of, answers_of, make_self_coded
from tests.app.world import make_user, open_wave, signed_in, wave_of
from tests.browser.test_pages import ASK


@pytest.fixture
def served(tmp_path):
    """Serve a programme without slips; give its server, its address, and a curator's cookie."""
    app = create_app({"INSTANCE": str(tmp_path / "instance"), "RATELIMIT_ENABLED": False})
    with app.app_context():
        migrate_to_head()
        programme = make_self_coded()
        open_wave(wave_of(programme, WaveKind.ENTRY))
        path, number = address_of(programme), programme.id
        curator = signed_in(app, make_user(programme.school, Role.CURATOR))
        cookie = curator.get_cookie(app.config["SESSION_COOKIE_NAME"])
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", path, number, cookie
    server.shutdown()
    thread.join()
    server.server_close()


def check(page, width):
    """Nothing is wider than the screen, and every field has a name."""
    assert page.evaluate(ASK) == {
        "width": width, "headings": 1, "unlabelled": [], "lang": "ru", "demo": False,
    }, page.url  # fmt: skip


def test_from_the_blackboard_to_the_first_questionnaire(browser, served):
    """A mistake is shown, the answers are read back, corrected, and found right."""
    origin, path, *_ = served
    context = browser.new_context(viewport={"width": 360, "height": 800}, java_script_enabled=False)
    page = context.new_page()
    page.set_default_timeout(10_000)
    page.goto(origin + path)
    check(page, 360)
    page.locator("button[value=agree]").click()
    check(page, 360)
    page.get_by_role("button", name="Дальше").click()
    assert page.locator(".summary").is_visible()
    check(page, 360)
    for name, word in answers_of(CHILDREN[0]).items():
        if name == "q_eyes":
            page.locator(f"#{name}-{word}").check()
        else:
            page.locator(f"#{name}").fill(word)
    page.get_by_role("button", name="Дальше").click()
    check(page, 360)
    page.get_by_role("button", name="Исправить").click()
    assert page.locator("#q_own").input_value() == "А"
    page.get_by_role("button", name="Дальше").click()
    page.get_by_role("button", name="Всё верно").click()
    check(page, 360)
    assert "/forms/" in page.url
    context.close()


def test_pages_of_staff_fit_a_telephone(browser, served):
    """Addresses to print, and pairing."""
    origin, _path, number, cookie = served
    context = browser.new_context(viewport={"width": 360, "height": 800})
    context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": origin}])
    page = context.new_page()
    for path in ("addresses", "link", ""):
        page.goto(f"{origin}/staff/programmes/{number}/{path}".rstrip("/"))
        check(page, 360)
    context.close()
