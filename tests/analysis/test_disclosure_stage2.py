"""Under the base rule a stage-2 report shows nothing of fewer than k people."""

from __future__ import annotations

import pytest
from numpy.testing import assert_allclose

from analysis.comparison import WilcoxonP, compare, holm
from analysis.document import Figure, Paragraph, Table
from analysis.paired import PairedScores
from analysis.pictures import BeforeAfter, Quartiles
from analysis.results import figure_at
from instruments.model import Better
from tests.analysis.made import report, scale_input

#: Everybody rose; nobody stayed or fell.
ROSE = [(2, 3, 5), (3, 5, 6), (4, 6, 5), (4, 7, 5), (5, 8, 5)]

CONCLUSIONS = (
    "hodges_lehmann", "tests.paired_t", "tests.wilcoxon", "effect.d_z", "effect.d_av",
    "effect.g_av", "effect.g_av_ci95", "effect.rank_biserial", "effect.cl", "sign", "levels",
    "p_holm",
)  # fmt: skip

RANKS = ("tests.wilcoxon.w_plus", "tests.wilcoxon.w_minus", "tests.wilcoxon.t_min",
         "tests.wilcoxon.n_nonzero", "effect.rank_biserial", "effect.cl")  # fmt: skip


def first(*scales, k=5):
    """Return the first scale's result."""
    return report(*scales, k=k).results.scales[0]


def blocks(made, kind):
    """Return every block of a kind in the document."""
    return [one for section in made.document.sections for one in section.blocks
            if isinstance(one, kind)]  # fmt: skip


def said(made):
    """Return the paragraphs on the first scale."""
    section = next(section for section in made.document.sections if section.level == 2)
    return [block.text for block in section.blocks if isinstance(block, Paragraph)]


def test_of_fewer_than_k_matched_people_nothing_is_shown():
    """One line in words; how many there are is participation and stays."""
    rows = [(2, 4, 4), (3, None, 20)]
    made = report(scale_input(rows, groups={"programme": rows, "comparison": ROSE}))
    result = made.results.scales[0]
    assert (result.n_entry, result.n_exit, result.n_matched) == (24, 4, 4)
    for path in ("entry", "exit", "difference", "groups", *CONCLUSIONS):
        assert figure_at(result, path) is None, path
        assert str(result.notes[path]).startswith("fewer than 5 people"), path
    assert len(said(made)) == 1
    assert blocks(made, Figure) == []


def test_from_k_to_nine_people_are_described_and_nothing_is_concluded():
    """Means, medians and the interval of the difference; headed so, without dashes."""
    made = report(scale_input([(2, 4, 5), (3, 6, 4)]))
    result = made.results.scales[0]
    assert (result.entry.mean, result.exit.median) == (2.4, 4.0)
    assert result.difference.ci95 == (2.0, 2.8)
    for path in CONCLUSIONS:
        assert figure_at(result, path) is None, path
        assert str(result.notes[path]).startswith("fewer than 10 people"), path
    for path in ("entry.sd", "entry.q1", "entry.q3", "exit.sd", "exit.q1", "exit.q3"):
        assert figure_at(result, path) is None, path
        assert "single scores" in str(result.notes[path]), path
    assert blocks(made, Figure) == []
    assert said(made)[0] == "Descriptive: too few people for a conclusion."
    assert said(made)[2] == "Medians: at entry 2.0, at exit 4.0."
    assert len(said(made)) == 4
    assert said(made)[3].startswith("Not enough data: a conclusion takes 10 people or more")
    details = next(table for table in blocks(made, Table) if "all figures" in table.caption)
    assert all(row[1].value is not None for row in details.rows)


def test_the_reason_tells_nothing_of_the_answers():
    """Neither that nobody changed nor that all are alike."""
    result = first(scale_input([(2, 2, 4)], items=[(1, 1)] * 4))
    reasons = {str(result.notes[path]) for path in ("effect.d_z", "tests.wilcoxon", "effect.cl")}
    assert reasons == {"fewer than 5 people, and nothing is shown of so few"}
    assert not [path for path in result.notes if path.startswith("reliability.entry.")]


def test_what_a_scale_has_not_at_all_keeps_its_own_reason():
    """That neither more nor less is better follows from no answer."""
    result = first(scale_input([(2, 2, 4)], better="none"))
    assert result.sign is None
    assert "neither more nor less is better" in str(result.notes["sign"])


def test_nobody_matched_keeps_its_own_reason():
    """Nobody is not a few."""
    result = first(scale_input([(2, None, 12)]))
    for path in ("difference", *CONCLUSIONS):
        assert str(result.notes[path]) == "nobody has a valid score at both waves", path


def test_hidden_tests_do_not_count_in_holms_family():
    """Nine mentors are not tested, so the mentees' p is corrected for nothing."""
    mentees, mentors = scale_input(ROSE), scale_input([(2, 4, 9)], role="mentor")
    together = report(mentees, mentors).results.scales
    assert together[0].p_holm == together[0].tests.wilcoxon.p
    assert together[1].p_holm is None
    twenty = scale_input([(2, 4, 11), (4, 3, 9)], role="mentor")
    both = report(mentees, twenty).results.scales
    assert [one.p_holm for one in both] == holm([one.tests.wilcoxon.p for one in both])


def test_directions_of_k_and_more_people_or_of_nobody_are_shown():
    """Nothing to hide: the whole test stands there."""
    result = first(scale_input(ROSE))
    assert (result.sign.improved, result.sign.same, result.sign.worsened) == (26, 0, 0)
    assert (result.tests.wilcoxon.n_nonzero, result.effect.cl) == (26, 1.0)


@pytest.mark.parametrize("better", ["higher", "lower", "none"])
@pytest.mark.parametrize("few", [(4, 4, 3), (5, 3, 3)], ids=["few stayed", "few fell"])
def test_a_few_who_moved_one_way_cannot_be_worked_out(better, few):
    """Not from the number of non-zero differences, nor from ranks; p stays, T is not said."""
    made = report(scale_input([*ROSE, few], better=better))
    result = made.results.scales[0]
    assert result.sign is None
    for path in RANKS:
        assert figure_at(result, path) is None, path
        assert str(result.notes[path]) == "it would tell how many people rose, stayed and fell"
    assert isinstance(result.tests.wilcoxon, WilcoxonP)
    assert result.tests.wilcoxon.p < 0.001
    assert any("(Wilcoxon's test, p" in one for one in said(made))
    assert not any("T =" in one for one in said(made))


def test_ranks_against_the_mean_are_said_where_ranks_are_hidden():
    """The shift tells their direction."""
    scale = scale_input([(4, 5, 40), (8, 2, 7)])
    plain, hidden = (report(scale, k=k) for k in (None, 10))
    for made in (plain, hidden):
        assert made.results.scales[0].difference.mean < 0
    assert any("by ranks" in one for one in said(plain))
    assert any("by ranks" in one for one in said(hidden))


@pytest.mark.parametrize(
    ("rows", "groups", "counts"),
    [
        ([(2, 5, 6), (5, 7, 6), (7, 2, 6)], (("low",), ("middle",), ("high",)), (6, 6, 6, 6, 6, 6)),
        ([(2, 7, 9), (5, 7, 3), (7, 2, 9)], (("low", "middle"), ("high",)), (12, 9, 9, 12)),
        ([(2, 7, 9), (5, 2, 7), (7, 5, 2)], (("low",), ("middle", "high")), (9, 9, 7, 11)),
    ],
    ids=["none small", "one small at entry", "one small at either wave"],
)
def test_levels_are_joined_until_none_holds_a_few(rows, groups, counts):
    """One grouping serves both waves."""
    levels = first(scale_input(rows)).levels
    assert levels.groups == groups
    assert levels.entry + levels.exit == counts


def test_levels_that_would_all_be_one_are_not_shown():
    """With the reason, and without a section."""
    made = report(scale_input([(2, 2, 9), (5, 2, 3), (7, 7, 2)]))
    result = made.results.scales[0]
    assert result.levels is None
    assert "joined all levels are one" in str(result.notes["levels"])
    assert "Levels" not in [section.title for section in made.document.sections]


def test_moves_of_a_few_are_hidden_in_the_report_too():
    """A cell of two people takes the table with it; its reason stands at its path."""
    result = first(scale_input([(2, 2, 8), (2, 5, 7), (5, 2, 2), (5, 5, 9), (5, 6, 6)]))
    assert result.transitions is None or result.transitions.counts is None
    assert [path for path in result.notes if path.startswith("transitions")]
    exact = first(scale_input([(2, 2, 8), (2, 5, 7), (5, 2, 2), (5, 5, 9), (5, 6, 6)]), k=None)
    assert 2 in {n for row in exact.transitions.counts for n in row}


def test_a_small_group_is_hidden_and_its_size_stays():
    """Fewer than k of a level; the others stand beside it."""
    groups = {"a": [(2, 4, 3)], "b": [(2, 4, 3)], "c": [(3, 5, 9)], "d": [(3, 4, 22)]}
    rows = [row for part in groups.values() for row in part]
    result = first(scale_input(rows, groups=groups))
    assert [level.n for level in result.groups.levels] == [3, 3, 9, 22]
    assert [level.entry is None for level in result.groups.levels] == [True, True, False, False]
    for name in ("entry", "exit", "difference"):
        assert str(result.notes[f"groups.levels.0.{name}"]).startswith("fewer than 5 people")


@pytest.mark.parametrize(
    "groups",
    [
        {"a": [(2, 4, 3)], "b": [(3, 5, 9)], "c": [(3, 4, 22)]},
        {"a": [(2, None, 3)], "b": [(3, 5, 9)], "c": [(3, 4, 22)]},
    ],
    ids=["the hidden are few", "those of no level are few"],
)
def test_a_few_hidden_people_take_the_smallest_group_with_them(groups):
    """All less those shown would be the few."""
    rows = [(2, 4, 3), (3, 5, 9), (3, 4, 22)]
    result = first(scale_input(rows, groups=groups))
    assert [level.n for level in result.groups.levels if level.difference] == [22]
    assert "give away" in str(result.notes["groups.levels.1.difference"])


def test_a_small_comparison_group_hides_nothing_but_itself():
    """Nothing is shown of both arms together, so there is nothing to subtract from."""
    groups = {"programme": ROSE, "comparison": [(2, 4, 3)]}
    result = first(scale_input(ROSE, groups=groups))
    assert [level.entry is None for level in result.groups.levels] == [False, True]


def test_a_group_of_few_is_described():
    """Its figures are those of the unprotected report, rounded; the note says how little they say."""
    groups = {"programme": ROSE, "comparison": [(2, 4, 5), (3, 5, 3)]}
    made = report(scale_input(ROSE, groups=groups))
    small = made.results.scales[0].groups.levels[1]
    exact = compare(PairedScores.from_rows(groups["comparison"]), better=Better.HIGHER)
    assert small.entry.mean == pytest.approx(exact.entry.mean, abs=0.05)
    assert (small.entry.sd, small.exit.q1) == (None, None)
    table = next(one for one in blocks(made, Table) if "comparison group" in one.caption)
    assert [row[-1].value for row in table.rows] == [
        "", "descriptive: too few people for a conclusion",
    ]  # fmt: skip
    assert [row[1].value for row in table.rows] == [
        "participants of the programme", "comparison group",
    ]  # fmt: skip


def test_reliability_of_a_few_complete_answers_is_hidden_with_its_items():
    """Alpha, its interval, the error of measurement and every item."""
    result = first(scale_input(ROSE, items=[(1, 2), (3, 3), (4, 3), (2, 2)]))
    assert result.reliability.entry is None
    assert str(result.notes["reliability.entry"]).startswith("fewer than 5 people")
    assert not [path for path in result.notes if path.startswith("reliability.entry.")]


def test_figures_of_fewer_than_twenty_are_rounded_as_they_are_printed():
    """Score figures to a decimal beyond the score, the rest to two, p to three."""
    rows = [(2, 4, 7), (3, 5, 6), (4, 7, 6)]
    exact, rounded = (first(scale_input(rows), k=k) for k in (None, 5))
    assert exact.n_matched == 19
    assert (rounded.entry.mean, rounded.entry.sd) == (2.9, 0.8)
    assert (rounded.effect.g_av, rounded.tests.paired_t.t) == (
        round(exact.effect.g_av, 2), round(exact.tests.paired_t.t, 2),
    )  # fmt: skip
    assert exact.tests.wilcoxon.p < 0.0005
    assert rounded.tests.wilcoxon.p == rounded.p_holm == 0.0005
    many = first(scale_input([*rows, (4, 7, 2)]))
    assert_allclose(many.entry.mean, (7 * 2 + 6 * 3 + 8 * 4) / 21, rtol=1e-12)


def test_the_picture_shows_no_single_person():
    """Under the rule it is drawn from the summaries in the results, else from all scores."""
    scale = scale_input(ROSE)
    figure, plain = (blocks(report(scale, k=k), Figure)[0] for k in (5, None))
    assert isinstance(figure.picture, Quartiles)
    assert isinstance(plain.picture, BeforeAfter)
    shown = first(scale).entry
    drawn = figure.picture.entry
    assert (drawn.q1, drawn.median, drawn.q3, drawn.mean) == (
        shown.q1, shown.median, shown.q3, shown.mean,
    )  # fmt: skip
    assert "median 4.0" in figure.alt


def test_without_a_rule_nothing_is_suppressed():
    """Two people: every figure that can be computed is there, unrounded."""
    result = first(scale_input([(2, 4, 1), (3, 8, 1)]), k=None)
    assert (result.entry.mean, result.difference.mean) == (2.5, 3.5)
    assert (result.sign.improved, result.tests.wilcoxon.n_nonzero) == (2, 2)
    assert result.levels.entry == (2, 0, 0)
