"""How long a school of 300 waits for all files of a report: from the database to the last byte.

    python -m bench.report_files --runs 5

The programme of bench.school as often as there are runs, and once more to warm up, each with other
numbers of people and so with other figures: whatever a library remembers of one report serves no
other. Beside it stands the time in which matplotlib draws one bare picture, measured in turn.
"""

from __future__ import annotations

import argparse
import io
import tempfile
from dataclasses import replace
from datetime import date
from statistics import median

from matplotlib.figure import Figure

from analysis.document import Figure as Pictured
from analysis.words import Words
from app.database import db, one_moment, writing
from app.demo.effects import MENTEE, MENTOR
from app.demo.filling import fill_programme
from app.demo.story import TIME_ZONE, Calendar
from app.language import translations
from app.migrating import migrate_to_head
from app.models import Programme, School
from app.reports.formats import render
from app.reports.from_programme import report_of
from app.reports.kinds import FORMATS
from app.reports.operations import keep_answers
from bench.database import database
from bench.harness import machine, peak_mb, say, say_table, timed
from bench.made_programme import opened, settle
from bench.school import STORY

COMPUTED, TOGETHER, PICTURE, RATIO = (
    "computed", "all together", "one bare picture by matplotlib", "all together, in pictures",
)  # fmt: skip


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is printed")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zamer-bench-") as folder,
        database(given.database, folder) as url,
        opened(url, folder),
    ):
        programmes = fill(given.runs + 1)
        say(f"{machine()}; {given.database}, runs: {given.runs}\n")
        found = {stage: [measured(one, stage) for one in programmes] for stage in (1, 2)}
        for stage, (cold, *warm) in found.items():
            rows = [(name, cold[name], median(run[name] for run in warm)) for name in cold]
            say_table((f"stage {stage}, 300 people", "first, s", "warm, s"), rows)
            say("")
        say(f"peak memory: {peak_mb():.0f} MB")


def fill(times: int) -> list[int]:
    """Fill an empty database with programmes that differ by a few people; return their numbers."""
    migrate_to_head()
    school = School(name="Школа № 1", time_zone=TIME_ZONE)
    with writing() as session:
        session.add(school)
        session.flush()
        for more in range(times):
            sides = {
                MENTEE: replace(STORY.sides[MENTEE], people=170 + more),
                MENTOR: replace(STORY.sides[MENTOR], people=130 - more),
            }
            story = replace(STORY, title=f"{STORY.title}, {more}", sides=sides)
            fill_programme(session, school, story, Calendar(date(2026, 9, 1)))
    settle()
    found = [one.id for one in db.session.query(Programme).order_by(Programme.id)]
    for programme in found:
        for stage in (1, 2):
            keep_answers(db.session.get_one(Programme, programme), stage)
    return found


def measured(programme_id: int, stage: int) -> dict[str, float]:
    """Return the seconds of each part of a report, and what they are in pictures of matplotlib."""
    db.session.remove()
    programme = db.session.get_one(Programme, programme_id)
    with one_moment():
        computed, report = timed(lambda: report_of(programme, stage, Words(translations("ru"))))
    day = programme.school.today
    seconds = {COMPUTED: computed}
    for format_ in FORMATS:
        seconds[format_], _ = timed(lambda format_=format_: render(report, format_, created=day))
    seconds[TOGETHER] = sum(seconds.values())
    seconds[PICTURE], _ = timed(bare_picture)
    blocks = (block for section in report.document.sections for block in section.blocks)
    pictures = sum(isinstance(block, Pictured) for block in blocks)
    seconds[RATIO] = seconds[TOGETHER] / seconds[PICTURE]
    seconds["pictures in it"] = pictures
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
