"""What of a report the school's site may show: no sub-groups, no quotations, no details."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.document import Table

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.document import Block, Document, Section


def site_version(document: Document) -> Document:
    """Return a document without what is for the school itself.

    Sections and blocks that are `inner` go, with the smaller sections under them, and so do
    detailed tables and those of the workbook. A section is left out in which nothing is left.
    """
    return replace(document, sections=tuple(_with_content(_outer(document.sections))))


def _outer(sections: Iterable[Section]) -> Iterable[Section]:
    """Yield the sections that may be shown, each with what may be shown of it."""
    within = 0  # the level of the section for the school itself that we are in; 0 in none
    for section in sections:
        if within and section.level > within:
            continue
        within = section.level if section.inner else 0
        if not section.inner:
            yield replace(section, blocks=tuple(filter(_is_outer, section.blocks)))


def _is_outer(block: Block) -> bool:
    if isinstance(block, Table):
        return not (block.inner or block.detail or block.workbook_only)
    return not block.inner


def _with_content(sections: Iterable[Section]) -> Iterable[Section]:
    """Yield the sections that say something, or hold one that does."""
    kept: list[Section] = []
    for section in reversed(list(sections)):
        if section.blocks or (kept and kept[-1].level > section.level):
            kept.append(section)
    return reversed(kept)
