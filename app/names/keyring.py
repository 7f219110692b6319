"""The keys of names that are open, in the memory of this process and nowhere else.

A key is one signed-in browser's, for ten minutes. What Python has copied of it meanwhile it frees
but does not overwrite; only what is held here is.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from flask import current_app

from app.names.vaults import OpenVault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flask import Flask

#: Seconds that names stay open, however busy their reader is.
LIFE = 10 * 60

EXTENSION = "zamer-keyring"


@dataclass(frozen=True, kw_only=True)
class _Held:
    key: bytearray
    mark: bytes
    until: float


def in_the_background(seconds: float, action: Callable[[], None]) -> None:
    """Do something later, unless the program ends before."""
    timer = threading.Timer(seconds, action)
    timer.daemon = True
    timer.start()


class Keyring:
    """Keys by browser and programme.

    Parameters
    ----------
    clock
        Seconds that only go forward.
    later
        Does something after so many seconds: keys are wiped on time, even if nobody asks.
    """

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        later: Callable[[float, Callable[[], None]], None] = in_the_background,
    ) -> None:
        self._clock, self._later = clock, later
        self._held: dict[tuple[str, int], _Held] = {}
        self._lock = threading.Lock()

    def init_app(self, app: Flask) -> None:
        """Belong to an application."""
        app.extensions[EXTENSION] = self

    def hold(self, browser: str, programme_id: int, vault: OpenVault) -> None:
        """Hold a key from now on for as long as names stay open."""
        held = _Held(key=bytearray(vault.key), mark=vault.mark, until=self._clock() + LIFE)
        with self._lock:
            self._wipe([(browser, programme_id)])
            self._held[browser, programme_id] = held
        self._later(LIFE, self.wipe_expired)

    def held(self, browser: str, programme_id: int) -> OpenVault | None:
        """Return what opens a programme's names; None where they are closed."""
        self.wipe_expired()
        with self._lock:
            found = self._held.get((browser, programme_id))
            return None if found is None else OpenVault(key=bytes(found.key), mark=found.mark)

    def seconds_left(self, browser: str, programme_id: int) -> float:
        """Return how long the names stay open; 0 where they are closed."""
        with self._lock:
            found = self._held.get((browser, programme_id))
            return 0 if found is None else max(0, found.until - self._clock())

    def close(self, browser: str, programme_id: int) -> None:
        """Close the names of one programme in a browser."""
        with self._lock:
            self._wipe([(browser, programme_id)])

    def close_all(self, browser: str) -> None:
        """Close whatever is open in a browser."""
        with self._lock:
            self._wipe([place for place in self._held if place[0] == browser])

    def wipe_expired(self) -> None:
        """Overwrite the keys whose time is up."""
        with self._lock:
            now = self._clock()
            self._wipe([place for place, held in self._held.items() if held.until <= now])

    def _wipe(self, places: Iterable[tuple[str, int]]) -> None:
        for place in places:
            held = self._held.pop(place, None)
            if held is not None:
                held.key[:] = bytes(len(held.key))


def keyring() -> Keyring:
    """Return the keys of this application."""
    return cast("Keyring", current_app.extensions[EXTENSION])
