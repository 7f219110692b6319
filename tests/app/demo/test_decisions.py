"""What the curator of the demonstration has decided fits the reports that a visitor makes."""

from __future__ import annotations

from datetime import date

import pytest

from analysis.swot import CELLS
from analysis.words import Words
from app.database import db, writing
from app.demo.decisions import LINES, SENTENCES
from app.demo.filling import fill_programme
from app.demo.story import STORIES, Calendar
from app.language import translations
from app.models import Programme
from app.reports.from_programme import report_of
from app.reports.operations import keep_answers
from tests.app.world import make_school


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_drafts_are_what_the_curator_of_the_demonstration_had_read(app):
    """So nothing asks to be read again; lines and sentences are printed as decided."""
    school = make_school()
    with writing() as session:
        fill_programme(session, school, STORIES[0], Calendar(date(2026, 10, 5)))
    programme = db.session.query(Programme).one()
    for stage in (1, 2):
        keep_answers(programme, stage)
        programme = db.session.merge(programme)
        report = report_of(programme, stage, Words(translations("ru")))
        edited = [one for one in report.results.conclusions if one.edited]
        assert [one.text for one in edited] == [one[-1] for one in SENTENCES if one[0] == stage]
        assert not any(one.reread for one in edited)
        if stage == 1:
            proposed = {one.origin: one.text for one in report.drafts.swot}
            assert all(proposed[one[1]] == one[2] for one in LINES if one[1])
            lines = [one.text for cell in CELLS for one in report.results.swot.of(cell)]
            assert lines == [one[-1] for one in LINES]
