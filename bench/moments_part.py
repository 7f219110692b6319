"""Item moments of one wave, streamed from the database: time, and memory that does not grow."""

from __future__ import annotations

import sys

from app.reports.item_frames import item_moments
from bench.harness import Part, peak_mb, tell, timed
from bench.made_programme import Asking, opened


def main(url: str, folder: str) -> None:
    """Measure."""
    with opened(url, folder):
        asking = Asking.of_programme()
        parts = [Part(name="imports for item moments", seconds=0, peak_mb=peak_mb())]
        seconds, found = timed(lambda: item_moments(asking.people, [asking.before]))
        [moments, *_] = found[asking.before.administration_id].values()
        name = f"item moments of a wave, {moments.n:,} forms"
        parts.append(Part(name=name, seconds=seconds, peak_mb=peak_mb()))
    tell(parts)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
