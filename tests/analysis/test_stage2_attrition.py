"""What the report says of leavers."""

from __future__ import annotations

import pytest

from analysis.results import figure_at
from tests.analysis.group_reports import LOW, made_of, section
from tests.analysis.rows import people


def leaving(stayers, leavers, *, k=None):
    """Return the report of people who stayed and of entry scores of those who left."""
    rows = people(
        entry=[entry for entry, _ in stayers] + list(leavers),
        exit=[exit_ for _, exit_ in stayers] + [None] * len(leavers),
    )
    return made_of(rows, k=k)


def participants(made):
    """Return what is said of people and their tables, but for who is not compared."""
    texts, tables = section(made, "Participants")
    return [text for text in texts if "not compared" not in text], tables


def test_leavers_who_differed_at_entry_are_said_to():
    """Direction and size, and of whom the results are."""
    made = leaving(LOW, [7, 8] * 8)
    texts, tables = participants(made)
    lost = made.results.scales[0].attrition
    low, high = lost.g_ci95
    assert texts == [
        (
            "Those who left differed at entry from those who stayed (above zero: the leavers' scores "
            f"were higher; below: lower): Итог (mentees): g = {lost.g:.2f}, 95 % CI from {low:.2f} to "
            f"{high:.2f}, left: 16. The results are of those who stayed."
        )
    ]
    details = tables["Leavers and stayers"]
    model = tables["The change on all available scores: mixed model"]
    assert (details.detail, details.workbook_only) == (True, False)
    assert (model.detail, model.workbook_only) == (True, True)
    for cell in (cell for table_ in (details, model) for cell in table_.rows[0][1:] if cell.path):
        assert cell.value == figure_at(made.results, cell.path) is not None, cell.path
    assert [cell.value for cell in details.rows[0][1:3]] == [16, 24]
    assert len([cell for cell in model.rows[0] if cell.path]) == 4


def test_leavers_below_are_found_as_well():
    """An interval wholly under zero is one, too."""
    texts, _ = participants(leaving([(entry + 3, exit_) for entry, exit_ in LOW], [2, 3] * 8))
    assert texts[0].startswith("Those who left differed at entry")
    assert "g = −" in texts[0]


def test_leavers_who_may_not_have_differed_are_not_said_to():
    """How far apart they may be is said, and of how many."""
    made = leaving(LOW, [2, 3, 4, 5] * 4)
    texts, _ = participants(made)
    lost = made.results.scales[0].attrition
    low, high = lost.g_ci95
    assert texts == [
        (
            "The data do not let us say that those who left differed at entry from those who stayed: "
            f"Итог (mentees): g = {lost.g:.2f}, 95 % CI from {low:.2f} to {high:.2f}, left: 16."
        ).replace("-", "−")
    ]


@pytest.mark.parametrize(
    ("stayers", "leavers"),
    [(LOW, [7]), (LOW, [7, 8] * 4 + [7]), (LOW[:9], [7, 8] * 8)],
    ids=["one leaver", "nine leavers", "nine stayers"],
)
def test_too_few_leavers_or_stayers_are_said_to_be(stayers, leavers):
    """Whatever their g is, nothing is concluded."""
    texts, _ = participants(leaving(stayers, leavers))
    assert texts == [
        (
            "Whether those who left differed at entry from those who stayed: too few people to judge "
            f"(Итог (mentees): left: {len(leavers)}, stayed: {len(stayers)})."
        )
    ]


def test_ten_leavers_and_stayers_are_judged():
    """No fewer are needed."""
    texts, _ = participants(leaving(LOW[:10], [7, 8] * 5))
    assert texts[0].startswith("Those who left differed at entry")


def test_a_model_in_which_people_do_not_count_says_so():
    """Its figures stand, with the note."""
    rows = [(2, 6), (6, 2), (3, 5), (5, 3), (4, 4)] * 4
    _, tables = participants(leaving(rows, [4, 5] * 6))
    (row,) = tables["The change on all available scores: mixed model"].rows
    assert row[1].value is not None
    assert row[-1].value.startswith("the two scores of one person are no more alike")


def test_without_leavers_there_is_no_sentence():
    """The reason stands in the table."""
    texts, tables = participants(leaving(LOW, []))
    assert texts == []
    (row,) = tables["Leavers and stayers"].rows
    assert "has one at exit" in row[-1].value


def test_a_few_leavers_are_counted_and_not_described():
    """Four of them: no g, and no model with them in it."""
    made = leaving(LOW, [7, 8, 7, 8], k=5)
    texts, tables = participants(made)
    assert "too few people to judge (Итог (mentees): left: 4, stayed: 24)" in texts[0]
    (row,) = tables["Leavers and stayers"].rows
    assert [cell.value for cell in row[1:-1]] == [4, 24, None, None]
    assert "fewer than 10 people" in row[-1].value
    (row,) = tables["The change on all available scores: mixed model"].rows
    assert [cell.value for cell in row[1:-1]] == [None, None, None, None]
    assert "fewer than 5 people have a score at one wave only" in row[-1].value
