"""The base rule on leavers: what they, and whoever has one score only, add to the others."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.attrition import UNLIKE
from analysis.disclosure import FEW
from analysis.disclosure_reasons import TOO_FEW_TO_CONCLUDE
from analysis.mixed_model import mixed_model
from analysis.paired import PairedScores
from instruments.messages import N_, Message

if TYPE_CHECKING:
    from analysis.attrition import Attrition
    from analysis.disclosure import BaseRule
    from analysis.mixed_model import MixedModel


def protected_attrition(found: Attrition, rule: BaseRule, pairs: PairedScores) -> Attrition:
    """Return leavers and stayers with nothing drawn from the answers of few people.

    Parameters
    ----------
    found
        As computed.
    rule
        The programme's k.
    pairs
        What it was computed from.

    Returns
    -------
    Attrition
        The numbers of both stay: they are participation. Effect sizes conclude, so they are hidden
        under ten leavers or stayers, and the mixed model under ten stayers, who are the matched
        people. To their figures it adds those with a score at one wave only: of a wave of which
        they are 1 … k-1 it is fitted without them, and hidden if nobody is left to be added.
    """
    if any(0 < n < FEW for n in (found.n_lost, found.n_stayed)):
        notes = {**found.notes, **dict.fromkeys(("g", "g_ci95"), TOO_FEW_TO_CONCLUDE)}
        found = replace(found, g=None, g_ci95=None, notes=notes)
    if 0 < found.n_stayed < FEW:
        return _with_model(found, TOO_FEW_TO_CONCLUDE)
    alone = pairs.n_entry - pairs.n_matched, pairs.n_exit - pairs.n_matched
    if found.mixed_model is None or not any(map(rule.is_small, alone)):
        return found
    if not any(map(rule.shows, alone)):
        return _with_model(
            found, N_("fewer than %(k)s people have a score at one wave only", k=rule.k)
        )
    # One of the two is shown, so the few are of the other wave.
    if rule.is_small(alone[0]):
        reason = N_("without those with a score at entry only, who are fewer than %(k)s", k=rule.k)
        kept = [row for row in pairs.rows if row[1] is not None]
    else:
        reason = N_("without those with a score at exit only, who are fewer than %(k)s", k=rule.k)
        kept = [row for row in pairs.rows if row[0] is not None]
    smaller = _with_model(found, mixed_model(PairedScores.from_rows(kept)))
    if smaller.mixed_model is None:
        return smaller
    return replace(smaller, notes={**smaller.notes, "mixed_model.n_people": reason})


def _with_model(found: Attrition, model: MixedModel | Message) -> Attrition:
    """Return leavers and stayers with this model, or with the reason why there is none."""
    notes = {path: note for path, note in found.notes.items() if not path.startswith("mixed_model")}
    if isinstance(model, Message):
        return replace(found, mixed_model=None, notes=notes | {"mixed_model": model})
    if model.on_boundary:
        notes["mixed_model.on_boundary"] = UNLIKE
    return replace(found, mixed_model=model, notes=notes)
