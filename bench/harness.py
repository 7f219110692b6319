"""What the benchmarks share: fresh processes, medians, peak memory, and the machine by name."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
from dataclasses import asdict, dataclass, field
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

Found = TypeVar("Found")


@dataclass(frozen=True, kw_only=True)
class Part:
    """What was measured.

    Attributes
    ----------
    seconds
        The median of the runs.
    peak_mb
        The most memory the process held until then, what it had imported included; None where
        another program has not said.
    figures
        Scale and figure to its value, to compare with what others find.
    """

    name: str
    seconds: float
    peak_mb: float | None
    figures: Mapping[str, float] = field(default_factory=dict)


def parts_of(module: str, *arguments: object) -> list[Part]:
    """Return what a module of this folder measures in a process of its own."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)  # noqa: S603 - because the command is ours
    return [Part(**part) for part in json.loads(done.stdout)]


def tell(parts: list[Part]) -> None:
    """Tell the process that asked with `parts_of`."""
    json.dump([asdict(part) for part in parts], sys.stdout)


def timed(work: Callable[[], Found]) -> tuple[float, Found]:
    """Return how many seconds something took, and what it found."""
    start = perf_counter()
    found = work()
    return perf_counter() - start, found


def median_of(runs: int, work: Callable[[], Found]) -> tuple[float, Found]:
    """Return the median of so many runs, in seconds, and what the last found."""
    done = [timed(work) for _ in range(runs)]
    return median(seconds for seconds, _ in done), done[-1][1]


def peak_mb() -> float:
    """Return the most memory this process has held so far, in megabytes."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most * 1024 / 1e6


def machine() -> str:
    """Name the machine: processors, memory, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{os.cpu_count()} × {_processor()}, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    listed = Path("/proc/cpuinfo")
    lines = listed.read_text("utf-8").splitlines() if listed.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def say_table(head: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    """Print a table as it stands in docs/performance.md; numbers to three digits."""
    say(f"| {' | '.join(head)} |")
    say(f"|{'---|' * len(head)}")
    for row in rows:
        say(f"| {' | '.join(map(_cell, row))} |")


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.0f}" if value >= 1000 else f"{value:.3g}"
    return "—" if value is None else str(value)
