"""Pages of strata count people and show none."""

from __future__ import annotations

import io

import pytest

from app.database import db, writing
from app.interchange.operations import add_instruments
from app.models import (
    LinkageMode,
    MentoringGroup,
    Participant,
    Role,
    Slip,
    WaveKind,
)
from app.programmes.administering import choose_questionnaires
from app.programmes.errors import RefusedError
from app.programmes.first_step import programme_form
from app.programmes.operations import change_programme
from app.registries import registry_of
from tests.app.conftest import SAI, csv_text
from tests.app.programmes.test_strata import MENTEE, enrol, stacks
from tests.app.reports.test_from_programme import own_definition
from tests.app.world import (
    give,
    hand_in,
    make_programme,
    make_school,
    make_user,
    signed_in,
    wave_of,
)


@pytest.fixture
def programme(app):
    """Return a programme whose slips are drawn from a hat."""
    return make_programme(make_school(), linkage_mode=LinkageMode.CODES_HAT)


@pytest.fixture
def browser(app, programme):
    """Return a psychologist's browser."""
    return signed_in(app, make_user(programme.school, Role.PSYCHOLOGIST))


@pytest.mark.parametrize("mode", [LinkageMode.CODES_HAT, LinkageMode.SELF_CODE])
def test_a_clinical_questionnaire_is_refused_where_nobody_could_help(app, browser, programme, mode):
    """Neither given, nor kept when the answers become anonymous; the page says why."""
    clinical = own_definition().replace(b"minutes = 5", b"minutes = 5\nclinical = true")
    clinical = clinical.replace(b'audience = ["participant"]', b'audience = ["mentee"]')
    add_instruments(programme.school, {SAI: clinical})
    assert registry_of(programme.school_id).get("sai-salt").clinical
    chosen = {WaveKind.ENTRY: {"sai-salt": frozenset({MENTEE})}}
    with writing():
        programme.linkage_mode = mode
    with pytest.raises(RefusedError, match="clinical"):
        choose_questionnaires(programme, chosen, by=None)
    page = browser.get(f"/staff/programmes/{programme.id}/forms").text
    assert "Клиническая" in page
    assert 'value="sai-salt mentee"' not in page
    with writing():
        programme.linkage_mode = LinkageMode.CODES_LIST
    choose_questionnaires(programme, chosen, by=None)
    assert 'value="sai-salt mentee"' in browser.get(f"/staff/programmes/{programme.id}/forms").text
    with app.test_request_context():
        form = programme_form(programme, is_fixed=False)
        form.linkage_mode.data = mode.value
        with pytest.raises(RefusedError, match="clinical") as refused:
            change_programme(programme, form.facts(programme), by=None)
    assert refused.value.field == "linkage_mode"


def uploaded(browser, programme, rows, **more):
    """Return the page after a table has been uploaded."""
    table = {"table-table": (io.BytesIO(csv_text(rows).encode()), "список.csv")} | more
    address = f"/staff/programmes/{programme.id}/people/strata/table"
    return browser.post(address, data=table, follow_redirects=True).text


def test_the_schools_table_is_only_counted(browser, programme):
    """Names of pairs are no reason to refuse it; it does not come back, and no code is shown."""
    header = ["ФИО", "роль", "класс", "пара", "группа сравнения", "стратегия"]
    rows = [["Вымыслова", "наставляемый", "7А", "Вымысловы", "нет", "лидер"]] * 5
    rows += [["Небылицын", "наставляемый", "7Б", "2", "да", ""]] * 3
    rows += [["Небылицын", "наставляемый", "7В", "2", "да", ""]] * 2
    page = uploaded(browser, programme, [header, *rows], **{"table-merge": "y"})
    assert stacks(programme) == [(MENTEE, "7А", 5), (MENTEE, "7Б, 7В", 5)]
    assert "не прочитан" in page
    assert "download=" not in page
    assert 'class="code"' not in page
    assert "7Б, 7В" in page
    assert "Вымыслов" not in page
    assert db.session.query(MentoringGroup).count() == 0


def test_a_table_that_cannot_be_counted_adds_nobody(browser, programme):
    """It says which row, or which stack."""
    page = uploaded(browser, programme, [["роль"], ["никто"]])
    assert "строка 2" in page
    page = uploaded(browser, programme, [["роль", "класс"], ["наставник", "7А"]])
    assert "Наставники, 7А: 1" in page
    page = browser.post(
        f"/staff/programmes/{programme.id}/people/strata",
        data={"rows-0-role": "mentor", "rows-0-class_name": "7А", "rows-0-number": "4",
              **{f"rows-{n}-role": "mentee" for n in range(1, 6)}},
    ).text  # fmt: skip
    assert "Наставники, 7А: 4" in page
    assert db.session.query(Participant).count() == 0


def test_the_page_shows_stacks_and_no_person(browser, programme):
    """How many have answered, never who."""
    data = {f"rows-{n}-role": "mentee" for n in range(6)}
    data |= {"rows-0-class_name": "7А", "rows-0-number": "7", "merge": "y"}
    address = f"/staff/programmes/{programme.id}/people"
    assert browser.post(f"{address}/strata", data=data).status_code == 302
    codes = [slip.code for slip in db.session.query(Slip)]
    hand_in(give(wave_of(programme, WaveKind.ENTRY), "self-esteem"), *codes[:3])
    page = browser.get(address).text
    table = page.split('id="stacks"')[1].split("</table>")[0]
    cells = [cell.split("<")[0] for cell in table.split("<td")[1:]]
    assert [cell.split(">")[1] for cell in cells] == [
        "1", "Наставляемые", "7А", "7", "3", "0", "0",
    ]  # fmt: skip
    assert 'class="code"' not in page


@pytest.mark.parametrize("mode", [LinkageMode.CODES_HAT, LinkageMode.SELF_CODE])
def test_pages_of_single_people_are_not_there(app, browser, programme, mode):
    """And those of stacks are not where people are listed."""
    enrol(programme, (MENTEE, "7А", 5))
    with writing():
        programme.linkage_mode = mode
    address = f"/staff/programmes/{programme.id}"
    assert browser.get(f"{address}/slips/1").status_code == 404
    assert browser.get(f"{address}/slips/envelopes").status_code == 404
    for page in ("slips/1", "slips/find", "people", "people/table"):
        assert browser.post(f"{address}/{page}", data={"typed": "1"}).status_code == 404, page
    other = f"/staff/programmes/{make_programme(programme.school).id}"
    for page in ("slips/extra", "people/strata", "people/strata/table"):
        assert browser.post(f"{other}/{page}").status_code == 404, page
