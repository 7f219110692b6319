"""What a draft says comes back word for word."""

from __future__ import annotations

import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
from analysis.pictures import Box, EffectRow, Forest, Quartiles
from app.models import ReportForm
from app.programmes.errors import RefusedError
from app.reports.freezing import frozen, thawed
from instruments.model import Better
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
quartiles = st.builds(
    Quartiles, entry=boxes, exit=boxes, range=st.just((0.0, 9.0)), digits=st.just(1)
)
forests = st.builds(
    Forest,
    rows=st.tuples(
        st.builds(
            EffectRow,
            title=st.text(),
            size=numbers,
            interval=st.tuples(numbers, numbers),
            better=st.sampled_from(Better),
            primary=st.booleans(),
        )
    ),
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
    st.builds(Figure, caption=st.text(), alt=st.text(), picture=quartiles | forests),
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


def test_what_is_frozen_says_what_it_is():
    """Only parts of documents come back; what another version knew is refused in words."""
    made = {ReportForm.FULL: document("Вывод")}
    held = zlib.decompress(frozen(made)).decode()
    other = held.replace("analysis.document.Figure", "analysis.document.Drawing")
    with pytest.raises(RefusedError):
        thawed(zlib.compress(other.encode()), RU)
    foreign = held.replace("analysis.document.Figure", "subprocess.Popen")
    with pytest.raises(ValueError, match="no part of a document"):
        thawed(zlib.compress(foreign.encode()), RU)
