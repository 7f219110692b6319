"""What one definition claims of another: comparable scores, expectations with a reality."""

from __future__ import annotations

from typing import TYPE_CHECKING

from instruments.checks import Finding
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from instruments.model import Instrument, Scale


def check_comparability(later: Instrument, earlier: Instrument) -> Iterator[Finding]:
    """Check a claim of `comparable_with`: whatever makes a score is the same in both versions.

    The same are the scales, their keys, method and max_missing, and the ranges and option scores
    of the items they use.
    """
    scales = {scale.code: scale for scale in later.scales}
    others = {scale.code: scale for scale in earlier.scales}
    for code in sorted(scales.keys() | others.keys()):
        scale, other = scales.get(code), others.get(code)
        same = (
            scale is not None
            and other is not None
            and _scoring_facts(scale, later) == _scoring_facts(other, earlier)
        )
        if not same:
            yield Finding(
                N_("scale %(code)s", code=code),
                N_("it is not scored as in version %(version)s", version=earlier.version),
                N_(
                    "comparable versions have the same scales, keys, item ranges, option scores, "
                    "method and max_missing"
                ),
                N_(
                    "take %(version)s out of comparable_with, or restore the scoring",
                    version=earlier.version,
                ),
            )


def absent(reference: str) -> Finding:
    """Return what is wrong with a claim about a version that nobody has."""
    return Finding(
        N_("the head of the file"),
        N_("comparable_with names %(reference)s, which is not there", reference=reference),
        N_("a claim of comparability is checked against the earlier version"),
        N_("check both files together, or correct comparable_with"),
    )


def check_twins(instrument: Instrument, others: Mapping[str, Instrument]) -> Iterator[Finding]:
    """Check that a twin exists in another instrument, is answered alike, and points back.

    Parameters
    ----------
    instrument
        The definition to check.
    others
        The definitions its twins may be in, by code.
    """
    for item in instrument.items:
        if item.twin is None:
            continue
        other = others.get(item.twin.instrument)
        twin = other.by_code.get(item.twin.item) if other else None
        here = f"{instrument.code}/{item.code}"
        points_back = twin is not None and str(twin.twin) == here
        if twin is None or not points_back or (twin.kind, twin.range) != (item.kind, item.range):
            yield Finding(
                N_("item %(code)s", code=item.code),
                N_("its twin is %(twin)s", twin=str(item.twin)),
                N_("a twin exists, is answered on the same range and names %(here)s", here=here),
                N_("correct twin here or there"),
            )


def _scoring_facts(scale: Scale, instrument: Instrument) -> tuple[object, ...]:
    items = [instrument.by_code[code] for code in scale.item_codes]
    return (
        set(scale.keys),
        set(scale.minus),
        scale.method,
        scale.max_missing,
        {
            item.code: (item.range, frozenset(choice.score for choice in item.choices))
            for item in items
        },
    )
