"""The `zamer` command: the same operations as the pages, by hand or from a script."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from analysis.words import Words
from app.interchange.instrument_text import instrument_lines, library_lines
from app.interchange.score_table import score_table
from app.interchange.tables import read_table
from app.language import LANGUAGES, speak_in_commands, translations
from app.output import write_report
from instruments.errors import InstrumentError, UnknownInstrumentError
from instruments.loader import load, parse
from instruments.messages import N_, Message, Problem, ProblemsError
from instruments.registry import Registry, check_claims

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.report import Report
    from analysis.results import Results
    from app.interchange.answers import PersonAnswers
    from instruments.model import Instrument

LANG = os.environ.get("ZAMER_LANG", "ru")
if LANG not in LANGUAGES:
    sys.stderr.write(f"ZAMER_LANG={LANG}: one of {', '.join(LANGUAGES)}\n")
    sys.exit(2)

CATALOGUE = translations(LANG)
_ = CATALOGUE.gettext
speak_in_commands(LANG)

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)

PERSON = click.option(
    "--id",
    "person",
    metavar="COL",
    default="id",
    show_default=True,
    help=_("Column with the code of the person."),
)


def _fail(text: str) -> NoReturn:
    """Say what is wrong and end with 2, as click does for a wrong option."""
    click.echo(text, err=True)
    raise click.exceptions.Exit(2)


class ErrorsInWords(click.Group):
    """Tells a person what was wrong with their input instead of showing a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; bad input ends with 2 and an explanation on stderr."""
        try:
            return super().invoke(ctx)
        except (ProblemsError, UnknownInstrumentError) as error:
            _fail(error.text(CATALOGUE))
        except BrokenPipeError:
            raise  # whoever read the report has read enough; click ends quietly
        except OSError as error:
            _fail(_file_problem(error).text(CATALOGUE))


def _file_problem(error: OSError) -> Problem:
    """Return what the operating system refused, in words."""
    reasons = {
        FileNotFoundError: N_("there is no such file or folder"),
        IsADirectoryError: N_("it is a folder"),
        NotADirectoryError: N_("its folder is a file"),
        PermissionError: N_("access is denied"),
    }
    return Problem(
        file=Path(error.filename or "").name,
        place=N_("the file"),
        what=reasons.get(type(error), Message(error.strerror or type(error).__name__)),
        rule=N_("files are read, and written into folders, that exist and that you may use"),
        remedy=N_("check the path and the permissions"),
    )


@click.group(
    cls=ErrorsInWords,
    help=_("Zamer shows what changed in the people of a school mentoring programme."),
)
@click.version_option(package_name="zamer", message="zamer %(version)s")
def zamer() -> None:
    """Hold the commands together."""


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
    text = score_table(table, _find(reference), person=person, watched=_watched)
    click.echo(text, nl=False)


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
    type=click.Choice(["text", "json", "html"]),
    default="text",
    show_default=True,
    help=_("How to write the report."),
)
@click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("File to write the report to, instead of standard output."),
)
def analyse(
    file: Path, reference: str, format_: str, output: Path | None, **layout: str | None
) -> None:
    """Compare the two waves of a table and write the report."""
    if output is not None and not output.name:
        raise click.UsageError(_("-o names no file"))
    if output is not None and any(_is_same(output, source) for source in (file, Path(reference))):
        raise click.UsageError(_("-o names a file that is read: the report would replace it"))
    report = _compared(file, _find(reference), layout)
    write_report(report, format_, output)


def _is_same(output: Path, source: Path) -> bool:
    return output.exists() and source.exists() and output.samefile(source)


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
        tell=_tell,
        watched=_watched,
    )


def _find(reference: str) -> Instrument:
    """Return the instrument in a file, or in the library."""
    if reference.endswith(".toml"):
        return load(Path(reference))
    return Registry().get(reference)


def _tell(message: Message) -> None:
    click.echo(message.text(CATALOGUE), err=True)


def _watched(people: Sequence[PersonAnswers]) -> Iterator[PersonAnswers]:
    """Show a bar on stderr while people are scored, where somebody is watching."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(people, label=_("Answers"), file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def main() -> None:
    """Run the command; what is not read on a terminal is UTF-8, whatever the system's habit."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="replace")
    zamer(prog_name="zamer")
