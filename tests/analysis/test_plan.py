"""The default plan, and how plans are kept."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.plan import default_plan, kept, promise, read
from analysis.report_facts import Plan, PrimaryScale
from instruments.registry import Registry
from tests.conftest import make_scale

CODES = st.text(st.characters(codec="utf-8"), min_size=1, max_size=5)

PRIMARY = st.builds(
    PrimaryScale,
    instrument=CODES,
    scale=CODES,
    role=st.sampled_from([None, "mentee", "mentor"]),
    expected=st.sampled_from([None, "rise", "fall"]),
)

PLANS = st.builds(
    Plan,
    primary=st.lists(PRIMARY, max_size=3).map(tuple),
    test=st.sampled_from(["wilcoxon", "paired_t"]),
    origin=st.sampled_from(["default", "own"]),
    allocation=st.sampled_from([None, "random"]),
    equivalence=st.floats(0.1, 1),
    made_on=st.sampled_from([None, "2026-10-01"]),
    locked_on=st.sampled_from([None, "2027-04-20"]),
    changed_on=st.sampled_from([None, "2026-11-15"]),
)


@pytest.mark.parametrize(
    ("code", "scales"),
    [("anxiety-school", ["total"]), ("self-esteem", ["total"]), ("curator", ["mean"]),
     ("stage1-pupil-pupil-mentor-mid", ["comfort", "personal-meetings", "involvement", "joint-work"])],
)  # fmt: skip
def test_the_default_plan(code, scales):
    """The scale coded total, else the only one, else all; Wilcoxon, two-sided, nothing claimed."""
    plan = default_plan([Registry().get(code)], [None])
    assert [primary.scale for primary in plan.primary] == scales
    assert (plan.test, plan.alternative, plan.origin) == ("wilcoxon", "two-sided", "default")
    assert (plan.allocation, plan.equivalence) == (None, 0.2)
    assert (plan.made_on, plan.locked_on, plan.changed_on) == (None, None, None)


def test_the_default_plan_goes_by_instrument_scale_and_role():
    """In this order."""
    instruments = [Registry().get(code) for code in ("self-esteem", "anxiety-school")]
    plan = default_plan(instruments, ["mentee", "mentor"])
    assert [(one.instrument, one.role) for one in plan.primary] == [
        ("self-esteem", "mentee"), ("self-esteem", "mentor"),
        ("anxiety-school", "mentee"), ("anxiety-school", "mentor"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("better", "expected"), [("higher", "rise"), ("lower", "fall"), ("none", None)]
)
def test_a_scale_is_expected_to_improve(better, expected):
    """Where neither more nor less is better nothing is expected."""
    instrument = make_scale("it01", "it02", better=better)
    [scale] = instrument.scales
    found = promise(instrument, scale, "mentor")
    assert found == PrimaryScale(
        instrument="small", scale="total", role="mentor", expected=expected
    )
    assert default_plan([instrument], ["mentor"]).primary == (found,)


@given(PLANS)
def test_a_plan_comes_back_as_it_was_kept(plan):
    """Through JSON, but for the days on which waves opened, which the waves tell."""
    back = read(json.loads(json.dumps(kept(plan))))
    assert back == replace(plan, made_on=None, locked_on=None)


def test_what_an_older_plan_does_not_say_is_as_by_default():
    """A plan is kept for years."""
    plan = read({"primary": [{"instrument": "self-esteem", "scale": "total", "role": "mentee"}]})
    assert plan == Plan(
        primary=(PrimaryScale(instrument="self-esteem", scale="total", role="mentee"),)
    )
