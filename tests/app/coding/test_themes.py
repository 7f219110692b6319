"""Themes are made, renamed, merged and deleted, and no two have one name."""

from __future__ import annotations

import html

import pytest

from app.coding.operations import Coding, add_theme, code_answers, rename_theme
from app.coding.queries import themes_of
from app.database import db
from app.models import CodedAnswer, Role
from app.programmes.errors import RefusedError
from tests.app.coding.desk import address, key_of, wrote
from tests.app.world import make_school, make_user, signed_in

TEXTS = [f"Ответ {place}" for place in range(5)]


@pytest.fixture
def programme(app):
    """Return a programme with five coded answers and two themes."""
    programme = wrote(make_school(), TEXTS)
    keys = [key_of(programme, text) for text in TEXTS]
    code_answers(programme, dict.fromkeys(keys[:3], Coding(new_theme="Спорт")), by=None)
    [sport] = themes_of(programme)
    both = Coding(themes=frozenset({sport.id}), new_theme="Помощь в учёбе")
    code_answers(programme, {keys[2]: both, keys[3]: Coding(new_theme="помощь в учебе")}, by=None)
    return programme


@pytest.fixture
def curator(app, programme):
    """Return the curator's browser."""
    return signed_in(app, make_user(programme.school, Role.CURATOR))


def counts(programme):
    """Return how many answers each theme has."""
    return {one.title: one.n for one in themes_of(programme)}


def page_of(programme, title, rest=""):
    """Return the address of a theme."""
    [found] = [one.id for one in themes_of(programme) if one.title == title]
    return address(programme, f"/themes/{found}{rest}")


@pytest.mark.parametrize("title", ["спорт", " СПОРТ ", "помощь  в учебе"])
def test_a_title_that_is_there_is_refused(curator, programme, title):
    """Whatever its case, its spaces, and the dots of ё; when a theme is made and when renamed."""
    for sent_to in (address(programme, "/themes"), address(programme, "/themes")):
        answer = curator.post(sent_to, data={"title": title})
        assert "Такая тема уже есть" in html.unescape(answer.text)
    add_theme(programme, "Другое", by=None)
    [other] = [one.id for one in themes_of(programme) if one.title == "Другое"]
    with pytest.raises(RefusedError):
        rename_theme(programme, other, title, by=None)
    assert counts(programme) == {"Спорт": 3, "Помощь в учёбе": 2, "Другое": 0}


@pytest.mark.parametrize("title", ["", "   ", "\t", "х" * 301])
def test_a_title_is_needed_and_has_a_limit(curator, programme, title):
    """What is wrong is said next to the field."""
    answer = curator.post(address(programme, "/themes"), data={"title": title})
    assert 'id="title-error"' in answer.text
    assert len(counts(programme)) == 2


@pytest.mark.parametrize(
    "title", ["=1+1", "<script>alert(1)</script>", "🙂 радость", "\u202eобратно"]
)
def test_any_title_is_shown_as_it_was_typed(curator, programme, title):
    """Escaped."""
    curator.post(page_of(programme, "Спорт"), data={"title": title})
    page = curator.get(address(programme, "/themes")).text
    assert html.escape(title, quote=False) in page
    assert counts(programme)[title] == 3


def test_its_own_title_may_be_written_otherwise(curator, programme):
    """That is no other theme."""
    curator.post(page_of(programme, "Спорт"), data={"title": "СПОРТ"})
    assert counts(programme) == {"СПОРТ": 3, "Помощь в учёбе": 2}


def test_merged_themes_count_an_answer_once(curator, programme):
    """One of the answers had both."""
    [into] = [one.id for one in themes_of(programme) if one.title == "Помощь в учёбе"]
    curator.post(page_of(programme, "Спорт", "/merge"), data={"into": into})
    assert counts(programme) == {"Помощь в учёбе": 4}


def test_a_theme_is_merged_with_another_of_its_programme_only(curator, programme):
    """Neither with itself nor with one that is gone."""
    for into in ("", "999", page_of(programme, "Спорт").rpartition("/")[2]):
        answer = curator.post(page_of(programme, "Спорт", "/merge"), data={"into": into})
        assert answer.status_code == 200
    assert counts(programme) == {"Спорт": 3, "Помощь в учёбе": 2}


def test_a_deleted_theme_leaves_its_answers_coded(curator, programme):
    """Without it."""
    page = page_of(programme, "Спорт")
    assert "Ответов с этой темой: 3" in curator.get(page).text
    curator.post(f"{page}/delete")
    assert counts(programme) == {"Помощь в учёбе": 2}
    assert db.session.query(CodedAnswer).count() == 4
