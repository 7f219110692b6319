"""The page on which whoever answered takes it back, as long as the wave is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from app.access import EVERYONE, allow
from app.answering import queries, respondents, seals
from app.answering.blueprint import bp
from app.answering.erasing import check_erasable, erase_answers
from app.database import now_utc

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.get("/erase")
@allow(*EVERYONE)
def erase() -> ResponseReturnValue:
    """Say what would be erased, and ask."""
    respondent, now = respondents.current(), now_utc()
    return render_template(
        "answering/erase.html",
        form=FlaskForm(),
        stored=check_erasable(respondent.person, now),
        seal=seals.seal(respondent, seals.EVERY_FORM),
        seal_field=seals.FIELD,
        code_end=respondent.code_end,
        may_go_on=queries.n_unanswered(respondent.person, now) > 0,
    )


@bp.post("/erase")
@allow(*EVERYONE)
def erase_now() -> ResponseReturnValue:
    """Erase what was answered at the waves that are open."""
    respondent = respondents.current()
    seals.check_seal(request.form.get(seals.FIELD, ""), respondent, seals.EVERY_FORM)
    erase_answers(respondent.person)
    respondents.end()
    flash(
        _(
            "The answers have been erased. Until the questionnaires close one may answer anew "
            "with the same code."
        )
    )
    return redirect(url_for("answering.code"))
