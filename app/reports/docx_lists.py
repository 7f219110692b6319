"""Lists in a Word file: real ones, and each numbered one begins at 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.parts.numbering import NumberingPart

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

#: Left edge of a list's text and how far its sign stands before it, in twentieths of a point.
INDENT, HANGING = 709, 357

#: Word's own numbering of lists stays below; a school's template seldom has so many.
FIRST = 900


class Lists:
    """Makes lists of paragraphs.

    The definitions are written when the first list is.
    """

    def __init__(self, word: WordDocument) -> None:
        self._word = word
        self._bullets = 0

    def begin(self, *, numbered: bool) -> int:
        """Return the number of a list, by which its paragraphs belong together."""
        numbering = self._numbering()
        if not self._bullets:
            self._define(numbering)
            self._bullets = numbering.add_num(FIRST).numId
        if not numbered:
            return self._bullets
        made: Any = numbering.add_num(FIRST + 1)
        made.add_lvlOverride(ilvl=0).add_startOverride(1)
        return int(made.numId)

    def _numbering(self) -> Any:
        """Return the definitions of lists; a template without any list has none."""
        part: Any = self._word.part
        try:
            return part.part_related_by(RELATIONSHIP_TYPE.NUMBERING).element
        except KeyError:
            made = NumberingPart(
                PackURI("/word/numbering.xml"),
                CONTENT_TYPE.WML_NUMBERING,
                parse_xml(f"<w:numbering {nsdecls('w')}/>"),
                part.package,
            )
            part.relate_to(made, RELATIONSHIP_TYPE.NUMBERING)
            return made.element

    def _define(self, numbering: Any) -> None:
        """Write our two kinds of list, before the lists themselves as Word wants it."""
        for place, (kind, sign) in enumerate((("bullet", "–"), ("decimal", "%1."))):
            numbering.insert(
                place,
                parse_xml(
                    f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{FIRST + place}">'
                    f'<w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0">'
                    f'<w:start w:val="1"/><w:numFmt w:val="{kind}"/><w:lvlText w:val="{sign}"/>'
                    f'<w:lvlJc w:val="left"/><w:pPr><w:ind w:left="{INDENT}" '
                    f'w:hanging="{HANGING}"/></w:pPr></w:lvl></w:abstractNum>'
                ),
            )
