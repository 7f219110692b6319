"""Reports of people of two arms, and what stands in their sections."""

from __future__ import annotations

from dataclasses import replace

from analysis.disclosure import BaseRule
from analysis.document import Paragraph, Table
from analysis.inputs import Grouping, ScaleInput
from analysis.moments import ItemMoments
from analysis.plan import default_plan
from analysis.report_facts import Provenance
from analysis.stage2 import stage2
from analysis.words import Words
from tests.analysis.made import FLOW, two_items
from tests.analysis.rows import people, table


def people_of(programme, comparison, *, together=1, **columns):
    """Return people of both arms: (entry, exit) of each, mentoring groups of so many people."""
    arms = ["programme"] * len(programme) + ["comparison"] * len(comparison)
    scores = [*programme, *comparison]
    return people(
        entry=[entry for entry, _ in scores],
        exit=[exit_ for _, exit_ in scores],
        level=arms,
        cluster=[
            f"g{at // together}" if arm == "programme" else None for at, arm in enumerate(arms)
        ]
        if together > 1
        else [None] * len(scores),
        **columns,
    )


def scale_of(rows, *, better="higher", too_many=False):
    """Return what rows are an input of, the first level's people above; of too many no rows."""
    instrument = two_items(better)
    levels = sorted({row.level for row in rows if row.level is not None}, reverse=True)
    own = [row for row in rows if row.level == levels[0]] if levels else rows
    moments = ItemMoments.from_rows(["it01", "it02"], [(1, 2), (2, 2), (3, 4), (4, 3)])
    return ScaleInput(
        entry_instrument=instrument, exit_instrument=instrument, scale=instrument.scales[0],
        role="mentee", pairs=table(own), entry_items=moments, exit_items=moments,
        groups={level: table([row for row in rows if row.level == level]) for level in levels},
        rows=None if too_many else tuple(rows),
    )  # fmt: skip


def made_of(rows, *, factor="arm", allocation=None, k=None, control="comparison", **of_scale):
    """Return the report of rows."""
    scale = scale_of(rows, **of_scale)
    return stage2(
        [scale],
        plan=replace(default_plan([scale.instrument], ["mentee"]), allocation=allocation),
        flow=FLOW,
        provenance=Provenance(software="zamer 0", instruments=(), data_sha256="0"),
        words=Words(),
        grouping=Grouping(factor=factor, control=control) if scale.groups else None,
        rule=None if k is None else BaseRule(k),
    )


def section(made, title):
    """Return the paragraphs and the tables of a section, by caption."""
    found = next(one for one in made.document.sections if one.title == title)
    texts = [block.text.replace("\N{NO-BREAK SPACE}", " ") for block in found.blocks
             if isinstance(block, Paragraph)]  # fmt: skip
    return texts, {block.caption: block for block in found.blocks if isinstance(block, Table)}


LOW = [(2 + at % 4, 2 + (at * 3) % 4) for at in range(24)]


HIGH = [(entry, exit_ + 3) for entry, exit_ in LOW]
