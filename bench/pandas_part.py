"""The same figures as an analyst finds them: scores read by pandas, compared by scipy."""

from __future__ import annotations

import sys

import pandas as pd
from scipy import stats
from sqlalchemy import create_engine

from bench.harness import Part, median_of, peak_mb, tell

#: One scale's scores at both waves, joined by the database.
SCORES = """
SELECT entry.scale, entry.person,
       entry.numerator * 1.0 / entry.denominator AS entry,
       final.numerator * 1.0 / final.denominator AS exit
FROM score AS entry
JOIN score AS final ON final.person = entry.person AND final.scale = entry.scale
WHERE entry.administration_id = 1 AND final.administration_id = 2
"""


def figures_of(scores: pd.DataFrame) -> dict[str, float]:
    """Return the figures of one scale."""
    entry, final = scores["entry"], scores["exit"]
    change = final - entry
    moved = change[change != 0]
    return {
        "n": len(scores),
        "entry mean": entry.mean(),
        "exit mean": final.mean(),
        "entry sd": entry.std(),
        "exit sd": final.std(),
        "entry q1": entry.quantile(0.25),
        "exit median": final.median(),
        "t": stats.ttest_rel(final, entry).statistic,
        "w_plus": stats.rankdata(moved.abs())[moved > 0].sum(),
        "p": stats.wilcoxon(change, correction=True, method="asymptotic").pvalue,
    }


def main(url: str, table: str, runs: int) -> None:
    """Measure."""
    engine = create_engine(url)

    def read() -> pd.DataFrame:
        with engine.connect() as connection:
            return pd.read_sql(SCORES, connection)

    def compared(scores: pd.DataFrame) -> dict[str, float]:
        return {
            f"{scale} {name}": float(value)
            for scale, own in scores.groupby("scale")
            for name, value in figures_of(own).items()
            if name != "p"
        }

    parts = [Part(name="imports of pandas and scipy", seconds=0, peak_mb=peak_mb())]
    reading, scores = median_of(runs, read)
    parts.append(Part(name="read by pandas", seconds=reading, peak_mb=peak_mb()))
    computing, figures = median_of(runs, lambda: compared(scores))
    whole = reading + computing
    parts.append(Part(name="pandas and scipy", seconds=whole, peak_mb=peak_mb(), figures=figures))
    scores.pivot(index="person", columns="scale").to_csv(table, index=False, header=False)
    tell(parts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
