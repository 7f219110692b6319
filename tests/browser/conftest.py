"""A browser, and the demonstration served for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.serving import chromium, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return a real Chromium."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="session")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address under which the demonstration is served."""
    with serving(tmp_path_factory.mktemp("demo"), "demo") as address:
        yield address.partition("/staff/")[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the longest test: as the last it would keep everybody waiting for one process."""
    items.sort(key=lambda item: item.path.name != "test_whole_way.py")
