"""Pictures are drawn alike every time and show every person once."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from matplotlib.axes import Axes

from analysis.document import BeforeAfter, Box, Quartiles
from analysis.figures import figure_svg
from analysis.words import Words


def picture(low, high, *scores, step=1.0):
    """Return the data of a picture with the same people at both waves."""
    people = tuple((score, 2) for score in scores)
    return BeforeAfter(
        entry=people,
        exit=people,
        means=(sum(scores) / len(scores),) * 2,
        range=(low, high),
        step=step,
        digits=1,
    )


def test_the_same_data_give_the_same_picture():
    """No dates, no random identifiers."""
    drawn = [figure_svg(picture(2, 8, 3, 5, 8), Words()) for _ in range(2)]
    assert drawn[0] == drawn[1]
    assert "2026" not in drawn[0]


@pytest.mark.parametrize(
    "data",
    [
        picture(20, 80, 20, 41, 80),
        picture(1, 10, 1, 5.5, 10, step=0.5),
        picture(0, 1, 0, 0.3, 1, step=0.1),
        picture(-3, 9, -3, 0, 9),
    ],
    ids=["a wide scale", "a mean of ratings", "a share", "a difference"],
)
def test_every_score_of_the_range_is_in_a_bar(data):
    """Also the two ends."""
    counted, bars = [], []
    original = Axes.hist

    def hist(self, *args, **kwargs):
        result = original(self, *args, **kwargs)
        counted.append(result[0].sum())
        bars.append(len(result[0]))
        return result

    with patch.object(Axes, "hist", hist):
        drawn = figure_svg(data, Words())
    assert counted == [sum(n for _, n in data.entry)] * 2
    assert drawn.count("<svg") == 1
    assert all(3 <= number <= 30 for number in bars)


def quartiles(q1, median, q3, mean):
    """Return the data of a picture with the same quartiles at both waves."""
    box = Box(q1=q1, median=median, q3=q3, mean=mean)
    return Quartiles(entry=box, exit=box, range=(2, 8), digits=1)


@pytest.mark.parametrize(
    "data",
    [quartiles(3, 4, 6, 4.2), quartiles(2, 2, 2, 2), quartiles(8, 8, 8, 8)],
    ids=["spread", "all at the lowest", "all at the highest"],
)
def test_boxes_show_the_figures_they_are_given_and_no_more(data):
    """From quartile to quartile; every word of them inside the picture."""
    drawn, written = [], []
    bar, text = Axes.barh, Axes.text

    def barh(self, *args, **kwargs):
        drawn.append((kwargs["left"], args[1]))
        return bar(self, *args, **kwargs)

    def labelled(self, x, y, said, **kwargs):
        written.append((said, kwargs["ha"]))
        return text(self, x, y, said, **kwargs)

    with patch.object(Axes, "barh", barh), patch.object(Axes, "text", labelled):
        svg = figure_svg(data, Words())
    assert drawn == [(data.entry.q1, data.entry.q3 - data.entry.q1)] * 2
    side = {2: "left", 8: "right"}.get(data.entry.median, "center")
    assert written[0] == (f"Md = {data.entry.median:.1f}", side)
    assert len(written) == 4
    assert svg == figure_svg(data, Words())
