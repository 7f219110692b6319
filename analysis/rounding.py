"""Numbers rounded as they are printed, for files as well as for pages."""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from typing import TYPE_CHECKING, TypeVar, cast

from analysis.words import rounded
from instruments.messages import Message

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Found = TypeVar("Found", bound="DataclassInstance")

#: Figures in raw-score units; they are printed with the decimals of their scale.
SCORES = frozenset(
    {"mean", "sd", "median", "q1", "q3", "ci95", "estimate", "se", "sem"}
    | {"entry", "exit", "adjusted"}
)

#: Decimals of everything else but p: t, standardised differences, correlations, alpha, ranks.
DIGITS = 2

P_DIGITS = 3
SMALLEST_P = 0.001

#: What stands for any p under 0.001, of which "< 0.001" is all that is printed.
UNDER_SMALLEST_P = 0.0005


def p_as_printed(p: float) -> float:
    """Return a p value with three decimals; under 0.001 it is 0.0005, never 0."""
    return UNDER_SMALLEST_P if p < SMALLEST_P else float(rounded(p, P_DIGITS))


def as_printed(found: Found, digits: int) -> Found:
    """Return a result with every float in it rounded as a document prints it.

    Parameters
    ----------
    found
        A frozen result; counts, words and notes in it stay as they are.
    digits
        Decimals of figures in raw-score units.
    """
    changes = {
        field.name: _part(getattr(found, field.name), field.name, digits) for field in fields(found)
    }
    return replace(found, **changes)


def _part(value: object, name: str, digits: int) -> object:
    if isinstance(value, float):
        if name in {"p", "p_holm"}:
            return p_as_printed(value)
        # Adding 0.0 makes a rounded -0.0 plain.
        return float(rounded(value, digits if name in SCORES else DIGITS)) + 0.0
    if isinstance(value, tuple):
        return tuple(_part(one, name, digits) for one in value)
    if is_dataclass(value) and not isinstance(value, Message):
        return as_printed(cast("DataclassInstance", value), digits)
    return value
