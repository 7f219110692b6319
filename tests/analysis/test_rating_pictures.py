"""Pictures of stage 1 are drawn alike every time, with every topic and every figure on them."""

from __future__ import annotations

import re

import pytest

from analysis.document import Bands, Dumbbell
from analysis.figures import STYLE, figure_svg
from analysis.words import Words

LONG = "Насколько полезными оказались встречи с наставником один на один и общие встречи"

PICTURES = [
    Dumbbell(rows=(("Support", 1, 10), (LONG, 7.4, 7.4)), range=(1, 10), digits=1),
    Bands(
        rows=(("Support", ((1, 4, 5), (5, 7, 40), (8, 10, 1))), (LONG, ((1, 7, 0), (8, 10, 9)))),
        range=(1, 10),
    ),
]


def written(svg):
    """Return the lines of text of a picture drawn with letters instead of outlines."""
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


@pytest.mark.parametrize("picture", PICTURES, ids=["dumbbell", "bands"])
def test_the_same_data_give_the_same_picture(picture):
    """No dates, no random identifiers."""
    drawn = [figure_svg(picture, Words()) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "<dc:date>" not in drawn[0]


@pytest.mark.parametrize("picture", PICTURES, ids=["dumbbell", "bands"])
def test_a_long_topic_is_wrapped_and_no_word_of_it_lost(picture, monkeypatch):
    """It stands over its row in several lines."""
    monkeypatch.setitem(STYLE, "svg.fonttype", "none")
    lines = written(figure_svg(picture, Words()))
    assert "Support" in lines
    [start] = [place for place, line in enumerate(lines) if LONG.startswith(line)]
    assert " ".join(lines[start : start + 2]) == LONG


def test_both_means_stand_beside_their_marks(monkeypatch):
    """Also at the ends of the range, and where they are the same."""
    monkeypatch.setitem(STYLE, "svg.fonttype", "none")
    lines = written(figure_svg(PICTURES[0], Words()))
    assert [lines.count(mean) for mean in ("1.0", "10.0", "7.4")] == [1, 1, 2]


def test_a_narrow_part_of_a_bar_has_no_text(monkeypatch):
    """A wide one says its marks too."""
    monkeypatch.setitem(STYLE, "svg.fonttype", "none")
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in
             written(figure_svg(PICTURES[1], Words()))]  # fmt: skip
    assert "5–7: 87 %" in lines
    assert "11 %" in lines
    assert "2 %" not in lines
    assert "8–10: 100 %" in lines
