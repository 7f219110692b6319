"""Pages of the desk: answers to code, a page or one at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from app.access import PROGRAMME_STAFF, allow
from app.coding import theme_views  # noqa: F401 - because its pages hang on the same blueprint
from app.coding.blueprint import bp
from app.coding.forms import (
    CELLS,
    PAGE,
    AnswerForm,
    OneAnswerForm,
    PageForm,
    filled_in,
    state_of,
)
from app.coding.operations import GONE, code_answers
from app.coding.queries import desk_of, themes_of, ticked_themes
from app.loading import get_programme_or_404
from app.programmes.custody import holds_codes
from app.programmes.errors import RefusedError
from app.programmes.words import ROLES_OF_MANY, said
from app.sealing import SealBrokenError

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from flask.typing import ResponseReturnValue

    from app.coding.queries import Desk, Group, Key, OpenAnswer, ThemeCount
    from app.models import Programme
    from instruments.messages import Message

__all__ = ["bp"]

#: So many themes are offered as boxes; any other is typed, with its titles to choose from.
OFFERED = 30

#: What a page shows of a question: answers that nobody has coded, or those that are.
LEFT, CODED = "left", "coded"


@dataclass(frozen=True)
class Card:
    """An answer on the page with its form, and why it is refused."""

    answer: OpenAnswer
    form: AnswerForm
    error: str = ""


@bp.get("")
@allow(*PROGRAMME_STAFF)
def index(programme_id: int) -> ResponseReturnValue:
    """Read open answers and say what they speak of."""
    programme = get_programme_or_404(programme_id)
    desk = desk_of(programme)
    group = _chosen(desk)
    shown = CODED if request.args.get("show") == CODED else LEFT
    answers = [] if group is None else _of_page(group, shown)
    ticked = ticked_themes([answer.key for answer in answers])
    form = PageForm(
        formdata=None, data={"answers": [filled_in(one, ticked[one.key]) for one in answers]}
    )
    cards = [Card(*pair) for pair in zip(answers, _forms(form), strict=True)]
    return _page(programme, desk, form, cards, group=group, shown=shown)


@bp.post("")
@allow(*PROGRAMME_STAFF)
def save(programme_id: int) -> ResponseReturnValue:
    """Keep a page of answers; what cannot be kept is shown again with the reason."""
    programme = get_programme_or_404(programme_id)
    form = PageForm()
    if not form.answers.entries or not _is_ours(form):
        flash(_("This page is out of date: please read the answers once more."), "warning")
        return redirect(_address(programme))
    wrong = {one.key: one for one in _forms(form) if not one.validate()}
    right = {one.key: one.coding for one in _forms(form) if one.key not in wrong}
    refused = _code(programme, right)
    if len(right) > len(refused):
        flash(_("Saved. Answers coded: %(n)s.", n=len(right) - len(refused)), "success")
    if not wrong and not refused:
        return redirect(_address(programme))
    return _shown_again(programme, form, dict.fromkeys(wrong, "") | refused)


@bp.post("/answer")
@allow(*PROGRAMME_STAFF)
def answer(programme_id: int) -> ResponseReturnValue:
    """Keep one answer for a page that stays open, and tell it how often each theme is used."""
    programme = get_programme_or_404(programme_id)
    form = OneAnswerForm()
    try:
        key = form.key
    except SealBrokenError:
        return jsonify(message=_out_of_date()), 422
    if not form.validate():
        return jsonify(message=" ".join(map(str, form.new_theme.errors)) or _out_of_date()), 422
    refused = _code(programme, {key: form.coding})
    themes = themes_of(programme)
    known = [{"id": one.id, "title": one.title, "n": one.n} for one in themes]
    if refused:
        return jsonify(message=refused[key], themes=known), 422
    ticked = ticked_themes([key])[key]
    was = state_of(ticked, form.cell.data or "", bool(form.released.data))
    return jsonify(themes=known, ticked=sorted(ticked), was=was)


def _code(programme: Programme, codings: Mapping[Key, Any]) -> dict[Key, str]:
    """Keep what can be kept; return why the rest is refused, in words."""
    try:
        refused: Mapping[Key, Message] = code_answers(programme, codings, by=current_user.user)
    except RefusedError as error:
        refused = dict.fromkeys(codings, error.message)
    return {key: said(message) for key, message in refused.items()}


def _chosen(desk: Desk) -> Group | None:
    """Return the question that is asked for, else the first with answers left."""
    wanted = request.args.get("group")
    groups = {group.name: group for group in desk.groups}
    first = next((group for group in desk.groups if group.left), None)
    return groups.get(wanted or "", first or next(iter(desk.groups), None))


def _of_page(group: Group, shown: str) -> Sequence[OpenAnswer]:
    """Return the answers of a page, those that may tell whose they are first."""
    of_kind = group.left if shown == LEFT else [one for one in group.answers if one.is_coded]
    in_order = sorted(of_kind, key=lambda one: not one.hints)
    start = (_number() - 1) * PAGE
    return in_order[start : start + PAGE]


def _number() -> int:
    """Return the number of the page."""
    return min(max(request.args.get("page", 1, type=int), 1), 10_000)


def _forms(form: PageForm) -> list[AnswerForm]:
    return [entry.form for entry in form.answers.entries]


def _is_ours(form: PageForm) -> bool:
    """Say whether every token on the page is."""
    try:
        return bool([one.key for one in _forms(form)])
    except SealBrokenError:
        return False


def _shown_again(
    programme: Programme, form: PageForm, errors: Mapping[Key, str]
) -> ResponseReturnValue:
    """Show answers that could not be kept, filled in as they were sent."""
    desk = desk_of(programme)
    there = {one.key: one for group in desk.groups for one in group.answers}
    cards = [
        Card(there[one.key], one, errors[one.key])
        for one in _forms(form)
        if one.key in errors and one.key in there
    ]
    if any(key not in there for key in errors):
        flash(said(GONE), "warning")
    return _page(programme, desk, form, cards, group=_chosen(desk), shown=LEFT)


def _page(
    programme: Programme,
    desk: Desk,
    form: PageForm,
    cards: Sequence[Card],
    *,
    group: Group | None,
    shown: str,
) -> ResponseReturnValue:
    known = themes_of(programme)
    return render_template(
        "coding/index.html",
        programme=programme,
        desk=desk,
        form=form,
        flagged=[card for card in cards if card.answer.hints],
        others=[card for card in cards if not card.answer.hints],
        group=group,
        shown=shown,
        page=_number(),
        size=PAGE,
        next_address=_next(programme, group, len(cards)) if shown == LEFT else None,
        themes=known,
        offered=_offered(known, cards),
        cells=CELLS,
        roles=ROLES_OF_MANY,
        holds_codes=holds_codes(),
    )


def _offered(known: Sequence[ThemeCount], cards: Sequence[Card]) -> list[ThemeCount]:
    """Return the most used themes, and those that some answer of the page has."""
    ticked = {theme_id for card in cards for theme_id in card.form.themes.data or ()}
    return [one for place, one in enumerate(known) if place < OFFERED or one.id in ticked]


def _next(programme: Programme, group: Group | None, n: int) -> str:
    """Return where to go on from a page: to the rest of its question, or to another one."""
    more: dict[str, Any] = (
        {"group": group.name} if group is not None and len(group.left) > n else {}
    )
    address: str = url_for("coding.index", programme_id=programme.id, **more)
    return address


def _address(programme: Programme) -> str:
    """Return this page's address, without what does not belong to it."""
    names = [name for name in ("group", "show", "page") if name in request.args]
    kept: dict[str, Any] = {name: request.args[name] for name in names}
    address: str = url_for("coding.index", programme_id=programme.id, **kept)
    return address


def _out_of_date() -> str:
    text: str = _("This page is out of date: open it once more.")
    return text
