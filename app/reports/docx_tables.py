"""Tables of a Word file, each written whole: cell by cell it would take the library seconds."""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from docx.oxml import parse_xml

from app.reports.docx_paragraphs import SPACES
from app.reports.signs import legible

if TYPE_CHECKING:
    from docx.oxml.xmlchemy import BaseOxmlElement

    from app.reports.page_tables import PageTable
    from app.reports.paper_layout import Lines

#: Of a line to sign on: parts of the width for the post, the line, the name.
TO_SIGN = (0.42, 0.25, 0.33)

BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="auto"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

#: Word's own are so wide that a number of two digits would not fit beside them.
CELL_MARGINS = (
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="40" w:type="dxa"/></w:tblCellMar>'
)

#: What stands behind a table: a line of the usual height.
AFTER = f'<w:p {SPACES}><w:pPr><w:spacing w:line="240" w:lineRule="auto"/></w:pPr></w:p>'


def lines_to_sign(lines: Lines, width: int) -> BaseOxmlElement:
    """Return a table without borders: post, line, name; none of it is torn off by a page's end."""
    widths = [round(share * width) for share in TO_SIGN]
    rows = "".join(
        "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
        + "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{one}" w:type="dxa"/><w:vAlign w:val="bottom"/></w:tcPr>'
            f'<w:p><w:pPr><w:keepNext/><w:spacing w:before="240" w:after="0" w:line="240" '
            f'w:lineRule="auto"/></w:pPr><w:r><w:t xml:space="preserve">{escape(legible(text))}'
            "</w:t></w:r></w:p></w:tc>"
            for text, one in zip(line, widths, strict=True)
        )
        + "</w:tr>"
        for line in lines.signatures
    )
    return _whole(rows, widths, "")


def table_of(table: PageTable, width: int) -> BaseOxmlElement:
    """Return a table with borders, its header repeated on every page.

    Parameters
    ----------
    width
        Of the text, in twentieths of a point.
    """
    widths = [round(share * width) for share in table.shares]
    header = _row(table, table.header, widths, is_header=True, keeps=bool(table.rows))
    last = len(table.rows) - 1
    rows = "".join(
        _row(table, row, widths, keeps=table.is_together and place < last)
        for place, row in enumerate(table.rows)
    )
    return _whole(header + rows, widths, f"<w:tblBorders>{BORDERS}</w:tblBorders>")


def _whole(rows: str, widths: list[int], borders: str) -> BaseOxmlElement:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    return parse_xml(
        f'<w:tbl {SPACES}><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}'
        f'<w:tblLayout w:type="fixed"/>{CELL_MARGINS}</w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _row(
    table: PageTable,
    texts: tuple[str, ...],
    widths: list[int],
    *,
    keeps: bool,
    is_header: bool = False,
) -> str:
    """Return a row, which no page's end tears; one that `keeps` stays with the next, too."""
    kept = "<w:keepNext/>" if keeps else ""
    cells = "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{kept}'
        f'<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
        f'<w:ind w:firstLine="0"/><w:jc w:val="{"left" if of_words else "right"}"/></w:pPr>'
        f"<w:r><w:rPr>"
        f"{'<w:b/>' if is_header else ''}"
        f'<w:sz w:val="{2 * table.size}"/></w:rPr>'
        f'<w:t xml:space="preserve">{escape(legible(text))}</w:t></w:r></w:p></w:tc>'
        for text, width, of_words in zip(texts, widths, table.words, strict=True)
    )
    repeated = "<w:tblHeader/>" if is_header else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{cells}</w:tr>"
