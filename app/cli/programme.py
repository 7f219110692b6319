"""`zamer answers` and `zamer report`: a programme's answers in, its reports out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.base import CATALOGUE, FILE, OUTPUT, _, check_output, zamer
from app.output import write_output
from instruments.messages import N_

if TYPE_CHECKING:
    from pathlib import Path

PROGRAMME = click.option(
    "--programme",
    "number",
    metavar="P",
    type=int,
    required=True,
    help=_("Number of the programme, as its page shows it."),
)


@zamer.group("answers", help=_("Answers of a programme."))
def answers() -> None:
    """Hold the commands about answers together."""


@answers.command(
    "import",
    help=_(
        "Take in answers from a table, all or nothing. FILE is CSV or XLSX with a row per code: "
        "the column code (or «код»), then a column per item, called by its code or number."
    ),
)
@PROGRAMME
@click.option(
    "--wave",
    "kind",
    type=click.Choice(["entry", "mid", "exit"]),
    required=True,
    help=_("Which wave was answered."),
)
@click.option(
    "--instrument",
    "reference",
    metavar="CODE@n",
    required=True,
    help=_("Which questionnaire was answered, and which version of it."),
)
@click.argument("file", metavar="FILE", type=FILE)
def import_answers(number: int, kind: str, reference: str, file: Path) -> None:
    """Store the answers of a table."""
    from app import by_hand  # noqa: PLC0415 - because other commands need no database

    n = by_hand.import_answers(number, kind, reference, file)
    click.echo(N_("Forms taken in: %(n)s", n=n).text(CATALOGUE))


@zamer.group("report", help=_("Reports of a programme."))
def report() -> None:
    """Hold the reports together."""


def _report_command(stage: int, help_: str) -> None:
    @report.command(f"stage{stage}", help=help_)
    @PROGRAMME
    @click.option(
        "--format",
        "format_",
        type=click.Choice(["json", "html", "xlsx"]),
        default="html",
        show_default=True,
        help=_("How to write the report."),
    )
    @OUTPUT
    def command(number: int, format_: str, output: Path | None) -> None:
        """Write the report of this stage."""
        check_output(output, format_)
        from app import by_hand  # noqa: PLC0415 - because other commands need no database

        write_output(by_hand.report(number, stage, format_), output)


_report_command(1, _("Write the stage-1 report: the quality of the programme."))
_report_command(2, _("Write the stage-2 report: what changed in the participants."))
