"""Writes a report whole or not at all."""

from __future__ import annotations

import secrets
import sys
from typing import TYPE_CHECKING

from app.reports.render_json import render_json
from app.reports.render_text import render_text

if TYPE_CHECKING:
    from pathlib import Path

    from analysis.report import Report
    from analysis.results import Results


def write_report(report: Report[Results], format_: str, output: Path | None) -> None:
    """Write the report to a file, or to standard output.

    A file that stands there keeps its permissions; what is no file, such as /dev/stdout, is
    written to as it is.

    Raises
    ------
    OSError
        The file cannot be written; what stood there before stands there still.
    """
    text = _rendered(report, format_)
    if output is None:
        sys.stdout.write(text)
    elif output.exists() and not output.is_file():
        output.write_text(text, encoding="utf-8")
    else:
        _replace(output.resolve(), text)


def _replace(target: Path, text: str) -> None:
    """Write beside the target first and put it in place at once."""
    part = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        part.write_text(text, encoding="utf-8")
        if target.exists():
            part.chmod(target.stat().st_mode)
        part.replace(target)
    except OSError as error:
        raise type(error)(error.errno, error.strerror, str(target)) from error
    finally:
        part.unlink(missing_ok=True)


def _rendered(report: Report[Results], format_: str) -> str:
    if format_ == "json":
        return render_json(report.results, report.document.words)
    if format_ == "text":
        return render_text(report.document)
    from app.reports.render_html import render_html  # noqa: PLC0415 - because only pictures need matplotlib

    return render_html(report.document)
