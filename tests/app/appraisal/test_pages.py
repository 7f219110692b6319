"""The curator fills in pages, which keep what was entered and say what is wrong."""

from __future__ import annotations

import pytest

from app.appraisal.operations import choose_lines, save_criteria, save_form, seed_indicators
from app.appraisal.queries import school_indicators
from app.database import db, now_utc, writing
from app.models import (
    AuditEvent,
    CuratorForm,
    Indicator,
    IndicatorUnit,
    IndicatorValue,
    Involvement,
    Role,
)
from app.programmes.errors import RefusedError
from app.registries import registry_of
from instruments.errors import AnswerError
from tests.app.world import make_programme, make_school, make_user, signed_in

NINE = {f"cr{number:02}": 2 for number in range(1, 10)}


@pytest.fixture
def programme(app):
    """Return a programme."""
    return make_programme(make_school())


@pytest.fixture
def curator(app, programme):
    """Return a browser of the curator."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def address(programme, rest=""):
    """Return the address of a page of the appraisal."""
    return f"/staff/programmes/{programme.id}/appraisal{rest}"


def page(curator, programme, rest=""):
    """Return what stands on a page."""
    return curator.get(address(programme, rest)).text


def send(curator, programme, rest, **data):
    """Send a form, which bears its token, and return the page that follows."""
    sent = data | {"csrf_token": "x"}
    return curator.post(address(programme, rest), data=sent, follow_redirects=True).text


def forms(programme):
    """Return what was filled in, by code: version and answers."""
    found = db.session.query(CuratorForm).filter_by(programme_id=programme.id)
    return {form.code: (form.version, form.answers) for form in found}


def fields_of_list(programme, **changed):
    """Return a school's list as its form sends it, with changes by field."""
    fields = {}
    for one in school_indicators(programme.school_id):
        fields |= {f"title-{one.id}": one.title, f"unit-{one.id}": one.unit.value,
                   f"direction-{one.id}": one.direction.value,
                   f"position-{one.id}": str(one.position)}  # fmt: skip
        if one.is_retired:
            fields[f"retired-{one.id}"] = "y"
    for place in range(3):
        fields |= {f"title-new{place}": "", f"unit-new{place}": "count",
                   f"direction-new{place}": "more", f"position-new{place}": ""}  # fmt: skip
    return fields | changed


def test_pupils_in_mentoring_are_kept_changed_and_taken_back(curator, programme):
    """Spaces as they come from a table; who did it is written down."""
    send(curator, programme, "/involvement", involved="312", pupils="1\N{NO-BREAK SPACE}430",
         target="65")  # fmt: skip
    found = db.session.query(Involvement).one()
    assert (found.involved, found.pupils, found.target) == (312, 1430, 65)
    assert "312 из 1430" in page(curator, programme)
    assert 'value="65"' in page(curator, programme, "/involvement")
    send(curator, programme, "/involvement", involved="", pupils="", target="65")
    assert db.session.query(Involvement).count() == 0
    assert db.session.query(AuditEvent).filter_by(action="involvement.save").count() == 2


@pytest.mark.parametrize(
    ("involved", "pupils", "says"),
    [("500", "430", "Вовлечённых не может быть больше"), ("5", "", "Впишите и это число"),
     ("", "430", "Впишите и это число"), ("0", "0", "хотя бы один обучающийся"),
     ("много", "430", "Это не число")],
)  # fmt: skip
def test_pupils_that_cannot_be_are_refused_next_to_the_field(
    curator, programme, involved, pupils, says
):
    """Nothing is kept, and nothing that was typed is lost."""
    answer = send(curator, programme, "/involvement", involved=involved, pupils=pupils, target="70")
    assert says in answer
    assert 'aria-invalid="true"' in answer
    assert f'value="{involved}"' in answer
    assert db.session.query(Involvement).count() == 0


def test_the_questionnaire_is_kept_in_its_version_with_gaps(curator, programme):
    """Filled in again it is changed; emptied it is gone."""
    send(curator, programme, "/curator", cu01="8", cu02="10", cu03="")
    [(version, answers)] = forms(programme).values()
    assert (version, answers["cu01"], answers["cu03"], len(answers)) == (1, 8, None, 10)
    held = db.session.query(CuratorForm).one()
    assert held.sha256 == registry_of(programme.school_id).get("curator").sha256
    assert "checked" in page(curator, programme, "/curator")
    assert "оценок мало для среднего" in page(curator, programme).lower()
    send(curator, programme, "/curator", cu01="11", cu02="10")
    assert forms(programme)["curator"][1]["cu01"] == 8
    send(curator, programme, "/curator", cu01="", cu02="")
    assert forms(programme) == {}


def test_an_answer_that_is_none_is_refused_by_the_operation_too(programme):
    """Whoever calls it."""
    instrument = registry_of(programme.school_id).get("curator")
    with pytest.raises(AnswerError):
        save_form(programme, instrument, {"cu01": 11}, by=None)
    assert forms(programme) == {}


def test_criteria_say_what_is_missing_then_their_sum_and_level(curator, programme):
    """The sum waits for all nine."""
    answer = send(curator, programme, "/criteria", **NINE | {"cr05": ""})
    assert "Суммы нет, пока не оценены все девять критериев. Осталось оценить: 1." in answer
    answer = send(curator, programme, "/criteria", **NINE | {"cr05": "0"})
    assert "Сумма по девяти критериям: 16 из 18. Уровень: оптимальный." in answer
    assert "недопустимый 0–8, допустимый 9–14, оптимальный 15–18" in answer


def test_lines_of_the_school_make_its_own_version_with_bounds_of_its_own(curator, programme):
    """Both sums are shown; another choice is the next version, and none puts an end to it."""
    send(curator, programme, "/criteria/lines", lines=["cr10", "cr14"])
    answer = send(curator, programme, "/criteria", **NINE, cr10="0", cr14="0")
    assert "Сумма по девяти критериям: 18 из 18" in answer
    assert "Вместе с показателями школы: 18 из 22. Уровень: допустимый." in answer
    assert "недопустимый 0–10, допустимый 11–18, оптимальный 19–22" in answer
    assert {code: version for code, (version, _) in forms(programme).items()} == {
        "criteria": 1, "criteria-own": 1,
    }  # fmt: skip
    send(curator, programme, "/criteria/lines", lines=["cr10", "cr14"])
    send(curator, programme, "/criteria/lines", lines=["cr12"])
    registry = registry_of(programme.school_id)
    assert registry.versions["criteria-own"] == (1, 2)
    assert forms(programme)["criteria-own"][0] == 1
    send(curator, programme, "/criteria/lines")
    answer = send(curator, programme, "/criteria", **NINE)
    assert "Вместе с показателями школы" not in answer
    assert set(forms(programme)) == {"criteria"}


def test_no_line_is_added_that_does_not_exist(curator, programme):
    """Whatever is sent."""
    send(curator, programme, "/criteria/lines", lines=["cr99"])
    assert "criteria-own" not in registry_of(programme.school_id).versions


def test_numbers_of_indicators_are_kept_exactly_and_worked_out(curator, programme):
    """The list is there from the first look, once."""
    assert "п. п." in page(curator, programme, "/indicators")
    page(curator, programme, "/indicators")
    share, projects, register, *rest = school_indicators(programme.school_id)
    assert len(rest) == 6
    data = {f"start-{share.id}": "61,5", f"end-{share.id}": "74", f"start-{projects.id}": "0",
            f"end-{projects.id}": "9", f"end-{register.id}": "3"}  # fmt: skip
    answer = send(curator, programme, "/indicators", **data).replace("\N{NO-BREAK SPACE}", " ")
    assert "Z = 12,5 п. п., Z/X = —, <strong>лучше</strong>" in answer
    assert "Z = 9, Z/X = —, <strong>лучше</strong>" in answer
    assert 'value="61,5"' in answer
    values = {one.indicator_id: one for one in db.session.query(IndicatorValue)}
    assert set(values) == {share.id, projects.id, register.id}
    assert values[register.id].at_start is None
    send(curator, programme, "/indicators")
    assert db.session.query(IndicatorValue).count() == 3
    send(curator, programme, "/indicators", **dict.fromkeys(data, ""))
    assert db.session.query(IndicatorValue).count() == 0


def test_one_wrong_number_keeps_all_others_on_the_page(curator, programme):
    """Nothing half-written."""
    page(curator, programme, "/indicators")
    first, second, *_ = school_indicators(programme.school_id)
    answer = send(curator, programme, "/indicators",
                  **{f"start-{first.id}": "12", f"end-{second.id}": "сто"})  # fmt: skip
    assert "Это не число" in answer
    assert 'value="12"' in answer
    assert 'value="сто"' in answer
    assert db.session.query(IndicatorValue).count() == 0


def test_a_schools_list_is_renamed_moved_added_to_and_retired(curator, programme):
    """What a programme has a number for it keeps."""
    page(curator, programme, "/indicators")
    first, second, *_ = school_indicators(programme.school_id)
    send(curator, programme, "/indicators", **{f"start-{first.id}": "12"})
    changed = fields_of_list(programme, **{
        f"retired-{first.id}": "y", f"title-{second.id}": "=1+1 <script> 💡",
        "title-new0": "Олимпиады", "position-new0": "1"})  # fmt: skip
    answer = send(curator, programme, "/indicators/list", **changed)
    assert "=1+1 &lt;script&gt; 💡" in answer
    titles = [one.title for one in school_indicators(programme.school_id)]
    assert titles[0] == "Олимпиады"
    assert titles[-1] == first.title
    assert "больше не спрашивается" in page(curator, programme, "/indicators")
    other = make_programme(programme.school, title="Другая")
    assert first.title not in page(curator, other, "/indicators")


def test_two_titles_may_change_places(curator, programme):
    """Although no two lines are called alike at any moment."""
    page(curator, programme, "/indicators")
    first, second, *_ = school_indicators(programme.school_id)
    titles = {first.id: second.title, second.id: first.title}
    send(curator, programme, "/indicators/list", **fields_of_list(programme, **{
        f"title-{one}": title for one, title in titles.items()}))  # fmt: skip
    found = {one.id: one.title for one in db.session.query(Indicator)}
    assert {one: found[one] for one in titles} == titles


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [("title", "", "У показателя есть название"), ("title", "я" * 301, "300"),
     ("title", "НЕУСПЕВАЮЩИЕ  обучающиеся", "Показатель с таким названием уже есть"),
     ("unit", "count", "уже внесены числа"), ("position", "первый", "Это не число")],
)  # fmt: skip
def test_a_list_that_cannot_be_is_refused_next_to_the_line(curator, programme, field, value, says):
    """A title too long, twice, none; a unit that numbers were entered in."""
    page(curator, programme, "/indicators")
    first, *_ = school_indicators(programme.school_id)
    send(curator, programme, "/indicators", **{f"start-{first.id}": "12"})
    changed = fields_of_list(programme, **{f"{field}-{first.id}": value})
    answer = send(curator, programme, "/indicators/list", **changed)
    assert says in answer
    held = db.session.get_one(Indicator, first.id)
    assert held.unit is IndicatorUnit.PERCENT
    assert held.title == "Посещаемость кружков, секций и внеурочных занятий"


def test_another_schools_indicators_are_not_touched(programme, curator):
    """Whatever numbers are sent."""
    other = make_school("Школа № 2")
    seed_indicators(other, "ru")
    foreign = school_indicators(other.id)[0].id
    page(curator, programme, "/indicators")
    send(curator, programme, "/indicators", **{f"start-{foreign}": "12"})
    send(curator, programme, "/indicators/list", **fields_of_list(programme),
         **{f"title-{foreign}": "Чужое"})  # fmt: skip
    assert db.session.query(IndicatorValue).count() == 0
    assert db.session.get_one(Indicator, foreign).title != "Чужое"


def test_a_programme_reduced_to_its_reports_takes_nothing_more(programme):
    """They are frozen."""
    with writing():
        programme.reduced_at = now_utc()
    with pytest.raises(RefusedError):
        save_criteria(programme, NINE, by=None)


def test_a_choice_made_meanwhile_is_not_overwritten(programme, monkeypatch):
    """Whoever comes second is told."""
    stale = registry_of(programme.school_id)
    choose_lines(programme.school, ["cr10"], by=None)
    monkeypatch.setattr("app.appraisal.operations.registry_of", lambda _school: stale)
    with pytest.raises(RefusedError, match="meanwhile"):
        choose_lines(programme.school, ["cr11"], by=None)
