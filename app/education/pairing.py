"""Pairs what two tables say of a pupil, or ties it to a participant; keys go no further."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from app.education.reading import Pupil
from app.models import Measure
from app.programmes.labels import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from fractions import Fraction

    from app.education.reading import Reading

    #: Before, after, and whose it is where that is kept.
    Value: TypeAlias = tuple[Fraction | None, Fraction | None, int | None]


@dataclass(frozen=True, kw_only=True)
class Pairing:
    """What is going to be kept, and what has been left out.

    Attributes
    ----------
    rows
        By measure, one per pupil who has a value: in an order of its own for each measure.
    n_pupils
        Of whom anything is kept.
    n_one_term
        Of them, those with values of one term only.
    n_double
        Rows that were left out since several have one name.
    unknown
        Names of the table that are no participant's; for the screen only.
    """

    rows: Mapping[Measure, list[Value]] = field(repr=False)
    n_pupils: int
    n_one_term: int
    n_double: int
    n_totals: int
    n_empty: int
    unknown: tuple[str, ...] = field(default=(), repr=False)


def paired(readings: Sequence[Reading], persons: Mapping[str, int] | None = None) -> Pairing:
    """Return the pupils of one table that has both terms, or of two, joined by their keys.

    Parameters
    ----------
    readings
        Of each table; the second one is that of the term after.
    persons
        By key the participant who has it; None where nobody is tied. The others are left out.
    """
    pupils, n_double = _joined(readings)
    kept = [pupil for pupil in pupils if persons is None or pupil.key in persons]
    known = {pupil.key for pupil in kept}
    return Pairing(
        rows={measure: _rows(kept, measure, persons or {}) for measure in Measure},
        n_pupils=len(kept),
        n_one_term=sum(len({term for _, term in pupil.values}) == 1 for pupil in kept),
        n_double=n_double,
        n_totals=sum(one.n_totals for one in readings),
        n_empty=sum(one.n_empty for one in readings),
        unknown=tuple(sorted(pupil.key for pupil in pupils if pupil.key not in known)),
    )


def _joined(readings: Sequence[Reading]) -> tuple[list[Pupil], int]:
    """Return everybody with their values of all tables, and how many rows nobody can tell apart."""
    n_double = sum(one.n_double for one in readings)
    if len(readings) == 1:
        return list(readings[0].pupils), n_double
    doubled = frozenset().union(*(one.doubled for one in readings))
    values: dict[str, dict[tuple[Measure, int], Fraction]] = {}
    for reading in readings:
        for pupil in reading.pupils:
            if pupil.key in doubled:
                n_double += 1
            else:
                values.setdefault(pupil.key, {}).update(pupil.values)
    return [Pupil(key=key, values=found) for key, found in values.items()], n_double


def _rows(pupils: Iterable[Pupil], measure: Measure, persons: Mapping[str, int]) -> list[Value]:
    """Return the values of one measure, shuffled: the order of a table would tie the measures."""
    rows = [
        (pupil.values.get((measure, 1)), pupil.values.get((measure, 2)), persons.get(pupil.key))
        for pupil in pupils
        if (measure, 1) in pupil.values or (measure, 2) in pupil.values
    ]
    secrets.SystemRandom().shuffle(rows)
    return rows


def name_key(text: str) -> str:
    """Return surname and first name as they compare; a patronymic may be there or not."""
    return " ".join(folded(text).replace(",", " ").replace(".", " ").split()[:2])
