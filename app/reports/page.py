"""The pictures of a report's page: inside the file to keep, at addresses of their own for staff."""

from __future__ import annotations

import base64
import re
from itertools import count
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

#: How an address begins that holds the picture itself.
INSIDE = "data:image/svg+xml;base64,"

#: Such an address in a page. No text of a page is one: its quotes are escaped.
HELD = re.compile(f'src="{re.escape(INSIDE)}([A-Za-z0-9+/=]*)"')


def inside(svg: str) -> str:
    """Return an address that holds the picture itself."""
    return INSIDE + base64.b64encode(svg.encode()).decode()


def with_addresses(page: str, address: Callable[[int], str]) -> str:
    """Return a page that says where its pictures are; `address` takes numbers from 1."""
    numbers = count(1)
    return HELD.sub(lambda _held: f'src="{address(next(numbers))}"', page)


def picture_of(page: str, number: int) -> bytes | None:
    """Return a picture of a page (SVG); None where it has fewer."""
    held = HELD.findall(page)
    return base64.b64decode(held[number - 1]) if 0 < number <= len(held) else None
