"""`zamer run` and `zamer demo`: the web system on this computer."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.base import CATALOGUE, _, zamer
from instruments.messages import N_

if TYPE_CHECKING:
    from flask import Flask

HOST = click.option(
    "--host", metavar="HOST", help=_("Address to serve on; this computer only unless told.")
)
PORT = click.option(
    "--port",
    metavar="PORT",
    type=click.IntRange(1, 65535),
    help=_("Port to serve on; 8000 unless told."),
)


@zamer.command(
    "run", help=_("Serve the web system; the database is made or brought up to date first.")
)
@HOST
@PORT
def run(host: str | None, port: int | None) -> None:
    """Serve, and tell where the first start is done."""
    from app.serving import prepared_app, serve  # noqa: PLC0415 - because other commands need no Flask

    app = prepared_app()
    serve(app, host, port, ready=lambda address: click.echo(_welcome(app, address)))


def _welcome(app: Flask, address: str) -> str:
    """Return the one line that tells what to open."""
    from app.auth.first_start import is_set_up, set_up_token  # noqa: PLC0415 - because other commands need no Flask

    with app.app_context():
        if is_set_up():
            message = N_(
                "Zamer is running: %(address)s/ for answers, %(address)s/staff/ for staff. "
                "Ctrl+C stops it.",
                address=address,
            )
        else:
            token = set_up_token(Path(app.config["INSTANCE"]))
            message = N_(
                "Zamer is running. To set it up, open this address once: "
                "%(address)s/setup/%(token)s",
                address=address,
                token=token,
            )
    return message.text(CATALOGUE)


@zamer.command(
    "demo",
    help=_(
        "Fill an empty database with a simulated school, or take up the one it holds, and serve "
        "it; real data are refused."
    ),
)
@HOST
@PORT
@click.option("--no-serve", is_flag=True, help=_("Only fill."))
def demo(host: str | None, port: int | None, *, no_serve: bool) -> None:
    """Show everything on people who do not exist."""
    from app.demo.marking import is_demo  # noqa: PLC0415 - because other commands need no Flask
    from app.demo.operations import fill_demonstration  # noqa: PLC0415 - because other commands need no Flask
    from app.serving import serve, working  # noqa: PLC0415 - because other commands need no Flask

    with working() as app:
        if not is_demo():
            fill_demonstration()
    click.echo(_("The demonstration is ready. Its sign-ins stand on the sign-in page."))
    if not no_serve:
        serve(app, host, port, ready=lambda address: click.echo(_welcome(app, address)))
