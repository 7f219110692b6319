"""The desk shows what may be shown, keeps what is ticked, and quotes nothing by itself."""

from __future__ import annotations

import html
from contextlib import contextmanager

import pytest
from sqlalchemy import event, func, select

from app.coding.operations import GONE, Coding, add_theme, code_answers
from app.coding.queries import desk_of, themes_of, ticked_themes
from app.database import db, writing
from app.models import (
    AnswerTheme,
    AuditEvent,
    CodedAnswer,
    ProgrammeRole,
    Role,
    Screening,
    Submission,
    SwotCell,
    Theme,
    Verdict,
    WaveKind,
)
from app.screening.queries import open_texts
from tests.app.coding.desk import VALUABLE, address, key_of, prefix_of, sent, wrote
from tests.app.world import make_school, make_user, open_wave, signed_in, wave_of

TEXTS = [f"Нам помогали {place}" for place in range(6)] + ["Пишите мне на masha@mail.ru"]
FLAGGED = TEXTS[-1]


@pytest.fixture
def school(app):
    """Return a school with a psychologist."""
    school = make_school()
    make_user(school, Role.PSYCHOLOGIST)
    return school


@pytest.fixture
def curator(app, school):
    """Return the curator's browser."""
    return signed_in(app, make_user(school, Role.CURATOR))


@pytest.fixture
def programme(school):
    """Return a programme with seven calm answers, one of which may tell whose it is."""
    return wrote(school, TEXTS)


def kept(programme, text):
    """Return what is kept of an answer, and the titles of its themes."""
    key = key_of(programme, text)
    titles = {one.id: one.title for one in themes_of(programme)}
    one = db.session.get(CodedAnswer, key)
    return one, {titles[theme] for theme in ticked_themes([key])[key]}


@contextmanager
def queries():
    """Count the queries of what happens meanwhile."""
    asked = []

    def ask(*found):
        asked.append(found[2])

    event.listen(db.engine, "before_cursor_execute", ask)
    yield asked
    event.remove(db.engine, "before_cursor_execute", ask)


def test_answers_stand_without_anything_that_leads_to_a_person(curator, programme):
    """No class, number or key; tokens differ, and the order is another than in screening."""
    page = curator.get(address(programme)).text
    fields = sent(page)
    tokens = [value for name, value in fields.items() if name.endswith("token")]
    assert len(set(tokens)) == len(TEXTS)
    assert "7А" not in page
    for submission_id in db.session.scalars(select(Submission.id)):
        assert str(submission_id) not in page
    [group] = desk_of(programme).groups
    read_before = [one.submission_id for one in open_texts(programme)]
    assert [one.key[0] for one in group.answers] != read_before


def test_what_looks_like_an_address_stands_first_and_apart(curator, programme):
    """With the reason."""
    page = curator.get(address(programme)).text
    heading = page.index("Похоже на имя, телефон или адрес: проверьте")
    assert heading < page.index(FLAGGED) < page.index("Остальные") < page.index(TEXTS[0])
    assert "похоже на адрес электронной почты" in page


@pytest.mark.parametrize(
    "more",
    [
        {"screened": None},
        {"screened": Verdict.WORRYING},
        {"k": 8},
        {"named_role": ProgrammeRole.MENTEE},
    ],
    ids=["not read", "worrying", "fewer than k", "shown one by one"],
)
def test_what_may_not_be_shown_is_not(curator, school, more):
    """Whoever wrote it."""
    programme = wrote(school, TEXTS, **more)
    page = curator.get(address(programme)).text
    assert TEXTS[0] not in page
    assert desk_of(programme).groups == ()
    assert "Здесь пока нечего разбирать" in page


def test_while_a_wave_is_open_its_answers_are_not_there(curator, programme):
    """They can still be erased."""
    open_wave(wave_of(programme, WaveKind.EXIT))
    assert TEXTS[0] not in curator.get(address(programme)).text
    key = db.session.execute(select(Submission.id)).scalars().first()
    assert code_answers(programme, {(key, VALUABLE): Coding()}, by=None) == {(key, VALUABLE): GONE}


def test_a_page_is_kept_as_it_was_ticked(curator, programme):
    """Themes by tick and by name, a cell, a quotation; an answer without anything has been read."""
    add_theme(programme, "Помощь", by=None)
    [theme] = themes_of(programme)
    page = curator.get(address(programme)).text
    first, second = prefix_of(page, TEXTS[0]), prefix_of(page, TEXTS[1])
    answer = curator.post(
        address(programme),
        data=sent(page)
        | {
            f"{first}-themes": theme.id, f"{first}-new_theme": "  Новые   друзья ",
            f"{first}-cell": "strength", f"{first}-released": "y",
            f"{second}-new_theme": "Новые друзья",
        },
        follow_redirects=True,
    )  # fmt: skip
    assert f"Разобрано ответов: {len(TEXTS)}" in answer.text
    one, titles = kept(programme, TEXTS[0])
    assert (one.cell, one.released) == (SwotCell.STRENGTH, True)
    assert titles == {"Помощь", "Новые друзья"}
    assert kept(programme, TEXTS[1])[1] == {"Новые друзья"}
    assert kept(programme, TEXTS[2])[0].released is False
    assert db.session.query(CodedAnswer).count() == len(TEXTS)
    assert [(one.title, one.n) for one in themes_of(programme)] == [
        ("Новые друзья", 2), ("Помощь", 1),
    ]  # fmt: skip
    events = db.session.scalars(select(AuditEvent.action).where(AuditEvent.action.like("quot%")))
    assert list(events) == ["quotation.release"]


def test_a_flagged_answer_is_quoted_only_after_a_tick(curator, programme):
    """Without it the answer stands there again with the reason; everything else is kept."""
    page = curator.get(address(programme)).text
    flagged = prefix_of(page, FLAGGED)
    filled = sent(page) | {f"{flagged}-released": "y", f"{flagged}-new_theme": "Связь"}
    again = curator.post(address(programme), data=filled).text
    assert "Этот ответ может выдать автора" in html.unescape(again)
    assert 'value="Связь"' in again
    assert TEXTS[0] not in again
    assert kept(programme, FLAGGED)[0] is None
    assert db.session.query(CodedAnswer).count() == len(TEXTS) - 1
    name = prefix_of(again, FLAGGED)
    curator.post(
        address(programme),
        data=sent(again) | {f"{name}-released": "y", f"{name}-is_checked": "y"},
    )
    assert kept(programme, FLAGGED)[0].released is True


def test_one_answer_is_kept_by_itself(curator, programme):
    """And the page is told the themes with their counts."""
    fields = sent(curator.get(address(programme)).text)
    token = fields["answers-1-token"]
    answer = curator.post(
        address(programme, "/answer"), data={"token": token, "new_theme": "Спорт", "cell": "threat"}
    ).json
    [theme] = themes_of(programme)
    assert answer["themes"] == [{"id": theme.id, "title": "Спорт", "n": 1}]
    assert answer["ticked"] == [theme.id]
    again = {"token": token, "themes": theme.id, "was": answer["was"]}
    assert curator.post(address(programme, "/answer"), data=again).json["ticked"] == [theme.id]
    [one] = db.session.query(CodedAnswer)
    assert one.cell is None


@pytest.mark.parametrize(
    ("sent_as", "reason"),
    [
        ({"token": "x"}, "устарела"),
        ({"themes": 999}, "удалили или объединили"),
        ({"new_theme": "х" * 301}, "не больше 300"),
        ({"cell": "nowhere"}, "устарела"),
    ],
    ids=["a foreign token", "a theme that is gone", "a long theme", "no cell of ours"],
)
def test_what_one_answer_cannot_be_is_refused_in_words(curator, programme, sent_as, reason):
    """And nothing is kept."""
    token = sent(curator.get(address(programme)).text)["answers-1-token"]
    answer = curator.post(address(programme, "/answer"), data={"token": token} | sent_as)
    assert answer.status_code == 422
    assert reason in answer.json["message"]
    assert db.session.query(CodedAnswer).count() == db.session.query(Theme).count() == 0


def test_of_two_people_the_last_wins_but_not_with_an_untouched_page(curator, programme):
    """A page that was open all the while takes nothing away by being sent."""
    page = curator.get(address(programme)).text
    key = key_of(programme, TEXTS[0])
    for title in ("Спорт", "Музыка"):
        code_answers(programme, {key: Coding(new_theme=title, released=True)}, by=None)
    curator.post(address(programme), data=sent(page))
    one, titles = kept(programme, TEXTS[0])
    assert (one.released, titles) == (True, {"Музыка"})


def test_another_programmes_answer_is_not_coded_here(programme, school):
    """Nor one that has been withdrawn."""
    other = wrote(school, TEXTS)
    key = key_of(other, TEXTS[0])
    assert code_answers(programme, {key: Coding()}, by=None) == {key: GONE}
    with writing() as session:
        session.query(Screening).delete()
    assert code_answers(other, {key: Coding()}, by=None) == {key: GONE}


def test_what_was_made_of_a_form_goes_with_it(programme):
    """When a consent is withdrawn, and when the programme is reduced; themes stay."""
    first, second = (key_of(programme, text) for text in TEXTS[:2])
    code_answers(programme, dict.fromkeys((first, second), Coding(new_theme="Спорт")), by=None)
    with writing() as session:
        session.query(Submission).filter_by(id=first[0]).delete()
    counts = [db.session.scalar(select(func.count()).select_from(table))
              for table in (CodedAnswer, AnswerTheme, Theme)]  # fmt: skip
    assert counts == [1, 1, 1]


def test_queries_do_not_grow_with_answers(curator, school):
    """And a page holds twenty."""
    many = wrote(school, [f"Ответ {place}" for place in range(60)])
    curator.get(address(many))
    with queries() as asked:
        page = curator.get(address(many)).text
    assert len(asked) < 20
    assert page.count("open-answer") == 20
    assert "Осталось: 60 из 60" in page
