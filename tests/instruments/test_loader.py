"""Definitions are read strictly, completely and exactly."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import tomllib
from decimal import Decimal
from fractions import Fraction

import pytest

from instruments.errors import InstrumentError
from instruments.loader import canonical, load, parse
from instruments.model import Better, Kind, Method, Source, Text
from tests.conftest import SMALL, broken

#: A norm table of one sex and one year, to put a table in.
NORM = (
    'better = "none"\nnorms = [{sex = "f", ages = [12, 12], source = "s", '
    'confidence = "A", table = [%s]}]'
)


def problems(content: bytes) -> list[tuple[str, str, str]]:
    """Return what is wrong with a definition, as (place, what, rule)."""
    with pytest.raises(InstrumentError) as refused:
        parse(content, file="small.toml")
    return [(str(one.place), str(one.what), str(one.rule)) for one in refused.value.problems]


def test_a_definition_is_read_whole(small):
    """Every key of the format arrives in the model, exactly."""
    assert (small.code, small.version, small.reference) == ("small", 2, "small@2")
    assert (small.title, small.ages, small.minutes) == (Text("Малая", "Small"), (10, 18), 2)
    assert small.comparable_with == (1,)
    assert [item.kind for item in small.items] == [
        Kind.CHOICE, Kind.CHOICE, Kind.RATING, Kind.YES_NO, Kind.TEXT,
    ]  # fmt: skip
    assert small.by_code["sm01"].choices[3].text.get("en") == "always"
    assert small.by_code["sm03"].ends == (Text("плохо", "bad"), Text("хорошо", "good"))
    assert small.by_code["sm05"].show_if.item == "sm04"
    total, gap = small.scales
    assert (total.method, total.better, total.max_missing) == (
        Method.SUM, Better.LOWER, Fraction(1, 2),
    )  # fmt: skip
    assert [str(key) for key in total.keys] == ["sm01", "-sm02"]
    assert [(level.upto, level.below) for level in total.levels] == [
        (4, None),
        (None, 7),
        (None, None),
    ]
    assert total.published[0].alpha == Fraction(9, 10)
    assert total.published[0].source == Source("A paper.", "B")
    assert (gap.item_codes, gap.range) == (("sm03", "sm01"), (-3, 9))


def test_a_respondent_reads_the_heading_or_else_the_title(small):
    """The staff's title may name what is measured; the heading need not."""
    headed = broken('en = "Small"}', 'en = "Small"}\nheading = {ru = "Как дела"}')
    instrument = parse(headed, file="small.toml")
    assert (instrument.title, instrument.shown_title) == (small.title, Text("Как дела"))
    assert (small.heading, small.shown_title) == (None, small.title)
    assert instrument.sha256 != small.sha256


def test_a_definition_cannot_be_changed(small):
    """It is frozen: what was published stays what it was."""
    with pytest.raises(dataclasses.FrozenInstanceError):
        small.version = 3


def test_a_file_is_read_like_its_text(tmp_path):
    """A byte order mark and Windows line ends change nothing."""
    path = tmp_path / "small.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALL.replace("\n", "\r\n").encode())
    assert load(path).sha256 == parse(SMALL.encode(), file="small.toml").sha256


@pytest.mark.parametrize(
    ("old", "new", "place", "what", "rule"),
    [
        ("minutes = 2", "minuten = 2", "the head of the file", "the key minuten is unknown", "only these keys"),
        ("minutes = 2", "", "the head of the file", "the key minutes is missing", "minutes is required"),
        ('code = "small"', 'code = "Small"', "the head of the file", "code = Small", "matches [a-z]"),
        ("version = 2", 'version = "2"', "the head of the file", "version = 2", "a whole number from 1"),
        ("version = 2", "version = 0", "the head of the file", "version = 0", "a whole number from 1"),
        ("version = 2", "version = true", "the head of the file", "version = True", "a whole number from 1"),
        ('construct = "anxiety"', 'construct = "joy"', "the head of the file", "construct = joy", "one of:"),
        ("ages = [10, 18]", "ages = [18, 10]", "the head of the file", "ages = [18, 10]", "the lower first"),
        ("ages = [10, 18]", "ages = [10.5, 18]", "the head of the file", "ages = ", "whole numbers of years"),
        ('{ru = "Малая", en = "Small"}', '{en = "Small"}', "title", "ru is missing", "ru is required"),
        ('{ru = "Малая", en = "Small"}', '{ru = ""}', "title", "ru = ", "not empty"),
        ('en = "Small"}', 'en = "Small"}\nheading = {ru = " "}', "heading", "ru = ", "not empty"),
        ('en = "Small"}', 'en = "Small"}\nheading = {ru = "А", en = ""}', "heading", "en = ", "not empty"),
        ('{ru = "Малая", en = "Small"}', '"Малая"', "the head of the file", "title = Малая", "by language"),
        ('kind = "rating"', 'kind = "slider"', "item sm03", "kind = slider", "one of: choice"),
        ('code = "sm03"', 'code = "data"', "item data", "code = data", "matches"),
        ('options = "freq4"', 'options = "freq5"', "item sm01", "options = freq5", "response set"),
        ("range = [1, 10]", "", "item sm03", "the key range is missing", "range is required"),
        ("range = [1, 10]", "range = [1, 10, 11]", "item sm03", "range = [1, 10", "two numbers"),
        ("range = [1, 10]", "range = [1, inf]", "item sm03", "range = ", "two numbers"),
        ('en = ["bad", "good"]', 'en = ["bad"]', "item sm03", "ends = ", "two texts in each"),
        ("unscored = true", "unscored = 1", "item sm04", "unscored = 1", "true or false"),
        ("max_missing = 0.5", "max_missing = nan", "scale total", "max_missing = NaN", "a number"),
        ("max_missing = 0.5", "max_missing = 1e99", "scale total", "max_missing = 1E+99", "a number"),
        ('method = "sum"', 'method = "median"', "scale total", "method = median", "one of: sum"),
        ('overlaps = ["total"]', "overlaps = [1]", "scale gap", "overlaps = [1]", "a list of texts"),
        ("comparable_with = [1]", 'comparable_with = ["1"]', "the head of the file", "comparable_with", "whole"),
        ('options = "freq4"', "options = 4", "item sm01", "options = 4", "a text"),
        ('audience = ["mentee"]', "audience = []", "the head of the file", "audience = []", "at least one"),
        ('source = "Test."', 'source = " "', "the head of the file", "source = ", "not empty"),
        ("alpha = 0.90, sd = 2.5", "sd = 2.5", "published figures", "neither alpha nor retest", "alpha"),
        ('code = "sm03"', 'code = "sm٠٣"', "item sm", "code = ", "matches"),
        ('better = "none"', NORM % "[0, 1.5]", "norm 1", "table = [0, 1.5]", "a sten from 1 to 10"),
        ('better = "none"', NORM % "[3, 1], [2, 2]", "norm 1", "table = [2, 2]", "rising"),
        ("unscored = true", "unscored = true\nwhen = 2026-09-01", "item sm04", "when is unknown", ""),
        ("unscored = true", 'unscored = true\ntwin = "x"', "item sm04", "twin = x", "matches"),
    ],
    ids=str,
)  # fmt: skip
def test_a_wrong_key_is_refused(old, new, place, what, rule):
    """A key that is missing, unknown or of the wrong kind is named with its place and rule."""
    found = problems(broken(old, new))
    assert any(place in one[0] and what in one[1] and rule in one[2] for one in found), found


def test_a_file_that_is_no_toml_is_refused_with_its_line():
    """The message says where the reader stumbled."""
    [(place, what, rule)] = problems(b'code = "small\nversion = 1\n')
    assert place == "the file"
    assert "line 1" in what
    assert rule == "a definition is a TOML file in UTF-8"


def test_a_file_that_is_not_utf_8_is_refused():
    """A definition saved in Windows-1251 is not guessed at."""
    [(_, what, _)] = problems(SMALL.encode("cp1251"))
    assert "is not UTF-8" in what


def test_one_table_may_stand_for_a_list_of_one(small):
    """`published` is a table, or a list of tables with one source each."""
    listed = broken(
        'published = {alpha = 0.90, sd = 2.5, n = 377, source = "A paper.", confidence = "B"}',
        'published = [{alpha = 0.90, source = "A paper.", confidence = "B"}, '
        '{retest = 0.7, sd = 2, source = "A manual.", confidence = "A"}]',
    )  # fmt: skip
    assert [one.retest for one in small.scales[0].published] == [None]
    published = parse(listed, file="small.toml").scales[0].published
    assert [one.retest for one in published] == [None, Fraction(7, 10)]


def test_the_hash_is_of_the_content_not_of_the_layout():
    """Comments, key order and 0.5 against 0.50 change nothing; a word changes it."""
    same = SMALL.replace("max_missing = 0.5", "max_missing = 0.50  # half").replace(
        'code = "small"\nversion = 2', 'version = 2\ncode = "small"'
    )
    sha256 = parse(SMALL.encode(), file="a.toml").sha256
    assert parse(same.encode(), file="b.toml").sha256 == sha256
    assert parse(broken("Первый.", "Первый!"), file="c.toml").sha256 != sha256


def test_canonical_json_is_what_the_format_says():
    """Sorted keys, no spaces, shortest decimals, plain UTF-8; the content hash is its SHA-256."""
    value = {
        "б": [Decimal("0.20"), Decimal("1E+2"), 3, True],
        "a": {"z": "«»", "b": Decimal("-0.0")},
    }
    long = Decimal("0.20000000000000000000000000000000001")
    assert canonical([long]) == f"[{long}]"
    assert canonical(value) == '{"a":{"b":0,"z":"«»"},"б":[0.2,100,3,true]}'
    raw = tomllib.loads(SMALL, parse_float=Decimal)
    sha256 = hashlib.sha256(canonical(raw).encode()).hexdigest()
    assert parse(SMALL.encode(), file="a.toml").sha256 == sha256


def test_canonical_json_knows_nothing_else():
    """TOML has dates, and a definition has none."""
    with pytest.raises(TypeError, match="date has no place in a definition"):
        canonical(dt.date(2026, 9, 1))
