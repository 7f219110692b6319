"""Pictures are drawn alike every time, show every number they are given, and stay on the sheet."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.figures import drawn, figure_svg
from analysis.figures.change import gathered
from analysis.figures.letters import laid, width_of, wrapped
from analysis.figures.scales import Axis, shade
from analysis.pictures import (
    Bands,
    BeforeAfter,
    Box,
    Dumbbell,
    EffectRow,
    Flows,
    Forest,
    LevelPeople,
    LevelStacks,
    Quartiles,
    Return,
    Returns,
)
from analysis.words import Words

LONG = "Насколько полезными оказались встречи с наставником один на один и общие встречи"


def histogram(low, high, *scores, step=1.0):
    """Return the data of a picture with the same people at both waves."""
    people = tuple((score, 2) for score in scores)
    mean = sum(scores) / len(scores)
    return BeforeAfter(
        entry=people, exit=people, means=(mean, mean), range=(low, high), step=step, digits=1
    )


def quartiles(q1, median, q3, mean):
    """Return the data of a picture with the same quartiles at both waves."""
    box = Box(q1=q1, median=median, q3=q3, mean=mean)
    return Quartiles(entry=box, exit=box, range=(2, 8), digits=1)


def levels(*people):
    """Return levels from (title, place, entry, exit)."""
    return tuple(
        LevelPeople(title=title, place=place, entry=entry, exit=exit_)
        for title, place, entry, exit_ in people
    )


def effect(title, size, interval, better, *, primary=True):
    """Return a row of a forest."""
    return EffectRow(title=title, size=size, interval=interval, better=better, primary=primary)


PICTURES = {
    "bars": histogram(2, 8, 3, 5, 8),
    "quartiles": quartiles(3, 4, 6, 4.2),
    "all at the highest": quartiles(8, 8, 8, 8),
    "dumbbell": Dumbbell(rows=(("Support", 1, 10), (LONG, 7.4, 7.4)), range=(1, 10), digits=1),
    "bands": Bands(
        rows=(("Support", ((1, 4, 5), (5, 7, 40), (8, 10, 1))), (LONG, ((1, 7, 0), (8, 10, 9)))),
        range=(1, 10),
    ),
    "returns": Returns(
        rows=(
            Return(who="Mentees", wave="entry", invited=170, answered=160),
            Return(who="Mentees", wave="exit", invited=170, answered=0),
            Return(who=LONG, wave="exit", invited=1, answered=1),
        )
    ),
    "levels": LevelStacks(
        rows=(
            ("Anxiety", levels(("low", 0, 20, 35), ("middle", 0.5, 0, 5), ("high", 1, 30, 10))),
            (LONG, levels(("low + middle", 0.25, 20, 35), ("high", 1, 30, 15))),
        )
    ),
    "flows": Flows(levels=("low", "middle", "high"), counts=((12, 8, 0), (22, 40, 9), (0, 14, 10))),
    "forest": Forest(
        rows=(
            effect("Anxiety", -0.45, (-0.7, -0.2), "lower"),
            effect(LONG, 0.12, (-0.1, 0.33), "higher", primary=False),
            effect("Values", 1.62, (1.2, 2.1), "none"),
        )
    ),
}  # fmt: skip

each_picture = pytest.mark.parametrize("picture", PICTURES.values(), ids=PICTURES)


def places(svg):
    """Return every place that something is drawn at, from the left and from above."""
    root = ET.fromstring(svg)  # noqa: S314 - because it is our own
    for node in root.iter():
        if node.tag.endswith("rect"):
            x, y, width, height = (float(node.get(name)) for name in ("x", "y", "width", "height"))
            yield from ((x, y), (x + width, y + height))
        elif node.tag.endswith("circle"):
            yield float(node.get("cx")), float(node.get("cy"))
        elif node.tag.endswith("}g"):
            x, y = re.match(r"translate\(([-\d.]+) ([-\d.]+)\)", node.get("transform")).groups()
            yield float(x), float(y)


@each_picture
def test_the_same_data_give_the_same_picture(picture):
    """No dates, no random identifiers."""
    assert figure_svg(picture, Words()) == figure_svg(picture, Words())


@each_picture
def test_everything_is_on_the_sheet(picture):
    """Nothing runs off it, however long a title is."""
    sheet = drawn(picture, Words())
    found = list(places(sheet.svg()))
    assert found
    assert all(0 <= x <= sheet.width and 0 <= y <= sheet.height for x, y in found)


@each_picture
def test_a_long_title_is_wrapped_and_no_word_of_it_lost(picture):
    """It stands over its row in several lines."""
    texts = drawn(picture, Words()).texts
    if LONG in str(picture):
        [start] = [place for place, line in enumerate(texts) if LONG.startswith(line)]
        assert " ".join(texts[start : start + 2]) == LONG


@pytest.mark.parametrize(
    "data",
    [
        histogram(20, 80, 20, 41, 80),
        histogram(1, 10, 1, 5.5, 10, step=0.5),
        histogram(0, 1, 0, 0.3, 1, step=0.1),
        histogram(-3, 9, -3, 0, 9),
    ],
    ids=["a wide scale", "a mean of ratings", "a share", "a difference"],
)
def test_every_score_of_the_range_is_in_a_bar(data):
    """Also the two ends: of three scores far apart each has its own, at either wave."""
    svg = figure_svg(data, Words())
    heights = re.findall(r'<rect[^>]*height="([\d.]+)"', svg)
    assert len(heights) == 6
    assert len(set(heights)) == 1


@given(st.lists(st.integers(0, 60), min_size=1, max_size=40))
def test_nobody_is_lost_between_bars(scores):
    """Wherever one ends and the next begins."""
    people = gathered(tuple((score, 1) for score in scores), -0.5, 3, 21)
    assert sum(people) == len(scores)
    assert all(people[score // 3] for score in scores)


def test_boxes_show_the_figures_they_are_given_and_no_more():
    """From quartile to quartile; median and mean are written."""
    svg, texts = (
        figure_svg(PICTURES["quartiles"], Words()),
        drawn(PICTURES["quartiles"], Words()).texts,
    )
    assert svg.count("<rect") == 2
    assert [text for text in texts if "=" in text] == ["Md = 4.0", "M = 4.2"] * 2


def test_both_means_stand_beside_their_marks():
    """Also at the ends of the range, and where they are the same."""
    lines = drawn(PICTURES["dumbbell"], Words()).texts
    assert [lines.count(mean) for mean in ("1.0", "10.0", "7.4")] == [1, 1, 2]


def test_a_narrow_part_of_a_bar_has_no_text():
    """A wide one says its marks too."""
    lines = [line.replace("\N{NO-BREAK SPACE}", " ") for line in
             drawn(PICTURES["bands"], Words()).texts]  # fmt: skip
    assert "5–7: 87 %" in lines
    assert "11 %" in lines
    assert "2 %" not in lines
    assert "8–10: 100 %" in lines


def test_every_move_between_levels_is_a_band():
    """As thick as its people; those who stayed lie below the others."""
    svg = figure_svg(PICTURES["flows"], Words())
    bands = re.findall(r'<path d="M[^"]*C[^"]*V[^"]*Z" fill="(#\w+)"', svg)
    assert bands[:3] == ["#e4e4e4"] * 3
    assert sorted(bands[3:]) == ["#1f4e79"] * 2 + ["#e8a33d"] * 2
    texts = drawn(PICTURES["flows"], Words()).texts
    assert {"8", "9", "22", "14", "40"} <= set(texts)


def test_what_is_better_lies_on_the_right():
    """Where less is better the row is turned round, and its numbers stay as the tables have them."""
    falls = drawn(Forest(rows=(effect("a", -0.4, (-0.6, -0.2), "lower"),) * 2), Words())
    rises = drawn(Forest(rows=(effect("a", 0.4, (0.2, 0.6), "higher"),) * 2), Words())
    points = [list(re.findall(r'<rect x="(\S+)"', sheet.svg())) for sheet in (falls, rises)]
    assert points[0] == points[1]
    assert "−0.40 [−0.60, −0.20]" in falls.texts
    assert "0.40 [0.20, 0.60]" in rises.texts
    assert "↓ a" in falls.texts


@given(st.floats(-50, 50), st.floats(0.01, 1000))
def test_an_axis_has_a_few_round_numbers_within_its_range(low, width):
    """At least one, at most nine, evenly apart."""
    axis = Axis(low, low + width, left=0, right=100)
    ticks = axis.ticks()
    assert 1 <= len(ticks) <= 9
    assert all(low - 1e-6 <= tick <= low + width + 1e-6 for tick in ticks)


@pytest.mark.parametrize("text", ["", " ", "а  б", "שלום", "中文 😀", "é", "а\u202eб", "\x07"])
def test_any_text_can_be_written(text):
    """Whatever a school calls its scales."""
    figure_svg(Dumbbell(rows=((text, 2.0, 3.0),), range=(1, 10), digits=1), Words())
    assert width_of(text, 10) >= 0


@given(st.text(alphabet="абв ж", max_size=80), st.integers(30, 200))
def test_lines_are_no_wider_than_their_room(text, room):
    """And hold every letter."""
    lines = wrapped(text, room, 10)
    assert all(width_of(line, 10) <= room for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_words_stand_beside_each_other_as_in_one_piece():
    """Laid out word by word they are as wide as their letters and the spaces between."""
    assert laid("да нет").width == laid("да").width + laid(" ").width + laid("нет").width


def test_shades_grow_darker():
    """So that the order of levels is seen in black and white."""
    lights = [sum(bytes.fromhex(shade(part / 4)[1:])) for part in range(5)]
    assert lights == sorted(lights, reverse=True)
