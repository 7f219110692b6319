"""How people of two waves found each other without slips, in the stage-2 document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.document import Paragraph, Table
from analysis.stage2_cells import capital, count_cell, role_title, text_cell
from instruments.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Block
    from analysis.report_facts import LinkageCounts
    from analysis.words import Words

#: The columns: what a count is called and where it stands.
COUNTS = (
    (N_("At entry"), "entered"),
    (N_("At exit"), "left"),
    (N_("Paired: all answers agree"), "exact"),
    (N_("One answer differs"), "tolerant"),
    (N_("Several would fit"), "ambiguous"),
    (N_("Nobody fits"), "unmatched"),
)


def linkage_blocks(linkage: Sequence[LinkageCounts], words: Words) -> Iterator[Block]:
    """Yield how many were paired, and what that means for every figure that follows."""
    yield Table(
        caption=words.say("How entry and exit were paired"),
        header=(words.say("Role"), *(words.of(title) for title, _ in COUNTS)),
        rows=tuple(
            (
                text_cell(capital(role_title(counts.role, words))),
                *(
                    count_cell(getattr(counts, name), f"linkage.{place}.{name}")
                    for _, name in COUNTS
                ),
            )
            for place, counts in enumerate(linkage)
        ),
    )
    yield Paragraph(
        words.say(
            "Nobody had a code or gave a name: entry and exit were paired by the answers to a few "
            "short questions, within one role. “Several would fit” and “Nobody fits” count people "
            "of both waves."
        )
    )
    yield Paragraph(
        words.say(
            "Only people whose answers to the short questions all agree are compared at entry and "
            "exit. Pairs in which one answer differs are counted and not compared: they are "
            "probable, not certain. Nothing shows how the results would look with them. Whoever "
            "was not paired counts as two people of one wave each."
        )
    )
