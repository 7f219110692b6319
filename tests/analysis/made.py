"""Made-up programmes for the tests of stage 2 under the base rule."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from analysis.disclosure import BaseRule
from analysis.inputs import Grouping, ScaleInput
from analysis.paired import PairedScores
from analysis.reliability import ItemMoments
from analysis.results import Flow, ProgrammeFacts, Provenance
from analysis.stage2 import default_plan, stage2, versions_used
from analysis.words import Words
from tests.conftest import make_scale

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.report import Report
    from analysis.results import Results
    from instruments.model import Instrument

#: Two items from 1 to 4 and their sum, with levels 2–3, 4–6 and 7–8.
LEVELS = (
    '[{code = "low", upto = 3, title = {ru = "ниже"}}, '
    '{code = "middle", upto = 6, title = {ru = "средний"}}, {code = "high", title = {ru = "выше"}}]'
)

FACTS = ProgrammeFacts(
    number=1, title="Рука помощи", school="Школа № 5", mentoring_form="pupil-pupil",
    year="2026/27", starts_on="2026-09-01", ends_on="2027-05-25", linkage_mode="codes_list", k=5,
)  # fmt: skip

Rows = list[tuple[int | None, int | None, int]]


@cache
def two_items(better: str) -> Instrument:
    """Return an instrument with one scale, better as said."""
    return make_scale("it01", "it02", better=better, levels=LEVELS)


def scale_input(
    rows: Rows,
    *,
    role: str | None = "mentee",
    items: Sequence[Sequence[int]] = ((1, 2), (2, 2), (3, 4), (4, 3), (2, 1)) * 5,
    groups: Mapping[str, Rows] | None = None,
    better: str = "higher",
) -> ScaleInput:
    """Return a scale with levels whose table of pairs, and whose answers to items, are given."""
    instrument = two_items(better)
    moments = ItemMoments.from_rows(["it01", "it02"], items)
    return ScaleInput(
        entry_instrument=instrument,
        exit_instrument=instrument,
        scale=instrument.scales[0],
        role=role,
        pairs=PairedScores.from_rows(rows),
        entry_items=moments,
        exit_items=moments,
        groups={name: PairedScores.from_rows(part) for name, part in (groups or {}).items()},
    )


FLOW = (Flow(role="mentee", people=60, entry=58, exit=55, both=52),)


def report(
    *scales: ScaleInput, k: int | None = 5, flow: tuple[Flow, ...] = FLOW
) -> Report[Results]:
    """Return the report of scales, under the base rule unless k is None."""
    return stage2(
        scales,
        plan=default_plan(
            [scales[0].instrument], tuple(dict.fromkeys(scale.role for scale in scales))
        ),
        flow=flow,
        provenance=Provenance(
            software="zamer 0", instruments=versions_used(scales), data_sha256="0" * 64
        ),
        words=Words(),
        grouping=Grouping(factor="arm", control="comparison") if scales[0].groups else None,
        programme=None if k is None else FACTS,
        rule=None if k is None else BaseRule(k),
    )
