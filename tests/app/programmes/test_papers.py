"""The two papers of consent: a text of its own for every mode and signer, frozen once given out."""

from __future__ import annotations

import hashlib
import re
from itertools import product
from pathlib import Path

import pytest

import app as zamer
from app.database import writing
from app.models import (
    HELPLINE,
    LinkageMode,
    MentoringForm,
    Paper,
    ProgrammeRole,
    Role,
    WaveKind,
)
from app.programmes.papers import PAPER_VERSION, Signer
from tests.app.world import give, make_programme, make_school, make_user, signed_in, wave_of

TEXTS = Path(zamer.__file__).parent / "templates" / "programmes" / "papers"

#: Families have signed these: a correction is the next version.
PUBLISHED = {
    1: {
        "parts.html": "204aa291c9bd9ba6689af4ac446b910b5fad42f727cc6dc4356886663e798b15",
        "personal.html": "7463461dc26089848132581c7cbd57399ad6521bf0ca49983b9d5b443ac96fd5",
        "testing.html": "408cd99954cf93aa7ab188514fbca9a2c14bad7a7f54c1891939f7abd8a3ebf1",
    },
}


@pytest.fixture
def programme(app):
    """Return a programme of pupils for pupils that has chosen questionnaires."""
    programme = make_programme(make_school(), k=6)
    give(wave_of(programme, WaveKind.ENTRY), "anxiety-school", ProgrammeRole.MENTEE)
    give(wave_of(programme, WaveKind.ENTRY), "self-esteem", ProgrammeRole.MENTOR)
    give(wave_of(programme, WaveKind.EXIT), "anxiety-school", ProgrammeRole.MENTEE)
    return programme


@pytest.fixture
def browser(app, programme):
    """Return a curator's browser."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def shown(browser, programme, paper, **chosen):
    """Return the page of a paper, and what is read on the paper itself."""
    address = f"/staff/programmes/{programme.id}/papers/{paper}"
    page = browser.get(address, query_string=chosen).text
    article = page.split('<article class="paper"', 1)[1].split("</article>")[0]
    return page, " ".join(re.sub(r"<[^>]*>", " ", f"<{article}").split())


def test_a_text_that_was_given_out_never_changes():
    """Of each version, and of the current one there is a text."""
    found = {
        int(folder.name.removeprefix("v")): {
            text.name: hashlib.sha256(text.read_bytes()).hexdigest() for text in folder.iterdir()
        }
        for folder in TEXTS.iterdir()
    }
    assert found == PUBLISHED
    assert max(found) == PAPER_VERSION


def test_every_paper_says_what_the_law_asks_for(browser, programme):
    """Whatever the mode and whoever signs: who, what for, how long, how to take it back."""
    for mode, paper, signer in product(LinkageMode, Paper, Signer):
        with writing():
            programme.linkage_mode = mode
        _, text = shown(browser, programme, paper, signer=signer)
        assert "Школа № 1" in text
        assert f"«{programme.title}»" in text
        assert "не меньше чем по 6 участникам" in text
        for words in ("отозвать", "Дата", "Подпись", f"версия {PAPER_VERSION}"):
            assert words in text
        if paper is Paper.PERSONAL:
            assert "152-ФЗ" in text
            assert "31.05.2027" in text
            assert "не позднее тридцати дней" in text
        else:
            assert "Любой вопрос можно пропустить" in text
            assert HELPLINE in text
            assert ("273-ФЗ" in text) == (signer is Signer.PARENT)
        assert ("ребёнка" in text) == (signer is Signer.PARENT), (mode, paper)


def test_the_data_named_are_those_that_the_mode_keeps(browser, programme):
    """Names, age and marks in one mode only; where nobody is listed, nothing can be found by name."""
    texts = {}
    for mode in LinkageMode:
        with writing():
            programme.linkage_mode = mode
        _, texts[mode] = shown(browser, programme, Paper.PERSONAL)
    assert len(set(texts.values())) == 4
    for words in ("зашифрованы паролем психолога", "возраст, пол", "отметки и пропуски уроков"):
        assert [mode for mode in LinkageMode if words in texts[mode]] == [LinkageMode.CONFIDENTIAL]
    assert [mode for mode in LinkageMode if "найти их по имени и удалить не может" in texts[mode]] == [
        LinkageMode.CODES_HAT, LinkageMode.SELF_CODE,
    ]  # fmt: skip


def test_an_adult_is_addressed_where_adults_take_part(browser, programme):
    """Teachers sign for themselves; a pupil's parent is the rule; both can be printed."""
    assert "родитель, опекун" in shown(browser, programme, "personal")[1]
    assert "родитель, опекун" not in shown(browser, programme, "personal", signer="adult")[1]
    with writing():
        programme.mentoring_form = MentoringForm.TEACHER_TEACHER
    assert "родитель, опекун" not in shown(browser, programme, "testing")[1]
    assert "родитель, опекун" in shown(browser, programme, "testing", signer="parent")[1]
    assert "родитель, опекун" not in shown(browser, programme, "testing", signer="вася")[1]


def test_questionnaires_are_named_to_whoever_they_are_about(browser, programme):
    """Each once; to a parent those of the pupils, to a mentor from outside those of mentors."""
    _, both = shown(browser, programme, "testing")
    assert both.count("Тревожность в школе") == both.count("Самооценка") == 1
    with writing():
        programme.mentoring_form = MentoringForm.TEACHER_PUPIL
    _, parents = shown(browser, programme, "testing")
    _, adults = shown(browser, programme, "testing", signer="adult")
    assert ("Тревожность в школе" in parents, "Самооценка" in parents) == (True, False)
    assert ("Тревожность в школе" in adults, "Самооценка" in adults) == (False, True)


def test_what_is_not_known_is_said_on_screen_and_left_blank_on_paper(browser, programme):
    """Requisites, the questionnaires; once they are there nothing is asked."""
    page, text = shown(browser, programme, "personal")
    assert 'id="missing"' in page
    with writing():
        school = programme.school
        school.full_name, school.address = "МБОУ «Школа № 1»", "г. Омск, ул. Мира, 1"
        school.head, school.helpline = "директору Н. Н. Вымысловой", "8-800-555-00-00"
    page, text = shown(browser, programme, "personal")
    assert 'id="missing"' not in page
    for words in ("МБОУ «Школа № 1»", "г. Омск, ул. Мира, 1", "директору Н. Н. Вымысловой"):
        assert words in text
    assert "8-800-555-00-00" in shown(browser, programme, "testing")[1]
    assert 'id="nothing-asked"' not in shown(browser, programme, "testing")[0]
    other = make_programme(programme.school)
    assert 'id="nothing-asked"' in shown(browser, other, "testing")[0]


def test_the_papers_are_printed_from_the_page_of_consents(app, browser, programme):
    """Both; there is no third, and an administrator alone does not see them."""
    page = browser.get(f"/staff/programmes/{programme.id}/consents").text
    for paper in Paper:
        assert f"/staff/programmes/{programme.id}/papers/{paper}" in page
    address = f"/staff/programmes/{programme.id}/papers"
    assert browser.get(f"{address}/other").status_code == 404
    administrator = signed_in(app, make_user(programme.school, Role.ADMINISTRATOR))
    assert administrator.get(f"{address}/personal").status_code == 403
