"""What starting to serve costs over importing the parts it is made of.

    python -m bench.serving --runs 11

Each run takes two fresh processes: one imports Flask, SQLAlchemy and the other chosen parts, one
imports app.factory and makes the application. The ratio of the medians is at most 1.3.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
from statistics import median

from bench.harness import machine, say, say_table

#: What every process that serves is made of, whoever wrote it.
PARTS = """
import argon2, babel, flask, flask_babel, flask_bootstrap, flask_limiter, flask_login, flask_migrate
import flask_sqlalchemy, flask_wtf, jinja2, sqlalchemy, sqlalchemy.orm, wtforms
"""

#: Ours on top of it.
OURS = """
from app.factory import create_app
create_app({"INSTANCE": %r})
"""

TIMED = """
from time import perf_counter
start = perf_counter()
%s
print(perf_counter() - start)
"""


def seconds(program: str) -> float:
    """Return how many seconds a program says it took in a process of its own."""
    command = [sys.executable, "-c", TIMED % program]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - because the command is ours
    return float(done.stdout)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=11, help="of which the median is printed")
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory(prefix="zamer-bench-") as instance:
        programs = (PARTS, OURS % instance)
        for program in programs:
            seconds(program)  # so that no run compiles anything
        # in turn, so that whatever else the machine does falls on both
        pairs = [tuple(map(seconds, programs)) for _ in range(runs)]
    parts, ours = (median(times) for times in zip(*pairs, strict=True))
    say(f"{machine()}; runs: {runs}\n")
    say_table(
        ("", "seconds"),
        [("the parts imported", parts), ("the application made", ours), ("ratio", ours / parts)],
    )


if __name__ == "__main__":
    main()
