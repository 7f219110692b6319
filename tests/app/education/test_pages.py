"""Marks are uploaded, their columns chosen, looked at and kept; nothing else stays anywhere."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.database import db
from app.education import carrying
from app.models import (
    AuditEvent,
    EducationImport,
    EducationResult,
    JournalLayout,
    Measure,
    Programme,
    Role,
)
from tests.app.education.journals import HEADER, PUPILS, csv_journal
from tests.app.education.way import fields_of, go_on, page_of, upload
from tests.app.names.way import dump
from tests.app.world import make_programme, make_school, make_user, signed_in

#: What the pages do with a database test_operations.py looks at, on both.
pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.fixture
def curator(app):
    """Return the curator of a school."""
    return make_user(make_school(), Role.CURATOR)


@pytest.fixture
def browser(app, curator):
    """Return the curator's browser."""
    return signed_in(app, curator)


@pytest.fixture
def programme(curator):
    """Return a programme whose answers are paired by slips."""
    return make_programme(curator.school)


def stored():
    """Return how many rows of each measure there are that count."""
    rows = db.session.execute(
        select(EducationResult.measure, func.count())
        .join(EducationImport, EducationImport.id == EducationResult.import_id)
        .where(EducationImport.replaced_on.is_(None))
        .group_by(EducationResult.measure)
    )
    return dict(map(tuple, rows))


def keep(browser, programme, *contents, **more):
    """Go the whole way."""
    columns = upload(browser, programme, *contents, **more)
    look = go_on(browser, programme, columns, "/columns")
    return go_on(browser, programme, look, "/keep")


def test_a_table_goes_in_and_no_name_stays(app, browser, programme):
    """Not in the database, not in the log, not in an address; the columns are remembered."""
    columns = upload(browser, programme, csv_journal(PUPILS))
    assert "Какой столбец что значит" in columns.text
    assert "Иванова" not in columns.text
    proposed = fields_of(columns)
    assert (proposed["key_1"], proposed["mean_mark_1"], proposed["missed_2"]) == ("0", "1", "4")
    look = go_on(browser, programme, columns, "/columns")
    assert "Прочитано учеников: 8" in look.text
    assert "Иванова" not in look.text
    assert db.session.query(EducationResult).count() == 0
    kept = go_on(browser, programme, look, "/keep")
    assert kept.location == page_of(programme)
    assert stored() == {Measure.MEAN_MARK: 8, Measure.MISSED: 8}
    assert {row.person for row in db.session.scalars(select(EducationResult))} == {None}
    logs = Path(app.config["INSTANCE"]).glob("*.log*")
    assert "Иванов" not in dump().decode(errors="ignore") + "".join(
        path.read_text("utf-8") for path in logs
    )
    assert "до" in browser.get(page_of(programme)).text
    events = db.session.scalars(select(AuditEvent).filter_by(action="education.import")).all()
    assert [one.subject for one in events] == [str(programme.id)]


def test_the_layout_is_proposed_the_next_time(browser, programme):
    """For a table with the same titles, whatever they say."""
    rows = [(3, f"Ким {n}", 4, n) for n in range(6)]
    content = csv_journal(rows, ("x", "y", "z", "w"))
    columns = upload(browser, programme, content)
    assert fields_of(columns)["mean_mark_1"] == ""
    chosen = {"key_1": "1", "mean_mark_1": "0", "mean_mark_2": "2"}
    look = go_on(browser, programme, columns, "/columns", **chosen)
    go_on(browser, programme, look, "/keep")
    again = fields_of(upload(browser, programme, content))
    assert {name: again[name] for name in chosen} == chosen
    assert again["missed_1"] == ""
    one = fields_of(upload(browser, programme, content, content))
    assert one["mean_mark_1"] == "", "of one table of two it is another way of reading"
    assert db.session.query(JournalLayout).count() == 1


def test_two_tables_are_paired_and_replace_what_was_there(browser, programme):
    """Each term has its own table; the role's rows are these from now on."""
    keep(browser, programme, csv_journal(PUPILS))
    before, after = (
        csv_journal([(f"Ким {n}", 3 + term) for n in range(n_pupils)], ("ФИО", "Средний балл"))
        for term, n_pupils in enumerate((7, 6))
    )
    columns = upload(browser, programme, before, after)
    look = go_on(browser, programme, columns, "/columns")
    assert "Со значениями только за один период: 1" in look.text
    assert "Эти результаты заменят прежние" in look.text
    go_on(browser, programme, look, "/keep")
    assert stored() == {Measure.MEAN_MARK: 7}
    assert db.session.query(EducationImport).count() == 1, "no report has drawn on the first"
    assert db.session.query(EducationResult).count() == 7


def test_another_row_of_titles_may_be_chosen(browser, programme):
    """The columns are shown anew; nothing is lost meanwhile."""
    rows = [("1", "2", "3", "4", "5"), HEADER, *PUPILS]
    columns = upload(browser, programme, csv_journal(rows, ("Школа", "", "", "", "")))
    assert fields_of(columns)["header_1"] == "3"
    other = go_on(browser, programme, columns, "/columns", header_1="2", again="yes")
    assert "A · 1" in other.text
    back = go_on(browser, programme, other, "/columns", header_1="3", again="yes")
    assert fields_of(back)["mean_mark_1"] == "1"
    wrong = go_on(browser, programme, back, "/columns", header_1="999")
    assert "invalid-feedback" in wrong.text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"mean_mark_2": "1"}, "Этот столбец уже выбран"),
        (
            dict.fromkeys(("mean_mark_1", "mean_mark_2", "missed_1", "missed_2"), ""),
            "Выберите хотя бы один столбец",
        ),
        ({"mean_mark_1": "0"}, "строка 2, столбец A «ФИО»"),
    ],
    ids=["a column twice", "no column", "names as marks"],
)
def test_wrong_columns_are_said_and_nothing_is_kept(browser, programme, changes, said):
    """The table is still there, in the page."""
    columns = upload(browser, programme, csv_journal(PUPILS))
    answer = go_on(browser, programme, columns, "/columns", **({"key_1": ""} | changes))
    assert said in answer.text
    assert stored() == {}
    look = go_on(browser, programme, answer, "/columns", key_1="0", mean_mark_1="1", mean_mark_2="2", missed_1="", missed_2="")  # fmt: skip
    assert "Прочитано учеников: 8" in look.text


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "в нём ничего нет"),
        (b"PK\x03\x04", "a.xlsx", "открыть"),
        (b"x", "a.docx", "CSV"),
    ],
)
def test_a_file_that_is_no_table_is_refused_on_the_first_page(
    browser, programme, content, name, said
):
    """In words."""
    answer = upload(browser, programme, content, name=name)
    assert answer.status_code == 200
    assert "Ничего не сохранено" in answer.text
    assert said in answer.text


def test_a_table_larger_than_a_page_is_refused(browser, programme, monkeypatch):
    """With what to do."""
    monkeypatch.setattr(carrying, "LARGEST", 100)
    answer = upload(browser, programme, csv_journal(PUPILS))
    assert "Таблица слишком большая" in answer.text


@pytest.mark.parametrize("step", ["/columns", "/keep"])
@pytest.mark.parametrize("parcel", ["", "ы", "AAAA"])
def test_a_page_that_is_none_of_ours_leads_back(browser, programme, step, parcel):
    """And says so."""
    answer = browser.post(page_of(programme, step), data={"parcel": parcel}, follow_redirects=True)
    assert "Страница устарела" in answer.text


def test_a_parcel_opens_for_whom_and_what_it_was_made_only(
    app, browser, programme, curator, monkeypatch
):
    """Not for another person, programme or step, and not after half an hour."""
    columns = upload(browser, programme, csv_journal(PUPILS))
    other = make_programme(db.session.merge(curator).school)
    colleague = signed_in(app, make_user(curator.school, Role.CURATOR))
    programme = db.session.get(Programme, programme.id)
    for who, where, step in (
        (colleague, programme, "/columns"),
        (browser, other, "/columns"),
        (browser, programme, "/keep"),
    ):
        assert go_on(who, where, columns, step).status_code == 302
    later = carrying.time.time() + carrying.LIFE + 1
    monkeypatch.setattr(carrying.time, "time", lambda: later)
    assert go_on(browser, programme, columns, "/columns").status_code == 302
    assert stored() == {}


def test_results_are_removed_when_the_box_is_ticked(browser, programme):
    """All of a role."""
    keep(browser, programme, csv_journal(PUPILS))
    browser.post(page_of(programme, "/remove"), data={"role": "mentee"})
    assert stored() != {}
    browser.post(page_of(programme, "/remove"), data={"role": "mentee", "sure": "y"})
    assert stored() == {}
    assert db.session.query(EducationResult).count() == 0
    actions = db.session.scalars(select(AuditEvent.action)).all()
    assert actions == ["education.import", "education.remove"]


def test_a_small_list_says_that_the_report_will_be_silent(browser, programme):
    """Before it is kept, and after."""
    columns = upload(browser, programme, csv_journal(PUPILS[:4]))
    look = go_on(browser, programme, columns, "/columns")
    assert "Чисел в отчёте не будет" in look.text
    go_on(browser, programme, look, "/keep")
    assert "Чисел в отчёте не будет" in browser.get(page_of(programme)).text
