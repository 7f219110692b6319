"""Starts the program as a person does, and a browser to look at it."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from collections.abc import Iterator

    from playwright.sync_api import Browser

ZAMER = Path(sys.executable).with_name("zamer")


def free_port() -> int:
    """Return a port nobody serves on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@contextmanager
def serving(instance: Path, command: str) -> Iterator[str]:
    """Serve by a command of ours and give the last address it prints."""
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if "ZAMER" not in name}
    with subprocess.Popen(
        [ZAMER, command, "--port", str(port)],
        env=environment | {"ZAMER_INSTANCE": str(instance)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield _printed_address(process, port)
        finally:
            process.terminate()


def _printed_address(process: subprocess.Popen[str], port: int) -> str:
    for line in process.stdout or ():
        words = [word for word in line.split() if f":{port}" in word]
        if words:
            return words[-1]
    raise RuntimeError("the program ended before it served")


@contextmanager
def chromium() -> Iterator[Browser]:
    """Give the system's Chromium, without a sandbox, which root cannot have."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-sync",
                  "--disable-background-networking", "--disable-component-update"],
        )  # fmt: skip
        yield browser
        browser.close()
