"""Pictures as the formats of a report share them: drawn once, turned into dots all at once."""

from __future__ import annotations

import json
from functools import lru_cache
from typing import TYPE_CHECKING

import typst

from analysis.document import Figure
from analysis.figures import figure_svg

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.document import Document
    from analysis.pictures import Picture
    from analysis.words import Words

#: More than both reports of a large programme have.
MOST = 256

#: How wide a picture is printed, in centimetres, and its dots per inch: enough for print.
PRINTED, DOTS = 13.0, 160

#: A page for each picture, no larger than it.
PAGES = f"""
#set page(width: auto, height: auto, margin: 0pt)
#for svg in json(bytes(sys.inputs.pictures)) {{
  page(image(bytes(svg), format: "svg", width: {PRINTED}cm))
}}
""".encode()


@lru_cache(maxsize=MOST)
def picture_svg(picture: Picture, words: Words) -> str:
    """Return an SVG of a picture, drawn once for the page, the PDF and the Word file."""
    return figure_svg(picture, words)


def drawn(documents: Iterable[Document]) -> dict[Picture, str]:
    """Return an SVG of every picture that is printed in the documents."""
    return {
        block.picture: picture_svg(block.picture, document.words)
        for document in documents
        for section in document.printed.sections
        for block in section.blocks
        if isinstance(block, Figure)
    }


def dots_of(pictures: Mapping[Picture, str]) -> dict[Picture, bytes]:
    """Return a PNG of every SVG, for programs that show no SVG.

    One run of the typesetter turns all of them into dots, which takes it a hundredth of a second a
    picture.
    """
    if not pictures:
        return {}
    told = json.dumps(list(pictures.values()))
    pages = typst.compile(
        PAGES, format="png", ppi=DOTS, sys_inputs={"pictures": told}, ignore_system_fonts=True
    )
    return dict(zip(pictures, pages if isinstance(pages, list) else [pages], strict=True))
