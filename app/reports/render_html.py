"""A document as one HTML page that needs nothing else: to read, to print, to keep."""

from __future__ import annotations

import base64
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined

from analysis.document import Figure, Kind, Paragraph, Points, Table
from app.reports.pictures import picture_svg

if TYPE_CHECKING:
    from analysis.document import Document


def render_html(document: Document) -> str:
    """Return the page; pictures are inside it."""
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
    }
    words = document.words

    def image(figure: Figure) -> str:
        svg = picture_svg(figure.picture, words)
        return f"data:image/svg+xml;base64,{base64.b64encode(svg.encode()).decode()}"

    return environment.get_template("reports/document.html").render(
        document=document.printed, words=words, image=image
    )
