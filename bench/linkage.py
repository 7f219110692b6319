"""How many people self-generated codes find again, and how often they find somebody else.

    python -m bench.linkage [--scale 1] [--processes 2]

Simulates two waves of `bench.made_codes`, lets `analysis.linkage` pair them, and prints the tables
of docs/linkage.md. Seeds are fixed: the same call prints the same tables, but for the times.
"""

from __future__ import annotations

import argparse
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import repeat
from math import log2
from random import Random
from statistics import median
from typing import TYPE_CHECKING

from analysis.linkage import link
from bench.harness import machine, say, say_table, timed
from bench.made_codes import QUESTIONS, cohorts, school, waves

if TYPE_CHECKING:
    from collections.abc import Sequence

#: People of each wave to simulated programmes.
SIZES = {30: 200, 100: 200, 300: 200, 1000: 40, 3000: 10}

SLIPS = (0.0, 0.02, 0.05, 0.1)

#: Which share of the first wave is replaced by others in the second.
LEFT = 0.15

#: More of them, among 300: half as many as come again, and everybody.
MANY_LEFT = (0.2, 0.33, 1.0)

COLUMNS = (
    "people", "slips an element", "left", "exact", "tolerant", "ambiguous", "unmatched",
    "of those who came again", "false links", "of exact", "of tolerant", "ms",
)  # fmt: skip


@dataclass(frozen=True)
class Cell:
    """Programmes of one size, whose people slip and leave so often."""

    size: int
    slip: float
    left: float = LEFT


def found(cell: Cell, seed: int) -> tuple[Counter[str], float]:
    """Count what became of the people of one programme, and return the seconds it took."""
    made = waves(cell.size, cell.slip, cell.left, Random(f"{cell} {seed}"))  # noqa: S311 - because nothing is secret here
    seconds, linkage = timed(lambda: link(made.entry, made.exit))
    counts = Counter(
        people=linkage.n_entry,
        again=len(made.entry.keys() & made.exit.keys()),
        ambiguous=linkage.ambiguous_entry,
        unmatched=linkage.unmatched_entry,
    )
    for one in linkage.links:
        counts[one.kind] += 1
        counts[f"right {one.kind}" if one.entry == one.exit else f"false {one.kind}"] += 1
    return counts, seconds


def row(cell: Cell, programmes: int, pool: ProcessPoolExecutor) -> tuple[object, ...]:
    """Return the row of a table."""
    total: Counter[str] = Counter()
    times = []
    for counts, seconds in pool.map(found, repeat(cell), range(programmes), chunksize=5):
        total += counts
        times.append(seconds)
    kinds = ("exact", "tolerant")
    links, false, right = (
        sum(total[f"{of}{kind}"] for kind in kinds) for of in ("", "false ", "right ")
    )
    return (
        f"{cell.size:,}", f"{cell.slip:.2f}", f"{100 * cell.left:.0f} %",
        *(share(total[name], total["people"], 1) for name in (*kinds, "ambiguous", "unmatched")),
        share(right, total["again"], 1),
        f"{share(false, links, 2)} ({false:,} of {links:,})",
        *(share(total[f"false {kind}"], total[kind], 2) for kind in kinds),
        f"{1000 * median(times):.0f}",
    )  # fmt: skip


def share(part: int, whole: int, digits: int) -> str:
    """Return a share in per cent."""
    return f"{100 * part / whole:.{digits}f} %" if whole else "—"


def entropies() -> list[tuple[str, str, str]]:
    """Return what each question tells on average, and where the answer is the most common one."""
    rows = []
    for code, common in QUESTIONS.items():
        shares = [part / sum(common.values()) for part in common.values()]
        entropy = -sum(p * log2(p) for p in shares)
        rows.append((code, f"{entropy:.2f}", f"{-log2(max(shares)):.2f}"))
    return rows


def alone(codes: Sequence[str], size: int, schools: int) -> str:
    """Return which share of people nobody else shares these answers with."""
    single = 0
    for seed in range(schools):
        people = school(size, cohorts(size), Random(seed))  # noqa: S311 - because nothing is secret here
        alike = Counter(tuple(person[code] for code in codes) for person in people)
        single += sum(n == 1 for n in alike.values())
    return share(single, size * schools, 0)


def main() -> None:
    """Print all tables."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--scale", type=int, default=1, help="times as many programmes")
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    say(f"{machine()}\n")
    with ProcessPoolExecutor(wanted.processes) as pool:
        cells = [Cell(size, slip) for size in SIZES for slip in SLIPS]
        more = [Cell(300, slip, left) for left in MANY_LEFT for slip in (0.05, 0.1)]
        for some in (cells, more):
            rows = [row(cell, wanted.scale * SIZES[cell.size], pool) for cell in some]
            say_table(COLUMNS, rows)
            say("")
    say_table(("question", "entropy, bits", "the most common answer, bits"), entropies())
    say("")
    known = {
        "cohort, own letter": ("cohort", "own"),
        "… and mother's letter": ("cohort", "own", "mother"),
        "… and place of birth": ("cohort", "own", "mother", "birthplace"),
        "everything": ("cohort", *QUESTIONS),
    }
    say_table(
        ("known of 300 people", "are alone with it"),
        [(name, alone(codes, 300, 50)) for name, codes in known.items()],
    )


if __name__ == "__main__":
    main()
