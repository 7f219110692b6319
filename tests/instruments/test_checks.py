"""Every self-check, broken once: the message names file, place, rule and remedy."""

from __future__ import annotations

import pytest

from instruments.errors import InstrumentError
from instruments.loader import parse
from instruments.scoring import level_of
from tests.conftest import SMALL, broken

BROKEN = {
    "1 a key without an item": (
        '["sm01", "-sm02"]',
        '["sm01", "-sm09"]',
        "scale total",
        "the keys name sm09, which is not an item",
        "every scored item exists",
    ),
    "1 an item in both directions": (
        '["sm01", "-sm02"]',
        '["sm01", "-sm02", "sm02"]',
        "scale total",
        "sm02 is both direct and reverse",
        "an item stands once in a scale, in one direction",
    ),
    "1 an item twice": (
        '["sm01", "-sm02"]',
        '["sm01", "sm01", "-sm02"]',
        "scale total",
        "sm01 stands more than once",
        "an item stands once in a scale, in one direction",
    ),
    "1 an item in no scale": (
        "unscored = true\n",
        "",
        "item sm04",
        "no scale uses it",
        "an item that is in no scale is declared so",
    ),
    "1 an unscored item in a scale": (
        'best = "low"',
        "unscored = true",
        "item sm01",
        "unscored = true, but a scale uses it",
        "an unscored item is in no scale",
    ),
    "1 an item that not everybody sees": (
        'plus = ["sm03"]',
        'plus = ["sm05"]',
        "scale gap",
        "sm05 has no score for everybody",
        "no item of kind text or multiple and none with show_if is in a scale",
    ),
    "1 a rating that not everybody sees": (
        'ends = {ru = ["плохо", "хорошо"], en = ["bad", "good"]}',
        'show_if = {item = "sm01", equals = 4}',
        "scale gap",
        "sm03 has no score for everybody",
        "no item of kind text or multiple and none with show_if is in a scale",
    ),
    "1 no items": (
        'plus = ["sm03"]',
        "plus = []",
        "scale gap",
        "a list of keys is empty",
        "a score is made of at least one item",
    ),
    "2 shared items undeclared": (
        'overlaps = ["total"]',
        "",
        "scale gap",
        "items shared with total: 1",
        "scales that share items declare it",
    ),
    "2 an overlap that is none": (
        'minus = ["sm01"]',
        'minus = ["sm06"]',
        "scale gap",
        "items shared with total: 0",
        "scales that share items declare it",
    ),
    "2 an overlap with nothing": (
        'overlaps = ["total"]',
        'overlaps = ["total", "f1"]',
        "scale gap",
        "overlaps names f1, which is not another scale",
        "scales that share items declare it",
    ),
    "2 an overlap with itself": (
        'overlaps = ["total"]',
        'overlaps = ["total", "gap"]',
        "scale gap",
        "overlaps names gap, which is not another scale",
        "scales that share items declare it",
    ),
    "3 missing items of another range in the second list": (
        'minus = ["sm01"]\nmethod = "difference"\nmax_missing = 0',
        'minus = ["sm01", "sm04"]\nmethod = "difference"\nmax_missing = 0.5',
        "scale gap",
        "items of different ranges may be missing",
        "a missing item is replaced by the mean of the others, of the same range",
    ),
    "3 a share below nothing": (
        "max_missing = 0.5",
        "max_missing = -0.1",
        "scale total",
        "max_missing = -0.1",
        "max_missing is a share from 0 up to but not including 1",
    ),
    "3 a declared range that is not the computed one": (
        "range = [2, 8]",
        "range = [5, 65]",
        "scale total",
        "the declared range is 5…65",
        "the keys and item ranges give 2…8",
    ),
    "3 missing items of another range": (
        '["sm01", "-sm02"]',
        '["sm01", "-sm02", "sm03"]',
        "scale total",
        "items of different ranges may be missing",
        "a missing item is replaced by the mean of the others, of the same range",
    ),
    "3 a share above one": (
        "max_missing = 0.5",
        "max_missing = 1",
        "scale total",
        "max_missing = 1",
        "max_missing is a share from 0 up to but not including 1",
    ),
    "4 a level that nobody reaches": (
        "upto = 4",
        "upto = 8",
        "scale total, level middle",
        "no score from 2…8 falls into it",
        "levels cover the range exactly once, in rising order",
    ),
    "4 a first level below the range": (
        "upto = 4",
        "below = 2",
        "scale total, level low",
        "no score from 2…8 falls into it",
        "levels cover the range exactly once, in rising order",
    ),
    "4 a last level above the range": (
        "below = 7",
        "upto = 8",
        "scale total, level high",
        "no score from 2…8 falls into it",
        "levels cover the range exactly once, in rising order",
    ),
    "4 a boundary without a side": (
        "upto = 4, ",
        "",
        "scale total, level low",
        "it has both upto and below, or neither",
        "each level but the last ends at upto (score ≤) or below (score <)",
    ),
    "4 a boundary with both sides": (
        "upto = 4,",
        "upto = 4, below = 4,",
        "scale total, level low",
        "it has both upto and below, or neither",
        "each level but the last ends at upto (score ≤) or below (score <)",
    ),
    "4 an end that leaves a rest": (
        '{code = "high",',
        '{code = "high", upto = 7,',
        "scale total, level high",
        "the last level has an end",
        "levels cover the range to its end: the last has neither upto nor below",
    ),
    "4 a level code twice": (
        'code = "high"',
        'code = "low"',
        "scale total, level low",
        "the code low stands more than once",
        "a code is given once and never again for another meaning",
    ),
    "5 an item scored against its wording": (
        '["sm01", "-sm02"]',
        '["sm01", "sm02"]',
        "scale total",
        "the best answer to sm02 is its highest one, but key sm02 moves the score the other way",
        "the best answers to all items give the best score of the scale",
    ),
    "5 a scale that improves the other way": (
        'better = "lower"',
        'better = "higher"',
        "scale total",
        "the best answer to sm01 is its lowest one, but key sm01 moves the score the other way",
        "the best answers to all items give the best score of the scale",
    ),
    "5 the second list of a difference": (
        'better = "none"',
        'better = "lower"',
        "scale gap",
        "the best answer to sm01 is its lowest one, but key sm01 moves the score the other way",
        "the best answers to all items give the best score of the scale",
    ),
    "6 two options with one score": (
        '{score = 2, ru = "иногда"',
        '{score = 1, ru = "иногда"',
        "options freq4",
        "“1” stands more than once",
        "each option has a label and a score of its own",
    ),
    "6 two options with one label": (
        "иногда",
        "никогда",
        "options freq4",
        "“никогда” stands more than once",
        "each option has a label and a score of its own",
    ),
    "6 a set with one option": (
        """[[items]]
code = "sm01\"""",
        """[[options]]
code = "alone"
choices = [{score = 1, ru = "да"}]

[[items]]
code = "sm01\"""",
        "options alone",
        "it has fewer than two choices",
        "a response set offers a choice",
    ),
    "6 an option without a score": (
        '{score = 2, ru = "иногда", en = "sometimes"}',
        '{ru = "иногда", en = "sometimes"}',
        "options freq4, choice 2",
        "the key score is missing",
        "score is required and is a number",
    ),
    "7 published figures without a source": (
        'source = "A paper.", ',
        "",
        "scale total, published figures",
        "the key source is missing",
        "source is required and is a text",
    ),
    "7 published figures of unknown worth": (
        'confidence = "B"',
        'confidence = "C"',
        "scale total, published figures",
        "confidence = C",
        "confidence is one of: A, B",
    ),
    "7 a norm without a source": (
        "published = {",
        (
            'norms = [{sex = "f", ages = [12, 13], table = [[0, 1], [14, 2]], confidence = "A"}]\n'
            "published = {"
        ),
        "scale total, norm 1",
        "the key source is missing",
        "source is required and is a text",
    ),
    "7 a source of no levels": (
        'overlaps = ["total"]',
        'overlaps = ["total"]\nlevels_source = {source = "A book.", confidence = "B"}',
        "scale gap",
        "levels_source without levels",
        "a source belongs to a number",
    ),
    "a condition on a later item": (
        'show_if = {item = "sm04", equals = 1}',
        'show_if = {item = "sm05", equals = 1}',
        "item sm05",
        "show_if waits for sm05 = 1",
        "show_if names an earlier item and an answer that it can get",
    ),
    "a condition that is never met": (
        "equals = 1",
        "equals = 2",
        "item sm05",
        "show_if waits for sm04 = 2",
        "show_if names an earlier item and an answer that it can get",
    ),
    "comparable with a later version": (
        "comparable_with = [1]",
        "comparable_with = [2]",
        "the head of the file",
        "comparable_with names version 2",
        "a version is compared with earlier ones",
    ),
    "a silent change": (
        'changes = "Wording."',
        'changes = ""',
        "the head of the file",
        "changes is empty",
        "a version that is comparable with an earlier one says what changed",
    ),
    "an item code twice": (
        'code = "sm02"',
        'code = "sm01"',
        "items",
        "the code sm01 stands more than once",
        "a code is given once and never again for another meaning",
    ),
    "an item without a text": (
        'text = {ru = "Первый.", en = "First."}',
        "",
        "item sm01",
        "it has no text",
        "every item of a questionnaire has its text in Russian",
    ),
    "a template with texts": (
        "version = 2",
        "version = 2\ntemplate = true",
        "item sm01",
        "it has a text",
        "a template holds the facts of a published test without its texts",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_a_broken_definition_is_refused_with_place_rule_and_remedy(case):
    """One thing broken is found, in its place, with the rule it breaks and what to do."""
    old, new, place, what, rule = case
    with pytest.raises(InstrumentError) as refused:
        parse(broken(old, new), file="small.toml")
    found = {(str(one.place), str(one.what), str(one.rule)) for one in refused.value.problems}
    assert (place, what, rule) in found
    assert all(one.file == "small.toml" and str(one.remedy) for one in refused.value.problems)


def test_the_message_is_one_line_with_file_place_what_rule_and_remedy():
    """A person reads it in this order."""
    with pytest.raises(InstrumentError) as refused:
        parse(broken("range = [2, 8]", "range = [5, 65]"), file="small.toml")
    assert str(refused.value).split("\n")[0] == (
        "small.toml, scale total: the declared range is 5…65. Rule: the keys and item ranges give "
        "2…8. What to do: correct the keys, the item ranges or the declared range."
    )


def test_one_item_of_four_may_be_missing_from_items_of_one_range_only():
    """A share of a quarter lets one of four be missing, and no less than that is no gap."""
    wide = 'keys = ["sm01", "-sm02", "sm03", "sm04"]'
    for share, is_refused in (("0.25", True), ("0.24", False)):
        text = SMALL.replace('keys = ["sm01", "-sm02"]', wide).replace("unscored = true", "")
        text = text.replace("max_missing = 0.5", f"max_missing = {share}")
        with pytest.raises(InstrumentError) as refused:
            parse(text.encode(), file="small.toml")
        found = {str(one.what) for one in refused.value.problems}
        assert ("items of different ranges may be missing" in found) is is_refused


def test_levels_may_hold_a_single_score_at_either_end():
    """`upto` the lowest score, and a last level that begins `below` the highest, are in order."""
    text = SMALL.replace("upto = 4", "upto = 2").replace("below = 7", "below = 8")
    scale = parse(text.encode(), file="small.toml").scales[0]
    assert [level_of(scale, value).code for value in (2, 3, 7, 8)] == [
        "low", "middle", "middle", "high",
    ]  # fmt: skip


def test_all_problems_are_reported_at_once():
    """An author mends a file in one go."""
    twice = SMALL.replace("range = [2, 8]", "range = [2, 9]").replace("unscored = true\n", "")
    with pytest.raises(InstrumentError) as refused:
        parse(twice.encode(), file="small.toml")
    assert {str(one.place) for one in refused.value.problems} == {"scale total", "item sm04"}


def test_template_levels_need_a_source():
    """A template holds nothing of its own, so its cut-offs came from somewhere."""
    template = "\n".join(
        line for line in SMALL.replace("version = 2", "version = 2\ntemplate = true").split("\n")
        if not line.startswith("text =")
    )  # fmt: skip
    with pytest.raises(InstrumentError) as refused:
        parse(template.encode(), file="small.toml")
    assert [str(one.what) for one in refused.value.problems] == ["its levels have no source"]
    sourced = template.replace(
        "published = {", 'levels_source = {source = "A book.", confidence = "B"}\npublished = {'
    )
    assert parse(sourced.encode(), file="small.toml").template
