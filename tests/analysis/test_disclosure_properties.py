"""Whatever a programme answers, its protected report betrays no few, and says why it is silent."""

from __future__ import annotations

import json
from dataclasses import replace
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from analysis.comparison import holm
from analysis.document import Table
from analysis.inputs import PersonScores
from analysis.paired import PairedScores
from analysis.results import figure_at
from analysis.stage2_cells import digits_of
from analysis.words import Words
from app.reports.render_json import render_json
from tests.analysis.figures_of import (
    counts,
    figures,
    shown_levels,
)
from tests.analysis.made import report, scale_input
from tests.conftest import DATA

SCHEMA = Draft202012Validator(
    json.loads((DATA.parent.parent / "docs" / "report.schema.json").read_text("utf-8"))
)

#: Printed with the decimals of the score.
IN_SCORE_UNITS = {
    "mean", "sd", "median", "q1", "q3", "ci95", "estimate", "sem", "se", "adjusted",
    "threshold",
}  # fmt: skip

score = st.none() | st.integers(2, 8)
single = st.lists(st.tuples(score, score, st.just(1)), max_size=40)
alike = st.lists(st.tuples(score, score, st.integers(1, 10)), max_size=4)
answer = st.tuples(st.integers(1, 4), st.integers(1, 4))
answers = st.tuples(st.lists(answer, max_size=10), st.integers(1, 4)).map(
    lambda drawn: drawn[0] * drawn[1]
)

places = st.lists(st.sampled_from(["leader", "equal", "other", None]), max_size=12)

#: A programme is as large as it is: no test of ours is timed.
untimed = settings(deadline=None, max_examples=60)


@st.composite
def programmes(draw):
    """Return k and the inputs of two roles, the first with a comparison group."""
    rows, others = draw(single | alike), draw(single | alike)
    better = draw(st.sampled_from(["higher", "lower", "none"]))
    mentees = scale_input(
        rows,
        items=draw(answers),
        better=better,
        groups={"programme": rows, "comparison": others},
    )
    mentors = scale_input(draw(single | alike), role="mentor", items=draw(answers), better=better)
    mentees = replace(
        mentees,
        rows=(*people(rows, "programme", draw(places)), *people(others, "comparison", [])),
        flagged=PairedScores.from_rows(rows[: draw(st.integers(0, len(rows)))]),
    )
    return draw(st.integers(3, 10)), (mentees, mentors)


def people(rows, level, strategies):
    """Return a row per person of a table; strategies in turn, a mentoring group to every two."""
    everybody = [(entry, exit_) for entry, exit_, n in rows for _ in range(n)]
    return [
        PersonScores(
            entry=None if entry is None else Fraction(entry),
            exit=None if exit_ is None else Fraction(exit_),
            level=level,
            strategy=strategies[place % len(strategies)] if strategies else None,
            cluster=f"{level}{place // 2}",
        )
        for place, (entry, exit_) in enumerate(everybody)
    ]


@untimed
@given(programmes())
def test_no_count_drawn_from_answers_is_of_a_few(programme):
    """Neither a category nor a base; nor all less those shown."""
    k, scales = programme
    for result in report(*scales, k=k).results.scales:
        assert [n for n in counts(result) if 0 < n < k] == []
        if result.groups is not None:
            everybody = sum(one.n for one in result.groups.levels)
            hidden = everybody - sum(one.n for one in shown_levels(result))
            together = result.entry is not None and result.n_matched >= everybody
            assert not (together and 0 < hidden < k and shown_levels(result))


@untimed
@given(programmes())
def test_ranks_stand_only_where_directions_may(programme):
    """W+ + W- = m(m + 1)/2 would tell how many people changed."""
    k, scales = programme
    for result, scale in zip(report(*scales, k=k).results.scales, scales, strict=True):
        steps = [(n, difference) for difference, n in scale.pairs.differences.counts]
        ways = [sum(n for n, step in steps if way(step)) for way in
                (lambda step: step > 0, lambda step: step == 0, lambda step: step < 0)]  # fmt: skip
        if any(0 < n < k for n in ways) or result.n_matched < 10:
            test = result.tests.wilcoxon
            assert result.sign is result.effect.cl is result.effect.rank_biserial is None
            assert test is None or test.w_plus is test.w_minus is test.t_min is None


@untimed
@given(programmes())
def test_every_gap_has_its_reason(programme):
    """At its own path or at that of what holds it."""
    k, scales = programme
    for result in report(*scales, k=k).results.scales:
        for path, value in figures(result):
            names = path.split(".")
            above = {".".join(names[:length]) for length in range(1, len(names) + 1)}
            assert value is not None or above & result.notes.keys(), path


@untimed
@given(programmes())
def test_the_document_shows_what_the_results_hold(programme):
    """Every number is the one at its path; a dash is never alone."""
    k, scales = programme
    made = report(*scales, k=k)
    for section in made.document.sections:
        for block in section.blocks:
            rows = block.rows if isinstance(block, Table) else ()
            for cell in (cell for row in rows for cell in row):
                assert cell.value is not None or cell.note, cell.path
                if cell.path:
                    assert cell.value == figure_at(made.results, cell.path), cell.path


def base_of(result, path):
    """Return how many people a figure is of."""
    match path.split("."):
        case ["groups", *_]:
            return min((level.n for level in result.groups.levels), default=result.n_matched)
        case ["reliability", wave, *_]:
            return getattr(result.reliability, wave).n
        case ["attrition", *_]:
            found = result.attrition
            alone = result.n_entry + result.n_exit - 2 * result.n_matched
            return min(n for n in (found.n_lost, found.n_stayed, alone) if n)
        case ["quality", "without_flagged", *_]:
            n = result.quality.without_flagged.n_matched
            return min(n, result.n_matched - n)
        case ["quality", "entry" | "exit" as wave, *_]:
            return getattr(result.quality, wave).n
        case _:
            return result.n_matched


def printed(value, name, digits):
    """Return what a page prints of a figure."""
    if name == "p":
        return Words().p(value)
    return Words().number(value, digits if name in IN_SCORE_UNITS else 2)


def name_of(path):
    """Return the last name of a path that is no place in a list."""
    return next(name for name in reversed(path.split(".")) if not name.isdigit())


@untimed
@given(programmes())
def test_what_is_shown_is_what_was_found(programme):
    """Of twenty people and more to the last digit; of fewer, and reliability, as printed."""
    k, scales = programme
    open_results = report(*scales, k=None).results.scales
    for result, exact, scale in zip(
        report(*scales, k=k).results.scales, open_results, scales, strict=True
    ):
        for path, value in figures(result):
            # `mdes` draws on nothing but n.
            joined = path.startswith(("levels", "transitions"))
            # The model may be of fewer people then, as tests of leavers say.
            fewer = path.startswith("attrition.mixed_model") and (
                "mixed_model.n_people" in result.attrition.notes
            )
            if value is None or path in {"p_holm", "mdes"} or joined or fewer:
                continue
            found = figure_at(exact, path)
            # A local threshold leans on reliability.
            is_rounded = base_of(result, path) < 20 or path.startswith(("reliability", "rci"))
            if isinstance(value, float) and is_rounded:
                name, digits = name_of(path), digits_of(scale)
                assert printed(value, name, digits) == printed(found, name, digits), path
                assert len(repr(value).partition(".")[2]) <= (4 if name == "p" else 2), path
            else:
                assert value == found, path


@untimed
@given(programmes())
def test_joined_levels_hold_the_same_people(programme):
    """Every level stands in one group, in order, and each wave adds up."""
    k, scales = programme
    made, exact = (report(*scales, k=of).results.scales for of in (k, None))
    for result, found in zip(made, exact, strict=True):
        if result.levels is None:
            continue
        assert sum(result.levels.groups, ()) == ("low", "middle", "high")
        assert len(result.levels.groups) > 1
        for wave in ("entry", "exit"):
            alone = dict(zip(("low", "middle", "high"), getattr(found.levels, wave), strict=True))
            assert sum(alone.values()) == result.n_matched
            assert getattr(result.levels, wave) == tuple(
                sum(alone[code] for code in group) for group in result.levels.groups
            )


@untimed
@given(programmes())
def test_holms_family_is_the_tests_that_are_shown(programme):
    """Roles with fewer than ten matched people are not in it."""
    k, scales = programme
    open_results = report(*scales, k=None).results
    tested = [one for one in open_results.scales
              if one.n_matched >= max(10, k) and one.tests.wilcoxon is not None]  # fmt: skip
    expected = holm([one.tests.wilcoxon.p for one in tested])
    made = [one.p_holm for one in report(*scales, k=k).results.scales if one.p_holm is not None]
    assert [Words().p(p) for p in made] == [Words().p(p) for p in expected]


@untimed
@given(programmes())
def test_the_json_keeps_to_its_schema(programme):
    """Also where most of it is null."""
    k, scales = programme
    SCHEMA.validate(json.loads(render_json(report(*scales, k=k).results, Words())))
