"""Made-up programmes for the tests of stage 2 under the base rule."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

from analysis.disclosure import BaseRule
from analysis.document import Paragraph
from analysis.inputs import Grouping, ScaleInput
from analysis.moments import ItemMoments
from analysis.paired import PairedScores
from analysis.plan import default_plan
from analysis.report_facts import Flow, ProgrammeFacts, Provenance
from analysis.stage2 import instrument_version, stage2
from analysis.words import Words
from app.language import translations
from tests.conftest import make_scale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis.education import MeasureInput
    from analysis.report import Report
    from analysis.report_facts import Plan
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

Rows = Sequence[tuple[int | None, int | None, int]]

RU = Words(translations("ru"))

#: Far too few answers to judge two items by.
ITEMS = ItemMoments.from_rows(["it01", "it02"], [[1, 2], [2, 2], [3, 4], [4, 3], [2, 1]])

#: Twenty-five people whose score clearly rose.
ROSE = [(2, 4, 5), (3, 5, 6), (4, 5, 4), (4, 4, 2), (5, 7, 8)]


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
    *scales: ScaleInput,
    k: int | None = 5,
    flow: tuple[Flow, ...] = FLOW,
    education: Sequence[MeasureInput] = (),
) -> Report[Results]:
    """Return the report of scales, under the base rule unless k is None."""
    return stage2(
        scales,
        plan=default_plan(
            [scales[0].instrument], tuple(dict.fromkeys(scale.role for scale in scales))
        ),
        flow=flow,
        provenance=Provenance(
            software="zamer 0",
            instruments=tuple(map(instrument_version, scales[0].instruments)),
            data_sha256="0" * 64,
        ),
        words=Words(),
        grouping=Grouping(factor="arm", control="comparison") if scales[0].groups else None,
        programme=None if k is None else FACTS,
        rule=None if k is None else BaseRule(k),
        education=education,
    )


def of_pairs(
    pairs: Rows,
    *,
    plan: Plan | None = None,
    items: ItemMoments = ITEMS,
    roles: Sequence[str | None] = (None,),
    words: Words = RU,
    grouping: Grouping | None = None,
    k: int | None = None,
    flagged: Rows = (),
    **scale: str,
) -> Report[Results]:
    """Return the report of one scale whose table of pairs is given, alike for every role."""
    instrument = make_scale("it01", "it02", **scale)
    scales = [
        ScaleInput(
            entry_instrument=instrument, exit_instrument=instrument,
            scale=instrument.scales[0], role=role,
            pairs=PairedScores.from_rows(pairs), entry_items=items, exit_items=items,
            groups={"7б": PairedScores.from_rows(pairs)} if grouping else {},
            flagged=PairedScores.from_rows(flagged),
        )
        for role in roles
    ]  # fmt: skip
    return stage2(
        scales,
        plan=plan or default_plan([instrument], roles),
        flow=(Flow(role=None, people=9, entry=9, exit=9, both=9),),
        provenance=Provenance(software="zamer 0", instruments=(), data_sha256="0"),
        words=words,
        grouping=grouping,
        rule=None if k is None else BaseRule(k),
    )


def said(made: Report[Results]) -> list[str]:
    """Return everything the document says of the scale, spaces that hold a line as spaces."""
    section = next(section for section in made.document.sections if section.level == 2)
    return [
        block.text.replace("\N{NO-BREAK SPACE}", " ")
        for block in section.blocks
        if isinstance(block, Paragraph)
    ]
