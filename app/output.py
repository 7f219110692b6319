"""Writes a file whole or not at all."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def write_output(content: bytes, output: Path | None) -> None:
    """Write to a file, or, where it is text, to standard output.

    A file that stands there keeps its permissions; what is no file, such as /dev/stdout, is
    written to as it is.

    Raises
    ------
    OSError
        The file cannot be written; what stood there before stands there still.
    """
    if output is None:
        sys.stdout.write(content.decode())
    elif output.exists() and not output.is_file():
        output.write_bytes(content)
    else:
        _replace(output.resolve(), content)


def _replace(target: Path, content: bytes) -> None:
    """Write beside the target first and put it in place at once."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        part.write_bytes(content)
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(target)) from error
    finally:
        part.unlink(missing_ok=True)
