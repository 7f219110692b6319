"""The paired part of a report: tables of scores by GROUP BY, then all that follows, as JSON."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from analysis.disclosure import BaseRule
from analysis.inputs import ScaleInput
from analysis.report_facts import Provenance
from analysis.stage2 import stage2
from analysis.words import Words
from app.language import translations
from app.programmes.plans import plan_of
from app.reports.count_frames import wave_quality
from app.reports.formats import render
from app.reports.frames import Compared, paired_tables
from bench.harness import Part, median_of, peak_mb, tell
from bench.made_programme import Asking, opened

if TYPE_CHECKING:
    from typing import TypeAlias

    from analysis.paired import PairedScores
    from analysis.quality import WaveQuality

    #: Of all people, and of those whose forms are flagged.
    ScoreTables: TypeAlias = tuple[PairedScores, ...]

#: What is compared with others: the figure, and where it stands in the report.
FIGURES = {
    "n": "n_matched",
    "entry mean": "entry.mean",
    "exit mean": "exit.mean",
    "entry sd": "entry.sd",
    "exit sd": "exit.sd",
    "entry q1": "entry.q1",
    "exit median": "exit.median",
    "t": "tests.paired_t.t",
    "w_plus": "tests.wilcoxon.w_plus",
}


def tables_of(asking: Asking) -> list[ScoreTables]:
    """Let the database count the pairs of scores of every scale, and those of flagged forms."""
    compared = Compared(
        [asking.before, asking.after],
        [((asking.before, scale), (asking.after, scale)) for scale in asking.scales],
    )
    everybody, flagged = (
        paired_tables(asking.people, compared, flagged=only) for only in (False, True)
    )
    return list(zip(everybody, flagged, strict=True))


def quality_of(asking: Asking) -> dict[int, WaveQuality]:
    """Let the database average how forms were filled in."""
    return wave_quality(asking.people, [asking.before, asking.after])


def report_from(asking: Asking, tables: list[ScoreTables]) -> bytes:
    """Compute every figure of the tables and write them as JSON."""
    inputs = [
        ScaleInput(
            entry_instrument=asking.before.instrument,
            exit_instrument=asking.after.instrument,
            scale=scale,
            role=asking.people.role.value,
            pairs=pairs,
            flagged=flagged,
            entry_items=None,
            exit_items=None,
            rows=None,
        )
        for scale, (pairs, flagged) in zip(asking.scales, tables, strict=True)
    ]
    report = stage2(
        inputs,
        plan=plan_of(asking.programme),
        flow=(),
        provenance=Provenance(software="zamer", instruments=(), data_sha256=""),
        words=Words(translations("ru")),
        rule=BaseRule(asking.programme.k),
    )
    return render(report, "json", created=asking.programme.ends_on)


def figures_in(content: bytes) -> dict[str, float]:
    """Return the figures that are compared with others."""
    found = {}
    for scale in json.loads(content)["scales"]:
        for name, path in FIGURES.items():
            value = scale
            for key in path.split("."):
                value = value[key]
            found[f"{scale['scale']} {name}"] = value
    return found


def main(url: str, folder: str, runs: int) -> None:
    """Measure."""
    with opened(url, folder):
        asking = Asking.of_programme()
        parts = [Part(name="imports", seconds=0, peak_mb=peak_mb())]
        counting, tables = median_of(runs, lambda: tables_of(asking))
        cells = sum(len(pairs.rows) for pairs, _ in tables)
        parts.append(Part(name=f"GROUP BY, {cells:,} rows", seconds=counting, peak_mb=peak_mb()))
        computing, content = median_of(runs, lambda: report_from(asking, tables))
        parts.append(Part(name="computing, JSON", seconds=computing, peak_mb=peak_mb()))
        seconds, _ = median_of(runs, lambda: quality_of(asking))
        parts.append(Part(name="how forms were filled in", seconds=seconds, peak_mb=peak_mb()))
        figures = figures_in(content)
        whole = counting + computing
        parts.append(Part(name="paired part", seconds=whole, peak_mb=peak_mb(), figures=figures))
    tell(parts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
