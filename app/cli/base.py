"""What every command shares: the language, errors in words, finding a questionnaire."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from app.language import LANGUAGES, speak_in_commands, translations
from app.programmes.errors import RefusedError
from app.reports.kinds import BINARY
from instruments.errors import UnknownInstrumentError
from instruments.loader import load
from instruments.messages import N_, Message, Problem, ProblemsError
from instruments.registry import Registry

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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

#: Where a report goes.
OUTPUT = click.option(
    "-o",
    "--output",
    metavar="OUT",
    type=click.Path(dir_okay=False, path_type=Path),
    help=_("File to write the report to, instead of standard output."),
)

PERSON = click.option(
    "--id",
    "person",
    metavar="COL",
    default="id",
    show_default=True,
    help=_("Column with the code of the person."),
)


def fail(text: str) -> NoReturn:
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
            fail(error.text(CATALOGUE))
        except RefusedError as error:
            fail(error.message.text(CATALOGUE))
        except BrokenPipeError:
            raise  # whoever read the report has read enough; click ends quietly
        except OSError as error:
            fail(_file_problem(error).text(CATALOGUE))


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


def find_instrument(reference: str) -> Instrument:
    """Return the instrument in a file, or in the library."""
    if reference.endswith(".toml"):
        return load(Path(reference))
    return Registry().get(reference)


def tell(message: Message) -> None:
    """Say something beside the result, on stderr."""
    click.echo(message.text(CATALOGUE), err=True)


def watched(people: Sequence[PersonAnswers]) -> Iterator[PersonAnswers]:
    """Show a bar on stderr while people are scored, where somebody is watching."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(people, label=_("Answers"), file=sys.stderr, hidden=hidden) as shown:
        yield from shown


def check_output(output: Path | None, format_: str, *sources: Path) -> None:
    """Refuse an output that cannot be, before anything is computed."""
    if output is None and format_ in BINARY:
        raise click.UsageError(
            _("a file of this format cannot be shown here: name the file with -o")
        )
    if output is None:
        return
    if not output.name:
        raise click.UsageError(_("-o names no file"))
    if output.exists() and any(one.exists() and output.samefile(one) for one in sources):
        raise click.UsageError(_("-o names a file that is read: the report would replace it"))
