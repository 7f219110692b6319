"""However small a programme is, its reports are worth reading: what they must show is named here."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analysis.words import Words
from app.database import db, writing
from app.demo.filling import fill_programme
from app.demo.story import STORIES, Calendar
from app.models import Programme
from app.reports.formats import render
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.reports.reading import Page, at
from tests.app.world import make_school

TODAY = date(2026, 10, 5)

#: The demonstration's programmes of fifteen and of eight pairs, both with k = 5.
FIFTEEN, EIGHT = STORIES[1:]

#: Shown of whomever anything is shown.
DESCRIBED = ("entry.mean", "entry.median", "exit.mean", "exit.median", "difference.mean",
             "difference.ci95")  # fmt: skip

#: Shown from ten people on.
JUDGED = (
    "entry.sd", "entry.q1", "entry.q3", "exit.sd", "exit.q1", "exit.q3", "difference.sd",
    "hodges_lehmann.estimate", "tests.wilcoxon.p", "tests.paired_t.p", "effect.d_av", "effect.g_av",
    "effect.g_av_ci95",
)  # fmt: skip

#: Of these the page shows nothing.
WORKBOOK_ONLY = ("tests.paired_t.p",)

#: Shown of the forms of each wave.
OF_FORMS = ("quality.entry.missing", "quality.exit.missing")

#: Shown where enough people left nothing out.
RELIABILITY = ("reliability.entry.alpha", "reliability.exit.alpha", "reliability.entry.sem")


@pytest.fixture
def told(app, request):
    """Return what a program reads of both reports, and what a person does."""
    school = make_school()
    with writing() as session:
        fill_programme(session, school, request.param, Calendar(TODAY))
    programme = db.session.query(Programme).one()
    found = []
    for stage in (1, 2):
        keep_answers(programme, stage)
        programme = db.session.merge(programme)
        report = report_of(programme, stage, Words())
        files = [render(report, one, created=TODAY).decode() for one in ("json", "html")]
        found.append((json.loads(files[0]), dict(Page(files[1]).cells)))
    return found


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("told", [EIGHT], ids=["8 pairs"], indirect=True)
def test_of_eight_pairs_everything_is_described(told):
    """Return, the gap between expectations and reality, satisfaction, every scale."""
    (stage1, page1), (stage2, page2) = told
    return_is_shown(stage1, page1)
    expectations_are_shown(stage1, page1)
    satisfaction_is_shown(stage1, page1)
    criteria_and_indicators_are_shown(stage1, page1)
    every_scale_is_shown(stage2, page2, DESCRIBED)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("told", [FIFTEEN], ids=["15 pairs"], indirect=True)
def test_of_fifteen_pairs_it_is_judged_too(told):
    """Besides: spread, tests, effect sizes, reliability, three bands of satisfaction."""
    (stage1, page1), (stage2, page2) = told
    return_is_shown(stage1, page1)
    expectations_are_shown(stage1, page1)
    satisfaction_is_shown(stage1, page1)
    three_bands_are_shown(stage1, page1)
    every_scale_is_shown(stage2, page2, (*DESCRIBED, *JUDGED))
    for scale in stage2["scales"]:
        assert (scale["p_holm"] is not None) is scale["primary"]
        for path in RELIABILITY:
            assert at(scale, path) is not None, (scale["scale"], path)


def return_is_shown(report, page):
    """Show of every role, wave and class who was invited, who answered and the share."""
    rows = report["participation"]
    assert {(row["role"], row["wave"]) for row in rows} == {
        (role, wave) for role in ("mentee", "mentor") for wave in ("entry", "mid", "exit")
    }
    for place, row in enumerate(rows):
        assert row["return_rate"] == row["answered"] / row["invited"] > 0.4
        for name in ("invited", "answered", "return_rate"):
            assert is_shown(page, f"participation.{place}.{name}")


def expectations_are_shown(report, page):
    """Show both means, the gap and its interval of every topic that was asked about twice."""
    assert len(report["expectations"]) == 19
    for place, _ in enumerate(report["expectations"]):
        for name in ("n_matched", "entry", "exit", "gap.mean", "gap.ci95"):
            assert is_shown(page, f"expectations.{place}.{name}"), (place, name)


def satisfaction_is_shown(report, page):
    """Show the mean of every mark, and bands that hold everybody or why there are none."""
    for of_role, found in enumerate(report["satisfaction"]):
        assert [rating["scale"] for rating in found["ratings"][:2]] == ["joint-work", "outcome"]
        for place, rating in enumerate(found["ratings"]):
            where = f"satisfaction.{of_role}.ratings.{place}"
            assert is_shown(page, f"{where}.n")
            assert is_shown(page, f"{where}.mean")
            if rating["bands"] is None:
                assert "joined into one" in rating["notes"]["bands"]
                continue
            assert sum(band["n"] for band in rating["bands"]) == rating["n"]
            assert all(
                is_shown(page, f"{where}.bands.{at}.n") for at in range(len(rating["bands"]))
            )


def criteria_and_indicators_are_shown(report, page):
    """Show what the curator entered, which no number of people hides."""
    assert report["criteria"]["sum"] == sum(report["criteria"]["answers"].values())
    assert report["criteria"]["level"] == "admissible"
    assert all(is_shown(page, f"criteria.answers.{code}") for code in report["criteria"]["answers"])
    for place in range(5):
        assert all(is_shown(page, f"indicators.{place}.{name}") for name in ("start", "change"))


def three_bands_are_shown(report, page):
    """Show all bands that hold nobody or five people; joined ones where one would hold fewer."""
    shown = {
        (found["role"], rating["scale"]): [(band["low"], band["high"]) for band in rating["bands"]]
        for found in report["satisfaction"]
        for rating in found["ratings"]
        if rating["bands"]
    }
    three = [(1, 4), (5, 7), (8, 10)]
    assert shown["mentee", "joint-work"] == shown["mentee", "came-true"] == three
    assert shown["mentor", "involvement"] == shown["mentor", "training"] == three
    assert len(shown) > 18
    assert page["satisfaction.0.ratings.0.share_high"] == "42\N{NO-BREAK SPACE}%"
    shares = [one["share_yes"] for one in report["satisfaction"][1]["outcomes"]]
    assert sum(share is not None for share in shares) >= 4


def every_scale_is_shown(report, page, paths):
    """Show these figures of every scale, for programs and on the page."""
    assert len(report["scales"]) == 10
    for place, scale in enumerate(report["scales"]):
        for path in (*paths, *OF_FORMS):
            assert at(scale, path) is not None, (scale["scale"], path)
        for path in {*paths} - {*WORKBOOK_ONLY}:
            assert is_shown(page, f"scales.{place}.{path}"), (scale["scale"], path)
    assert all(row["entry"] and row["exit"] and row["both"] for row in report["flow"])


def is_shown(page, path):
    """Say whether a cell of the page holds more than a dash."""
    return page[path] not in {"", "—"}
