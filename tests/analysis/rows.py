"""Rows of people for the tests of groups, strategies and leavers, and how R's figures are held."""

from __future__ import annotations

import json
from fractions import Fraction

from numpy.testing import assert_allclose

from analysis.comparison import compare
from analysis.inputs import Grouping, PersonScores
from analysis.paired import PairedScores
from instruments.model import Better
from tests.conftest import GOLDEN

R = json.loads((GOLDEN / "groups.json").read_text("utf-8"))

#: statistics.md: closed forms.
CLOSED_FORM = 1e-8


def people(**columns):
    """Return a person per row of the columns; those not given are None."""
    lengths = {len(column) for column in columns.values()}
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    assert len(lengths) == 1
    return [
        PersonScores(
            entry=exact(row.get("entry")),
            exit=exact(row.get("exit")),
            level=row.get("level"),
            strategy=row.get("strategy"),
            cluster=row.get("cluster"),
        )
        for row in rows
    ]


def exact(score):
    """Return a score of a golden file; those are quarters at the finest."""
    return None if score is None else Fraction(score)


def of_case(case):
    """Return the people of a golden case."""
    names = ("entry", "exit", "level", "strategy", "cluster")
    return people(**{name: case[name] for name in names if name in case})


def table(rows):
    """Return the table of pairs of rows."""
    return PairedScores.from_rows((row.entry, row.exit, 1) for row in rows)


def by_level(rows):
    """Return the paired block of every level of the rows, by name."""
    levels = sorted({row.level for row in rows if row.level is not None})
    return {
        level: compare(table([row for row in rows if row.level == level]), better=Better.HIGHER)
        for level in levels
    }


def arms(control):
    """Return the grouping by arm."""
    return Grouping(factor="arm", control=control)


def agrees(found, expected, where, rtol=CLOSED_FORM):
    """Hold every figure of a result against R's, by the names of R's answer."""
    if isinstance(expected, dict):
        for name, value in expected.items():
            agrees(getattr(found, name), value, f"{where}.{name}", rtol)
    elif isinstance(expected, list):
        assert len(found) == len(expected), where
        for place, value in enumerate(expected):
            agrees(found[place], value, f"{where}.{place}", rtol)
    elif expected is None or isinstance(expected, str):
        assert found == expected, where
    else:
        assert_allclose(found, expected, rtol=rtol, err_msg=where)
