"""A document as a PDF/A-2b file: selectable text, bookmarks, fonts and pictures inside it."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

import typst

from analysis.document import Paragraph, Points, Table
from analysis.figures import TYPEFACES, signs, width_of
from app.reports.page_tables import page_table
from app.reports.paper_layout import has_long_word, in_order, lines_of
from app.reports.pictures import picture_svg
from app.reports.signs import Signs

if TYPE_CHECKING:
    from analysis.document import Block, Document, Paper, Section
    from analysis.words import Words
    from app.reports.page_tables import PageTable
    from app.reports.paper_layout import Appendix

TEMPLATE = Path(__file__).with_name("report.typ")

#: Sizes of type in points: of a table of the caller's own, and of an official paper.
SIZE, OFFICIAL = 12, 14

#: Left and right of the text of A4, in millimetres; left and right in a cell, in points.
MARGINS, INSET = (25, 12), 3

#: How long a line of a page is, in points.
LINE = (210 - sum(MARGINS)) * 72 / 25.4

#: Signs of Latin, Greek and Cyrillic lines, and how much wider than in the typeface of pictures one
#: of them may be in print.
PLAIN, WIDEST_IN_PRINT = re.compile("[ -ӿ‐-…\u202f№→−≤≥]*"), 1.35

#: A paper of no more titles than these is read without a list of them.
FEW_TITLES = 12

#: Shown for what no typeface has.
BOX = "□"

#: Letters after which a word that is too long is broken.
PART = 10

#: What no line holds is broken anywhere; a checksum is not, so that it can be copied.
LONG_WORD, BREAK = r"\S{80,}", "\u200b"


def _on_paper(sign: str) -> str:
    """Return a sign, a box where no typeface has it, or nothing where it is none to be seen."""
    if category(sign) == "Cf":
        return ""
    return sign if sign in signs() or sign == "\n" else BOX


ON_PAPER = Signs(_on_paper)


def render_pdf(document: Document, *, created: dt.date) -> bytes:
    """Return the file; the same document and date give the same bytes."""
    return typeset(source_of(document, created=created), created)


def source_of(document: Document, *, created: dt.date) -> str:
    """Return all that the file is made of, its pictures drawn.

    What the report says reaches the template as data, so that no text is ever markup.
    """
    return json.dumps(told(document, created=created), ensure_ascii=False)


def typeset(source: str, created: dt.date) -> bytes:
    """Return the file of a source; it bears noon of the date instead of when it was written.

    Meanwhile other threads may work: the typesetter needs nothing of Python.
    """
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        sys_inputs={"report": source},
        font_paths=_typefaces(),
        pdf_standards=["a-2b"],
        timestamp=dt.datetime.combine(created, dt.time(12), tzinfo=dt.UTC),
    )
    return pdf


@cache
def _typefaces() -> typst.Fonts:
    """Return what the typesetter may use: its own and those of pictures, whatever is installed."""
    return typst.Fonts(include_system_fonts=False, font_paths=[str(TYPEFACES)])


def told(document: Document, *, created: dt.date) -> dict[str, Any]:
    """Return all that the template is told of a report."""
    words, shown = document.words, document.printed
    main, appendices = in_order(shown)
    report: dict[str, Any] = _shown(
        {
            "lang": words.lang,
            "title": shown.title,
            "notice": shown.notice,
            "facts": shown.facts,
            "margins": MARGINS,
            "inset": INSET,
            "created": (created.year, created.month, created.day),
            "size": OFFICIAL if shown.paper else SIZE,
            "paper": _paper(shown.paper, words) if shown.paper else None,
            "contents": words.say("Contents"),
            "has_contents": not shown.is_summary
            and (not shown.paper or len(main) + len(appendices) > FEW_TITLES),
            "is_dense": shown.is_dense,
            "table": words.say("Table"),
            "picture": words.say("Figure"),
            "sections": [_section(section, words) for section in main],
            "appendices": [_appendix(one, words) for one in appendices],
        }
    )
    return report


def _shown(value: Any) -> Any:
    """Return a value whose texts hold only signs that can be shown, as PDF/A demands."""
    if isinstance(value, str):
        text = value.translate(ON_PAPER)
        return re.sub(LONG_WORD, lambda word: BREAK.join(textwrap.wrap(word[0], PART)), text)
    if isinstance(value, dict):
        # a picture holds outlines and no text
        return {key: one if key == "svg" else _shown(one) for key, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


def _paper(paper: Paper, words: Words) -> dict[str, Any]:
    lines = lines_of(paper, words)
    return {
        "institution": paper.institution,
        "approval": paper.approval,
        "approval_side": paper.approval_side,
        "issue": paper.issue,
        "watermark": paper.watermark,
        "date": lines.date,
        "signatures": lines.signatures,
    }


def _appendix(appendix: Appendix, words: Words) -> dict[str, Any]:
    first = [block for section in appendix.parts[:1] for block in section.blocks]
    return {
        "label": appendix.label,
        "title": appendix.title,
        "blocks": [_block(block, words) for block in (*first, *appendix.tables)],
        "parts": [_section(section, words) for section in appendix.parts[1:]],
    }


def _section(section: Section, words: Words) -> dict[str, Any]:
    return {
        "level": section.level,
        "title": section.title,
        "blocks": [_block(block, words) for block in section.blocks],
    }


def _block(block: Block, words: Words) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {
            "kind": "paragraph",
            "text": block.text,
            "strong": block.strong,
            "is_ragged": has_long_word(block.text),
        }
    if isinstance(block, Points):
        return {"kind": "points", "items": block.items, "numbered": block.numbered}
    if isinstance(block, Table):
        return {"kind": "table", "caption": block.caption, **_table(page_table(block, words))}
    return {
        "kind": "picture",
        "caption": block.caption,
        "alt": block.alt,
        "svg": picture_svg(block.picture, words),
    }


def _table(table: PageTable) -> dict[str, Any]:
    return asdict(table) | {"low": _low(table), "is_together": table.is_together}


def _low(table: PageTable) -> list[bool]:
    """Say of each row whether every text of it stands on one line for sure."""
    rooms = [(share * LINE - 2 * INSET) / table.size / WIDEST_IN_PRINT for share in table.shares]
    return [all(map(_is_line, row, rooms)) for row in table.rows]


def _is_line(text: str, room: float) -> bool:
    """Say whether a text is no wider than there is room, in heights of its letters."""
    is_plain = PLAIN.fullmatch(text) is not None
    return is_plain and (len(text) <= room or width_of(text, 1) <= room)
