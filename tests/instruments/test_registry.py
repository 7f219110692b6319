"""The library keeps what was published and says what may be compared."""

from __future__ import annotations

import json

import pytest

from instruments.errors import InstrumentError, UnknownInstrumentError
from instruments.loader import parse
from instruments.registry import LEDGER, Registry
from tests.conftest import SMALL

FIRST = SMALL.replace("version = 2", "version = 1").replace("[1]", "[]", 1)
SECOND = SMALL.replace("Первый.", "Первый вопрос.")


@pytest.fixture
def publish(tmp_path):
    """Return a function that publishes versions of `small` and gives their registry."""

    def published(*texts: str) -> Registry:
        ledger = {}
        (tmp_path / "small").mkdir(exist_ok=True)
        for number, text in enumerate(texts, start=1):
            (tmp_path / "small" / f"v{number}.toml").write_text(text, "utf-8")
            ledger[f"small@{number}"] = parse(text.encode(), file="small.toml").sha256
        (tmp_path / LEDGER).write_text(json.dumps(ledger), "utf-8")
        return Registry(tmp_path)

    return published


def test_a_code_without_a_version_is_the_latest(publish):
    """`small` is `small@2`; `small@1` is still there."""
    registry = publish(FIRST, SECOND)
    assert registry.get("small").reference == "small@2"
    assert registry.get("small@1").reference == "small@1"
    assert registry.versions == {"small": (1, 2)}


@pytest.mark.parametrize(
    ("reference", "known"),
    [("large", ("small",)), ("small@3", ("small@1", "small@2")), ("small@", ("small@1", "small@2")),
     ("small@x", ("small@1", "small@2"))],
)  # fmt: skip
def test_what_is_not_there_is_named_with_what_is(publish, reference, known):
    """The message lists the codes, or the versions of the code."""
    with pytest.raises(UnknownInstrumentError) as refused:
        publish(FIRST, SECOND).get(reference)
    assert (refused.value.reference, refused.value.known) == (reference, known)
    assert all(name in str(refused.value) for name in (reference, *known))


def test_a_published_version_never_changes(publish, tmp_path):
    """A file edited after publication is refused."""
    registry = publish(FIRST)
    path = tmp_path / "small" / "v1.toml"
    path.write_text(FIRST.replace("Первый.", "Первый!"), "utf-8")
    with pytest.raises(InstrumentError, match="a published version never changes"):
        registry.get("small@1")


def test_versions_are_comparable_where_the_later_says_so(publish):
    """Declared once, it holds in both directions."""
    registry = publish(FIRST, SECOND)
    first, second = registry.get("small@1"), registry.get("small@2")
    assert registry.why_not_comparable(first, second) is None
    assert registry.why_not_comparable(second, first) is None
    assert registry.why_not_comparable(first, first) is None


def test_versions_that_declare_nothing_are_not_comparable(publish):
    """The reason names both."""
    registry = publish(FIRST, SECOND.replace("comparable_with = [1]", "comparable_with = []"))
    reason = registry.why_not_comparable(registry.get("small@1"), registry.get("small@2"))
    assert str(reason) == "small@2 does not declare that it is comparable with version 1"


def test_different_instruments_are_not_comparable(publish, sai):
    """Whatever their versions."""
    reason = publish(FIRST).why_not_comparable(publish(FIRST).get("small"), sai)
    assert str(reason) == "small@1 and sai-salt@1 are different instruments"


#: Changes that make version 2 another measure, each still a definition in order by itself.
CLAIMS = {
    "max_missing": ({"max_missing = 0.5": "max_missing = 0"}, "scale total"),
    "item range": (
        {"range = [1, 10]": "range = [0, 10]", "range = [-3, 9]": "range = [-4, 9]"},
        "scale gap",
    ),
    "option scores": (
        {
            "{score = 4, ": "{score = 5, ",
            "range = [2, 8]": "range = [2, 10]",
            "range = [-3, 9]": "range = [-4, 9]",
        },
        "scale total",
    ),
    "the scores of options between the same ends": (
        {"{score = 3, ": "{score = 2.5, "},
        "scale total",
    ),
    "the second list of a difference": (
        {'minus = ["sm01"]': 'minus = ["-sm01"]'},
        "scale gap",
    ),
    "keys": (
        {
            '"-sm02"]': '"-sm02", "sm04"]',
            "unscored = true": "",
            "max_missing = 0.5": "max_missing = 0",
            "range = [2, 8]": "range = [2, 9]",
        },
        "scale total",
    ),
    "method": (
        {
            'method = "sum"': 'method = "mean"',
            "range = [2, 8]": "range = [1, 4]",
            "upto = 4": "upto = 2",
            "below = 7": "below = 3",
        },
        "scale total",
    ),
    "a scale gone": ({'code = "gap"': 'code = "gaps"'}, "scale gap"),
}


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS)
def test_a_claim_of_comparability_is_checked(publish, claim):
    """Scales, keys, item ranges, option scores, method and max_missing must be the same."""
    changes, place = claim
    changed = SECOND
    for old, new in changes.items():
        assert old in changed
        changed = changed.replace(old, new, 1)
    registry = publish(FIRST, changed)
    with pytest.raises(InstrumentError) as refused:
        registry.get("small@2")
    assert place in {str(problem.place) for problem in refused.value.problems}
    assert all("take 1 out of comparable_with" in str(one) for one in refused.value.problems)
