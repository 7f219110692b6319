"""Lets the cells of a document point into results that hold those of several reports."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from analysis.document import Table

if TYPE_CHECKING:
    from analysis.document import Block, Cell, Section


def placed(section: Section, place: str) -> Section:
    """Return a section whose cells' paths begin with the place of its results."""
    return replace(section, blocks=tuple(_block(block, place) for block in section.blocks))


def _block(block: Block, place: str) -> Block:
    if not isinstance(block, Table):
        return block
    rows = tuple(tuple(_cell(cell, place) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def _cell(cell: Cell, place: str) -> Cell:
    shares = cell.share_of and (f"{place}.{cell.share_of[0]}", f"{place}.{cell.share_of[1]}")
    return replace(cell, path=cell.path and f"{place}.{cell.path}", share_of=shares)
