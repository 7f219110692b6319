"""The exact Wilcoxon test at 200 differences, ours beside scipy's.

    python -m bench.wilcoxon --runs 21

Once without ties, where scipy's is exact too and the p must agree, and once with the ties that
scale scores have, where scipy's is not exact.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from random import Random

from scipy import stats

from analysis.distribution import Distribution
from analysis.signed_rank import wilcoxon
from bench.harness import machine, median_of, say, say_table

#: As many as the exact distribution is computed for.
PEOPLE = 200

#: The p-values of both agree to this, relative.
CLOSE = 1e-9


def main() -> None:
    """Run the benchmark."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--runs", type=int, default=21, help="of which the median is printed")
    runs = parser.parse_args().runs
    random = Random(20261122)  # noqa: S311 - because nothing is secret here
    signs = [random.choice((-1, 1, 1)) for _ in range(PEOPLE)]
    untied = [sign * size for sign, size in zip(signs, range(1, PEOPLE + 1), strict=True)]
    tied = [sign * random.randint(1, 12) for sign in signs]
    say(f"{machine()}; runs: {runs}\n")
    rows = [compared(name, values, runs) for name, values in (("no", untied), ("many", tied))]
    say_table(("ties", "ours, ms", "scipy, ms", "ratio", "p", "p of scipy"), rows)
    if abs(rows[0][4] - rows[0][5]) > CLOSE * rows[0][5]:
        raise SystemExit("the exact p-values differ")


def compared(
    name: str, values: list[int], runs: int
) -> tuple[str, float, float, float, float, float]:
    """Return the milliseconds of both, their ratio and both p."""

    def ours() -> float:
        # the table of differences is made anew, for it remembers what it has worked out
        found = wilcoxon(Distribution.of((Fraction(value), 1) for value in values))
        if found is None:
            raise ValueError("every difference is zero")
        return found.p

    def theirs() -> float:
        method = "exact" if name == "no" else "asymptotic"
        return float(stats.wilcoxon(values, correction=True, method=method).pvalue)

    seconds, p = median_of(runs, ours)
    of_scipy, p_of_scipy = median_of(runs, theirs)
    return name, seconds * 1000, of_scipy * 1000, seconds / of_scipy, p, p_of_scipy


if __name__ == "__main__":
    main()
