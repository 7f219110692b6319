"""The programmes of one year in one report: side by side, each as it stands, none pooled."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from analysis.document import Document, Kind, Paragraph, Section, Table
from analysis.placing import placed
from analysis.programme_section import form_title
from analysis.report import Report
from analysis.stage1_cells import role_heading
from analysis.stage1_disclosure import MEAN_DIGITS
from analysis.stage2_cells import ResultCells, capital, flow_title, text_cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from analysis.document import Cell
    from analysis.stage1_results import Stage1Results
    from analysis.words import Words

#: The version of the shape of the JSON report of a year.
SCHEMA = 1


@dataclass(frozen=True, kw_only=True)
class YearResults:
    """The results of every programme, as the report of each holds them."""

    schema: int
    stage: int
    year: str
    programmes: tuple[Any, ...]


def year_report(reports: Sequence[Report[Any]]) -> Report[YearResults]:
    """Return one report of several programmes of a year.

    Parameters
    ----------
    reports
        Of one stage, two or more; a path into the results begins with `programmes` and the place.
        The base rule has been applied to each: no figure is drawn from people of two of them.
    """
    stage = reports[0].results.stage
    year = reports[0].results.programme.year
    results = YearResults(
        schema=SCHEMA,
        stage=stage,
        year=year,
        programmes=tuple(report.results for report in reports),
    )
    return Report(results, reports[0].words, lambda: _document(reports, stage, year))


def _document(reports: Sequence[Report[Any]], stage: int, year: str) -> Document:
    first, words = reports[0].document, reports[0].words
    title = (
        words.say("Report on stage 1 of the monitoring: programmes of %(year)s", year=year)
        if stage == 1
        else words.say("Report on stage 2 of the monitoring: programmes of %(year)s", year=year)
    )
    return Document(
        title,
        (
            _beside(reports, words),
            *(part for place, one in enumerate(reports) for part in _programme(place, one, words)),
        ),
        words,
        facts=(
            words.say("School: %(school)s.", school=reports[0].results.programme.school),
            *first.facts[-1:],
        ),
        notice=first.notice,
        paper=first.paper,
    )


def _programme(place: int, report: Report[Any], words: Words) -> Iterator[Section]:
    """Yield what the report of a programme says under its name, its appendices under theirs."""
    facts = report.results.programme
    name = words.say(
        "“%(title)s” (%(form)s)", title=facts.title, form=form_title(facts.mentoring_form, words)
    )
    yield Section(words.say("Programme %(name)s", name=name), ())
    for section in report.document.sections:
        part = placed(section, f"programmes.{place}")
        if section.is_appendix:
            yield replace(
                part, title=words.say("%(name)s: %(part)s", name=name, part=section.title)
            )
        else:
            yield replace(part, level=2)


def _beside(reports: Sequence[Report[Any]], words: Words) -> Section:
    """Return a row per programme and role: who answered and, of stage 1, how satisfied they are."""
    stage = reports[0].results.stage
    rows = [
        row
        for place, report in enumerate(reports)
        for row in (
            _of_stage1(place, report.results, words)
            if stage == 1
            else _of_stage2(place, report.results, words)
        )
    ]
    header = (
        words.say("Programme"),
        words.say("Form of mentoring"),
        words.say("Role"),
        words.say("Invited"),
        *(
            (words.say("Answered at exit"), words.say("Satisfaction, M"))
            if stage == 1
            else (words.say("Answered at entry"), words.say("Answered both times"))
        ),
    )
    caption = words.say("The programmes of the year side by side")
    table = Table(caption=caption, header=header, rows=tuple(rows))
    said = words.say(
        "Programmes are shown beside each other and never pooled: they differ in form, in people "
        "and in what was asked."
    )
    return Section(words.say("Programmes of the year"), (Paragraph(said), table))


def _named(facts: Any, words: Words) -> tuple[Cell, Cell]:
    return text_cell(facts.title), text_cell(form_title(facts.mentoring_form, words))


def _of_stage1(place: int, results: Stage1Results, words: Words) -> Iterator[tuple[Cell, ...]]:
    """Yield the whole roles at the exit wave, each with its first mark of satisfaction."""
    cells = ResultCells(f"programmes.{place}", results, words)
    first = {
        found.role: (of_role, rated)
        for of_role, found in enumerate(results.satisfaction)
        for rated, one in reversed(list(enumerate(found.ratings)))
        if one.satisfaction
    }
    for at, row in enumerate(results.participation):
        if row.wave != "exit" or row.class_name is not None:
            continue
        mark = first.get(row.role)
        yield (
            *_named(results.programme, words),
            text_cell(role_heading(row.role, words)),
            cells.at(f"participation.{at}.invited", Kind.COUNT),
            cells.at(f"participation.{at}.answered", Kind.COUNT),
            text_cell("—")
            if mark is None
            else cells.at(
                f"satisfaction.{mark[0]}.ratings.{mark[1]}.mean", Kind.NUMBER, MEAN_DIGITS
            ),
        )


def _of_stage2(place: int, results: Any, words: Words) -> Iterator[tuple[Cell, ...]]:
    cells = ResultCells(f"programmes.{place}", results, words)
    for at, flow in enumerate(results.flow):
        yield (
            *_named(results.programme, words),
            text_cell(capital(flow_title(flow, words))),
            *(cells.at(f"flow.{at}.{name}", Kind.COUNT) for name in ("people", "entry", "both")),
        )
