"""Every figure of a result, and those that are counts drawn from answers."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from analysis.results import ScaleResult


def leaves(found, path=""):
    """Yield every figure of a result with its dotted path; None is one."""
    if isinstance(found, tuple):
        for place, part in enumerate(found):
            yield from leaves(part, f"{path}.{place}")
    elif is_dataclass(found):
        for field in fields(found):
            if field.name != "notes":
                yield from leaves(getattr(found, field.name), f"{path}.{field.name}")
    else:
        yield path.lstrip("."), found


def figures(result: ScaleResult):
    """Yield the figures of a scale; its role is none."""
    return (one for one in leaves(result) if one[0] != "role")


def counts(result: ScaleResult):
    """Yield every count that is drawn from answers, and what follows from two of them."""
    sign, levels, test = result.sign, result.levels, result.tests.wilcoxon
    if sign is not None:
        yield from (sign.improved, sign.same, sign.worsened)
    if levels is not None:
        yield from levels.entry + levels.exit
    if test is not None and test.n_nonzero is not None:
        yield from (test.n_nonzero, result.n_matched - test.n_nonzero)
    yield from individual_counts(result)
    for part in (result.entry, result.exit, result.difference, *waves(result)):
        if part is not None:
            yield part.n
    yield from (level.n for level in shown_levels(result))


def individual_counts(result):
    """Yield how many people moved between levels, changed reliably, or were flagged."""
    moves, change, quality = result.transitions, result.rci, result.quality
    if moves is not None:
        yield from (n for row in moves.counts or () for n in row)
        yield from (moves.moved.rose, moves.moved.same, moves.moved.fell)
    if change is not None:
        yield from filter(None, (change.rose, change.fell, change.unchanged))
    yield from filter(None, (quality.n_flagged,))
    yield from flagged_alone(result)


def flagged_alone(result):
    """Yield how many people were flagged, and how many not, with both scores and with one only."""
    n_flagged, without = result.quality.n_flagged, result.quality.without_flagged
    if without is None:
        return
    matched = result.n_matched - without.n_matched
    yield from (without.n_matched, matched)
    assert without.n_entry == without.n_exit == without.n_matched
    if n_flagged is not None:
        alone = result.n_entry + result.n_exit - 2 * result.n_matched
        yield from (n_flagged - matched, alone - (n_flagged - matched))


def waves(result):
    """Return the reliability at either wave."""
    return result.reliability.entry, result.reliability.exit


def shown_levels(result):
    """Return the groups of which anything is shown."""
    levels = result.groups.levels if result.groups else ()
    return [level for level in levels if level.entry or level.exit or level.difference]
