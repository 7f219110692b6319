"""A report bears what its school has filled in; the rest is usual, or left to be written by hand."""

from __future__ import annotations

import pytest

from app.database import writing
from app.models import ApprovalKind, Requisites, Role, Side
from app.reports.papers import BLANK, borne, grounds_of, paper_of, said_words
from tests.app.world import make_programme, make_school, make_user


@pytest.fixture
def school(app):
    """Return a school that has filled in nothing."""
    return make_school("Школа № 7")


def fill_in(school, **values):
    """Fill in requisites."""
    with writing() as session:
        session.merge(Requisites(school_id=school.id, **values))


def paper(school, **more):
    """Return what its reports bear."""
    return paper_of(make_programme(school), **({"draft": True} | more))


def test_a_school_that_filled_in_nothing_has_a_paper_to_fill_in_by_hand(school):
    """The head approves on the right, the curator signs."""
    found = paper(school)
    assert found.institution == ("Школа № 7",)
    assert found.approval == (
        "УТВЕРЖДАЮ", "Директор", f"{BLANK} {BLANK}", "«___» ______________ 20__ г."
    )  # fmt: skip
    assert (found.approval_side, found.watermark, found.issue) == ("right", "ПРОЕКТ", "")
    [curator] = found.signatures
    assert (curator.post, curator.name) == ("Куратор программы наставничества", "")
    assert "Р-145" in grounds_of(school, said_words())
    assert "МР-42/02" in grounds_of(school, said_words())


def test_an_issued_report_bears_its_number_and_no_draft(school):
    """As `issue` says it."""
    found = paper(school, issue="№ 3 от 29.05.2027", draft=False)
    assert (found.issue, found.watermark) == ("№ 3 от 29.05.2027", "")


def test_what_is_known_of_the_school_is_used(school):
    """Its full name before the short one, its head, the psychologist who works there."""
    make_user(school, Role.PSYCHOLOGIST)
    with writing():
        school.full_name, school.head = "МБОУ «Школа № 7»", "Директор Иванова А. А."
    found = paper(school)
    assert found.institution == ("МБОУ «Школа № 7»", "Школа № 7")
    assert found.approval[1:3] == ("Директор Иванова А. А.", BLANK)
    assert [one.post for one in found.signatures][1:] == ["Педагог-психолог"]


def test_what_was_filled_in_is_borne(school):
    """The head's name and post, whoever signs, and the grounds with the region's own numbering."""
    make_user(school, Role.PSYCHOLOGIST)
    fill_in(
        school,
        approval_side=Side.LEFT,
        approval_wording="СОГЛАСОВАНО",
        head_post="И. о. директора",
        head_name="П. П. Петров",
        curator_name="А. А. Абрамова",
        grounds="приказ школы № 5.",
        appendix="№ 4",
    )
    found = paper(school)
    assert found.approval[:3] == ("СОГЛАСОВАНО", "И. о. директора", f"{BLANK} П. П. Петров")
    assert found.approval_side == "left"
    assert [one.name for one in found.signatures] == ["А. А. Абрамова"]
    assert grounds_of(school, said_words()) == "Основание: приказ школы № 5; приложение № 4."


@pytest.mark.parametrize(
    ("kind", "values", "lines"),
    [
        (ApprovalKind.NONE, {}, ()),
        (
            ApprovalKind.ORDER,
            {"approval_number": "12-о", "approval_date": "01.09.2026"},
            ("УТВЕРЖДЕНО ПРИКАЗОМ", "от 01.09.2026 № 12-о"),
        ),
        (
            ApprovalKind.PROTOCOL,
            {},
            ("ПРИНЯТО", f"протокол от «___» ______________ 20__ г. № {BLANK}"),
        ),
    ],
    ids=["none", "order", "protocol"],
)
def test_a_school_approves_in_its_own_way(school, kind, values, lines):
    """By an order, by the minutes of a meeting, or not at all."""
    fill_in(school, approval=kind, **values)
    assert paper(school).approval == lines


def test_another_template_is_another_paper(school):
    """A draft that was read in one may not be issued in the other."""
    before = borne(school, said_words())
    fill_in(school, template=b"PK", template_name="a.docx")
    now = borne(school, said_words())
    assert {name for name in now if now[name] != before[name]} == {"template"}
