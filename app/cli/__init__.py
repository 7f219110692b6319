"""The `zamer` command: the same operations as the pages, by hand or from a script."""

from __future__ import annotations

import io
import sys

from app.cli import analyse, instruments, programme, serve
from app.cli.base import zamer

__all__ = ["analyse", "instruments", "main", "programme", "serve", "zamer"]


def main() -> None:
    """Run the command; what is not read on a terminal is UTF-8, whatever the system's habit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    zamer(prog_name="zamer")
