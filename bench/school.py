"""How long a school of 300 waits for stage 2: from the database to JSON, in a warm process.

    python -m bench.school --database sqlite --runs 7

170 mentees and 130 mentors of the demonstration, with every questionnaire a new programme begins
with, pairs, two strategies of pairing, and people who leave.
"""

from __future__ import annotations

import argparse
import tempfile
from datetime import date

from app.database import db, writing
from app.demo.effects import MENTEE, MENTOR
from app.demo.filling import fill_programme
from app.demo.story import TIME_ZONE, Calendar, Side, Story
from app.migrating import migrate_to_head
from app.models import Programme, School, Submission
from app.reports.making import report_file
from bench.database import database
from bench.harness import machine, median_of, peak_mb, say, say_table, timed
from bench.made_programme import opened, settle

STORY = Story(
    number=1,
    title="Школа из трёхсот человек",
    role_models="успевающий – неуспевающий",
    strategies=("Общий школьный предмет", "Общее увлечение"),
    sides={
        MENTEE: Side(classes=("6А", "6Б", "7А", "7Б"), people=170, unconsented=3, late=2, absent=3),
        MENTOR: Side(classes=("8А", "9А", "9Б", "10А"), people=130, unconsented=2, absent=2),
    },
)


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=7, help="of which the median is printed")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zamer-bench-") as folder,
        database(given.database, folder) as url,
        opened(url, folder),
    ):
        fill(STORY)
        programme = db.session.get_one(Programme, 1)
        first, _ = timed(lambda: report_file(programme, 2, "json"))
        warm, content = median_of(given.runs, lambda: report_file(programme, 2, "json"))
        forms = db.session.query(Submission).count()
        say(f"{machine()}; {given.database}, forms: {forms:,}, runs: {given.runs}\n")
        say_table(
            ("stage 2, 300 people", "seconds"),
            [("the first report of a process", first), ("warm", warm)],
        )
        say(f"\nJSON: {len(content):,} bytes; peak memory: {peak_mb():.0f} MB")


def fill(*stories: Story) -> None:
    """Fill an empty database with a school in which these programmes took place."""
    migrate_to_head()
    school = School(name="Школа № 1", time_zone=TIME_ZONE)
    with writing() as session:
        session.add(school)
        session.flush()
        for story in stories:
            fill_programme(session, school, story, Calendar(date(2026, 9, 1)))
    settle()


if __name__ == "__main__":
    main()
