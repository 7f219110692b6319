"""The programmes of a year stand beside each other, every figure under its own programme."""

from __future__ import annotations

from itertools import chain

import pytest

from analysis.document import Table
from analysis.results import figure_at
from analysis.year import year_report
from tests.analysis import made
from tests.analysis.stage1_case import outcome, rating, report, took_part

ROSE = [(5, 7, 10), (6, 8, 10), (7, 8, 6)]


def stage1():
    """Return a report of stage 1."""
    return report(
        participation=[took_part("entry"), took_part("exit", n=(40, 26))],
        ratings=[rating("outcome", ROSE, satisfaction=True)],
        outcomes=[outcome(13, 13)],
    )


def stage2():
    """Return a report of stage 2."""
    return made.report(made.scale_input([(20, 24, 10), (22, 25, 10), (24, 27, 6)]))


def cells(document):
    """Return every cell that points into the results."""
    tables = (one for part in document.sections for one in part.blocks if isinstance(one, Table))
    rows = chain.from_iterable(table.rows for table in tables)
    return [cell for cell in chain.from_iterable(rows) if cell.path]


@pytest.mark.parametrize("make", [stage1, stage2])
def test_every_figure_is_that_of_its_own_programme(make):
    """None is drawn from two of them; each programme has a row in the first table."""
    both = [make(), make()]
    year = year_report(both)
    found = cells(year.document)
    assert {cell.path.split(".")[1] for cell in found} == {"0", "1"}
    for cell in found:
        place, _, path = cell.path.removeprefix("programmes.").partition(".")
        assert figure_at(both[int(place)].results, path) == cell.value
    first = year.document.sections[0]
    assert first.title == "Programmes of the year"
    table = first.blocks[-1]
    assert [row[0].value for row in table.rows] == [
        one.results.programme.title for one in both
    ]  # fmt: skip


def test_each_programme_stands_under_its_name_and_its_appendices_say_whose_they_are():
    """Everything of it is one level lower; there is no summary of a year."""
    year = year_report([stage1(), stage1()])
    headings = [part.title for part in year.document.sections if part.level == 1]
    assert sum(title.startswith("Programme “Together”") for title in headings) == 2
    appendices = [part.title for part in year.document.sections if part.is_appendix]
    assert appendices
    assert all(title.startswith("“Together”") for title in appendices)
    assert year.summary == ()
