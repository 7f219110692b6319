"""Answers that are not handed in yet, sealed under a key that needs the code.

It protects a copy of the database without the installation's secret, and no more: whoever has both
can make the keys of all codes that the database lists.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from app.models import Draft
from app.sealing import (
    SealBrokenError,
    derived_key,
    installation_secret,
    keyed_digest,
    opened,
    sealed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask_sqlalchemy.session import Session
    from sqlalchemy.orm import scoped_session

    from app.answering.answers import Stored


def code_digest(code: str) -> str:
    """Return what tells a code from another and, without the installation's secret, no more."""
    return keyed_digest(f"slip:{code}")


def draft_key(digest: str) -> bytes:
    """Return the key of the drafts of a code, of which a cookie holds the digest."""
    return derived_key(installation_secret(), "draft", digest)


def sealed_draft(
    key: bytes, administration_id: int, person: int, answers: Mapping[str, Stored]
) -> bytes:
    """Return answers as they are kept until they are handed in."""
    content = json.dumps(dict(answers), ensure_ascii=False).encode()
    return sealed(key, content, place=_place(administration_id, person))


def opened_draft(key: bytes, draft: Draft) -> dict[str, Stored]:
    """Return the answers of a draft; none where it belongs to a code that is gone."""
    place = _place(draft.administration_id, draft.person)
    try:
        answers: dict[str, Stored] = json.loads(opened(key, draft.sealed, place=place))
    except SealBrokenError:
        return {}
    return answers


def reseal_drafts(
    session: scoped_session[Session], person: int, *, old_code: str, new_code: str
) -> None:
    """Let whoever has begun to answer go on with a new slip."""
    old, new = (draft_key(code_digest(code)) for code in (old_code, new_code))
    for draft in session.scalars(select(Draft).filter_by(person=person)):
        answers = opened_draft(old, draft)
        draft.sealed = sealed_draft(new, draft.administration_id, person, answers)


def _place(administration_id: int, person: int) -> str:
    return f"draft/{administration_id}/{person}"
