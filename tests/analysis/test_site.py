"""What a school's site shows is part of the report, and nothing that is for the school itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from analysis.document import Document, Paragraph, Points, Section, Table
from analysis.site import site_version
from analysis.words import Words

WORDS = Words()

#: A block is called by what must not be lost or shown: its text.
blocks = st.one_of(
    st.builds(Paragraph, st.sampled_from("abc"), inner=st.booleans()),
    st.builds(Points, st.just(("d",)), inner=st.booleans()),
    st.builds(
        Table,
        caption=st.sampled_from("ef"),
        header=st.just(()),
        rows=st.just(()),
        detail=st.booleans(),
        workbook_only=st.booleans(),
        inner=st.booleans(),
    ),
)

sections = st.lists(
    st.builds(
        Section,
        st.just("Раздел"),
        st.lists(blocks, max_size=3).map(tuple),
        level=st.integers(1, 2),
        inner=st.booleans(),
    ),
    max_size=6,
).map(tuple)


def shown_blocks(document):
    """Return all blocks in their order."""
    return [block for section in document.sections for block in section.blocks]


def is_for_everybody(block):
    """Say whether a block may stand on the site."""
    hidden = isinstance(block, Table) and (block.detail or block.workbook_only)
    return not (block.inner or hidden)


@given(sections)
def test_just_what_is_for_everybody_is_shown(held):
    """In the same order; a part of what is for the school itself is for it too."""
    document = Document("Отчёт", held, WORDS)
    expected, chapter_is_inner = [], False
    for section in held:
        if section.level == 1:
            chapter_is_inner = section.inner
        if not (chapter_is_inner or section.inner):
            expected += filter(is_for_everybody, section.blocks)
    assert shown_blocks(site_version(document)) == expected


@given(sections)
def test_no_title_stands_over_nothing(held):
    """A section is shown with something in it, or with a part that has."""
    shown = site_version(Document("Отчёт", held, WORDS)).sections
    for place, section in enumerate(shown):
        follows = shown[place + 1].level if place + 1 < len(shown) else 0
        assert section.blocks or follows > section.level


@given(sections)
def test_a_site_shown_again_is_the_same(held):
    """There is nothing left to take away."""
    once = site_version(Document("Отчёт", held, WORDS))
    assert site_version(once) == once
