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
from app.reports.kinds import FORMATS

if TYPE_CHECKING:
    from collections.abc import Mapping

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
    "--allocation",
    type=click.Choice(["random"]),
    help=_("Lots decided who is in which group of --group; only then may a cause be named."),
)
@click.option(
    "--strategy",
    metavar="COL",
    help=_("Column with the way a pair was formed; empty where it is not known."),
)
@click.option(
    "--cluster",
    metavar="COL",
    help=_("Column with the mentoring group at entry; empty where there is none."),
)
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help=_("How to write the report."),
)
@OUTPUT
def analyse(
    file: Path, reference: str, format_: str, output: Path | None, **design: str | None
) -> None:
    """Compare the two waves of a table and write the report."""
    check_output(output, format_, file, Path(reference))
    _check_design(design)
    report = _compared(file, find_instrument(reference), design, with_people=format_ == "xlsx")
    from app.reports.formats import render  # noqa: PLC0415 - because only reports need their formats

    today = dt.datetime.now(tz=dt.UTC).astimezone().date()
    write_output(render(report, format_, created=today), output)


def _check_design(design: Mapping[str, str | None]) -> None:
    """Refuse options that contradict each other."""
    if (design["group"] is None) is not (design["control"] is None):
        raise click.UsageError(_("--group and --control go together"))
    if design["allocation"] is not None and design["group"] is None:
        raise click.UsageError(_("--allocation says how the groups of --group came about"))
    entry, exit_ = str(design["entry_prefix"]), str(design["exit_prefix"])
    if entry.casefold() == exit_.casefold():
        raise click.UsageError(_("--entry-prefix and --exit-prefix must differ"))


def _compared(
    file: Path, instrument: Instrument, design: Mapping[str, str | None], *, with_people: bool
) -> Report[Results]:
    from app.reports.from_table import report_of_table, with_sheets_of_people  # noqa: PLC0415 - because only this command needs scipy
    from app.reports.scored_table import Layout, scored_table  # noqa: PLC0415 - because only this command reads such tables

    layout = Layout(
        person=str(design["person"]),
        prefixes=(str(design["entry_prefix"]), str(design["exit_prefix"])),
        **{name: design[name] for name in ("role", "group", "control", "strategy", "cluster")},
    )
    table = scored_table(file, instrument, layout, tell=tell, watched=watched)
    report = report_of_table(table, Words(CATALOGUE), allocation=design["allocation"])
    return with_sheets_of_people(report, table) if with_people else report
