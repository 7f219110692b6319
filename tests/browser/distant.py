"""What a browser would send to a program that serves elsewhere, without drawing a single page."""

from __future__ import annotations

from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, ProxyHandler, build_opener

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True)
class Request:
    """Where an answer came from."""

    path: str


@dataclass(frozen=True)
class Response:
    """An answer, wherever it led."""

    status_code: int
    text: str
    request: Request


class Distant:
    """Stands for an application where a test talks to its client, as `Child` does."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), ProxyHandler({}))

    def test_client(self) -> Distant:
        """Return a browser of its own: one for each of these."""
        return Distant(self._address)

    def get(self, path: str, *, follow_redirects: bool) -> Response:  # noqa: ARG002 - because the other client asks for it; this one always follows
        """Open a page."""
        return self._open(path, None)

    def post(self, path: str, *, data: Mapping[str, object], follow_redirects: bool) -> Response:  # noqa: ARG002 - because the other client asks for it; this one always follows
        """Send a form."""
        return self._open(path, urlencode(data, doseq=True).encode())

    def _open(self, path: str, sent: bytes | None) -> Response:
        with self._opener.open(f"{self._address}{path}", sent) as answer:
            place = urlsplit(answer.url).path
            return Response(answer.status, answer.read().decode(), Request(place))
