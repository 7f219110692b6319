"""How a form was filled in is kept with it, whoever reads it later."""

from __future__ import annotations

from itertools import cycle

import pytest

from analysis.quality import form_quality
from app.answering.operations import hand_in
from app.answering.queries import definition_of
from app.database import db
from app.models import ResponseQuality
from tests.app.answering.way import submissions


def kept(asked, form, answers):
    """Hand in a form and return what is kept of how it was filled in."""
    hand_in(form.id, asked.person, answers)
    db.session.rollback()
    return db.session.get_one(ResponseQuality, (form.id, asked.person))


@pytest.mark.parametrize(
    ("pattern", "flagged"),
    [([3], True), ([1, 2, 3, 4], False), ([None], True)],
    ids=["always the same", "one after the other", "none"],
)
def test_a_form_is_judged_when_it_is_handed_in(asked, pattern, flagged):
    """As `analysis.quality` judges it; it is stored all the same."""
    form = asked.forms[1]
    definition = definition_of(form)
    answers = dict(zip(definition.by_code, cycle(pattern), strict=False))
    found, expected = kept(asked, form, answers), form_quality(definition, answers)
    assert found.flagged is expected.flagged is flagged
    assert (found.missing, found.longest_run) == (expected.missing, expected.longest_run)
    assert found.variance == (None if expected.variance is None else float(expected.variance))
    [stored] = submissions()
    assert stored.answers == answers


def test_an_item_that_nobody_was_shown_is_not_missing(kinds):
    """Neither one that the other answers hide, nor one whose answer does not count."""
    [form] = kinds.forms
    answers = {"kd01": "0.5", "kd02": 0, "kd05": 20, "kd07": 4, "kd08": "Потому что."}
    assert kept(kinds, form, answers).missing == pytest.approx(1 / 5)
