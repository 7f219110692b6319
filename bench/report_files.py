"""How long a school, or a town, waits for a report: from its job to all its files, stored.

    python -m bench.report_files --runs 5
    python -m bench.report_files --runs 1 --people 20000

The programme of bench.school as often as there are runs, and once more to warm up, each with other
numbers of people and so with other figures: whatever a library remembers of one report serves no
other. Beside it stands the time in which matplotlib draws one bare picture, measured in turn.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from dataclasses import replace
from statistics import median
from typing import TYPE_CHECKING

from matplotlib.figure import Figure

from app.database import db
from app.demo.effects import MENTEE, MENTOR
from app.models import Programme, ReportJob
from app.reports.operations import keep_answers, request_report
from app.reports.worker import maker
from bench.database import database
from bench.harness import machine, peak_mb, say, say_table, timed
from bench.made_programme import opened
from bench.school import STORY, fill

if TYPE_CHECKING:
    from app.demo.story import Story

WHOLE = "a report, from the job to its stored files"


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is printed")
    parser.add_argument("--people", type=int, default=300, help="mentees and mentors together")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zamer-bench-") as folder,
        database(given.database, folder) as url,
        opened(url, folder),
    ):
        programmes = programmes_of(given.runs + 1, given.people)
        say(f"{machine()}; {given.database}, runs: {given.runs}\n")
        found = {stage: [measured(one, stage) for one in programmes] for stage in (1, 2)}
        for stage, (cold, *warm) in found.items():
            rows = [(name, cold[name], median(run[name] for run in warm)) for name in cold]
            say_table((f"stage {stage}, {given.people:,} people", "first, s", "warm, s"), rows)
            say("")
        say(f"peak memory: {peak_mb():.0f} MB")


def programmes_of(times: int, people: int) -> list[int]:
    """Fill an empty database with programmes that differ by a few people; return their numbers."""
    mentees = people * 17 // 30
    fill(*(_story(more, mentees, people - mentees) for more in range(times)))
    found = [one.id for one in db.session.query(Programme).order_by(Programme.id)]
    for number in found:  # the first report of a wave writes its rows anew, once and for all
        keep_answers(db.session.get_one(Programme, number), 2)
    return found


def _story(more: int, mentees: int, mentors: int) -> Story:
    sides = {
        MENTEE: replace(STORY.sides[MENTEE], people=mentees + more),
        MENTOR: replace(STORY.sides[MENTOR], people=mentors - more),
    }
    return replace(STORY, title=f"{STORY.title}, {more}", sides=sides)


def measured(programme_id: int, stage: int) -> dict[str, float]:
    """Return the seconds of a report and of each part, and what it is in pictures of matplotlib."""
    db.session.remove()
    programme = db.session.get_one(Programme, programme_id)
    job_id = request_report(programme, stage, by=None)
    make = maker()  # as the child that makes reports has it
    whole, _ = timed(lambda: make(job_id))
    job = db.session.get_one(ReportJob, job_id)
    seconds = {WHOLE: whole, "one bare picture by matplotlib": timed(bare_picture)[0]}
    seconds["a report, in such pictures"] = whole / seconds["one bare picture by matplotlib"]
    seconds["files"] = len(job.files)
    return seconds


def bare_picture() -> str:
    """Draw three bars with matplotlib, as it comes."""
    figure = Figure(figsize=(5, 3))
    figure.subplots().barh(["a", "b", "c"], [1, 2, 3])
    target = io.StringIO()
    figure.savefig(target, format="svg")
    return target.getvalue()


if __name__ == "__main__":
    main()
