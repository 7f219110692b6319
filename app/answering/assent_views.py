"""The page before the first question: what is promised, and whether one wants to answer at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import redirect, render_template, request, url_for

from app.access import EVERYONE, allow
from app.answering import queries, respondents
from app.answering.blueprint import bp
from app.answering.forms import AssentForm
from app.answering.promises import VOLUNTARY, promise
from app.database import now_utc

if TYPE_CHECKING:
    from flask.typing import ResponseReturnValue


@bp.route("/before", methods=["GET", "POST"])
@allow(*EVERYONE)
def before() -> ResponseReturnValue:
    """Promise what the next form's programme keeps, and ask; only the browser remembers."""
    respondent = respondents.current()
    programme = queries.next_programme(respondent.person, now_utc())
    if programme is None:
        return redirect(url_for("answering.onward"))
    form = AssentForm()
    if form.validate_on_submit():
        if request.form.get("action") == "decline":
            respondents.end()
            return redirect(url_for("answering.declined"))
        if form.programme.data == programme.id:  # else its last form was sent from another tab
            respondents.agree(programme.id)
            return redirect(url_for("answering.onward"))
    return render_template(
        "answering/before.html",
        form=form,
        programme=programme,
        promise=promise(programme, queries.role_of(respondent.person, programme)),
        voluntary=VOLUNTARY,
        helpline=programme.school.helpline,
        code_end=respondent.code_end,
        address=url_for("answering.before"),
    )


@bp.get("/declined")
@allow(*EVERYONE)
def declined() -> ResponseReturnValue:
    """Say that this is all right."""
    return render_template(
        "answering/declined.html",
        helpline=queries.helpline(),
        has_slip=not respondents.has_address(),
        first_page=respondents.first_page(),
    )
