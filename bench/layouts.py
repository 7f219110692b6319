"""What the layout of the score table buys: one scale's GROUP BY where rows lie in another order.

    python -m bench.layouts --people 1000000 --database sqlite --runs 5

Copies the scores of bench/made_programme.py into tables of other layouts, and lets the database
count the same pairs in each.
"""

from __future__ import annotations

import argparse
import tempfile
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from bench.database import database, make
from bench.harness import machine, median_of, say, say_table

if TYPE_CHECKING:
    from sqlalchemy import Connection

#: How the scores of both waves come to their person.
BY_PERSON = "".join(
    f"LEFT JOIN {{table}} AS {name} ON {name}.person = participant.person "
    f"AND {name}.administration_id = {wave} AND {name}.scale = 'first' "
    f"AND {name}.scoring_version = 1 "
    for name, wave in (("entry", 1), ("final", 2))
)
BY_SUBMISSION = "".join(
    f"LEFT JOIN submission AS {name}_form ON {name}_form.person = participant.person "
    f"AND {name}_form.administration_id = {wave} "
    f"LEFT JOIN {{table}} AS {name} ON {name}.submission_id = {name}_form.id "
    f"AND {name}.scale = 'first' AND {name}.scoring_version = 1 "
    for name, wave in (("entry", 1), ("final", 2))
)
SIDE_BY_SIDE = (
    "LEFT JOIN {table} AS entry ON entry.person = participant.person "
    "AND entry.administration_id = 1 AND entry.scale = 'first' AND entry.scoring_version = 1 "
)

TWO_ROWS = ("entry.numerator", "final.numerator", "entry.denominator", "final.denominator")
ONE_ROW = ("entry.numerator", "entry.exit_numerator", "entry.denominator", "entry.exit_denominator")


@dataclass(frozen=True)
class Layout:
    """A way to keep the scores.

    Attributes
    ----------
    key
        The primary key: the order in which rows lie.
    copied
        What fills the table: columns, and where from; None for the table as it is.
    joins, pair
        How its scores come to their person, and the columns that are a pair of them.
    """

    key: tuple[str, ...]
    copied: tuple[str, str] | None
    joins: str = BY_PERSON
    pair: tuple[str, ...] = TWO_ROWS


FORMS = "score JOIN submission USING (administration_id, person)"
BOTH = (
    "score JOIN score AS after ON after.person = score.person AND after.scale = score.scale "
    "AND after.scoring_version = score.scoring_version AND after.administration_id = 2 "
    "AND score.administration_id = 1"
)
LAYOUTS = {
    "score": Layout(("person", "administration_id", "scale", "scoring_version"), None),
    "by_form": Layout(("administration_id", "person", "scale", "scoring_version"), ("", "score")),
    "by_scale": Layout(("administration_id", "scale", "scoring_version", "person"), ("", "score")),
    "by_submission": Layout(
        ("submission_id", "scale", "scoring_version"),
        (", submission.id AS submission_id", FORMS),
        joins=BY_SUBMISSION,
    ),
    "side_by_side": Layout(
        ("administration_id", "scale", "scoring_version", "person"),
        (", after.numerator AS exit_numerator, after.denominator AS exit_denominator", BOTH),
        joins=SIDE_BY_SIDE,
        pair=ONE_ROW,
    ),
}


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
        for table, layout in LAYOUTS.items():
            copy_scores(connection, table, layout)
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
    with engine.connect() as connection:
        rows = [counted(connection, table, runs) for table in LAYOUTS]
    say_table(("layout", "rows lie in the order of", "seconds a scale", "people"), rows)


def counted(connection: Connection, table: str, runs: int) -> tuple[str, str, float, int]:
    """Return a layout, its key, the seconds one scale takes in it, and the people counted."""
    layout = LAYOUTS[table]
    pair = ", ".join(layout.pair)
    query = text(
        f"SELECT {pair}, count(*) FROM participant {layout.joins.format(table=table)} "  # noqa: S608 - because the names are ours
        "WHERE programme_id = 1 AND role = 'mentee' AND arm = 'programme' "
        f"AND ({layout.pair[0]} IS NOT NULL OR {layout.pair[1]} IS NOT NULL) GROUP BY {pair}"
    )
    seconds, found = median_of(runs, lambda: connection.execute(query).all())
    return table, ", ".join(layout.key), seconds, sum(row[-1] for row in found)


def copy_scores(connection: Connection, table: str, layout: Layout) -> None:
    """Make the table of another layout; where it can it holds the scores in its key."""
    if layout.copied is None:
        return
    more, source = layout.copied
    is_sqlite = connection.dialect.name == "sqlite"
    order = ", ".join(layout.key)
    columns = (
        "score.administration_id AS administration_id, score.person AS person, "
        "score.scale AS scale, score.scoring_version AS scoring_version, "
        f"score.numerator AS numerator, score.denominator AS denominator{more}"
    )
    names = [column.rsplit(" AS ", 1)[1] for column in columns.split(", ")]
    kinds = ", ".join(f"{n} {'VARCHAR(60)' if n == 'scale' else 'BIGINT'} NOT NULL" for n in names)
    included = ", ".join(name for name in names if name not in layout.key)
    connection.execute(
        text(
            f"CREATE TABLE {table} ({kinds}, PRIMARY KEY ({order})"
            f"{'' if is_sqlite else f' INCLUDE ({included})'})"
            f"{' WITHOUT ROWID' if is_sqlite else ''}"
        )
    )
    connection.execute(
        text(f"INSERT INTO {table} SELECT {columns} FROM {source} ORDER BY {order}")  # noqa: S608 - because the names are ours
    )


if __name__ == "__main__":
    main()
