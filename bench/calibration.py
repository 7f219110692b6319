"""How often the tests are wrong, and the intervals right, when the truth is known.

    python -m bench.calibration [--programmes 10000] [--processes 2]

Simulates programmes with one scale, lets `analysis` judge each, and prints the tables of
docs/statistics.md. Seeds are fixed: the same call prints the same tables.

Each person has a level that does not change and, at each wave, ten answers of four steps that
depend on it. Under the null both waves are drawn from the same law, so entry and exit are
exchangeable. The kinds of scale differ in where the steps lie:

- normal: scores that are rounded normal values, so that the assumptions of t, Bonett and Feldt hold
- skewed: few people reach the upper half of the range
- floored: about every third person has the lowest score
- tied: one item instead of ten, so that a score has four values
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np
from scipy import stats

from analysis.comparison import compare
from analysis.paired import PairedScores
from analysis.regression import Combination, parallel_lines
from analysis.reliability import feldt
from instruments.messages import Message
from instruments.model import Better

if TYPE_CHECKING:
    from collections.abc import Iterator

    from analysis.comparison import PairedT, WilcoxonP
    from analysis.regression import Estimate
    from analysis.signed_rank import Wilcoxon

SIZES = (10, 20, 50, 200)

#: Under each kind: the limits between the four steps of an answer, on the scale of its cause.
STEPS = {
    "skewed": (0.6, 1.5, 2.4),
    "floored": (1.5, 2.2, 3.0),
    "tied": (-0.6, 0.5, 1.4),
}
KINDS = ("normal", *STEPS)

#: How far a score of the normal kind is spread, in its own units: enough for ties to be few.
GRAIN = 1000

#: The change of a programme that works, in SDs of the differences.
EFFECT = 0.5

#: Answers of the ten items of the normal kind correlate so much; alpha follows from it.
ITEM_CORRELATION = 0.3
ITEMS = 10


#: What ANCOVA compares: every other person is in the comparison group, which changes as much.
ARMS = Combination({"programme": 1, "comparison": -1})


@dataclass(frozen=True)
class Cell:
    """Programmes of one size and kind, with or without a change."""

    kind: str
    n: int
    effect: float = 0.0


def programme(cell: Cell, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return the answers of n people to the items at entry and at exit, n rows each."""
    if cell.kind == "normal":
        return _normal(cell, rng)
    level = rng.normal(size=(cell.n, 1))
    items = 1 if cell.kind == "tied" else ITEMS
    return (
        np.searchsorted(STEPS[cell.kind], level + rng.normal(size=(cell.n, items))) + 1,
        np.searchsorted(STEPS[cell.kind], level + rng.normal(size=(cell.n, items))) + 1,
    )


def _normal(cell: Cell, rng: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return answers whose items are parallel and whose waves correlate by 0.5."""
    common, own = sqrt(ITEM_CORRELATION), sqrt(1 - ITEM_CORRELATION)
    stays = rng.normal(size=(cell.n, 1))
    waves = []
    for wave in (0, 1):
        state = sqrt(0.5) * stays + sqrt(0.5) * rng.normal(size=(cell.n, 1))
        answers = common * state + own * rng.normal(size=(cell.n, ITEMS))
        waves.append(answers + wave * cell.effect * sd_of_change() / ITEMS)
    return tuple(np.rint(GRAIN * answers).astype(np.int64) for answers in waves)


def sd_of_change() -> float:
    """Return the SD of the differences of the normal kind: of a sum of ten items, in raw units."""
    shared = ITEMS**2 * ITEM_CORRELATION
    alone = ITEMS * (1 - ITEM_CORRELATION)
    return sqrt(2 * (0.5 * shared + alone))


def sd_of_score() -> float:
    """Return the SD of a score of the normal kind at one wave."""
    return sqrt(ITEMS**2 * ITEM_CORRELATION + ITEMS * (1 - ITEM_CORRELATION))


def true_alpha(kind: str) -> float | None:
    """Return alpha of the population: by formula, or from two million people."""
    if kind == "tied":
        return None
    if kind == "normal":
        return ITEMS * ITEM_CORRELATION / (1 + (ITEMS - 1) * ITEM_CORRELATION)
    answers, _ = programme(Cell(kind, 2_000_000), np.random.default_rng(0))
    covariances = np.cov(answers, rowvar=False)
    return float(ITEMS / (ITEMS - 1) * (1 - np.trace(covariances) / covariances.sum()))


def judged(cell: Cell, seed: int, alpha: float | None) -> dict[str, bool | None]:
    """Return what `analysis` gets right about one programme; None where it gives nothing."""
    place = KINDS.index(cell.kind)
    entry, exit_ = programme(cell, np.random.default_rng([place, cell.n, bool(cell.effect), seed]))
    before, after = (wave.sum(axis=1).tolist() for wave in (entry, exit_))
    rows = list(zip(before, after, [1] * cell.n, strict=True))
    found = compare(PairedScores.from_rows(rows), better=Better.HIGHER)
    arms = {"programme": rows[::2], "comparison": rows[1::2]}
    lines = parallel_lines({arm: PairedScores.from_rows(of) for arm, of in arms.items()})
    unit = GRAIN if cell.kind == "normal" else 1
    change = cell.effect * sd_of_change() * unit
    ancova = None if isinstance(lines, Message) else lines.estimate(ARMS)
    return {
        "wilcoxon": _rejects(found.tests.wilcoxon),
        "paired_t": _rejects(found.tests.paired_t),
        "ancova": _rejects(ancova),
        "difference": _covers(found.difference and found.difference.ci95, change),
        "hodges_lehmann": _covers(found.hodges_lehmann and found.hodges_lehmann.ci95, change),
        "g_av": _covers(found.effect.g_av_ci95, change / (sd_of_score() * unit)),
        "alpha": None if alpha is None else _covers(_alpha_interval(entry), alpha),
    }


def _alpha_interval(answers: np.ndarray) -> tuple[float, float] | None:
    """Return Feldt's interval of the alpha of n rows of answers; None where nobody differs."""
    n, k = answers.shape
    covariances = np.cov(answers, rowvar=False)
    total = covariances.sum()
    if not total:
        return None
    return feldt(Fraction(float(k / (k - 1) * (1 - np.trace(covariances) / total))), n=n, k=k)


def _rejects(test: Wilcoxon | WilcoxonP | PairedT | Estimate | None) -> bool:
    """Say whether a test finds a change at 5 %; where there is nothing to test it finds none."""
    return test is not None and test.p <= 0.05


def _covers(interval: tuple[float, float] | None, truth: float) -> bool | None:
    return None if interval is None else interval[0] <= truth <= interval[1]


def counted(job: tuple[Cell, range, float | None]) -> Counter[tuple[str, bool]]:
    """Count what is right in some programmes of a cell; seeds name them."""
    cell, seeds, alpha = job
    counts: Counter[tuple[str, bool]] = Counter()
    for seed in seeds:
        for name, right in judged(cell, seed, alpha).items():
            if right is not None:
                counts[name, right] += 1
    return counts


def shares(
    cell: Cell, programmes: int, pool: ProcessPoolExecutor, alpha: float | None
) -> dict[str, tuple[float, int]]:
    """Return the share of programmes with each thing right, and how many gave an answer."""
    jobs = [
        (cell, range(start, min(start + 500, programmes)), alpha)
        for start in range(0, programmes, 500)
    ]
    counts: Counter[tuple[str, bool]] = Counter()
    for part in pool.map(counted, jobs):
        counts += part
    names = dict.fromkeys(name for name, _ in sorted(counts))
    totals = {name: counts[name, True] + counts[name, False] for name in names}
    return {name: (counts[name, True] / totals[name], totals[name]) for name in names}


def theory(n: int) -> float:
    """Return the power of the paired t test for the effect, both tails counted."""
    limit = stats.t.ppf(0.975, n - 1)
    shift = EFFECT * sqrt(n)
    return float(stats.nct.sf(limit, n - 1, shift) + stats.nct.cdf(-limit, n - 1, shift))


def null_lines(programmes: int, pool: ProcessPoolExecutor) -> Iterator[str]:
    """Yield the table of programmes that change nothing."""
    yield "| scale | n | Wilcoxon | t | ANCOVA | CI of mean | CI of shift | CI of g | CI of alpha |"
    yield "|---|---|---|---|---|---|---|---|---|"
    columns = ("wilcoxon", "paired_t", "ancova", "difference", "hodges_lehmann", "g_av", "alpha")
    for kind in KINDS:
        alpha = true_alpha(kind)
        for n in SIZES:
            found = shares(Cell(kind, n), programmes, pool, alpha)
            yield f"| {kind} | {n} | " + " | ".join(_percent(found, c) for c in columns) + " |"


def effect_lines(programmes: int, pool: ProcessPoolExecutor) -> Iterator[str]:
    """Yield the table of programmes that work, on the scale where theory says how often."""
    yield "| n | power of t | theory | Wilcoxon | CI of mean | CI of shift | CI of g |"
    yield "|---|---|---|---|---|---|---|"
    columns = ("wilcoxon", "difference", "hodges_lehmann", "g_av")
    for n in SIZES:
        found = shares(Cell("normal", n, EFFECT), programmes, pool, None)
        shown = " | ".join(_percent(found, column) for column in columns)
        yield f"| {n} | {_percent(found, 'paired_t')} | {theory(n):.2%} | {shown} |"


def _percent(found: dict[str, tuple[float, int]], name: str) -> str:
    """Return a share in per cent, with the number of programmes where some gave no answer."""
    if name not in found:
        return "—"
    share, answered = found[name]
    most = max(n for _, n in found.values())
    return f"{share:.2%}" + ("" if answered == most else f" (of {answered})")


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--programmes", type=int, default=10_000)
    parser.add_argument("--processes", type=int, default=2)
    wanted = parser.parse_args()
    with ProcessPoolExecutor(wanted.processes) as pool:
        for table in (null_lines, effect_lines):
            for line in table(wanted.programmes, pool):
                sys.stdout.write(f"{line}\n")
                sys.stdout.flush()
            sys.stdout.write("\n")


if __name__ == "__main__":
    main()
