"""`zamer answers`, `report`, `reduce`: a programme's answers in, its reports out, then no more."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.base import CATALOGUE, FILE, OUTPUT, _, check_output, tell, zamer
from app.output import write_output
from app.reports.kinds import FORMATS, KEPT
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
        type=click.Choice(FORMATS),
        default="html",
        show_default=True,
        help=_("How to write the report."),
    )
    @click.option(
        "--form",
        type=click.Choice(list(KEPT)),
        default="full",
        show_default=True,
        help=_("All of it, the summary to sign, or what the school's site may show."),
    )
    @click.option(
        "--beside",
        type=int,
        multiple=True,
        help=_("Another programme of the same year, by its number, to stand beside it."),
    )
    @OUTPUT
    def command(
        number: int, form: str, format_: str, *, beside: tuple[int, ...], output: Path | None
    ) -> None:
        """Write the report of this stage."""
        if format_ not in KEPT[form]:
            written = ", ".join(KEPT[form])
            rule = N_("--form %(form)s is written as: %(formats)s", form=form, formats=written)
            raise click.UsageError(rule.text(CATALOGUE))
        check_output(output, format_)
        from app import by_hand  # noqa: PLC0415 - because other commands need no database

        write_output(by_hand.report(number, stage, form, format_, beside=beside), output)


_report_command(1, _("Write the stage-1 report: the quality of the programme."))
_report_command(2, _("Write the stage-2 report: what changed in the participants."))


@zamer.command(
    "reduce",
    help=_(
        "Reduce a programme that is over to its two reports, for good: both are made once more, "
        "then all answers, codes, consents, names and participants are erased."
    ),
)
@PROGRAMME
@click.option("--dry-run", is_flag=True, help=_("Only say what would be erased."))
def reduce(number: int, *, dry_run: bool) -> None:
    """Erase what single people answered, and say how much it was."""
    from app import by_hand  # noqa: PLC0415 - because other commands need no database

    gone, without = by_hand.reduce(number, dry_run=dry_run)
    for stage in without:
        tell(
            N_(
                "Stage %(stage)s: no report is kept here, since too little has changed for a new "
                "one. The last one, written to a file, is the only one.",
                stage=stage,
            )
        )
    counts = N_(
        "forms %(forms)s, begun forms %(drafts)s, participants %(people)s, codes %(slips)s, "
        "consents %(consents)s, names %(names)s",
        **vars(gone),
    )
    outcome = (
        N_("Nothing has been erased. Would be: %(counts)s", counts=counts)
        if dry_run
        else N_("Erased: %(counts)s. The reports stay on their page.", counts=counts)
    )
    click.echo(outcome.text(CATALOGUE))
