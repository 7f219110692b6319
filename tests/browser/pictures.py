"""Takes the pictures of docs/pictures; run by `make pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

from tests.browser.serving import chromium, serving
from tests.browser.tour import public_pages, staff_pages

PICTURES = Path(__file__).parent.parent.parent / "docs" / "pictures"

#: Pages that pupils see are taken as on a telephone.
PHONE, DESK = 360, 1280


def take(target: Path) -> None:
    """Take a picture of every page of the demonstration."""
    target.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        chromium() as browser,
        serving(Path(instance), "demo") as served,
    ):
        address = served.partition("/staff/")[0]
        for width, tour in ((PHONE, public_pages), (DESK, staff_pages)):
            page = browser.new_page(viewport={"width": width, "height": 720})
            for name in tour(page, address):
                page.screenshot(path=target / f"{name}.png", full_page=True)
            page.close()


if __name__ == "__main__":
    take(PICTURES)
