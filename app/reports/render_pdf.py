"""A document as a PDF/A-2b file: selectable text, bookmarks, fonts and pictures inside it."""

from __future__ import annotations

import datetime as dt
import json
import re
import textwrap
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import category

import typst

from analysis.document import Cell, Kind, Paragraph, Table
from analysis.figures import TYPEFACES, figure_svg, signs

if TYPE_CHECKING:
    from collections.abc import Iterable

    from analysis.document import Block, Document, Section
    from analysis.words import Words

TEMPLATE = Path(__file__).with_name("report.typ")

#: Shown for what no typeface has.
BOX = "□"

#: Letters to which a column is allowed to grow before its text is broken into lines.
WIDEST = 30

#: Sizes of type for tables, in points, and how many letters of each stand on a line.
SIZES = {10: 88, 9: 98, 8: 110, 7: 126}

#: What no line holds is broken anywhere; a checksum is not, so that it can be copied.
LONG_WORD, BREAK = r"\S{80,}", "\u200b"

#: Letters between two columns, and how many times as wide the bold letters of a header are.
GAP, BOLD = 2, 1.15


def render_pdf(document: Document, *, created: dt.date) -> bytes:
    """Return the file; the same document and date give the same bytes.

    What the report says reaches the template as data, so that no text is ever markup. The file
    bears noon of the date instead of the moment it was written at.
    """
    words = document.words
    shown = document.printed
    main, details = _apart(shown.sections)
    report = {
        "lang": words.lang,
        "title": shown.title,
        "notice": shown.notice,
        "facts": shown.facts,
        "created": (created.year, created.month, created.day),
        "contents": words.say("Contents"),
        "table": words.say("Table"),
        "picture": words.say("Figure"),
        "sections": [_section(section, words) for section in main],
        "appendix": words.say("Appendix: detailed tables"),
        "details": [_block(table, words) for table in details],
    }
    pdf: bytes = typst.compile(
        str(TEMPLATE),
        sys_inputs={"report": json.dumps(_shown(report), ensure_ascii=False)},
        font_paths=[str(TYPEFACES)],
        ignore_system_fonts=True,
        pdf_standards=["a-2b"],
        timestamp=dt.datetime.combine(created, dt.time(12), tzinfo=dt.UTC),
    )
    return pdf


def _apart(sections: Iterable[Section]) -> tuple[list[Section], list[Table]]:
    """Return the sections without the tables for the patient reader, and those."""
    details = [
        block
        for section in sections
        for block in section.blocks
        if isinstance(block, Table) and block.detail
    ]
    main = [
        replace(section, blocks=tuple(one for one in section.blocks if one not in details))
        for section in sections
    ]
    return main, details


def _shown(value: Any) -> Any:
    """Return a value whose texts hold only signs that can be shown, as PDF/A demands."""
    if isinstance(value, str):
        kept = (sign for sign in value if category(sign) != "Cf")
        text = "".join(sign if sign in signs() or sign == "\n" else BOX for sign in kept)
        return re.sub(LONG_WORD, lambda word: BREAK.join(textwrap.wrap(word[0], WIDEST)), text)
    if isinstance(value, dict):
        return {key: _shown(one) for key, one in value.items()}
    return [_shown(one) for one in value] if isinstance(value, list | tuple) else value


def _section(section: Section, words: Words) -> dict[str, Any]:
    return {
        "level": section.level,
        "title": section.title,
        "blocks": [_block(block, words) for block in section.blocks],
    }


def _block(block: Block, words: Words) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"kind": "paragraph", "text": block.text, "strong": block.strong}
    if isinstance(block, Table):
        return {"kind": "table", "caption": block.caption, **_table(block, words)}
    return {
        "kind": "picture",
        "caption": block.caption,
        "alt": block.alt,
        "svg": figure_svg(block.picture, words),
    }


def _table(table: Table, words: Words) -> dict[str, Any]:
    """Return header and cells, and the size of type and shares of the width that suit them."""
    rows = [[cell.text(words) for cell in row] for row in table.rows]
    columns = list(zip(*rows, strict=True)) or [()] * len(table.header)
    least = [_longest_word(*one) for one in zip(table.header, columns, strict=True)]
    size = next((size for size, room in SIZES.items() if sum(least) <= room), min(SIZES))
    wanted = [max(min(max(map(len, texts), default=0), WIDEST) + GAP, one)
              for texts, one in zip(columns, least, strict=True)]  # fmt: skip
    return {
        "header": table.header,
        "rows": rows,
        "words": [_is_of_words(place, table.rows) for place in range(len(table.header))],
        "size": size,
        "widths": _shares(least, wanted, SIZES[size]),
    }


def _is_of_words(place: int, rows: tuple[tuple[Cell, ...], ...]) -> bool:
    return all(row[place].kind is Kind.TEXT for row in rows)


def _longest_word(title: str, texts: tuple[str, ...]) -> float:
    """Return the letters that a column needs so that no word of it is broken."""
    in_title = BOLD * max(map(len, title.split()), default=0)
    in_texts = max((len(word) for text in texts for word in text.split()), default=0)
    return min(max(in_title, in_texts), WIDEST) + GAP


def _shares(least: list[float], wanted: list[float], room: int) -> list[float]:
    """Return what each column takes: what it needs, and of the rest in proportion to its wish."""
    spare, wish = max(0.0, room - sum(least)), sum(wanted) - sum(least)
    part = min(1.0, spare / wish) if wish else 0.0
    return [one + part * (more - one) for one, more in zip(least, wanted, strict=True)]
