"""Makes reports in a process of its own, kept warm: importing statistics would stop every page.

One spawned child serves one serving process. The database holds the job, so that a page can tell
how far it is; no queue is needed beside it.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from functools import cache
from typing import TYPE_CHECKING, Any

from app.logs import log_incident
from app.programmes.errors import RefusedError
from app.reports.operations import fail

if TYPE_CHECKING:
    from collections.abc import Callable

    from flask import Flask

#: The settings a child needs to work on the same installation.
INHERITED = ("DATABASE_URL", "INSTANCE", "LANG", "LOG_LEVEL", "SECRET_KEY")


class Worker:
    """Hands jobs to the child, and starts another where one has died."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._lock = threading.Lock()
        self._pool: ProcessPoolExecutor | None = None

    def warm(self) -> None:
        """Start the child, so that the first report need not wait for its imports."""
        self._submit(_warm)

    def ask(self, job_id: int) -> Future[None]:
        """Let the child make a report; should it fail, the job says so."""
        done = self._submit(_make, job_id)
        done.add_done_callback(lambda future: self._note(job_id, future))
        return done

    def stop(self) -> None:
        """Let the child finish what it is doing and end."""
        with self._lock:
            if self._pool is not None:
                self._pool.shutdown()
                self._pool = None

    def _submit(self, task: Any, *arguments: object) -> Future[None]:
        with self._lock:
            if self._pool is None:
                self._pool = self._new_pool()
            try:
                return self._pool.submit(task, *arguments)
            except BrokenProcessPool:
                self._pool = self._new_pool()
                return self._pool.submit(task, *arguments)

    def _new_pool(self) -> ProcessPoolExecutor:
        settings = {name: self._app.config[name] for name in INHERITED}
        return ProcessPoolExecutor(
            max_workers=1,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(settings | {"LOG_NAME": "worker.log"},),
        )

    def _note(self, job_id: int, future: Future[None]) -> None:
        error = future.exception()
        if error is not None:
            with self._app.app_context():
                fail(job_id, log_incident("report", error))


def worker_of(app: Flask) -> Worker:
    """Return the worker of an application; its child starts when it is first needed."""
    worker: Worker = app.extensions.setdefault("zamer_worker", Worker(app))
    return worker


_child: Flask | None = None


def _begin(settings: dict[str, Any]) -> None:
    """Prepare the child: it ends with its parent, not with a key pressed on the terminal."""
    from app.factory import create_app  # noqa: PLC0415 - because the factory imports this module

    global _child  # noqa: PLW0603 - because a pool's initializer has no other place to leave it
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_follow_parent, daemon=True).start()
    _child = create_app(settings)


def _follow_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


@cache
def maker() -> Callable[[int], None]:
    """Import what makes reports, and return it.

    What has been imported stays for good: the collector of garbage need not go through hundreds of
    thousands of things of scipy and pandas again and again.
    """
    from app.reports.making import make  # noqa: PLC0415 - because only the child needs scipy and matplotlib

    gc.collect()
    gc.freeze()
    return make


def _warm() -> None:
    """Be ready to make a report."""
    maker()


def _make(job_id: int) -> None:
    make = maker()
    if _child is None:
        raise RuntimeError("a job came before the child was ready")
    with _child.app_context(), suppress(RefusedError):  # the job says so itself
        make(job_id)
