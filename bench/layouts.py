"""What the layout of the score table buys: one scale's GROUP BY where rows lie in another order.

    python -m bench.layouts --people 1000000 --database sqlite --runs 5

Copies the scores of bench/made_programme.py into tables of two other layouts, and lets the
database count the same pairs in each.
"""

from __future__ import annotations

import argparse
import tempfile
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from bench.database import database, make
from bench.harness import machine, median_of, say, say_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: Name, primary key, what is copied; the last is the table as it is.
LAYOUTS = {
    "by_submission": ("submission_id, scale, scoring_version", "submission.id AS submission_id"),
    "by_scale": (
        "administration_id, scale, scoring_version, person",
        "administration_id, person",
    ),
    "score": ("administration_id, person, scale, scoring_version", ""),
}

PAIRS = """
SELECT entry.numerator, final.numerator, entry.denominator, final.denominator, count(*)
FROM participant {joins}
WHERE programme_id = 1 AND role = 'mentee' AND arm = 'programme'
  AND (entry.numerator IS NOT NULL OR final.numerator IS NOT NULL)
GROUP BY entry.numerator, final.numerator, entry.denominator, final.denominator
"""

#: How the scores of a wave come to their person.
JOIN = """
LEFT JOIN {table} AS {name} ON {name}.person = participant.person
  AND {name}.administration_id = {wave} AND {name}.scale = 'first' AND {name}.scoring_version = 1
"""

JOIN_BY_SUBMISSION = """
LEFT JOIN submission AS {name}_form ON {name}_form.person = participant.person
  AND {name}_form.administration_id = {wave}
LEFT JOIN {table} AS {name} ON {name}.submission_id = {name}_form.id
  AND {name}.scale = 'first' AND {name}.scoring_version = 1
"""


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--people", type=int, default=1_000_000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--runs", type=int, default=5, help="of which the median is printed")
    given = parser.parse_args()
    with (
        tempfile.TemporaryDirectory(prefix="zamer-bench-") as folder,
        database(given.database, folder) as url,
    ):
        make(url, folder, given.people)
        say(f"{machine()}; {given.database}, people: {given.people:,}, runs: {given.runs}\n")
        measure(url, given.runs)


def measure(url: str, runs: int) -> None:
    """Count one scale's pairs in every layout."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for table, (key, columns) in LAYOUTS.items():
            if columns:
                copy_scores(connection, table, key, columns)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with engine.connect() as connection:
        rows = [counted(connection, table, runs) for table in LAYOUTS]
    say_table(("rows lie in the order of", "seconds a scale", "people"), rows)


def counted(connection: Connection, table: str, runs: int) -> tuple[str, float, int]:
    """Return the key of a layout, the seconds one scale takes in it, and the people counted."""
    join = JOIN_BY_SUBMISSION if table == "by_submission" else JOIN
    waves = {"entry": 1, "final": 2}
    joins = "".join(join.format(table=table, name=name, wave=waves[name]) for name in waves)
    query = text(PAIRS.format(joins=joins))
    seconds, found = median_of(runs, lambda: connection.execute(query).all())
    return LAYOUTS[table][0], seconds, sum(row[-1] for row in found)


def copy_scores(connection: Connection, table: str, key: str, columns: str) -> None:
    """Make the table of another layout; where it can it holds the scores in its key."""
    is_sqlite = connection.dialect.name == "sqlite"
    own = [column.split(" AS ")[-1] for column in columns.split(", ")]
    kinds = ", ".join(f"{column} BIGINT NOT NULL" for column in own)
    includes = table == "by_scale" and not is_sqlite
    connection.execute(
        text(
            f"CREATE TABLE {table} ({kinds}, scale VARCHAR(60) NOT NULL, "
            "scoring_version INTEGER NOT NULL, numerator BIGINT NOT NULL, "
            f"denominator BIGINT NOT NULL, PRIMARY KEY ({key})"
            f"{' INCLUDE (numerator, denominator)' if includes else ''})"
            f"{' WITHOUT ROWID' if is_sqlite else ''}"
        )
    )
    connection.execute(
        text(
            f"INSERT INTO {table} "  # noqa: S608 - because the names are ours
            f"SELECT {columns}, scale, scoring_version, numerator, denominator "
            f"FROM score JOIN submission USING (administration_id, person) ORDER BY {key}"
        )
    )


if __name__ == "__main__":
    main()
