"""`zamer analyse`: a psychologist's own table, before and after."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

import click

from analysis.words import Words
from app.cli.base import (
    CATALOGUE,
    FILE,
    OUTPUT,
    PERSON,
    _,
    check_output,
    find_instrument,
    tell,
    watched,
    zamer,
)
from app.output import write_output

if TYPE_CHECKING:
    from analysis.report import Report
    from analysis.results import Results
    from instruments.model import Instrument


@zamer.command(
    "analyse",
    help=_(
        "Compare answers before and after. FILE is a CSV or XLSX table with a row per person; "
        "its columns are called by a prefix and an item's code or number (pre_1, post_an01)."
    ),
)
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "--instrument",
    "reference",
    metavar="CODE[@n]|FILE.toml",
    required=True,
    help=_("Which questionnaire was answered."),
)
@PERSON
@click.option(
    "--entry-prefix",
    metavar="PREFIX",
    default="pre_",
    show_default=True,
    help=_("What entry columns begin with."),
)
@click.option(
    "--exit-prefix",
    metavar="PREFIX",
    default="post_",
    show_default=True,
    help=_("What exit columns begin with."),
)
@click.option("--role", metavar="COL", help=_("Column with the role; roles are never pooled."))
@click.option("--group", metavar="COL", help=_("Column with the group to compare by."))
@click.option("--control", metavar="LEVEL", help=_("The group that others are compared with."))
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json", "html", "xlsx"]),
    default="text",
    show_default=True,
    help=_("How to write the report."),
)
@OUTPUT
def analyse(
    file: Path, reference: str, format_: str, output: Path | None, **layout: str | None
) -> None:
    """Compare the two waves of a table and write the report."""
    check_output(output, format_, file, Path(reference))
    report = _compared(file, find_instrument(reference), layout)
    from app.reports.formats import render  # noqa: PLC0415 - because only reports need their formats

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    write_output(render(report, format_, created=today), output)


def _compared(file: Path, instrument: Instrument, layout: dict[str, str | None]) -> Report[Results]:
    from app.reports.from_table import Layout, report_from_table  # noqa: PLC0415 - because only this command needs scipy

    if (layout["group"] is None) is not (layout["control"] is None):
        raise click.UsageError(_("--group and --control go together"))
    entry, exit_ = str(layout["entry_prefix"]), str(layout["exit_prefix"])
    if entry.casefold() == exit_.casefold():
        raise click.UsageError(_("--entry-prefix and --exit-prefix must differ"))
    return report_from_table(
        file,
        instrument,
        Layout(
            person=str(layout["person"]),
            prefixes=(entry, exit_),
            role=layout["role"],
            group=layout["group"],
            control=layout["control"],
        ),
        Words(CATALOGUE),
        tell=tell,
        watched=watched,
    )
