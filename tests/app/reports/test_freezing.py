"""What a draft says comes back word for word."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import document as documents
from analysis import pictures as kinds_of_pictures
from analysis.document import (
    Cell,
    Document,
    Figure,
    Kind,
    Paper,
    Paragraph,
    Points,
    Section,
    Signature,
    Table,
)
from analysis.pictures import Box, Quartiles
from app.models import ReportForm
from app.reports.freezing import KNOWN, frozen, thawed
from tests.app.papers import RU, document

#: Whatever a float or a text may be, it is not rounded, cut or taken for another.
numbers = st.floats(allow_nan=False, allow_infinity=False)
cells = st.builds(
    Cell,
    value=st.none() | st.text() | st.integers() | numbers | st.tuples(numbers, numbers),
    kind=st.sampled_from(Kind),
    share_of=st.none() | st.tuples(st.text(), st.text()),
)
boxes = st.builds(Box, q1=numbers, median=numbers, q3=numbers, mean=numbers)
pictures = st.builds(
    Quartiles, entry=boxes, exit=boxes, range=st.just((0.0, 9.0)), digits=st.just(1)
)
blocks = st.one_of(
    st.builds(Paragraph, st.text(), inner=st.booleans()),
    st.builds(Points, st.lists(st.text()).map(tuple)),
    st.builds(
        Table,
        caption=st.text(),
        header=st.just(("", "")),
        rows=st.tuples(st.tuples(cells, cells)),
    ),
    st.builds(Figure, caption=st.text(), alt=st.text(), picture=pictures),
)


@settings(max_examples=40)
@given(st.lists(blocks, max_size=2), st.text())
def test_a_document_comes_back_equal(held, name):
    """And so does what it bears as a paper; the words are those of whoever reads."""
    paper = Paper(institution=(name,), signatures=(Signature(post=name, name=""),))
    section = Section("Раздел", tuple(held), level=2, is_appendix=True)
    made = Document("Отчёт", (section,), RU, facts=(name,), paper=paper)
    forms = {ReportForm.FULL: made, ReportForm.SITE: document(name)}
    assert thawed(frozen(forms), RU) == forms


def test_everything_a_document_is_made_of_is_known():
    """A block that is thought up later can be frozen as well."""
    known = vars(documents) | vars(kinds_of_pictures)
    parts = {name for name, part in known.items() if dataclasses.is_dataclass(part)} | {"Kind"}
    assert parts <= KNOWN.keys()
