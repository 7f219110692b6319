"""Scores of a table of answers, as CSV."""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING

from app.interchange.answers import Wanted, read_answers
from app.interchange.columns import find_columns, no_wave
from instruments.scoring import ScaleScore, score_items

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.interchange.answers import PersonAnswers
    from app.interchange.tables import Table
    from instruments.exact import Exact
    from instruments.model import Instrument, Scale


def score_table(
    table: Table,
    instrument: Instrument,
    *,
    person: str,
    watched: Callable[[Sequence[PersonAnswers]], Iterable[PersonAnswers]],
) -> str:
    """Return CSV with a row per person: key, then score, level and missing items of each scale.

    Raises
    ------
    TableError
        The table, or a cell of it, cannot be used.
    """
    columns = find_columns(table, instrument, "")
    if not columns:
        raise no_wave(table, instrument, ("",))
    people = read_answers(table, instrument, Wanted(waves=(columns,), person=person))
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow([person, *(title for scale in instrument.scales for title in _titles(scale))])
    for one in watched(people):
        scores = score_items(instrument, one.waves[0])
        cells = (cell for scale in instrument.scales for cell in _cells(scale, scores[scale.code]))
        writer.writerow([one.person, *cells])
    return target.getvalue()


def _titles(scale: Scale) -> list[str]:
    level = [f"{scale.code}_level"] if scale.levels else []
    return [scale.code, *level, f"{scale.code}_missing"]


def _cells(scale: Scale, scored: ScaleScore) -> list[str | int]:
    value = "" if scored.value is None else decimal(scored.value)
    level = [scored.level.code if scored.level else ""] if scale.levels else []
    return [value, *level, scored.n_missing]


def decimal(value: Exact) -> str:
    """Return an exact score as a decimal, to 28 digits where it does not end before."""
    shown = Decimal(value.numerator) / Decimal(value.denominator)
    return format(shown.normalize() if shown else Decimal(0), "f")
