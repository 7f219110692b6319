"""Whoever has all files of both reports, issue after issue, learns nothing of a few people."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from analysis.disclosure import ROUNDED_UNDER
from analysis.rounding import SCORES
from analysis.words import Words
from app.database import db
from app.reports.formats import render
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.papers import opened, pages_of, paragraphs_of
from tests.app.reports.attacker import betrayed
from tests.app.reports.bases import Figure, figures, numbers
from tests.app.reports.categories import categories
from tests.app.reports.crowd import ENTRY, EXIT, Crowd, Held
from tests.app.reports.crowd_coding import code_answers_of
from tests.app.reports.reading import (
    Page,
    at,
    cells_of,
    is_printed,
    pictured,
    printed_forms,
    rows_of,
    sheet_numbers,
    untraced,
    without_counts,
)
from tests.app.reports.truth import Truth

if TYPE_CHECKING:
    from analysis.report import Report
    from app.models import Programme

#: Programmes of 6 to 300 people with late comers, leavers, skipped items, careless and nearly empty
#: forms, a comparison group and up to three strategies; under k from 3 to 10.
DRAWN = tuple(map(Crowd.of, (0, 22, 33, 51, 60, 72, 2237)))

#: So many leave that they are compared with the others, and many skip a part of the total.
LEAVERS = Crowd(
    seed=1001, k=5, sizes=(90, 0, 0), strategies=0,
    shares={"late": 0.1, "leaves": 0.3, "careless": 0.1, "empty": 0.02, "skips": 0.3, "steady": 0},
)  # fmt: skip

FORMATS = ("json", "html", "xlsx", "docx", "pdf", "text")


PER_CENT = "%\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Issue:
    """One report, its files, and every number in it that is drawn from answers."""

    k: int
    report: Report[Any]
    files: dict[str, bytes]
    figures: tuple[Figure, ...]

    @property
    def results(self) -> dict[str, Any]:
        """What a program reads."""
        found: dict[str, Any] = json.loads(self.files["json"])
        return found

    @property
    def stage(self) -> int:
        """Which of the two reports it is."""
        return int(self.results["stage"])


def issue(programme: Programme, stage: int) -> Issue:
    """Make a report of the waves that are over, in every format there is."""
    keep_answers(programme, stage)
    programme = db.session.merge(programme)
    report = report_of(programme, stage, Words())
    files = {one: render(report, one, created=programme.starts_on) for one in FORMATS}
    shown = tuple(figures(json.loads(files["json"]), Truth(programme)))
    return Issue(programme.k, report, files, shown)


def made(crowd: Crowd) -> tuple[Issue, ...]:
    """Make both reports of a made-up programme after each of its two waves."""
    held, found = Held.of(crowd), []
    for kind in (ENTRY, EXIT):
        held.answer(kind)
        held.hand_in_marks(kind)
        code_answers_of(held, kind)
        found += [issue(held.programme, stage) for stage in (1, 2)]
    return tuple(found)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("crowd", [*DRAWN, LEAVERS], ids=lambda crowd: f"{sum(crowd.sizes)} people")
def test_who_has_every_file_learns_nothing_of_a_few(app, crowd):
    """Neither from one of them nor from all together."""
    issues = made(crowd)
    no_sum_of_a_few_follows(issues)
    no_few_answered_in_some_way(issues)
    for one in issues:
        bases_are_what_is_said_of_them(one)
        figures_of_a_small_base_are_rounded(one)
        every_number_stands_in_the_results(one)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_on_the_other_database_nothing_else_follows(app):
    """It does its own counting."""
    issues = made(DRAWN[2])
    no_sum_of_a_few_follows(issues)
    no_few_answered_in_some_way(issues)


def no_sum_of_a_few_follows(issues: tuple[Issue, ...]) -> None:
    """Add and subtract all figures of one scale or item at one wave."""
    shown = [figure for one in issues for figure in one.figures]
    assert betrayed(shown, issues[0].k) == {}


def no_few_answered_in_some_way(issues: tuple[Issue, ...]) -> None:
    """Look at every category, at those left without it, and at who came to it later."""
    told = defaultdict(list)
    for one in issues:
        for name, n in categories(one.results):
            told[one.stage, name].append(n)
    for name, counts in told.items():
        later = [abs(after - before) for before, after in pairwise(counts)]
        assert [n for n in (*counts, *later) if 0 < n < issues[0].k] == [], name


def bases_are_what_is_said_of_them(issue_: Issue) -> None:
    """Count the people who really stand behind the figures beside an n."""
    for figure in issue_.figures:
        if figure.name == "n" and not {"bands", "themes"} & {*figure.path.split(".")}:
            assert figure.value == len(figure.people), figure.path


def figures_of_a_small_base_are_rounded(issue_: Issue) -> None:
    """Look at the JSON, whose numbers those of the other files are."""
    bases = defaultdict(list)
    for figure in issue_.figures:
        bases[figure.path].append(len(figure.people))
    for figure in issue_.figures:
        if min(bases[figure.path]) < ROUNDED_UNDER and isinstance(figure.value, float):
            digits = 4 if figure.name in {"p", "p_holm"} else 1 if figure.name in SCORES else 2
            digits = 2 if "/mean_mark" in figure.subject[1] and digits == 1 else digits
            assert figure.value == round(figure.value, digits), figure.path


def every_number_stands_in_the_results(issue_: Issue) -> None:
    """Follow cells by their path; of words ask that some number of the results is printed so."""
    results, page = issue_.results, Page(issue_.files["html"].decode())
    for where, text in page.cells:
        assert is_printed(text, at(results, where)), where
    known = printed_forms(results) | {text.rstrip(PER_CENT) for _, text in page.cells}
    rows = rows_of(issue_.files["xlsx"])
    words = [*page.words, *issue_.files["text"].decode().splitlines()]
    words += [cell for row in rows for cell in row if isinstance(cell, str)]
    words += without_counts(
        paragraphs_of(opened(issue_.files["docx"])) + pages_of(issue_.files["pdf"])
    )
    assert [(text, left) for text in words if (left := untraced(text, known))] == []
    assert [cell for row in rows for cell in row if not isinstance(cell, str)] == pytest.approx(
        [number for cell in cells_of(issue_.report.document) for number in sheet_numbers(cell)],
        rel=1e-12,
    )
    for cell in cells_of(issue_.report.document):
        if sheet_numbers(cell):
            stands = at(results, cell.path or " ".join(cell.share_of or ()))
            assert sheet_numbers(cell) == pytest.approx(
                np.ravel(stands), abs=0.005 * bool(cell.share_of)
            ), cell
    everything = {value for _, value in numbers(results)}
    assert set(pictured(issue_.report.document)) <= everything
