"""Charts of a workbook are drawn from its cells, and no page of paper cuts one in two."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from analysis.document import Cell, Chart, ChartKind, Document, Kind, Section, Table
from analysis.words import Words
from app.reports.render_xlsx import render_xlsx
from app.reports.sheet_breaks import breaks

DAY = dt.date(2026, 11, 22)


def table(kind, *rows):
    """Return a table of (title, entry, exit) with its chart."""
    cells = tuple(
        (
            Cell(value=title, kind=Kind.TEXT),
            *(Cell(value=one, kind=Kind.NUMBER, digits=1) for one in means),
        )
        for title, *means in rows
    )
    gap = 3 if kind is ChartKind.GAPS else None
    chart = Chart(
        kind=kind, title="What came out", columns=(1, 2), names=("entry", "exit"), gap=gap
    )
    header = ("Topic", "Entry", "Exit", "Gap")[: len(cells[0])]
    return Table(caption="Means", header=header, rows=cells, chart=chart)


def parts(*blocks):
    """Return the XML of the charts and of the sheet of a workbook with these blocks."""
    document = Document("Report", (Section("It's", blocks),), Words())
    with zipfile.ZipFile(io.BytesIO(render_xlsx(document, created=DAY))) as book:
        charts = [name for name in sorted(book.namelist()) if "charts/chart" in name]
        sheet = book.read("xl/worksheets/sheet2.xml").decode()
        return [book.read(name).decode() for name in charts], sheet


def formulas(chart):
    """Return the cells a chart is drawn from."""
    return re.findall(r"<c:f>([^<]+)</c:f>", chart)


def test_means_are_drawn_from_the_cells_of_the_table():
    """Of entry and of exit, with a title in words."""
    [chart], _ = parts(table(ChartKind.MEANS, ("a", 1.0, 2.0), ("b", 3.0, 2.5)))
    topics = "'It''s'!$A$5:$A$6"
    assert formulas(chart) == [topics, "'It''s'!$B$5:$B$6", topics, "'It''s'!$C$5:$C$6"]
    assert "What came out" in chart


def test_what_is_not_shown_is_no_zero():
    """Its row is left out of the chart."""
    rows = ("a", 1.0, 2.0), ("b", None, None), ("c", 3.0, 2.5)
    [chart], _ = parts(table(ChartKind.MEANS, *rows))
    assert "('It''s'!$B$5:$B$5,'It''s'!$B$7:$B$7)" in formulas(chart)
    assert parts(table(ChartKind.MEANS, ("b", None, None)))[0] == []


def test_expected_and_in_fact_are_joined_by_their_gap():
    """A line from mark to mark, on an axis of the marks from 1 to 10."""
    [chart], _ = parts(table(ChartKind.GAPS, ("a", 6.0, 8.0, 2.0), ("b", 7.0, 6.0, -1.0)))
    assert "'It''s'!$D$5:$D$6" in formulas(chart)
    assert '<c:max val="10"/><c:min val="1"/>' in chart
    [chart], _ = parts(table(ChartKind.GAPS, ("a", 60.0, 80.0, 20.0)))
    assert "<c:max" not in chart


def test_a_level_is_a_part_of_two_bars():
    """The lowest is the lightest; the numbers on the dark ones are white."""
    [chart], _ = parts(table(ChartKind.LEVELS, ("low", 5, 3), ("middle", 6, 6), ("high", 2, 4)))
    assert formulas(chart)[:3] == [
        "'It''s'!$A$5:$A$5", "('It''s'!$B$4,'It''s'!$C$4)", "('It''s'!$B$5,'It''s'!$C$5)",
    ]  # fmt: skip
    fills = re.findall(r'<c:spPr><a:solidFill><a:srgbClr val="(\w{6})"/>', chart)
    assert fills == sorted(fills, reverse=True)
    assert chart.count("percentStacked") == 1


@pytest.mark.parametrize("n", [1, 2])
def test_something_stays_in_sight(n):
    """The header of the only table, or the title above several; on paper, too."""
    _, sheet = parts(*[table(ChartKind.MEANS, ("a", 1.0, 2.0))] * n)
    assert re.search(r'<pane ySplit="(\d+)"', sheet)[1] == ("4" if n == 1 else "1")
    assert 'fitToHeight="0"' in sheet
    assert 'fitToPage="1"' in sheet


@given(
    st.lists(st.integers(10, 60), min_size=2, max_size=60),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 12)), max_size=6),
    st.integers(400, 600),
)
@example([50] * 9 + [10] * 30, [(9, 12)], 500)
def test_no_page_cuts_what_is_kept_together(heights, spans, room):
    """Unless no page could hold it; and also where a program has room for more."""
    page = 400
    size = len(heights)
    together = sorted((first, min(first + n, size - 1)) for first, n in spans if first < size)
    apart = []
    for first, last in together:
        if not apart or first > apart[-1][1]:
            apart.append((first, last))
    begun = breaks(heights, apart, page)
    ends, used = set(), 0
    for row, height in enumerate(heights):
        if row in begun or used + height > room:
            ends.add(row)
            used = 0
        used += height
    for first, last in apart:
        if sum(heights[first : last + 1]) <= page:
            assert not ends & set(range(first + 1, last + 1))
