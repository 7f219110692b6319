"""`zamer instruments`: the library, and definitions of one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from app.cli.base import CATALOGUE, FILE, LANG, PERSON, _, find_instrument, watched, zamer
from app.interchange.instrument_text import instrument_lines, library_lines
from app.interchange.score_table import score_table
from app.interchange.tables import read_table
from instruments.errors import InstrumentError
from instruments.loader import parse
from instruments.messages import N_, Problem
from instruments.registry import Registry, check_claims

if TYPE_CHECKING:
    from pathlib import Path

    from instruments.model import Instrument


@zamer.group("instruments", help=_("The library of questionnaires."))
def instruments() -> None:
    """Hold the commands about instruments together."""


@instruments.command("list", help=_("List the library: code, version, items, minutes, title."))
def list_instruments() -> None:
    """List the latest version of every instrument."""
    for line in library_lines(Registry().latest().values(), LANG):
        click.echo(line)


@instruments.command(
    "show", help=_("Show a questionnaire: its items, answers, scales, keys and levels.")
)
@click.argument("reference", metavar="CODE[@n]")
def show_instrument(reference: str) -> None:
    """Show one version of an instrument."""
    for line in instrument_lines(Registry().get(reference), LANG, CATALOGUE):
        click.echo(line)


@instruments.command(
    "check",
    help=_("Check definitions of questionnaires; say everything that is wrong with them."),
)
@click.argument("files", metavar="FILE...", type=FILE, nargs=-1, required=True)
def check_instruments(files: tuple[Path, ...]) -> None:
    """Check definition files by themselves, and their claims of each other and of the library."""
    good: dict[Path, Instrument] = {}
    problems: list[Problem] = []
    for path in files:
        try:
            good[path] = parse(path.read_bytes(), file=str(path))
        except InstrumentError as error:
            problems.extend(error.problems)
    problems.extend(check_claims(good, Registry()))
    wrong = {problem.file for problem in problems}
    for path, instrument in good.items():
        if str(path) not in wrong:
            click.echo(
                N_(
                    "%(file)s: in order, %(reference)s, SHA-256 %(sha256)s",
                    file=str(path),
                    reference=instrument.reference,
                    sha256=instrument.sha256,
                ).text(CATALOGUE)
            )
    if problems:
        raise InstrumentError(tuple(problems))


@instruments.command(
    "score",
    help=_(
        "Score answers, exactly. ANSWERS has the column id and a column per item, called by the "
        "item's code or number; the scores go to standard output as CSV."
    ),
)
@click.argument("reference", metavar="CODE[@n]|FILE.toml")
@click.argument("answers", metavar="ANSWERS", type=FILE)
@PERSON
def score_answers(reference: str, answers: Path, person: str) -> None:
    """Score a table of answers of one wave."""
    table = read_table(answers)
    text = score_table(table, find_instrument(reference), person=person, watched=watched)
    click.echo(text, nl=False)


@instruments.command(
    "add",
    help=_(
        "Publish definitions of the school's own, once they are in order; from then on they never "
        "change."
    ),
)
@click.argument("files", metavar="FILE.toml...", type=FILE, nargs=-1, required=True)
@click.option(
    "--school",
    metavar="S",
    type=int,
    help=_("Number of the school, where the database holds several."),
)
def add_instruments(files: tuple[Path, ...], school: int | None) -> None:
    """Publish a school's own definitions."""
    from app import by_hand  # noqa: PLC0415 - because other commands need no database

    references = by_hand.publish(files, school)
    click.echo(
        N_("Published: %(references)s", references=", ".join(references) or "—").text(CATALOGUE)
    )
