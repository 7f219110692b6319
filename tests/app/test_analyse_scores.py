"""`zamer analyse` of ready scores: a number per scale and wave instead of answers."""

from __future__ import annotations

import json
import re

import pytest
from numpy.testing import assert_allclose
from python_calamine import CalamineWorkbook

from tests.app.conftest import csv_text, run
from tests.conftest import DATA

GUIDE = DATA.parent.parent / "docs" / "analyse.md"

#: Anxiety and mean mark of twelve people before and after; commas and points, one mark missing.
ROWS = [
    ["id", "pre_1", "pre_2", "post_1", "post_2"],
    *(
        [f"{n:02}", f"{20 + n},5", f"3.{n:02}", f"{16 + n + n % 3},25", f"3.{n + 20}"]
        for n in range(11)
    ),
    ["11", "30", "", "28", "4"],
]


@pytest.fixture
def given(write):
    """Return the definition of the guide and a table of scores."""
    [definition] = re.findall(r"```toml\n(.*?)```", GUIDE.read_text("utf-8"), re.DOTALL)
    return write("scores.toml", definition), write("scores.csv", csv_text(ROWS, ";"))


def test_the_definition_of_the_guide_is_in_order(given):
    """As it stands there."""
    done = run("instruments", "check", given[0])
    assert done.code == 0, done.err


def test_scores_are_compared_as_they_were_given(given):
    """Exactly: no decimal is lost, and two equal scores are one."""
    definition, table = given
    done = run("analyse", table, "--instrument", definition, "--format", "json")
    assert done.code == 0, done.err
    anxiety, marks = json.loads(done.out)["scales"]
    assert (anxiety["n_matched"], marks["n_matched"], marks["n_exit"]) == (12, 11, 12)
    assert anxiety["primary"]
    assert marks["primary"]
    assert_allclose(marks["difference"]["mean"], 0.2, rtol=1e-12)
    assert_allclose(marks["difference"]["ci95"] or 0.2, 0.2, rtol=1e-12)
    assert (anxiety["sign"]["improved"], anxiety["sign"]["worsened"]) == (12, 0)
    assert anxiety["tests"]["wilcoxon"]["w_minus"] == 78


def test_the_page_has_the_decimals_of_the_scores(given):
    """One more than they were given with; nothing is said of the agreement of items but once."""
    definition, table = given
    text = run("analyse", table, "--instrument", definition).out
    assert "выросла" not in text
    assert re.search(r"Средняя отметка +11 +3,050 ", text)
    reliability = text.partition("\nНадёжность\n")[2].partition("\nПлан анализа")[0]
    assert reliability.count("Тревожность") == 1
    assert "—  —" not in reliability


def test_a_report_of_scores_comes_in_every_format(given, tmp_path):
    """Pictures, numbers as they are, the codebook with its limits."""
    definition, table = given
    assert run("analyse", table, "--instrument", definition, "--format", "html").code == 0
    target = tmp_path / "r.xlsx"
    options = ("--format", "xlsx", "-o", target)
    assert run("analyse", table, "--instrument", definition, *options).code == 0
    book = CalamineWorkbook.from_path(str(target))
    rows = book.get_sheet_by_name("Баллы").to_python()
    assert rows[4][:7] == ["00", 20.5, 16.25, -4.25, 3, 3.2, pytest.approx(0.2)]
    assert rows[15][:7] == ["11", 30, 28, -2, "", 4, ""]
