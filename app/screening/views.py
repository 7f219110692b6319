"""Pages of open answers: read, judged, followed up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired

from app.access import PROGRAMME_STAFF, allow
from app.loading import get_programme_or_404
from app.models import Verdict
from app.programmes.codes import shown_code
from app.programmes.custody import for_holders_of_codes
from app.programmes.errors import RefusedError
from app.programmes.modes import mode_of
from app.programmes.people_queries import one_person
from app.programmes.words import ROLES, ROLES_OF_MANY, said
from app.screening.operations import escalate, judge
from app.screening.queries import OpenText, classes_of, open_texts
from app.screening.tokens import answer_of
from app.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flask.typing import ResponseReturnValue

bp = Blueprint(
    "screening", __name__, url_prefix="/staff/programmes/<int:programme_id>/open-answers"
)

#: Answers on a page: as many as one reads with care.
PAGE = 20


class EscalateForm(FlaskForm):
    """Asks whose an answer is; the page holds a token of it."""

    token = StringField(validators=[InputRequired()])


@bp.route("", methods=["GET", "POST"])
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def index(programme_id: int) -> ResponseReturnValue:
    """Read open answers that nobody has read, and tick those that worry."""
    programme = get_programme_or_404(programme_id)
    if request.method == "POST":
        verdicts = _verdicts()
        if FlaskForm().validate_on_submit() and verdicts:
            judge(programme, verdicts, by=current_user.user)
            flash(_("Saved. Answers read: %(n)s.", n=len(verdicts)), "success")
        else:
            flash(_("This page is out of date: please read the answers once more."), "warning")
        return redirect(url_for("screening.index", programme_id=programme.id))
    texts = open_texts(programme)
    unread = [text for text in texts if text.verdict is None]
    worrying = [text for text in texts if text.verdict is Verdict.WORRYING]
    lists_people = mode_of(programme).lists_people
    return render_template(
        "screening/index.html",
        programme=programme,
        form=FlaskForm(formdata=None),
        shown=unread[:PAGE],
        n_unread=len(unread),
        n_read=len(texts) - len(unread),
        worrying=worrying,
        classes=[] if lists_people else classes_of(programme, _ids(worrying)),
        lists_people=lists_people,
        roles=ROLES_OF_MANY,
        helpline=programme.school.helpline,
    )


@bp.post("/author")
@allow(*PROGRAMME_STAFF)
@for_holders_of_codes
def author(programme_id: int) -> ResponseReturnValue:
    """See whose a worrying answer is, which is written down."""
    programme = get_programme_or_404(programme_id)
    form = EscalateForm()
    try:
        form.validate_on_submit()
        writer = escalate(programme, *answer_of(form.token.data or ""), by=current_user.user)
    except SealBrokenError:
        flash(_("This page is out of date: look for the answer once more."), "warning")
    except RefusedError as refused:
        flash(said(refused.message), "warning")
    else:
        return render_template(
            "screening/author.html",
            programme=programme,
            person=one_person(programme, writer.number),
            roles=ROLES,
            shown_code=shown_code,
            helpline=programme.school.helpline,
        )
    return redirect(url_for("screening.index", programme_id=programme.id))


def _verdicts() -> dict[tuple[int, str], Verdict]:
    """Return what was judged: whatever was shown is calm but for what is ticked."""
    judged = {}
    for token in request.form.getlist("token")[:PAGE]:
        try:
            answer = answer_of(token)
        except SealBrokenError:  # a page of long ago, or of another installation
            continue
        is_ticked = token in request.form.getlist("worrying")
        judged[answer] = Verdict.WORRYING if is_ticked else Verdict.CALM
    return judged


def _ids(texts: Sequence[OpenText]) -> set[int]:
    return {text.submission_id for text in texts}
