"""What has changed between two reports is told in words, and nothing of what it was."""

from __future__ import annotations

import dataclasses

from hypothesis import given
from hypothesis import strategies as st

from analysis.document import Document
from analysis.report_facts import Flow, Provenance
from analysis.results import Results
from app.reports.fingerprints import COUNTED, TITLES, changes, n_changed, parts_of
from tests.app.papers import RU

FLOW = Flow(role="mentee", people=20, entry=19, exit=18, both=17)


def parts(*, flow=FLOW, text="Вывод", answers="a", **requisites):
    """Return the parts of a report."""
    results = Results(
        schema=2,
        stage=2,
        plan=None,
        provenance=Provenance(software="zamer 1", instruments=(), data_sha256=answers),
        flow=(flow,),
        scales=(),
    )
    return parts_of([results], [Document(text, (), RU)], requisites=requisites)


def said(before, now):
    """Return what is said of a change, in Russian."""
    return " ".join(map(RU.of, changes(before, now)))


def test_what_changed_is_called_by_its_name(app):
    """Answers first; the curator's own parts with how many of their lines it was."""
    first = parts(head="Иванов", grounds="приказ")
    assert said(first, first) == "Ответы те же. Больше ничего не изменилось."
    other = parts(head="Петров", grounds="другой приказ", text="Иначе")
    assert said(first, other) == "Ответы те же. Изменились: реквизиты (2)."
    reworded = parts(head="Иванов", grounds="приказ", text="Иначе")
    assert said(first, reworded) == "Ответы те же. Изменились формулировки."


def test_withdrawn_consents_are_named_but_not_counted(app):
    """However many there were."""
    gone = parts(flow=dataclasses.replace(FLOW, entry=14, withdrawn=5), answers="b")
    told = said(parts(), gone)
    assert told == "Отозваны согласия: ответов этих людей в отчёте нет. Изменились: участники."
    assert "закрыт ещё один замер" in said(parts(), parts(answers="b"))


def test_parts_without_a_name_are_told_together(app):
    """Whatever is added to results later makes a draft out of date too."""
    before, now = parts(), parts()
    assert said(before, now | {"novelty": ["x"], "another": ["y"]}).endswith(
        "Изменились: другие части."
    )


def test_the_order_in_which_a_database_adds_up_is_no_change(app):
    """The last digits of a float differ then."""
    sums = 0.1 + 0.2 + 0.3, 0.3 + 0.2 + 0.1
    assert sums[0] != sums[1]
    assert parts(mean=sums[0]) == parts(mean=sums[1])
    assert parts(mean=sums[0]) != parts(mean=sums[0] + 1e-6)


lines = st.lists(st.sampled_from("abcdef"), max_size=6)


@given(lines, lines)
def test_as_many_lines_have_changed_as_were_touched(before, now):
    """The same both ways, never more than there are, none if only one and nothing else moved."""
    n = n_changed(before, now)
    assert n == n_changed(now, before)
    assert 1 <= n <= max(len(before), len(now), 1)


def test_only_parts_that_nobody_answered_are_counted():
    """A number of lines that changed is told of nothing that is drawn from answers."""
    assert {"scales", "flow", "individuals", "satisfaction"} <= TITLES.keys() - COUNTED
