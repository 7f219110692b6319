"""Writes docs/samples again: reports of the demonstration as schools get them; run by `make samples`."""

from __future__ import annotations

import tempfile
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from app.database import db
from app.demo.operations import fill_demonstration
from app.factory import create_app
from app.migrating import migrate_to_head
from app.models import Programme, ReportForm
from app.reports.making import report_file

if TYPE_CHECKING:
    from collections.abc import Iterator

SAMPLES = Path(__file__).parent.parent / "docs" / "samples"

#: The day on which the samples are made: their files bear it.
TODAY = date(2026, 10, 5)

#: The large programme of the demonstration, and the one of eight pairs.
LARGE, SMALL = 1, 3

#: Name of a file to programme, stage and form.
FILES = {
    **{
        f"stage{stage}.{format_}": (LARGE, stage, ReportForm.FULL)
        for stage in (1, 2)
        for format_ in ("xlsx", "docx", "pdf", "html", "json")
    },
    **{
        f"{name}-{stage}.{format_}": (number, stage, ReportForm.SUMMARY)
        for name, number in (("summary", LARGE), ("small8-summary", SMALL))
        for stage in (1, 2)
        for format_ in ("docx", "pdf")
    },
    **{
        f"{name}.{format_}": (number, 0, ReportForm.SUMMARY)
        for name, number in (("summary-both", LARGE), ("small8-summary-both", SMALL))
        for format_ in ("docx", "pdf")
    },
    **{
        f"small8-stage{stage}.{format_}": (SMALL, stage, ReportForm.FULL)
        for stage in (1, 2)
        for format_ in ("docx", "pdf")
    },
}


@contextmanager
def demonstration() -> Iterator[None]:
    """Hold the demonstration, as it stands on the day of the samples, in a database of its own."""
    with tempfile.TemporaryDirectory() as instance:
        app = create_app({"INSTANCE": instance})
        with app.app_context():
            migrate_to_head()
            fill_demonstration(TODAY)
            yield
            db.session.remove()
            db.engine.dispose()


def sample(name: str) -> bytes:
    """Make one of the files."""
    number, stage, form = FILES[name]
    programme = db.session.get_one(Programme, number)
    return report_file(programme, stage, name.rpartition(".")[2], form, created=TODAY)


if __name__ == "__main__":
    SAMPLES.mkdir(exist_ok=True)
    with demonstration():
        for name in FILES:
            (SAMPLES / name).write_bytes(sample(name))
