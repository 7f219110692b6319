"""What has been begun is sealed: a copy of the database alone does not tell it."""

from __future__ import annotations

from sqlalchemy import text

from app.answering.drafts import code_digest, draft_key, opened_draft
from app.database import db
from app.models import Draft
from app.programmes.slips import reissue_slip
from tests.app.answering.way import Child, drafts_by_person


def begun(app, asked):
    """Return a child that has begun to answer."""
    child = Child(app)
    child.enter(asked.codes[0])
    child.press("leave", st30=1)
    return child


def kept():
    """Return the only draft as the database has it."""
    db.session.rollback()
    return db.session.query(Draft).one()


def test_a_copy_of_the_database_does_not_tell_a_draft(app, asked):
    """Nor do two equal ones look alike."""
    begun(app, asked)
    content = db.session.scalar(text("SELECT sealed FROM draft"))
    assert b"st30" not in bytes(content)
    assert drafts_by_person()[asked.person]["st30"] == 1


def test_a_draft_opens_with_its_code_in_this_installation_only(app, make_app, asked, tmp_path):
    """Not with another code, not with the secret of another installation."""
    begun(app, asked)
    draft = kept()
    assert opened_draft(draft_key(code_digest(asked.codes[0])), draft)["st30"] == 1
    assert opened_draft(draft_key(code_digest("000000000000")), draft) == {}
    with make_app(INSTANCE=str(tmp_path / "elsewhere")).app_context():
        assert opened_draft(draft_key(code_digest(asked.codes[0])), draft) == {}


def test_with_a_new_slip_one_goes_on(app, asked):
    """Whoever has lost a slip loses no answer."""
    begun(app, asked)
    fresh = reissue_slip(asked.programme, asked.codes[0], number=1, by=None)
    child = Child(app)
    assert child.enter(fresh).path.startswith("/forms/")
    assert drafts_by_person()[asked.person]["st30"] == 1
