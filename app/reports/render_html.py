"""A document as one HTML page that needs nothing else: to read, to print, to keep."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.document import Figure, Kind, Paragraph, Points, Table
from app.reports.page import inside
from app.reports.paper_layout import has_long_word, in_order, lines_of
from app.reports.pictures import picture_svg

if TYPE_CHECKING:
    from analysis.document import Document


@cache
def _environment() -> Environment:
    """Return what templates are read by; reading ours takes 50 ms, so it is read once."""
    environment = Environment(
        loader=PackageLoader("app"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests |= {
        "paragraph": lambda block: isinstance(block, Paragraph),
        "points": lambda block: isinstance(block, Points),
        "table": lambda block: isinstance(block, Table),
        "word": lambda cell: cell.kind is Kind.TEXT,
        "long": has_long_word,
    }
    environment.filters["style_text"] = _style_text
    return environment


def render_html(document: Document) -> str:
    """Return the page; pictures are inside it."""
    words = document.words

    def image(figure: Figure) -> str:
        return inside(picture_svg(figure.picture, words))

    shown = document.printed
    main, appendices = in_order(shown, leaves_details=not shown.paper)
    return (
        _environment()
        .get_template("reports/document.html")
        .render(
            document=shown,
            words=words,
            image=image,
            sections=main,
            appendices=appendices,
            paper=shown.paper,
            lines=shown.paper and lines_of(shown.paper, words),
        )
    )


def _style_text(text: str) -> str:
    """Return a text as it may stand between the quotes of a style: letters, the rest by number."""
    return "".join(sign if sign.isalnum() or sign == " " else f"\\{ord(sign):x} " for sign in text)
