"""The short questions: ours, and a school's own file."""

from __future__ import annotations

import pytest

from app.selfcodes.elements import questions
from app.selfcodes.forms import elements_form
from app.selfcodes.questions import OUR_FILE, OWN_FILE, Kind, parse
from instruments.messages import ProblemsError
from tests.app.selfcodes.classes import CODES

OURS = OUR_FILE.read_text("utf-8")


def test_ours_are_eight_in_two_languages(app):
    """In the order in which they are asked."""
    found = questions()
    assert [question.code for question in found] == list(CODES)
    assert all(question.text.en and question.hint.en for question in found)
    assert {question.kind for question in found} == set(Kind)


def test_a_school_may_put_its_own_file_into_the_instance_folder(make_app, tmp_path):
    """Seven of ours, for example; an attribute of a form is a code like any other."""
    (tmp_path / "instance").mkdir(exist_ok=True)
    head, own, *rest = OURS.split("[[questions]]")
    text = "[[questions]]".join([head, own.replace('"own"', '"data"'), *rest[:-1]])
    (tmp_path / "instance" / OWN_FILE).write_text(text, "utf-8")
    app = make_app()
    with app.app_context(), app.test_request_context(method="POST", data={"q_data": "А"}):
        assert [question.code for question in questions()] == ["data", *CODES[1:-1]]
        form = elements_form(questions(), "ru")()
        form.validate()
        assert form.answers["data"] == "А"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('code = "own"', 'code = "mother"'),
        ('code = "own"', 'code = "cohort"'),
        ('code = "own"', 'code = "Own!"'),
        ('kind = "letter"', 'kind = "text"'),
        ("range = [1, 31]", "range = [31, 1]"),
        ("range = [1, 31]", ""),
        ('value = "brown"', 'value = "light"'),
        ('value = "brown"', 'value = "dont-know"'),
        ("[[questions]]", "questions"),
        ("[[questions]]", "[[question]]"),
        ("text = {ru", "text = {en"),
    ],
)
def test_a_file_that_is_not_in_order_is_refused_with_reasons(old, new):
    """Before anybody is asked by it."""
    with pytest.raises(ProblemsError) as refused:
        parse(OURS.replace(old, new).encode(), file="self-code.toml")
    assert all(problem.file == "self-code.toml" for problem in refused.value.problems)


@pytest.mark.parametrize("n", [0, 6, 9])
def test_there_are_seven_or_eight(n):
    """Fewer would pair by chance; more would be asked for nothing."""
    head, *parts = OURS.split("[[questions]]")
    parts = [*parts, parts[0].replace('"own"', '"own2"')][:n]
    with pytest.raises(ProblemsError):
        parse("[[questions]]".join([head, *parts]).encode(), file="self-code.toml")
